package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/directorybolt/directorybolt/host/bench/rounds"
	"github.com/directorybolt/directorybolt/host/bench/sandbox/plan"
	"github.com/directorybolt/directorybolt/sdk"
)

// Names of the contenders, as figures say them.
const (
	native          = "native Go"
	oursFresh       = "ours, fresh"
	oursReused      = "ours, reused"
	oursFreshC      = "ours, fresh, C"
	oursReusedC     = "ours, reused, C"
	bareReused      = "wazero alone, reused, no limit"
	bareReusedC     = "wazero alone, reused, no limit, C"
	extismFresh     = "extism, fresh, timeout"
	extismUnlimited = "extism, reused, no limit"
	extismReused    = "extism, reused, timeout"
	knqReused       = "knqyf263/go-plugin, reused, deadline"
	// What a fresh instance costs, seen through the smallest call there is, so that memory that is only promised is touched, too.
	oursOpen = "ours, fresh, smallest call"
	bareOpen = "wazero alone, fresh, smallest call"
)

// closers close what a measurement has opened, the last first.
type closers []func(context.Context) error

func (c *closers) add(f func(context.Context) error) { *c = append(*c, f) }

func (c closers) close(ctx context.Context, err *error) {
	for _, f := range slices.Backward(c) {
		*err = errors.Join(*err, f(ctx))
	}
}

// measureCalls measures the plan call: 60 controls in, 40 steps out.
func measureCalls(ctx context.Context, o options, g guests) (missed bool, err error) {
	var open closers
	defer func() { open.close(ctx, &err) }()
	request := newTurn(0).Append(nil)
	want, err := callNative(request)
	if err != nil {
		return false, err
	}
	all, err := callers(ctx, g, request, &open)
	if err != nil {
		return false, err
	}
	works := make([]work, len(all))
	for i, c := range all {
		works[i] = work{c.name, func(ctx context.Context) error {
			answer, err := c.call(ctx)
			if err == nil && !bytes.Equal(answer, want) && !c.other {
				err = errors.New("another answer than native Go's")
			}
			return err
		}}
	}
	contenders, costs, err := measure(ctx, o.rounds, works)
	if err != nil {
		return false, err
	}
	fmt.Printf("\nPlan call: 60 controls (%d bytes) in, 40 steps (%d bytes) out; std Go unless it says C; processor time of a call, %d rounds\n", len(request), len(want), o.rounds)
	return rounds.Report(os.Stdout, contenders, costs, []rounds.Figure{
		{Of: oursFresh, To: native, AtMost: 18},
		{Of: oursFresh, To: extismFresh, AtMost: 1. / 12},
		{Of: oursFresh, To: extismUnlimited, AtMost: 1},
		{Of: oursReused, To: native, AtMost: 7},
		{Of: oursReused, To: extismReused, AtMost: 1. / 8},
		{Of: oursReused, To: knqReused, AtMost: 1. / 6},
		{Of: oursFreshC, To: native, AtMost: 5},
		{Of: oursOpen, To: bareOpen, AtMost: 0.12},
		{Of: oursReused, To: bareReused},
		{Of: oursReusedC, To: bareReusedC},
	}), nil
}

// callNative is the plan without a sandbox: bytes in, bytes out.
func callNative(request []byte) ([]byte, error) {
	var turn sdk.Turn
	if err := turn.Decode(request); err != nil {
		return nil, err
	}
	return plan.Adapter.Call(sdk.OpPlan, &turn).Append(nil), nil
}

// caller is a contender that gives an answer: native Go's, unless it does other work.
type caller struct {
	name  string
	other bool
	call  func(ctx context.Context) ([]byte, error)
}

// callers opens all contenders.
func callers(ctx context.Context, g guests, request []byte, open *closers) ([]caller, error) {
	all := []caller{{name: native, call: func(context.Context) ([]byte, error) { return callNative(request) }}}
	for _, add := range []func(context.Context, guests, []byte, *closers) ([]caller, error){oursCallers, bareCallers, extismCallers, knqyf263Callers} {
		some, err := add(ctx, g, request, open)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}
