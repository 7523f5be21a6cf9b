package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/sdk"
)

// childArgument makes the test's own program the process that compiles.
const childArgument = "compile-as-child"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == childArgument {
		if len(os.Environ()) > 0 {
			fmt.Fprintln(os.Stderr, "the process that compiles has an environment")
			os.Exit(3)
		}
		if err := CompileChild(context.Background(), os.Stdin, os.Stdout); err != nil {
			os.Exit(4)
		}
		return
	}
	os.Exit(m.Run())
}

func inChild(c Config) Config {
	c.Compiler = []string{os.Args[0], childArgument}
	return c
}

func TestCompilesInAnotherProcess(t *testing.T) {
	t.Setenv("SECRET", "not for the child")
	dir := t.TempDir()
	wasm := moving(park).build(t)
	e := newEngine(t, inChild(Config{CacheDir: dir}))
	if answer, _, err := load(t, e, wasm).Call(t.Context(), sdk.OpPlan, turn); err != nil || answer.Move.Park == nil {
		t.Fatalf("answer %+v, error %v", answer, err)
	}
	// Whoever comes later finds it in the cache and needs no compiler.
	later := newEngine(t, Config{CacheDir: dir, Compiler: []string{"/nonexistent"}})
	if answer, _, err := load(t, later, wasm).Call(t.Context(), sdk.OpPlan, turn); err != nil || answer.Move.Park == nil {
		t.Errorf("from the cache: answer %+v, error %v", answer, err)
	}
	if s := later.Stats(); s.Compiled != 0 || s.CacheHits != 1 {
		t.Errorf("%d compiled, %d from the cache; want 0 and 1", s.Compiled, s.CacheHits)
	}
}

// heavy is within the limits of shape and as dear to compile as that allows: loops in each other that keep many variables alive, over and over.
func heavy(functions int) guest {
	var body []byte
	for i := range maxLoops {
		at := []byte{byte(i)}
		body = code(body, []byte{0x03, 0x40, 0x20}, at, constant64(1), []byte{0x7c, 0x21}, at)
	}
	inner := busy(maxLocals, nil)
	for len(body)+len(inner)+4*maxLoops < maxBody {
		body = append(body, inner...)
	}
	for i := range maxLoops {
		body = code(body, []byte{0x20, byte(i), 0x50, 0x0d, 0, 0x0b}) // if the variable is 0, again
	}
	return guest{more: bytesTimes(body, functions), locals: maxLocals, call: unreachable}
}

func bytesTimes(body []byte, n int) (all [][]byte) {
	for range n {
		all = append(all, body)
	}
	return all
}

func TestCompileBombs(t *testing.T) {
	const most = 160 << 20
	for _, c := range []struct {
		name   string
		guest  guest
		config Config
	}{
		{"over its time", heavy(60), Config{CompileTime: time.Second}},
		// It is within its own memory limit, but what is kept of it several times over is not.
		{"over its memory", guest{pages: 1000, initialize: fillMemory(1000 << 16), call: unreachable}, Config{CompileMemory: most}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := newEngine(t, inChild(c.config))
			_, err := e.Load(t.Context(), c.guest.build(t))
			failure, ok := errors.AsType[*Error](err)
			if !ok || failure.Kind != BadModule || !strings.Contains(failure.Message, "compiling") {
				t.Fatalf("error %v, want one of kind %s that speaks of compiling", err, BadModule)
			}
			load(t, e, moving(park).build(t))
		})
	}
}

func TestRefusalsComeFromTheChild(t *testing.T) {
	e := newEngine(t, inChild(Config{}))
	_, err := e.Load(t.Context(), guest{call: unreachable, initialize: unreachable}.build(t))
	if failure, ok := errors.AsType[*Error](err); !ok || failure.Kind != BadModule || !strings.Contains(failure.Message, "when it starts") {
		t.Errorf("error %v, want one that says that it fails when it starts", err)
	}
}

func TestTheChildsAnswerIsBounded(t *testing.T) {
	w := &bounded{most: 10}
	n, err := w.Write(bytes.Repeat([]byte("x"), 11))
	if n != 0 || err == nil || len(w.b) != 10 {
		t.Errorf("%d bytes written, %d kept, error %v", n, len(w.b), err)
	}
}
