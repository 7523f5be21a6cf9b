package trap

import (
	"strings"
	"testing"
)

const indexed = `something printed before
panic: runtime error: index out of range [3] with length 3 [recovered]
	panic: again

goroutine 1 [running]:
panic({0x1, 0x2})
	runtime/panic.go:792 +0x1
main.(*form).fill(...)
	yellow-pages/form.go:40
main.plan({{0x1, {0x0}}})
	yellow-pages/main.go:31 +0x4
yellow-pages/mapper.Read[...](0x1)
	yellow-pages/mapper/read.go:7 +0x12
encoding/json.Unmarshal(0x0)
	encoding/json/decode.go:1 +0x1
github.com/directorybolt/directorybolt/sdk.Adapter.Call({0x0})
	github.com/directorybolt/directorybolt/sdk/adapter.go:71 +0x2
main._cgoexp()
	_cgo_gotypes.go:1 +0x1

goroutine 2 [sleep]:
main.other()
	yellow-pages/main.go:99 +0x4
`

func TestRead(t *testing.T) {
	for name, c := range map[string]struct{ log, reason, where string }{
		"a panic":        {indexed, "panic: runtime error: index out of range [3] with length 3", "(*form).fill (form.go:40)"},
		"no memory":      {"fatal error: out of memory\n\ngoroutine 1 [running]:\nruntime.throw()\n\truntime/p.go:1 +0x1\nmain.plan(0x1)\n\tx/main.go:9 +0x4\n", "fatal error: out of memory", "plan (main.go:9)"},
		"cut off":        {"panic: no trace came", "panic: no trace came", ""},
		"a trace halved": {"panic: x\n\ngoroutine 1 [running]:\nmain.plan(0x1)\n\tx/main.go", "panic: x", ""},
	} {
		got, ok := Read(c.log)
		if !ok || got.Reason != c.reason || got.Where() != c.where {
			t.Errorf("%s: %t, %q at %q; want %q at %q", name, ok, got.Reason, got.Where(), c.reason, c.where)
		}
	}
	if got, ok := Read("all is well\npanicking is not my way\n"); ok {
		t.Errorf("no end, but %+v", got)
	}
	var all []string
	got, _ := Read(indexed)
	for _, f := range got.Frames {
		all = append(all, f.String())
	}
	if want := "(*form).fill (form.go:40)|plan (main.go:31)|mapper.Read[...] (mapper/read.go:7)|_cgoexp (_cgo_gotypes.go:1)"; strings.Join(all, "|") != want {
		t.Errorf("frames %s, want %s", strings.Join(all, "|"), want)
	}
}

// FuzzRead: whatever a guest prints, reading it ends well.
func FuzzRead(f *testing.F) {
	f.Add(indexed)
	f.Add("panic: \ngoroutine :\n(\n\t:1")
	f.Fuzz(func(t *testing.T, log string) {
		got, ok := Read(log)
		if !ok && len(got.Frames) > 0 {
			t.Errorf("frames without an end: %+v", got)
		}
	})
}
