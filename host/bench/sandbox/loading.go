package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/directorybolt/directorybolt/host/bench/rounds"
)

// measureLoading measures a load of the std-Go module into an engine that has just started: from the disk cache, and compiled.
func measureLoading(ctx context.Context, o options, g guests) (missed bool, err error) {
	const compiled, cached = "compile", "load from the disk cache"
	wasm, err := g.read("adapter")
	if err != nil {
		return false, err
	}
	load := func(ctx context.Context, cache string) error {
		our, err := newOurs(ctx, cache, wasm)
		if err != nil {
			return err
		}
		return our.close(ctx)
	}
	kept := filepath.Join(g.dir, "cache")
	if err := load(ctx, kept); err != nil {
		return false, err
	}
	works := []work{
		{compiled, func(ctx context.Context) error {
			empty, err := os.MkdirTemp(g.dir, "cache-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(empty)
			return load(ctx, empty)
		}},
		{cached, func(ctx context.Context) error { return load(ctx, kept) }},
	}
	count := max(1, o.rounds/3) // compiling takes a second
	contenders, costs, err := measure(ctx, count, works)
	if err != nil {
		return false, err
	}
	fmt.Printf("\nLoading a std-Go module of %d bytes; processor time, %d rounds\n", len(wasm), count)
	return rounds.Report(os.Stdout, contenders, costs, []rounds.Figure{{Of: cached, To: compiled, AtMost: 0.08}}), nil
}
