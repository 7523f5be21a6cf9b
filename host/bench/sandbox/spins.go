package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/tetratelabs/wazero"

	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/sdk"
)

// collections is how many collections run beside a spinning guest.
const collections = 20

// spun is what came of the collections beside a guest that spins.
type spun struct {
	Longest time.Duration // that a collection took, from its call to its return
	End     string        // how a spin ended
}

// measureSpins shows what a guest that spins does to the collections of its host: compiled code cannot be interrupted, and a collection waits for
// every goroutine. The wait is on the clock on the wall and promises nothing, but that it ends.
func measureSpins(ctx context.Context, o options, g guests) (missed bool, err error) {
	fmt.Printf("\nA guest that spins for ever, and %d collections of the host's memory meanwhile\n", collections)
	for _, s := range []struct {
		name, part string
		ends       bool
		patience   time.Duration // with the process, before it is killed
	}{{"wazero alone", partSpinBare, false, 10 * time.Second}, {"ours", partSpinOurs, true, time.Minute}} {
		limited, cancel := context.WithTimeout(ctx, s.patience)
		var found spun
		finished, err := startPart(limited, o, s.part, g, &found)
		cancel()
		if err != nil {
			return missed, err
		}
		verdict := fmt.Sprintf("the process stands still; killed after %s", s.patience)
		if finished {
			verdict = fmt.Sprintf("the longest took %s; the spin ended as %s", found.Longest.Round(10*time.Microsecond), found.End)
		}
		if finished != s.ends {
			missed = true
			verdict += " MISSED"
		}
		fmt.Printf("  %-20s %s\n", s.name, verdict)
	}
	return missed, nil
}

// spinBare never returns: the first collection waits for the guest.
func spinBare(ctx context.Context, _ options, g guests) (any, error) {
	wasm, err := g.read("loop")
	if err != nil {
		return nil, err
	}
	b, err := newBare(ctx, wasm, wazero.NewRuntimeConfig())
	if err != nil {
		return nil, err
	}
	instance, err := b.open(ctx)
	if err != nil {
		return nil, err
	}
	return collectBeside(func() error {
		_, err := callBare(ctx, instance, sdk.OpPlan, nil)
		return err
	})
}

func spinOurs(ctx context.Context, _ options, g guests) (any, error) {
	wasm, err := g.read("loop")
	if err != nil {
		return nil, err
	}
	our, err := newOurs(ctx, "", wasm)
	if err != nil {
		return nil, err
	}
	return collectBeside(func() error {
		_, err := callOurs(ctx, our.module, sdk.OpPlan, nil)
		return err
	})
}

// collectBeside has a guest spin, again whenever it is ended, and collects meanwhile. The collections begin with the first spin, and go on until it
// has ended at least once, since how it ends is part of what is measured.
func collectBeside(spin func() error) (spun, error) {
	started, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		close(started)
		for {
			err := spin()
			select {
			case ended <- err:
			default:
			}
		}
	}()
	<-started
	var found spun
	for i := 0; i < collections || found.End == ""; i++ {
		time.Sleep(10 * time.Millisecond) // so that the guest runs in between
		begin := time.Now()
		runtime.GC()
		found.Longest = max(found.Longest, time.Since(begin))
		select {
		case err := <-ended:
			failure, ok := errors.AsType[*sandbox.Error](err)
			if !ok {
				return found, fmt.Errorf("the spin ended otherwise than stopped by the sandbox: %w", err)
			}
			found.End = string(failure.Kind)
		default:
		}
	}
	return found, nil
}
