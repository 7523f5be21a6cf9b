// Sandbox measures what the project promises of its sandbox, against native Go and against the ways others call plugins on the same WebAssembly
// engine. It is a module of its own, so that nothing else depends on those. Run it with `make bench`. The contenders take turns in the same run, so
// compare its figures with each other and not with another machine's.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

// options are what the command line says; the promises are for its defaults.
type options struct {
	rounds  int
	calls   int
	modules int
}

// measurement is one table; the command line may ask for it by its name.
type measurement struct {
	name    string
	measure func(context.Context, options, guests) (missed bool, err error)
}

var measurements = []measurement{
	{"calls", measureCalls},
	{"metering", measureMetering},
	{"loops", measureLoops},
	{"loading", measureLoading},
	{"spins", measureSpins},
	{"memory", measureMemory},
}

func main() {
	var o options
	flag.IntVar(&o.rounds, "rounds", 30, "rounds to measure")
	flag.IntVar(&o.calls, "calls", 100_000, "calls over which memory must not grow")
	flag.IntVar(&o.modules, "modules", 500, "distinct modules that take turns")
	part := flag.String("part", "", "of the measurement, for a process of its own; it needs -guests")
	dir := flag.String("guests", "", "folder of the compiled guests")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: sandbox [flags] [calls|metering|loops|loading|spins|memory]...\n\nWithout a name it makes all measurements.")
		flag.PrintDefaults()
	}
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	missed, err := run(ctx, o, flag.Args(), *part, *dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	if missed {
		os.Exit(1)
	}
}

// run makes the measurements with these names, or all, and reports whether a figure missed its mark.
func run(ctx context.Context, o options, names []string, part, dir string) (missed bool, err error) {
	if part != "" {
		return false, runPart(ctx, o, part, guests{dir})
	}
	for _, name := range names {
		if !slices.ContainsFunc(measurements, func(m measurement) bool { return m.name == name }) {
			return false, fmt.Errorf("no measurement is called %q; -h lists them", name)
		}
	}
	dir, err = os.MkdirTemp("", "directorybolt-bench-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir)
	g := guests{dir}
	if err := g.build(ctx); err != nil {
		return false, err
	}
	for _, one := range measurements {
		if len(names) > 0 && !slices.Contains(names, one.name) {
			continue
		}
		m, err := one.measure(ctx, o, g)
		if err != nil {
			return missed, fmt.Errorf("%s: %w", one.name, err)
		}
		missed = missed || m
	}
	return missed, nil
}
