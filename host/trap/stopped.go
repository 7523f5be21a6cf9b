package trap

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/directorybolt/directorybolt/sdk"
)

// Stopped repeats a call that did not end and says in which functions of the adapter it is when limit is over, innermost first. The module is one that
// was built with symbols. A call that ends by then, or a module without symbols, gives none. There are no lines: Go writes none for WebAssembly.
func Stopped(ctx context.Context, wasm []byte, op sdk.Op, request []byte, limit time.Duration) (_ []Frame, err error) {
	var w watch
	ctx = experimental.WithFunctionListenerFactory(ctx, &w)
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter().WithCloseOnContextDone(true))
	defer func() { err = errors.Join(err, runtime.Close(context.WithoutCancel(ctx))) }()
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
		return nil, err
	}
	module, err := runtime.InstantiateWithConfig(ctx, wasm, wazero.NewModuleConfig().WithStartFunctions("_initialize"))
	if err != nil {
		return nil, fmt.Errorf("start the module again: %w", err)
	}
	at, err := module.ExportedFunction("bolt_alloc").Call(ctx, uint64(len(request)))
	if err != nil {
		return nil, fmt.Errorf("ask the module again: %w", err)
	}
	module.Memory().Write(uint32(at[0]), request)
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	w.running = nil
	if _, err := module.ExportedFunction("bolt_call").Call(bounded, uint64(op), at[0], uint64(len(request))); err == nil || bounded.Err() == nil {
		return nil, nil // it ends by itself here, whichever way
	}
	return w.stopped, nil
}

// watch keeps the adapter's own functions that are running. It is called by one goroutine only.
type watch struct {
	running []Frame
	stopped []Frame // what was running when the call was ended, innermost first
}

// NewFunctionListener implements [experimental.FunctionListenerFactory].
func (w *watch) NewFunctionListener(f api.FunctionDefinition) experimental.FunctionListener {
	if _, own := own(f.Name()); !own {
		return nil
	}
	return w
}

// Before implements [experimental.FunctionListener].
func (w *watch) Before(_ context.Context, _ api.Module, f api.FunctionDefinition, _ []uint64, _ experimental.StackIterator) {
	frame, _ := own(f.Name())
	w.running = append(w.running, frame)
}

// After implements [experimental.FunctionListener].
func (w *watch) After(context.Context, api.Module, api.FunctionDefinition, []uint64) { w.leave() }

// Abort implements [experimental.FunctionListener]: the innermost function hears of it first.
func (w *watch) Abort(context.Context, api.Module, api.FunctionDefinition, error) {
	if w.stopped == nil {
		w.stopped = slices.Clone(w.running)
		slices.Reverse(w.stopped)
	}
	w.leave()
}

func (w *watch) leave() {
	if n := len(w.running); n > 0 {
		w.running = w.running[:n-1]
	}
}

// own reads a name of the name section, "main.plan" or "yellow_pages/mapper.Read", and reports whether it is a function of the adapter.
func own(name string) (f Frame, ok bool) {
	if strings.HasPrefix(name, "main.") {
		return Frame{Function: strings.TrimPrefix(name, "main.")}, true
	}
	folder, rest, below := strings.Cut(name, "/")
	if !below || strings.Contains(folder, ".") || standard(folder+"/") || strings.HasPrefix(name, sdkPath) {
		return f, false
	}
	return Frame{Function: rest[strings.LastIndexByte(rest, '/')+1:]}, true
}
