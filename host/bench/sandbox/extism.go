package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	extism "github.com/extism/go-sdk"
)

// The peers do as their documentation has it for speed: a plugin is compiled once and instantiated from that. Their answers are taken as bytes,
// which leaves out what ours also does within its figures: decode, clean and check them.

// deadline is what a call may take, the same for all that have one.
const deadline = 10 * time.Second

// newExtism compiles the plugin. A timeout is set in the manifest, which makes its SDK run wazero with the check for a done context; EnableWasi is
// what Go guests need.
func newExtism(ctx context.Context, wasm []byte, timeout time.Duration) (*extism.CompiledPlugin, error) {
	manifest := extism.Manifest{Wasm: []extism.Wasm{extism.WasmData{Data: wasm}}, Timeout: uint64(timeout.Milliseconds())}
	return extism.NewCompiledPlugin(ctx, manifest, extism.PluginConfig{EnableWasi: true}, nil)
}

func callExtism(ctx context.Context, plugin *extism.Plugin, request []byte) ([]byte, error) {
	code, answer, err := plugin.CallWithContext(ctx, "plan", request)
	if err == nil && code != 0 {
		err = fmt.Errorf("the plugin returned %d", code)
	}
	return answer, err
}

// freshExtism makes one call in an instance of its own.
func freshExtism(ctx context.Context, compiled *extism.CompiledPlugin, request []byte) ([]byte, error) {
	plugin, err := compiled.Instance(ctx, extism.PluginInstanceConfig{})
	if err != nil {
		return nil, err
	}
	answer, err := callExtism(ctx, plugin, request)
	return answer, errors.Join(err, plugin.Close(ctx))
}

// extismCallers are a plugin instantiated for each call and two that are kept, of which one cannot be stopped.
func extismCallers(ctx context.Context, g guests, request []byte, open *closers) ([]caller, error) {
	wasm, err := g.read("extism")
	if err != nil {
		return nil, err
	}
	limited, err := newExtism(ctx, wasm, deadline)
	if err != nil {
		return nil, err
	}
	open.add(limited.Close)
	unlimited, err := newExtism(ctx, wasm, 0)
	if err != nil {
		return nil, err
	}
	open.add(unlimited.Close)
	all := []caller{{name: extismFresh, call: func(ctx context.Context) ([]byte, error) { return freshExtism(ctx, limited, request) }}}
	for _, kept := range []struct {
		name     string
		compiled *extism.CompiledPlugin
	}{{extismReused, limited}, {extismUnlimited, unlimited}} {
		plugin, err := kept.compiled.Instance(ctx, extism.PluginInstanceConfig{})
		if err != nil {
			return nil, err
		}
		all = append(all, caller{name: kept.name, call: func(ctx context.Context) ([]byte, error) { return callExtism(ctx, plugin, request) }})
	}
	return all, nil
}
