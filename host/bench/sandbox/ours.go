package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/sdk"
)

// settings are the host's own: defaults, and modules compiled in a process of its own.
func settings(cacheDir string) (sandbox.Config, error) {
	self, err := os.Executable()
	return sandbox.Config{CacheDir: cacheDir, Deadline: deadline, Compiler: []string{self, "-part", partCompile}}, err
}

// ours is an engine with one module in it.
type ours struct {
	engine *sandbox.Engine
	module *sandbox.Module
}

// newOurs loads a module; without a cacheDir what is compiled is kept as long as the engine.
func newOurs(ctx context.Context, cacheDir string, wasm []byte) (*ours, error) {
	config, err := settings(cacheDir)
	if err != nil {
		return nil, err
	}
	engine, err := sandbox.New(ctx, config)
	if err != nil {
		return nil, err
	}
	module, err := engine.Load(ctx, wasm)
	if err != nil {
		return nil, errors.Join(err, engine.Close(ctx))
	}
	return &ours{engine, module}, nil
}

func (o *ours) close(ctx context.Context) error { return o.engine.Close(ctx) }

// repeater is a module, with an instance of its own for each call, or one instance.
type repeater interface {
	Repeat(ctx context.Context, op sdk.Op, request []byte) (*sdk.Answer, host.Call, error)
}

// callOurs makes one call. The answer has been decoded, cleaned and checked.
func callOurs(ctx context.Context, r repeater, op sdk.Op, request []byte) ([]byte, error) {
	_, record, err := r.Repeat(ctx, op, request)
	if err != nil {
		return nil, fmt.Errorf("%w %s", err, record.Log)
	}
	return record.Answer, nil
}

// oursCallers are, for each language, a fresh instance for each call and one that is kept, as within a submission.
func oursCallers(ctx context.Context, g guests, request []byte, open *closers) ([]caller, error) {
	var all []caller
	for _, guest := range []struct{ file, fresh, reused string }{{"adapter", oursFresh, oursReused}, {"c", oursFreshC, oursReusedC}} {
		wasm, err := g.read(guest.file)
		if err != nil {
			return nil, err
		}
		o, err := newOurs(ctx, "", wasm)
		if err != nil {
			return nil, err
		}
		open.add(o.close)
		kept, err := o.module.Open(ctx)
		if err != nil {
			return nil, err
		}
		open.add(func(context.Context) error { kept.Close(); return nil })
		all = append(all,
			caller{name: guest.fresh, call: func(ctx context.Context) ([]byte, error) { return callOurs(ctx, o.module, sdk.OpPlan, request) }},
			caller{name: guest.reused, call: func(ctx context.Context) ([]byte, error) { return callOurs(ctx, kept, sdk.OpPlan, request) }})
		if guest.file == "adapter" {
			all = append(all, caller{oursOpen, true, func(ctx context.Context) ([]byte, error) { return callOurs(ctx, o.module, sdk.OpDescribe, nil) }})
		}
	}
	return all, nil
}
