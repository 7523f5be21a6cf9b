package sandbox

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/sdk"
)

func newEngine(t *testing.T, c Config) *Engine {
	t.Helper()
	e, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return e
}

func load(t *testing.T, e *Engine, wasm []byte) *Module {
	t.Helper()
	m, err := e.Load(t.Context(), wasm)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var (
	park = sdk.Park(sdk.ParkCaptcha, "Solve the captcha.")
	turn = &sdk.Turn{Business: sdk.Business{Name: "Secret Name"}, Number: 1}
)

var (
	procExit  = []imported{{module: wasiModule, name: "proc_exit", of: typeExit}}
	fdWrite   = []imported{{module: wasiModule, name: "fd_write", of: typeFour}}
	randomGet = []imported{{module: wasiModule, name: "random_get", of: typeTwo}}
	// One piece of text for fd_write: 15 bytes at answerAt+8.
	vector15 = append([]byte{8, 0x10, 0, 0, 15, 0, 0, 0}, "Secret Name\x00\xff!\n"...)
	print15  = code(constant32(2), constant32(answerAt), constant32(1), constant32(0), callFunction(0), drop)
)

// hostile is a guest that does what no adapter should, and how the host takes it.
type hostile struct {
	name  string
	guest guest
	op    sdk.Op
	want  Kind
}

func hostileGuests() []hostile {
	submit := sdk.Submit(sdk.Button("Send"))
	both := (&sdk.Answer{Move: &park, Error: &sdk.AdapterError{Code: "x"}}).Append(nil)
	badUTF8 := (&sdk.Answer{Error: &sdk.AdapterError{Text: "\xff\xfe"}}).Append(nil)
	whole := (&sdk.Answer{Move: &park}).Append(nil)
	full := (&sdk.Answer{Move: new(sdk.Do(make([]sdk.Step, 0)...))}).Append(nil)

	return []hostile{
		{"spins", guest{call: code(forever, unreachable)}, sdk.OpPlan, Exhausted},
		{"spins in bolt_alloc", guest{alloc: code(forever, unreachable), call: unreachable}, sdk.OpPlan, Exhausted},
		{"spins in a leaf without calls", guest{more: [][]byte{forever}, call: code(callFunction(3), unreachable)}, sdk.OpPlan, Exhausted},
		{"calls a leaf forever", guest{more: [][]byte{nil}, call: code(loop(callFunction(3)), unreachable)}, sdk.OpPlan, Exhausted},
		{"fills its memory forever", guest{pages: 100, call: code(loop(fillMemory(100<<16)), unreachable)}, sdk.OpPlan, Exhausted},
		{"fills its memory without a loop", guest{pages: 100, call: code(bytes.Repeat(fillMemory(100<<16), 600), unreachable)}, sdk.OpPlan, Exhausted},
		{"asks for random bytes forever", guest{imports: randomGet, pages: 100, call: code(loop(constant32(0), constant32(100<<16), callFunction(0), drop), unreachable)}, sdk.OpPlan, Exhausted},
		{"grows nothing forever", guest{call: code(loop(constant32(0), []byte{0x40, 0}, drop), unreachable)}, sdk.OpPlan, Exhausted},
		{"asks for too much memory forever", guest{call: code(loop(constant32(1<<15), []byte{0x40, 0}, drop), unreachable)}, sdk.OpPlan, Exhausted},
		{"branches past the loop that would look", guest{call: guarded(code(loop(callFunction(3)))), more: [][]byte{code(bytes.Repeat(root, 4000), past)}}, sdk.OpPlan, Exhausted},
		{"branches past the loop, then calls itself", guest{call: guarded(callFunction(3)), more: [][]byte{code(past, callFunction(3))}}, sdk.OpPlan, Exhausted},
		{"branches past the loop, then calls itself twice", guest{call: guarded(callFunction(3)), more: [][]byte{code(past, callFunction(3), callFunction(3))}}, sdk.OpPlan, Exhausted},
		{"calls so much that the count would wrap", guest{call: guarded(loop(bytes.Repeat(callFunction(3), 16_384))), more: [][]byte{bytes.Repeat(root, 3_200)}}, sdk.OpPlan, Exhausted},
		{"calls so many small ones that the count would wrap", guest{call: guarded(loop(bytes.Repeat(callFunction(3), 30_000))), more: [][]byte{bytes.Repeat(root, 80)}}, sdk.OpPlan, Exhausted},
		{"has the host do so much that the count would wrap", guest{imports: randomGet, pages: 128, call: guarded(loop(bytes.Repeat(code(constant32(0), constant32(1<<22), callFunction(0), drop), 1024)))}, sdk.OpPlan, Exhausted},
		{"traps", guest{call: unreachable}, sdk.OpPlan, Trap},
		{"divides by zero", guest{call: code(constant64(1), constant64(0), []byte{0x7f})}, sdk.OpPlan, Trap},
		{"recurses without end", guest{call: code(constant32(0), constant32(0), constant32(0), callFunction(1))}, sdk.OpPlan, Exhausted},
		{"recurses by way of another", guest{more: [][]byte{code(callFunction(4)), code(callFunction(3))}, call: code(callFunction(3), unreachable)}, sdk.OpPlan, Exhausted},
		{"recurses through a table", guest{table: 1, element: 3, more: [][]byte{callTable}, call: code(callTable, unreachable)}, sdk.OpPlan, Exhausted},
		{"recurses with many variables", guest{locals: maxLocals, more: [][]byte{busy(maxLocals, callFunction(3))}, call: code(callFunction(3), unreachable)}, sdk.OpPlan, Exhausted},
		{"recurses twice as often at each depth", guest{call: doubling}, sdk.OpPlan, Exhausted},
		{"exits", guest{imports: procExit, call: code(constant32(7), callFunction(0), unreachable)}, sdk.OpPlan, Exit},
		{"exits with success", guest{imports: procExit, call: code(constant32(0), callFunction(0), unreachable)}, sdk.OpPlan, Exit},
		{"takes memory until it is refused", guest{
			// loop: if memory.grow(16) == -1 trap; again
			call: code(loop(constant32(16), []byte{0x40, 0}, constant32(-1), []byte{0x46, 0x04, 0x40, 0x00, 0x0b}), unreachable),
		}, sdk.OpPlan, Memory},
		{"prints without end", guest{imports: fdWrite, data: vector15, call: code(loop(print15), unreachable)}, sdk.OpPlan, Exhausted},
		{"answers too much", guest{call: place(answerAt, 2<<20)}, sdk.OpPlan, AnswerSize},
		{"answers with the largest length", guest{call: constant64(-1)}, sdk.OpPlan, AnswerSize},
		{"answers outside its memory", guest{call: place(1<<31, 100)}, sdk.OpPlan, BadAnswer},
		{"answers across the end of its memory", guest{call: place(2<<16-10, 100)}, sdk.OpPlan, BadAnswer},
		{"takes the request outside its memory", guest{alloc: constant32(-1), call: unreachable}, sdk.OpPlan, BadAnswer},
		{"answers nothing", guest{call: constant64(0)}, sdk.OpPlan, BadAnswer},
		{"answers half a message", answering(whole[:len(whole)-3]), sdk.OpPlan, BadAnswer},
		{"answers bad UTF-8", answering(badUTF8), sdk.OpPlan, BadAnswer},
		{"answers two things", answering(both), sdk.OpPlan, BadAnswer},
		{"answers a manifest to plan", answering((&sdk.Answer{Manifest: &guestManifest}).Append(nil)), sdk.OpPlan, BadAnswer},
		{"does nothing", answering(full), sdk.OpPlan, BadAnswer},
		{"makes up a move", moving(sdk.Move{Kind: "pay"}), sdk.OpPlan, BadAnswer},
		{"makes up a step", moving(sdk.Do(sdk.Step{Kind: "eval", Value: "alert(1)"})), sdk.OpPlan, BadAnswer},
		{"makes up a target", moving(sdk.Do(sdk.Click(sdk.Target{By: "xpath", Value: "//a"}))), sdk.OpPlan, BadAnswer},
		{"opens a file", moving(sdk.Do(sdk.Goto("file:///etc/passwd"))), sdk.OpPlan, BadAnswer},
		{"submits twice", moving(sdk.Do(submit, submit)), sdk.OpPlan, BadAnswer},
		{"submits and goes on", moving(sdk.Do(submit, sdk.Screenshot())), sdk.OpPlan, BadAnswer},
		{"submits in verify", moving(sdk.Do(submit)), sdk.OpVerify, BadAnswer},
		{"submits in lookup", moving(sdk.Do(submit)), sdk.OpLookup, BadAnswer},
		{"judges in plan", moving(sdk.Live("https://hello.example/1", "x")), sdk.OpPlan, BadAnswer},
		{"rejects in verify", moving(sdk.Reject("phone", "no")), sdk.OpVerify, BadAnswer},
		{"makes up a verdict", moving(sdk.Move{Kind: sdk.MoveVerdict, Verdict: &sdk.Verdict{Answer: "maybe"}}), sdk.OpVerify, BadAnswer},
	}
}

// hostileConfig is small, so that what has no end is over soon.
var hostileConfig = Config{MaxWork: 50_000_000, MaxMemory: 8 << 20}

func TestHostileGuests(t *testing.T) {
	for _, c := range hostileGuests() {
		t.Run(c.name, func(t *testing.T) {
			e := newEngine(t, hostileConfig)
			well := load(t, e, moving(park).build(t))
			goroutines := runtime.NumGoroutine()

			answer, record, err := load(t, e, c.guest.build(t)).Call(t.Context(), c.op, turn)
			failure, ok := errors.AsType[*Error](err)
			if !ok || failure.Kind != c.want {
				t.Fatalf("error %v, want one of kind %s", err, c.want)
			}
			if answer != nil {
				t.Errorf("an answer came with the error: %+v", answer)
			}
			if record.Failure != string(c.want) || len(record.Request) == 0 || record.Op != c.op {
				t.Errorf("the record says failure %q, op %v, %d bytes of request", record.Failure, record.Op, len(record.Request))
			}
			if len(record.Log) > e.config.MaxLog+len("\n[the log goes on]") {
				t.Errorf("the log has %d bytes", len(record.Log))
			}

			if answer, _, err := well.Call(t.Context(), sdk.OpPlan, turn); err != nil || answer.Move.Park.Reason != sdk.ParkCaptcha {
				t.Errorf("the next call of another module: %+v, %v", answer, err)
			}
			for range 100_000 {
				if runtime.NumGoroutine() <= goroutines {
					return
				}
				runtime.Gosched()
			}
			t.Errorf("%d goroutines, %d before the call", runtime.NumGoroutine(), goroutines)
		})
	}
}

// TestHostileGuestsLeaveNothing has all of them in one engine, again and again: memory and goroutines are then what they were after the first time.
func TestHostileGuestsLeaveNothing(t *testing.T) {
	c := hostileConfig
	c.MaxWork /= 10
	e := newEngine(t, c)
	well := load(t, e, moving(park).build(t))
	var guests [][]byte
	for _, c := range hostileGuests() {
		guests = append(guests, c.guest.build(t))
	}
	round := func() (heap uint64, resident, goroutines int) {
		for n, c := range hostileGuests() {
			m := load(t, e, guests[n])
			if _, _, err := m.Call(t.Context(), c.op, turn); kindOf(err) != string(c.want) {
				t.Errorf("%s: %v", c.name, err)
			}
			if err := m.Close(t.Context()); err != nil {
				t.Error(err)
			}
			if _, _, err := well.Call(t.Context(), sdk.OpPlan, turn); err != nil {
				t.Errorf("after %s: %v", c.name, err)
			}
		}
		for range 3 { // what is freed by finalizers takes more than one collection
			debug.FreeOSMemory()
		}
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc, residentMemory(t), runtime.NumGoroutine()
	}
	round()
	heap, _, goroutines := round()
	rounds := func() (least, most int) {
		least = math.MaxInt
		for range 3 {
			laterHeap, resident, laterGoroutines := round()
			if laterHeap > heap+heap/20 || laterGoroutines > goroutines {
				t.Errorf("%d bytes of heap, %d goroutines; before %d and %d", laterHeap, laterGoroutines, heap, goroutines)
			}
			least, most = min(least, resident), max(most, resident)
		}
		return least, most
	}
	// What is resident goes up and down by megabytes by itself, and for some
	// rounds only up. What leaks goes up for as long as one looks.
	_, before := rounds()
	for range 5 {
		least, most := rounds()
		if least <= before {
			return
		}
		before = most
	}
	t.Errorf("%d bytes resident, and more with each round", before)
}

// residentMemory is how many bytes of its own this process has in the machine's
// memory, that is without the pages of files, which come and go with the page cache.
func residentMemory(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("there is no /proc on this system")
	}
	_, rest, _ := strings.Cut(string(status), "RssAnon:")
	kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes << 10
}

