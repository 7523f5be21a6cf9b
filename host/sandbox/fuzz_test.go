package sandbox

import (
	"context"
	"errors"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/directorybolt/directorybolt/sdk"
)

// fuzzConfig is small, so that an input that runs is over soon.
func fuzzConfig() Config {
	c := Config{MaxModule: 64 << 10, MaxMemory: 2 << 20, MaxWork: 1 << 20, MaxAnswer: 64 << 10}
	c.defaults()
	return c
}

// FuzzLoad loads what may be a module and calls it. Whatever it is, it is refused or it answers or it fails in a way that the host has a name for, and the
// meter never makes an invalid module of a valid one. It runs in the interpreter, which takes the same modules as the compiler.
func FuzzLoad(f *testing.F) {
	builder := new(testing.T)
	for _, c := range hostileGuests() {
		f.Add(c.guest.build(builder))
	}
	f.Add(moving(park).build(builder))
	f.Add(guest{initialize: forever, call: unreachable, start: true}.build(builder))
	f.Fuzz(func(t *testing.T, wasm []byte) {
		c := fuzzConfig()
		l, _, err := c.inspect(wasm)
		if err != nil {
			mustBeNamed(t, err)
			return
		}
		err = c.started(t.Context(), l, func(metered *layout, guest api.Module) error {
			if _, _, err := metered.freeze(guest); err != nil {
				t.Errorf("freeze: %v", err)
			}
			_, _, err := exportsOf(guest).ask(t.Context(), c.newState(), sdk.OpPlan, turn.Append(nil))
			return err
		})
		if err == nil {
			return
		}
		mustBeNamed(t, err)
		if failure, ok := errors.AsType[*Error](err); ok && failure.Kind == BadModule && isValid(t.Context(), wasm) && !isValidMetered(t.Context(), wasm) {
			t.Errorf("the module is valid, but not with the meter in it: %v", err)
		}
	})
}

func mustBeNamed(t *testing.T, err error) {
	t.Helper()
	if kindOf(err) == "" {
		t.Errorf("error without a kind: %v", err)
	}
}

func isValid(ctx context.Context, wasm []byte) bool {
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter().WithCoreFeatures(features))
	defer func() { _ = r.Close(ctx) }()
	_, err := r.CompileModule(ctx, wasm)
	return err == nil
}

func isValidMetered(ctx context.Context, wasm []byte) bool {
	metered, err := Metered(wasm)
	return err == nil && isValid(ctx, metered)
}

// FuzzPrepared reads what may be the file of a prepared module.
func FuzzPrepared(f *testing.F) {
	p := newPrepared([]byte("\x00asm"), 1, append(make([]byte, pageSize), make([]byte, pageSize)...))
	p.pages = []page{{0, make([]byte, pageSize)}}
	f.Add(p.encode("key"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := decodePrepared(data, "key")
		if err != nil {
			return
		}
		for _, page := range p.pages {
			if page.at+len(page.data) > p.size {
				t.Errorf("a page at %d of %d bytes", page.at, p.size)
			}
		}
	})
}
