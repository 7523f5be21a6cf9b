package trace_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/trace"
	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

var (
	fill   = sdk.Do(sdk.Fill(sdk.Label("Phone"), "(415) 555-0132").For("phone"), sdk.Submit(sdk.Button("Send")))
	start  = &sdk.Page{URL: "https://hello.example/add", Text: "Add your business"}
	answer = func(m sdk.Move) []byte { return (&sdk.Answer{Move: &m}).Append(nil) }
	ask    = func(number uint32, p *sdk.Page) []byte {
		return (&sdk.Turn{Contract: 1, Business: sdktest.Business(), Number: number, Page: p}).Append(nil)
	}
)

func called(op sdk.Op, request, answer []byte) host.TracedCall {
	return host.TracedCall{
		Call: host.Call{
			Op: op, Adapter: "hello", Version: "1.0.0", Digest: strings.Repeat("ab", 32), Request: request, Answer: answer,
			Log: "seen\n", Work: 1234, Duration: 5 * time.Millisecond,
		},
		Conditions: host.Conditions{Contract: 1, Wazero: "v1.12.0", Clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Seed: math.MaxUint64},
		Attempt:    1,
	}
}

func written(t *testing.T, one *trace.Trace) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := one.Write(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func read(t *testing.T, file []byte) *trace.Trace {
	t.Helper()
	one, err := trace.Read(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return one
}

// Whatever bytes a guest has answered, the file gives them back.
func TestFileGivesTheSameBytesBack(t *testing.T) {
	point := sdk.Do(sdk.Pin(sdk.CSS("#map"), sdk.Point{Latitude: math.NaN()}))
	for name, raw := range map[string][]byte{
		"plain":            answer(fill),
		"nothing":          nil,
		"unknown field":    append(answer(fill), 0x7a, 1, 'x'),
		"fields reordered": append([]byte{0x12, 0}, answer(fill)...),
		"no message":       {0xff, 0xff},
		"bad UTF-8":        (&sdk.Answer{Error: &sdk.AdapterError{Text: "\xff"}}).Append(nil),
		"no JSON number":   answer(point),
		"binary state":     answer(fill.With([]byte{0, 1, 0xff})),
		"markup":           answer(sdk.Reject("name", "<b>&\u2028</b>")),
	} {
		t.Run(name, func(t *testing.T) {
			call := called(sdk.OpPlan, ask(1, start), raw)
			got := read(t, written(t, trace.New("id", "hello", []host.TracedCall{call})))
			c := got.Calls[0]
			if !bytes.Equal(c.RequestWire(), call.Request) || !bytes.Equal(c.AnswerWire(), raw) {
				t.Errorf("answer %x, want %x", c.AnswerWire(), raw)
			}
			if name == "plain" && (c.RequestBytes != nil || c.AnswerBytes != nil) {
				t.Error("bytes are kept that the JSON gives as well")
			}
			m := got.Modules[c.Module]
			if c.Log != "seen\n" || c.Work != 1234 || c.Microseconds != 5000 || m.Adapter != "hello" || m.Seed != math.MaxUint64 || !m.Clock.Equal(call.Clock) {
				t.Errorf("lost on the way: %+v of %+v", c, m)
			}
		})
	}
}

func TestModulesStandOnce(t *testing.T) {
	a, b := called(sdk.OpPlan, ask(1, start), answer(fill)), called(sdk.OpPlan, ask(1, start), answer(fill))
	b.Digest = strings.Repeat("cd", 32)
	got := trace.New("id", "hello", []host.TracedCall{a, a, b, a})
	if len(got.Modules) != 2 || got.Calls[2].Module != 1 || got.Calls[3].Module != 0 {
		t.Errorf("modules %+v", got.Modules)
	}
}

func packed(text string) []byte {
	var file bytes.Buffer
	w := gzip.NewWriter(&file)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return file.Bytes()
}

// head is a trace without calls, which may be followed by some.
const head = `{"format":1,"directory":"x","modules":[{"adapter":"a","version":"1","digest":"aa","contract":1,"wazero":"v1","clock":"2026-01-01T00:00:00Z","seed":0}],"calls":[`

func TestReadRefuses(t *testing.T) {
	other := base64.StdEncoding.EncodeToString(answer(sdk.Reject("name", "no")))
	for name, c := range map[string]struct {
		file []byte
		say  string
	}{
		"nothing":           {nil, "not a trace"},
		"text":              {[]byte(`{"format":1}`), "not compressed"},
		"half a file":       {packed(head + "]}")[:20], "damaged"},
		"no JSON":           {packed("<html>"), "not a trace"},
		"a later format":    {packed(`{"format":2,"colour":"red"}`), "format 2"},
		"an unknown field":  {packed(head + `],"colour":"red"}`), "unknown field"},
		"two documents":     {packed(head + `]}{}`), "after top-level value"},
		"a strange op":      {packed(head + `{"op":"describe","request":{}}]}`), "must be plan"},
		"no such module":    {packed(head + `{"op":"plan","module":7,"request":{}}]}`), "not there"},
		"no request":        {packed(head + `{"op":"plan"}]}`), "neither a request"},
		"JSON unlike bytes": {packed(head + `{"op":"plan","request":{"contract":1},"answer":{"move":{"kind":"do"}},"answerBytes":"` + other + `"}]}`), "do not say the same"},
		"a bomb":            {packed(strings.Repeat(" ", 65<<20)), "larger than"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := trace.Read(bytes.NewReader(c.file))
			if err == nil || host.KindOf(err) != host.Invalid || !strings.Contains(err.Error(), c.say) {
				t.Errorf("got %v, want a refusal that says %q", err, c.say)
			}
		})
	}
}

func TestTooLargeIsNotWritten(t *testing.T) {
	huge := trace.New("id", "x", []host.TracedCall{called(sdk.OpPlan, ask(1, &sdk.Page{Text: strings.Repeat("x", 65<<20)}), nil)})
	if err := huge.Write(new(bytes.Buffer)); host.KindOf(err) != host.Invalid {
		t.Errorf("got %v, want a refusal", err)
	}
}

// What can be read is written and read again as the same trace.
func FuzzRead(f *testing.F) {
	var file bytes.Buffer
	if err := trace.New("id", "hello", []host.TracedCall{called(sdk.OpPlan, ask(1, start), answer(fill))}).Write(&file); err != nil {
		f.Fatal(err)
	}
	unpacked, err := gzip.NewReader(&file)
	if err != nil {
		f.Fatal(err)
	}
	var text bytes.Buffer
	if _, err := text.ReadFrom(unpacked); err != nil {
		f.Fatal(err)
	}
	f.Add(text.String())
	f.Add(head + "]}")
	f.Add(head + `{"op":"verify","requestBytes":"/w==","answerBytes":"/w==","cut":"x"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		first, err := trace.Read(bytes.NewReader(packed(text)))
		if err != nil {
			if host.KindOf(err) != host.Invalid {
				t.Fatalf("not a refusal: %v", err)
			}
			return
		}
		var file bytes.Buffer
		if err := first.Write(&file); err != nil {
			t.Fatal(err)
		}
		second, err := trace.Read(&file)
		if err != nil {
			t.Fatalf("what was written is not read: %v", err)
		}
		for i := range first.Calls {
			a, b := &first.Calls[i], &second.Calls[i]
			if !bytes.Equal(a.RequestWire(), b.RequestWire()) || !bytes.Equal(a.AnswerWire(), b.AnswerWire()) || !reflect.DeepEqual(first.Modules, second.Modules) {
				t.Fatalf("call %d is another one", i+1)
			}
		}
	})
}