func TestGuestTextStaysInTheLog(t *testing.T) {
	e := newEngine(t, Config{})
	m := load(t, e, guest{imports: fdWrite, data: vector15, call: code(print15, unreachable)}.build(t))
	_, record, err := m.Call(t.Context(), sdk.OpPlan, turn)
	if err == nil || strings.Contains(err.Error(), "Secret") {
		t.Errorf("error %v; it must not repeat what the guest printed", err)
	}
	if want := "Secret Name\uFFFD\uFFFD!\n"; record.Log != want {
		t.Errorf("log %q, want %q", record.Log, want)
	}

	unknownKind := load(t, e, moving(sdk.Move{Kind: "Secret Name"}).build(t))
	if _, _, err := unknownKind.Call(t.Context(), sdk.OpPlan, turn); err == nil || strings.Contains(err.Error(), "Secret") {
		t.Errorf("error %v; it must not repeat what the guest answered", err)
	}
}

func TestNoAnswerHoldsNUL(t *testing.T) {
	e := newEngine(t, Config{})
	move := sdk.Do(sdk.Step{Kind: sdk.StepFill, Target: &sdk.Target{By: sdk.ByRef, Value: "c\x001"}, Values: []string{"a\x00b"}}).With([]byte("s\x00"))
	answer, record, err := load(t, e, moving(move).build(t)).Call(t.Context(), sdk.OpPlan, turn)
	if err != nil {
		t.Fatal(err)
	}
	step := answer.Move.Steps[0]
	if step.Target.Value != "c\uFFFD1" || step.Values[0] != "a\uFFFDb" || string(answer.Move.State) != "s\x00" {
		t.Errorf("got %q, %q, state %q", step.Target.Value, step.Values[0], answer.Move.State)
	}
	if !bytes.Contains(record.Answer, []byte("a\x00b")) {
		t.Error("the record of the call does not hold what the module answered")
	}
}

