package main

import (
	"context"
	"fmt"
	"os"

	"github.com/tetratelabs/wazero"

	"github.com/directorybolt/directorybolt/host/bench/rounds"
	"github.com/directorybolt/directorybolt/sdk"
)

// loopLength is how many times the loop is gone round in a call: some milliseconds.
const loopLength = 3_000_000

// measureLoops measures what it costs that a loop can be stopped: wazero's way, which leaves the compiled code each time round, and ours.
func measureLoops(ctx context.Context, o options, g guests) (missed bool, err error) {
	const plain, checked, metered = "wazero alone, cannot be stopped", "wazero alone, WithCloseOnContextDone", "ours"
	var open closers
	defer func() { open.close(ctx, &err) }()
	wasm, err := g.read("loop")
	if err != nil {
		return false, err
	}
	turn := sdk.Turn{Contract: sdk.ContractVersion, Number: loopLength}
	request := turn.Append(nil)
	var all []work
	for _, c := range []struct {
		name  string
		check bool
	}{{plain, false}, {checked, true}} {
		b, err := newBare(ctx, wasm, wazero.NewRuntimeConfig().WithCloseOnContextDone(c.check))
		if err != nil {
			return false, err
		}
		open.add(b.close)
		instance, err := b.open(ctx)
		if err != nil {
			return false, err
		}
		all = append(all, work{c.name, func(ctx context.Context) error {
			ctx, cancel := context.WithTimeout(ctx, deadline)
			defer cancel()
			_, err := callBare(ctx, instance, sdk.OpPlan, request)
			return err
		}})
	}
	our, err := newOurs(ctx, "", wasm)
	if err != nil {
		return false, err
	}
	open.add(our.close)
	all = append(all, work{metered, func(ctx context.Context) error {
		_, err := callOurs(ctx, our.module, sdk.OpPlan, request)
		return err
	}})
	contenders, costs, err := measure(ctx, o.rounds, all)
	if err != nil {
		return false, err
	}
	fmt.Printf("\nA loop of %d rounds without calls; processor time, %d rounds\n", loopLength, o.rounds)
	return rounds.Report(os.Stdout, contenders, costs, []rounds.Figure{{Of: checked, To: plain}, {Of: metered, To: plain}}), nil
}
