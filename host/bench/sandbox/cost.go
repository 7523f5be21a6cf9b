package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"github.com/directorybolt/directorybolt/host/bench/rounds"
)

// turnLength is how long a contender works at least before the next has its turn. A guest in Go that is kept collects its garbage after some tens of
// calls, which costs as much as several: each turn must hold a few of these, or the median is of those turns that happen to hold none.
const turnLength = 200 * time.Millisecond

// work is one way to do the work; call does it once.
type work struct {
	name string
	call func(ctx context.Context) error
}

// measure lets all take turns, and returns the processor time of one call of each, by round.
func measure(ctx context.Context, count int, all []work) ([]rounds.Contender, [][]time.Duration, error) {
	contenders, calls := make([]rounds.Contender, len(all)), make([]int, len(all))
	for i, w := range all {
		n, err := callsPerTurn(ctx, w)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", w.name, err)
		}
		calls[i] = n
		contenders[i] = rounds.Contender{Name: w.name, Work: func(ctx context.Context, _ int) error { return repeat(ctx, w, n) }}
	}
	costs, err := rounds.Measure(ctx, processorTime, os.Stderr, count, contenders)
	for i := range costs {
		for round := range costs[i] {
			costs[i][round] /= time.Duration(calls[i])
		}
	}
	return contenders, costs, err
}

// callsPerTurn returns how many calls fill a turn.
func callsPerTurn(ctx context.Context, w work) (int, error) {
	for n := 1; ; n *= 2 {
		cost, err := processorTime(func() error { return repeat(ctx, w, n) })
		if err != nil || cost >= turnLength {
			return n, err
		}
	}
}

func repeat(ctx context.Context, w work, times int) error {
	for range times {
		if err := w.call(ctx); err != nil {
			return err
		}
	}
	return nil
}

// processorTime is a [rounds.Stopwatch]: what the process and the children it has waited for use. The collector runs before, so that nobody
// pays for the garbage of the one before; what it does during the work is the worker's own.
func processorTime(work func() error) (time.Duration, error) {
	runtime.GC()
	before, err := used()
	if err != nil {
		return 0, err
	}
	if err := work(); err != nil {
		return 0, err
	}
	after, err := used()
	return after - before, err
}

func used() (time.Duration, error) {
	var own unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &own); err != nil {
		return 0, fmt.Errorf("own processor time: %w", err)
	}
	var children unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_CHILDREN, &children); err != nil {
		return 0, fmt.Errorf("processor time of children: %w", err)
	}
	return time.Duration(own.Nano() + children.Utime.Nano() + children.Stime.Nano()), nil
}