func TestLogIsCut(t *testing.T) {
	e := newEngine(t, Config{MaxLog: 24})
	raw := (&sdk.Answer{Move: &park}).Append(nil)
	data := append(bytes.Clone(vector15), raw...)
	m := load(t, e, guest{imports: fdWrite, data: data, call: code(print15, print15, place(answerAt+len(vector15), len(raw)))}.build(t))
	_, record, err := m.Call(t.Context(), sdk.OpPlan, turn)
	if err != nil {
		t.Fatal(err)
	}
	if want := "Secret Name\uFFFD\uFFFD!\nSecre\n[the log goes on]"; record.Log != want {
		t.Errorf("log %q, want %q", record.Log, want)
	}
}

// stateful answers with 8 bytes of state, which before puts there.
func stateful(imports []imported, before func(at int32) []byte) guest {
	const blank = "????????"
	raw := (&sdk.Answer{Move: new(park.With([]byte(blank)))}).Append(nil)
	at := int32(answerAt + bytes.Index(raw, []byte(blank)))
	return guest{imports: imports, data: raw, call: code(before(at), place(answerAt, len(raw)))}
}

func TestNothingSurvivesACall(t *testing.T) {
	e := newEngine(t, Config{})
	// memory[at]++
	m := load(t, e, stateful(nil, func(at int32) []byte {
		return code(constant32(at), constant32(at), []byte{0x2d, 0, 0}, constant32(1), []byte{0x6a, 0x3a, 0, 0})
	}).build(t))
	first := ""
	for n := range 20 { // more than are looked at to learn which pages calls write to
		answer, _, err := m.Call(t.Context(), sdk.OpPlan, turn)
		if err != nil {
			t.Fatal(err)
		}
		got := string(answer.Move.State)
		if first == "" {
			first = got
		}
		if got != first || !strings.HasSuffix(got, "???????") {
			t.Errorf("call %d: state %q, want %q as from the first", n+1, got, first)
		}
	}
}

