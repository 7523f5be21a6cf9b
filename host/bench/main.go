// Bench measures what the project promises of its own cost: processor time of a submission, all processes counted, against
// other ways to make the same one. Run it with `make bench`, from the root of the repository. The contenders take turns in the
// same run, so compare its figures with each other and not with another machine's.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/directorybolt/directorybolt/host/bench/rounds"
	"github.com/directorybolt/directorybolt/host/browser"
)

func main() {
	count := flag.Int("rounds", 30, "rounds to measure")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	missed, err := run(ctx, *count)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	if missed {
		os.Exit(1)
	}
}

// run prints the table and reports whether a figure missed its mark.
func run(ctx context.Context, count int) (missed bool, err error) {
	driver, err := filepath.Abs(".cache/driver")
	if err != nil {
		return false, err
	}
	if err := browser.Install(ctx, driver); err != nil {
		return false, err
	}
	d, err := startDirectory("bin/localdirectories")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, d.stop()) }()
	m, err := newMeter(d.cmd.Process.Pid)
	if err != nil {
		return false, err
	}
	config := browser.Config{DriverDir: driver, AllowLocal: map[string]netip.AddrPort{".localhost": netip.MustParseAddrPort("127.0.0.1:0")}}
	b, err := browser.Open(ctx, config)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	h, err := startHandwritten(driver, d)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, h.stop()) }()

	fmt.Printf("Processor time of a submission (React form, 9 fields and an upload, 2 screenshots), %d rounds\n", count)
	contenders := []rounds.Contender{
		{Name: "our engine", Work: func(ctx context.Context, round int) error { return submit(ctx, b, d, "engine", round) }},
		{Name: "a browser launched for each", Work: func(ctx context.Context, round int) error { return submitAlone(ctx, config, d, round) }},
		{Name: "by hand, playwright-core in Node", Work: h.submit},
	}
	costs, err := rounds.Measure(ctx, m.cost, os.Stderr, count, contenders)
	if err != nil {
		return false, err
	}
	accepted, err := d.accepted(ctx)
	if err != nil {
		return false, err
	}
	if want := len(contenders) * (count + rounds.WarmUp); accepted != want {
		return false, fmt.Errorf("the directory took %d submissions, not %d: the figures are of something else", accepted, want)
	}
	return rounds.Report(os.Stdout, contenders, costs, []rounds.Figure{
		{Of: contenders[0].Name, To: contenders[1].Name, AtMost: 0.45},
		{Of: contenders[0].Name, To: contenders[2].Name, AtMost: 1.10},
	}), nil
}
