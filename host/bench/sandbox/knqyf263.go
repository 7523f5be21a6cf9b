package main

import (
	"context"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/directorybolt/directorybolt/host/bench/sandbox/planner"
)

// knqyf263 is a plugin of knqyf263/go-plugin; it has no compiled form to instantiate again, so it is loaded once and reused.
type knqyf263 interface {
	planner.Planner
	Close(ctx context.Context) error
}

// newKnqyf263 loads the plugin with a runtime that heeds the context's deadline, since its own default cannot be stopped.
func newKnqyf263(ctx context.Context, file string) (knqyf263, error) {
	plugin, err := planner.NewPlannerPlugin(ctx, planner.WazeroRuntime(func(ctx context.Context) (wazero.Runtime, error) {
		r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithCloseOnContextDone(true))
		_, err := wasi_snapshot_preview1.Instantiate(ctx, r)
		return r, err
	}))
	if err != nil {
		return nil, err
	}
	return plugin.Load(ctx, file)
}

func callKnqyf263(ctx context.Context, plugin knqyf263, request []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	reply, err := plugin.Plan(ctx, &planner.Request{Turn: request})
	if err != nil {
		return nil, err
	}
	return reply.Answer, nil
}

func knqyf263Callers(ctx context.Context, g guests, request []byte, open *closers) ([]caller, error) {
	plugin, err := newKnqyf263(ctx, g.path("knqyf263"))
	if err != nil {
		return nil, err
	}
	open.add(plugin.Close)
	return []caller{{name: knqReused, call: func(ctx context.Context) ([]byte, error) { return callKnqyf263(ctx, plugin, request) }}}, nil
}