// TestNothingIsRemembered tries each place that a guest could keep its last customer in.
func TestNothingIsRemembered(t *testing.T) {
	// The guest keeps the first byte of the business's name, at a fixed place of the request, and answers with what it kept before.
	spoken := *turn
	spoken.Contract = sdk.ContractVersion
	name := bytes.Index(spoken.Append(nil), []byte("Secret Name"))
	letter := code(constant32(requestAt+int32(name)), []byte{0x2d, 0, 0})
	const far = 3 << 16 // beyond the memory it begins with, in what it grows
	for where, c := range map[string]struct {
		keep, recall []byte
		global       bool
	}{
		"memory":       {code(constant32(50_000), letter, []byte{0x3a, 0, 0}), code(constant32(50_000), []byte{0x2d, 0, 0}), false},
		"grown memory": {code(constant32(16), []byte{0x40, 0}, drop, constant32(far), letter, []byte{0x3a, 0, 0}), code(constant32(2), []byte{0x40, 0}, drop, constant32(far), []byte{0x2d, 0, 0}), false},
		"a global":     {code(letter, []byte{0x24, 0}), []byte{0x23, 0}, true},
	} {
		t.Run(where, func(t *testing.T) {
			e := newEngine(t, Config{})
			g := stateful(nil, func(at int32) []byte {
				return code(constant32(at), c.recall, []byte{0x3a, 0, 0}, c.keep)
			})
			g.global = c.global
			m := load(t, e, g.build(t))
			for _, customer := range []string{"Secret Name", "Other Name", "Third Name"} {
				answer, _, err := m.Call(t.Context(), sdk.OpPlan, &sdk.Turn{Business: sdk.Business{Name: customer}, Number: 1})
				if err != nil {
					t.Fatal(err)
				}
				if kept := answer.Move.State[0]; bytes.IndexByte([]byte("SOT"), kept) >= 0 {
					t.Errorf("for %s it answers with %q, of the customer before", customer, kept)
				}
			}
		})
	}
}

