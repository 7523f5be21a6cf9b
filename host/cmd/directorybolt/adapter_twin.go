package main

import (
	"context"

	"github.com/directorybolt/directorybolt/host/trace"
)

func makeTwin(ctx context.Context, out terminal, t *trace.Trace, r *replayer, file string) (*trace.Trace, error) {
	return t, nil
}

func writeCases(out terminal, t *trace.Trace, c *AdapterReplayCmd) error { return nil }
