package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/sdk"
)

// ours is an engine with one module in it.
type ours struct {
	engine *sandbox.Engine
	module *sandbox.Module
}

func newOurs(ctx context.Context, config sandbox.Config, wasm []byte) (*ours, error) {
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

// fresh makes one call in an instance of its own.
func (o *ours) fresh(ctx context.Context, op sdk.Op, request []byte) ([]byte, error) {
	_, record, err := o.module.Repeat(ctx, op, request)
	if err != nil {
		return nil, fmt.Errorf("%w %s", err, record.Log)
	}
	return record.Answer, nil
}

// reused makes one call of a submission that is in progress. The engine gives each an instance of its own.
func (o *ours) reused(ctx context.Context, op sdk.Op, request []byte) ([]byte, error) {
	return o.fresh(ctx, op, request)
}

func oursCallers(ctx context.Context, g guests, request []byte, open *closers) ([]caller, error) {
	var all []caller
	for _, guest := range []struct{ file, fresh, reused string }{{"adapter", oursFresh, oursReused}, {"c", oursFreshC, oursReusedC}} {
		wasm, err := g.read(guest.file)
		if err != nil {
			return nil, err
		}
		o, err := newOurs(ctx, sandbox.Config{Deadline: deadline}, wasm)
		if err != nil {
			return nil, err
		}
		open.add(o.close)
		all = append(all,
			caller{name: guest.fresh, call: func(ctx context.Context) ([]byte, error) { return o.fresh(ctx, sdk.OpPlan, request) }},
			caller{name: guest.reused, call: func(ctx context.Context) ([]byte, error) { return o.reused(ctx, sdk.OpPlan, request) }})
		if guest.file == "adapter" {
			all = append(all, caller{oursOpen, true, func(ctx context.Context) ([]byte, error) { return o.fresh(ctx, sdk.OpDescribe, nil) }})
		}
	}
	return all, nil
}