func TestChanceIsTheSameEachTime(t *testing.T) {
	e := newEngine(t, Config{})
	m := load(t, e, stateful(randomGet, func(at int32) []byte {
		return code(constant32(at), constant32(8), callFunction(0), drop)
	}).build(t))
	var first []byte
	for range 3 {
		_, record, err := m.Call(t.Context(), sdk.OpPlan, turn)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = record.Answer
		}
		if bytes.Contains(record.Answer, []byte("????")) || !bytes.Equal(record.Answer, first) {
			t.Errorf("answer %x, first %x", record.Answer, first)
		}
	}
}

func TestCallerGivesUp(t *testing.T) {
	e := newEngine(t, Config{Deadline: time.Minute})
	m := load(t, e, guest{call: guarded(forever)}.build(t))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, _, err := m.Call(ctx, sdk.OpPlan, turn)
	if failure, ok := errors.AsType[*Error](err); !ok || failure.Kind != Cancelled {
		t.Errorf("error %v, want one of kind %s", err, Cancelled)
	}
}

func TestCallsAtOnce(t *testing.T) {
	e := newEngine(t, Config{MaxWork: 50_000_000})
	well, spins := load(t, e, moving(park).build(t)), load(t, e, guest{call: code(forever, unreachable)}.build(t))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if answer, record, err := well.Call(t.Context(), sdk.OpPlan, turn); err != nil || answer.Move.Park == nil || record.Failure != "" {
				t.Errorf("answer %+v, error %v", answer, err)
			}
		})
		wg.Go(func() {
			if _, record, err := spins.Call(t.Context(), sdk.OpPlan, turn); err == nil || record.Failure != string(Exhausted) {
				t.Errorf("failure %q, error %v", record.Failure, err)
			}
		})
	}
	wg.Wait()
}
