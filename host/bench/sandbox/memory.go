package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/sdk"
)

// The promises about resident memory, in MiB, and by how much it may differ after many calls.
const (
	directories  = 500
	sharing      = 5 // modules that the directories share
	sharedMost   = 150
	distinctMost = 600
	growthMost   = 1.05
	turnsTaken   = 3
)

// resident is the memory of a process, in MiB: at rest, and the most on the way; and how it grew by many calls, as a ratio.
type resident struct{ Resident, Peak, Growth float64 }

// measureMemory measures hosts that hold hundreds of adapters, each in a process of its own.
func measureMemory(ctx context.Context, o options, g guests) (missed bool, err error) {
	fmt.Printf("\nResident memory of the host, after a collection\n")
	line := func(what string, got float64, unit string, most float64) {
		verdict := fmt.Sprintf(unit, most)
		if got > most {
			missed = true
			verdict += " MISSED"
		}
		fmt.Printf("  %-46s %9s   at most %s\n", what, fmt.Sprintf(unit, got), verdict)
	}
	var shared, distinct resident
	if _, err := startPart(ctx, o, partShared, g, &shared); err != nil {
		return missed, err
	}
	line(fmt.Sprintf("%d directories on %d modules", directories, sharing), shared.Resident, "%.0f MB", sharedMost)
	line(fmt.Sprintf("the same after %d calls, to before", o.calls), shared.Growth, "%.3fx", growthMost)
	if _, err := startPart(ctx, o, partDistinct, g, &distinct); err != nil {
		return missed, err
	}
	line(fmt.Sprintf("%d distinct modules that took %d turns", o.modules, turnsTaken), distinct.Resident, "%.0f MB", distinctMost)
	fmt.Printf("  (highest on the way: %.0f MB with %d modules, %.0f MB with %d)\n", shared.Peak, sharing, distinct.Peak, o.modules)
	return missed, nil
}

// shareModules calls a few modules for many directories in turn.
func shareModules(ctx context.Context, o options, g guests) (any, error) {
	h, err := newShelf(ctx, g, sharing)
	if err != nil {
		return nil, err
	}
	call := func(n int) error {
		directory := n % directories
		return h.call(ctx, directory%sharing, newTurn(directory))
	}
	var found resident
	for n := range 2 * directories {
		if err := call(n); err != nil {
			return nil, err
		}
	}
	if found.Resident, found.Peak, err = residentNow(); err != nil {
		return nil, err
	}
	for n := range o.calls {
		if err := call(n); err != nil {
			return nil, err
		}
	}
	var now float64
	now, found.Peak, err = residentNow()
	found.Growth = now / found.Resident
	return found, errors.Join(err, h.close(ctx))
}

// takeTurns calls many modules in turn, so that the one called is always the one that was left alone longest.
func takeTurns(ctx context.Context, o options, g guests) (any, error) {
	h, err := newShelf(ctx, g, o.modules)
	if err != nil {
		return nil, err
	}
	for range turnsTaken {
		for n := range h.modules {
			if err := h.call(ctx, n, newTurn(n)); err != nil {
				return nil, err
			}
		}
	}
	var found resident
	found.Resident, found.Peak, err = residentNow()
	return found, errors.Join(err, h.close(ctx))
}

// shelf is an engine with variants of the std-Go module.
type shelf struct {
	engine  *sandbox.Engine
	cache   string
	modules []*sandbox.Module
	stamps  [][]byte
}

func newShelf(ctx context.Context, g guests, count int) (*shelf, error) {
	wasm, err := g.read("adapter")
	if err != nil {
		return nil, err
	}
	h := &shelf{modules: make([]*sandbox.Module, count), stamps: make([][]byte, count)}
	if h.cache, err = os.MkdirTemp(g.dir, "shelf-"); err != nil {
		return nil, err
	}
	config, err := settings(h.cache)
	if err != nil {
		return nil, err
	}
	if h.engine, err = sandbox.New(ctx, config); err != nil {
		return nil, err
	}
	loads, loadCtx := errgroup.WithContext(ctx)
	loads.SetLimit(runtime.NumCPU())
	for i := range count {
		loads.Go(func() (err error) {
			var module []byte
			module, h.stamps[i], err = variant(wasm, i)
			if err != nil {
				return err
			}
			h.modules[i], err = h.engine.Load(loadCtx, module)
			return err
		})
	}
	return h, loads.Wait()
}

// call calls a module and makes sure that it and no other answered.
func (h *shelf) call(ctx context.Context, module int, turn *sdk.Turn) error {
	answer, record, err := h.modules[module].Call(ctx, sdk.OpPlan, turn)
	if err != nil {
		return fmt.Errorf("module %d: %w %s", module, err, record.Log)
	}
	if answer.Move == nil || !bytes.Equal(answer.Move.State, h.stamps[module]) {
		return fmt.Errorf("module %d: the answer is another module's", module)
	}
	return nil
}

func (h *shelf) close(ctx context.Context) error {
	return errors.Join(h.engine.Close(ctx), os.RemoveAll(h.cache))
}

// residentNow collects and returns the memory of this process, and the most it ever was, in MiB. It counts what is mapped from files in memory, too.
func residentNow() (now, peak float64, err error) {
	debug.FreeOSMemory()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		if name != "VmRSS" && name != "VmHWM" {
			continue
		}
		kib, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 64)
		if err != nil {
			return 0, 0, fmt.Errorf("%s in /proc/self/status: %w", name, err)
		}
		if name == "VmRSS" {
			now = kib / 1024
		} else {
			peak = kib / 1024
		}
	}
	return now, peak, nil
}
