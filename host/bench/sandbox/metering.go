package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/directorybolt/directorybolt/host/bench/rounds"
	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/sdk"
)

// measureMetering measures what the meter costs and nothing else: the same module with and without it, on wazero alone, in instances that are kept.
func measureMetering(ctx context.Context, o options, g guests) (missed bool, err error) {
	var open closers
	defer func() { open.close(ctx, &err) }()
	request := newTurn(0).Append(nil)
	want, err := callNative(request)
	if err != nil {
		return false, err
	}
	var all []work
	var figures []rounds.Figure
	for _, guest := range []struct {
		file, language string
		atMost         float64
	}{{"adapter", "Go", 1.12}, {"c", "C", 1.20}} {
		plain, err := g.read(guest.file)
		if err != nil {
			return false, err
		}
		metered, err := sandbox.Metered(plain)
		if err != nil {
			return false, err
		}
		figure := rounds.Figure{Of: guest.language + ", metered", To: guest.language + ", not metered", AtMost: guest.atMost}
		figures = append(figures, figure)
		for _, one := range []struct {
			name string
			wasm []byte
		}{{figure.Of, metered}, {figure.To, plain}} {
			instance, err := openMetered(ctx, one.wasm, &open)
			if err != nil {
				return false, err
			}
			all = append(all, work{one.name, func(ctx context.Context) error {
				answer, err := callBare(ctx, instance, sdk.OpPlan, request)
				if err == nil && !bytes.Equal(answer, want) {
					err = errors.New("another answer than native Go's")
				}
				return err
			}})
		}
	}
	contenders, costs, err := measure(ctx, o.rounds, all)
	if err != nil {
		return false, err
	}
	fmt.Printf("\nThe same plan call with and without the meter; processor time of a call, %d rounds\n", o.rounds)
	return rounds.Report(os.Stdout, contenders, costs, figures), nil
}

// openMetered opens an instance of a module that may ask for work; it always gets the next portion.
func openMetered(ctx context.Context, wasm []byte, open *closers) (api.Module, error) {
	b, err := newBare(ctx, wasm, wazero.NewRuntimeConfig())
	if err != nil {
		return nil, err
	}
	open.add(b.close)
	const portion = 1 << 20                                                                       // as in the sandbox
	refill := func(_ context.Context, _ api.Module, stack []uint64) { stack[0] += portion << 32 } // work is in the upper half
	number := []api.ValueType{api.ValueTypeI64}
	_, err = b.runtime.NewHostModuleBuilder("directorybolt").NewFunctionBuilder().
		WithGoModuleFunction(api.GoModuleFunc(refill), number, number).Export("refill").Instantiate(ctx)
	if err != nil {
		return nil, err
	}
	return b.open(ctx)
}
