package trap

import (
	"fmt"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/sdk"
)

// section is a section of a module: its number, its size, its bytes.
func section(id byte, content ...byte) []byte {
	return append([]byte{id, byte(len(content))}, content...)
}

func named(text string) []byte { return append([]byte{byte(len(text))}, text...) }

// guest is a module whose bolt_call calls main.plan, which calls main.turn, which has this body.
func guest(body ...byte) []byte {
	wasm := []byte("\x00asm\x01\x00\x00\x00")
	wasm = append(wasm, section(1, 3, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 3, 0x7f, 0x7f, 0x7f, 1, 0x7e, 0x60, 0, 0)...) // (i32) i32; (i32, i32, i32) i64; ()
	wasm = append(wasm, section(3, 4, 0, 1, 2, 2)...)
	wasm = append(wasm, section(5, 1, 0, 1)...)
	exports := append([]byte{3}, append(named("memory"), 2, 0)...)
	exports = append(exports, append(named("bolt_alloc"), 0, 0)...)
	exports = append(exports, append(named("bolt_call"), 0, 1)...)
	wasm = append(wasm, section(7, exports...)...)
	code := []byte{4, 4, 0, 0x41, 16, 0x0b, 6, 0, 0x10, 2, 0x42, 0, 0x0b, 4, 0, 0x10, 3, 0x0b, byte(len(body) + 2), 0}
	wasm = append(wasm, section(10, append(append(code, body...), 0x0b)...)...)
	names := append([]byte{2, 2}, named("main.plan")...)
	names = append(append(names, 3), named("main.turn")...)
	return append(wasm, section(0, append(named("name"), section(1, names...)...)...)...)
}

func TestStopped(t *testing.T) {
	for name, c := range map[string]struct {
		body []byte
		want string
	}{
		"a loop that does not end": {[]byte{0x03, 0x40, 0x0c, 0, 0x0b}, "[turn plan]"},
		"an end":                   {nil, "[]"},
		"a trap":                   {[]byte{0x00}, "[]"},
	} {
		frames, err := Stopped(t.Context(), guest(c.body...), sdk.OpPlan, []byte("request"), 50*time.Millisecond)
		if got := fmt.Sprint(frames); err != nil || got != c.want {
			t.Errorf("%s: %s, %v; want %s", name, got, err, c.want)
		}
	}
	if _, err := Stopped(t.Context(), []byte("no module"), sdk.OpPlan, nil, time.Second); err == nil {
		t.Error("what is no module is run")
	}
}
