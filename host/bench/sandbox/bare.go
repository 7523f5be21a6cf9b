package main

import (
	"bytes"
	"context"
	"errors"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/directorybolt/directorybolt/sdk"
)

// bare is a module of the contract on wazero alone, used as its documentation has it: compiled once, with its own WASI and its own memory.
type bare struct {
	runtime wazero.Runtime
	code    wazero.CompiledModule
}

func newBare(ctx context.Context, wasm []byte, config wazero.RuntimeConfig) (*bare, error) {
	b := &bare{runtime: wazero.NewRuntimeWithConfig(ctx, config)}
	_, err := wasi_snapshot_preview1.Instantiate(ctx, b.runtime)
	if err == nil {
		b.code, err = b.runtime.CompileModule(ctx, wasm)
	}
	if err != nil {
		return nil, errors.Join(err, b.runtime.Close(ctx))
	}
	return b, nil
}

func (b *bare) close(ctx context.Context) error { return b.runtime.Close(ctx) }

// open instantiates and initialises the module.
func (b *bare) open(ctx context.Context) (api.Module, error) {
	return b.runtime.InstantiateModule(ctx, b.code, wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize"))
}

// callBare makes one call and does with the answer what our host does: copy it out, decode it and check it.
func callBare(ctx context.Context, instance api.Module, op sdk.Op, request []byte) ([]byte, error) {
	at, err := instance.ExportedFunction("bolt_alloc").Call(ctx, uint64(len(request)))
	if err != nil {
		return nil, err
	}
	if !instance.Memory().Write(uint32(at[0]), request) {
		return nil, errors.New("bolt_alloc gave a place that is not in the module's memory")
	}
	packed, err := instance.ExportedFunction("bolt_call").Call(ctx, uint64(op), at[0], uint64(len(request)))
	if err != nil {
		return nil, err
	}
	view, ok := instance.Memory().Read(uint32(packed[0]>>32), uint32(packed[0]))
	if !ok {
		return nil, errors.New("bolt_call gave a place that is not in the module's memory")
	}
	raw := bytes.Clone(view)
	var answer sdk.Answer
	if err := answer.Decode(raw); err != nil {
		return nil, err
	}
	return raw, answer.Check(op)
}

func bareCallers(ctx context.Context, g guests, request []byte, open *closers) ([]caller, error) {
	var all []caller
	for _, guest := range []struct{ file, reused string }{{"adapter", bareReused}, {"c", bareReusedC}} {
		wasm, err := g.read(guest.file)
		if err != nil {
			return nil, err
		}
		b, err := newBare(ctx, wasm, wazero.NewRuntimeConfig())
		if err != nil {
			return nil, err
		}
		open.add(b.close)
		instance, err := b.open(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, caller{name: guest.reused, call: func(ctx context.Context) ([]byte, error) { return callBare(ctx, instance, sdk.OpPlan, request) }})
		if guest.file == "adapter" {
			all = append(all, caller{bareOpen, true, func(ctx context.Context) ([]byte, error) {
				instance, err := b.open(ctx)
				if err != nil {
					return nil, err
				}
				answer, err := callBare(ctx, instance, sdk.OpDescribe, nil)
				return answer, errors.Join(err, instance.Close(ctx))
			}})
		}
	}
	return all, nil
}
