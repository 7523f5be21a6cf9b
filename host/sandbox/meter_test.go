package sandbox

import (
	"bytes"
	"context"
	"runtime"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero/api"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// counting prints a line at each round of an endless loop, so that its log says where it was stopped.
func counting(t *testing.T) []byte {
	return guest{imports: fdWrite, data: vector15, call: code(loop(print15), unreachable)}.build(t)
}

func TestExhaustedAtTheSameInstruction(t *testing.T) {
	c := Config{MaxWork: 3_000_001, MaxLog: 1 << 20}
	var first host.Call
	same := func(what string, got host.Call) {
		t.Helper()
		if first.Failure == "" {
			first = got
		}
		if got.Failure != string(Exhausted) || got.Log != first.Log || got.Work != first.Work || strings.Count(got.Log, "\n") < 1000 {
			t.Errorf("%s: failure %q after %d units and %d lines, want %q after %d and %d", what,
				got.Failure, got.Work, strings.Count(got.Log, "\n"), Exhausted, first.Work, strings.Count(first.Log, "\n"))
		}
	}
	for range 2 {
		e := newEngine(t, c)
		m := load(t, e, counting(t))
		for range 3 {
			_, record, _ := m.Call(t.Context(), sdk.OpPlan, turn)
			same("compiled", record)
		}
	}
	e := newEngine(t, c)
	l, _, err := e.config.inspect(counting(t))
	if err != nil {
		t.Fatal(err)
	}
	err = e.config.started(t.Context(), l, func(_ *layout, instance api.Module) error {
		state := e.config.newState()
		_, _, err := exportsOf(instance).ask(t.Context(), state, sdk.OpPlan, turn.Append(nil))
		same("interpreted", host.Call{Failure: kindOf(err), Log: state.text(), Work: state.given})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWorkIsCharged(t *testing.T) {
	e := newEngine(t, Config{})
	work := func(g guest) int64 {
		_, record, err := load(t, e, g.build(t)).Call(t.Context(), sdk.OpPlan, turn)
		if err != nil {
			t.Fatal(err)
		}
		return record.Work
	}
	answer := moving(park)
	// rounds runs the code so often, counting down in the first parameter of bolt_call.
	rounds := func(n int32, parts ...[]byte) guest {
		g := answer
		g.call = code(constant32(n), []byte{0x21, 0, 0x03, 0x40}, code(parts...), []byte{0x20, 0}, constant32(1), []byte{0x6b, 0x22, 0, 0x0d, 0, 0x0b}, answer.call)
		return g
	}
	nothing := work(answer)
	for _, c := range []struct {
		name        string
		guest       guest
		least, most int64
	}{
		{"a thousand rounds", rounds(1000), 5_000, 10_000},
		{"a million rounds", rounds(1_000_000), 5_000_000, 10_000_000},
		{"a thousand divisions", rounds(1000, constant32(7), constant32(2), []byte{0x6d}, drop), 12_000, 25_000},
		{"64 KB copied", rounds(1, constant32(0), constant32(0), constant32(0), []byte{0xfc, 10, 0, 0}, constant32(0), constant32(0), constant32(1<<16), []byte{0xfc, 10, 0, 0}), 1024, 1200},
	} {
		if got := work(c.guest) - nothing; got < c.least || got > c.most {
			t.Errorf("%s: charged %d, want %d to %d", c.name, got, c.least, c.most)
		}
	}
}

// TestSpinLetsTheHostLive collects garbage while a guest spins. Without portions the collector would wait for the guest, and all else for the collector.
func TestSpinLetsTheHostLive(t *testing.T) {
	e := newEngine(t, Config{MaxWork: 1 << 60, Deadline: 1 << 40})
	m := load(t, e, guest{call: guarded(forever)}.build(t))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, _, err := m.Call(ctx, sdk.OpPlan, turn)
		ended <- err
	}()
	for range 20 {
		runtime.GC()
	}
	select {
	case err := <-ended:
		t.Fatalf("the guest ended by itself: %v", err)
	default:
	}
	cancel()
	if err := <-ended; kindOf(err) != string(Cancelled) {
		t.Errorf("error %v, want one of kind %s", err, Cancelled)
	}
}

func TestDeadline(t *testing.T) {
	e := newEngine(t, Config{MaxWork: 1 << 60, Deadline: 1})
	m := load(t, e, guest{call: guarded(forever)}.build(t))
	if _, record, err := m.Call(t.Context(), sdk.OpPlan, turn); record.Failure != string(Indeterminate) {
		t.Errorf("failure %q (%v), want %q", record.Failure, err, Indeterminate)
	}
}

func TestWhereAGuestStopped(t *testing.T) {
	e := newEngine(t, Config{})
	names := appendU32(nil, 2)
	names = appendName(appendU32(names, 1), "bolt_call")
	names = appendName(appendU32(names, 3), "main.helper")
	wasm := guest{more: [][]byte{unreachable}, call: code(callFunction(3), unreachable)}.build(t)
	wasm = appendSection(wasm, sectionCustom, appendSection(appendName(nil, "name"), 1, names))
	_, record, err := load(t, e, wasm).Call(t.Context(), sdk.OpPlan, turn)
	if err == nil || strings.Join(record.Stopped, " < ") != "main.helper < bolt_call" {
		t.Errorf("stopped in %q (%v)", record.Stopped, err)
	}
}

func TestCyclesOfCalls(t *testing.T) {
	// 0 -> 1 -> 2 -> 0, 2 -> 3, 3 -> 4, 5 -> 5, 6 -> 5
	got := onCycles([][]uint32{{1}, {2}, {0, 3}, {4}, {}, {5}, {5}})
	for n, want := range []bool{true, true, true, false, false, true, false} {
		if got[n] != want {
			t.Errorf("node %d: on a cycle %v, want %v", n, got[n], want)
		}
	}
	// Deep, to show that depth is no matter.
	deep := make([][]uint32, 200_000)
	for n := range deep {
		deep[n] = []uint32{uint32(n+1) % uint32(len(deep))}
	}
	if !onCycles(deep)[len(deep)/2] {
		t.Error("a node of one great cycle is not on a cycle")
	}
}

func TestWhoLooks(t *testing.T) {
	// 3 calls 4 and 5, 4 calls itself, 5 does nothing, 6 calls through a table, 7 does a lot without a loop.
	heavy := code(bytes.Repeat(code(constant32(1), drop), 2000))
	chain := [][]byte{code(callFunction(4), callFunction(5)), callFunction(4), nil, callTable, bytes.Repeat(callFunction(8), 60), heavy}
	wasm := guest{table: 1, element: 3, more: chain, call: unreachable}.build(t)
	var c Config
	c.defaults()
	l, _, err := c.inspect(wasm)
	if err != nil {
		t.Fatal(err)
	}
	got := l.lookouts()
	for n, want := range map[int]bool{3: false, 4: true, 5: false, 6: true, 7: true, 8: false} {
		if got[n] != want {
			t.Errorf("function %d looks: %v, want %v", n, got[n], want)
		}
	}
}
