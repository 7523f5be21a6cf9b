package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/trace"
)

// AdapterReplayCmd makes the calls of traces again.
type AdapterReplayCmd struct {
	Traces   []string  `arg:"" name:"trace" type:"existingfile" help:"Trace files, as from adapter trace."`
	With     string    `placeholder:"FILE-or-DIR" help:"Call this module instead, or the adapter in this folder, and show what it answers otherwise."`
	Twin     string    `placeholder:"FILE" help:"Write the trace with the customer's data replaced to this file."`
	Case     string    `placeholder:"DIR" help:"Write the calls as test cases of the adapter in this folder."`
	Call     int       `placeholder:"N" help:"With --case: only the call of this number, as replay prints them."`
	Customer bool      `name:"with-customer-data" help:"With --case: write cases although they hold the data of a customer. Do not commit them."`
	Clock    time.Time `format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME" help:"What guests take for the time, as 2030-01-02T15:04:05Z; as it was if not given."`
	Seed     *uint64   `placeholder:"N" help:"What guests get their random bytes from; as it was if not given."`
	Adapters string    `placeholder:"DIR" help:"Folder with built adapters, where the trace's module is looked for first (adapters, beside this program)."`
	Data     string    `placeholder:"DIR" help:"Data folder of the host, which keeps every module it has loaded (${data})."`
	JSON     bool      `name:"json" help:"Print one JSON document for machines."`
}

// Help documents the exit codes.
func (AdapterReplayCmd) Help() string {
	return `The module of a trace is found by its digest, the clock and the seed are those of the record: the same bytes
have to come. Where an answer differs it is shown step by step, and the rest of that conversation is not repeated:
the pages recorded after it belong to the old answer.

--twin replaces the data of the customer everywhere, in the same lengths and formats, so that the trace can be given
away. The outcome has to stay what it was; otherwise the field that changes it is named and nothing is written.
Opening hours, categories, region, country and the like stay: they are the words of forms.

Exit codes: 0 the same bytes (with --twin or --case: the files are written); 1 something differs, a module is not
found, or the twin or the case cannot be made; 2 the command line or a trace is wrong.`
}

// Run replays all traces, and turns one into a twin or into cases if it is told to.
func (c *AdapterReplayCmd) Run(ctx context.Context) (err error) {
	if (c.Twin != "" || c.Case != "") && (len(c.Traces) != 1 || c.With != "" || c.JSON) {
		return host.Errorf(host.Invalid, "--twin and --case take one trace, with its own module and without --json")
	}
	r, err := c.replayer()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close(ctx)) }()
	if c.Twin != "" || c.Case != "" {
		return c.derive(ctx, r)
	}
	return c.replay(ctx, r)
}

func (c *AdapterReplayCmd) replayer() (*replayer, error) {
	if c.Data == "" {
		c.Data = dataDir("serve")
	}
	if c.Adapters == "" {
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		c.Adapters = filepath.Join(filepath.Dir(self), "adapters")
	}
	cache := filepath.Join(c.Data, "compiled")
	if _, err := os.Stat(cache); err != nil {
		cache = ""
	}
	return &replayer{with: c.With, adapters: c.Adapters, data: c.Data, cache: cache, clock: c.Clock, seed: c.Seed}, nil
}

// replay repeats every trace and tells what comes.
func (c *AdapterReplayCmd) replay(ctx context.Context, r *replayer) error {
	out := stdout()
	report := replayReport{Traces: make([]replayedTrace, 0, len(c.Traces))}
	for i, file := range c.Traces {
		t, err := readTrace(file)
		if err != nil {
			return err
		}
		out.progress("%d/%d %s", i+1, len(c.Traces), filepath.Base(file))
		results, err := t.Replay(ctx, r.repeat)
		out.progress("")
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		one := reportOf(file, t, results)
		report.add(one)
		if !c.JSON {
			tellReplay(out, t, one, results, len(c.Traces) > 1)
		}
	}
	if c.JSON {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(report); err != nil {
			return err
		}
	} else {
		tellReplays(out, report)
	}
	if report.Same < len(report.Traces) {
		return exit(exitFailed)
	}
	return nil
}

// derive makes a twin, cases, or cases of a twin.
func (c *AdapterReplayCmd) derive(ctx context.Context, r *replayer) error {
	out := stdout()
	t, err := readTrace(c.Traces[0])
	if err != nil {
		return err
	}
	if c.Twin != "" {
		if t, err = makeTwin(ctx, out, t, r, c.Twin); err != nil {
			return err
		}
	}
	if c.Case == "" {
		return nil
	}
	return writeCases(out, t, c)
}

func readTrace(file string) (*trace.Trace, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, host.Errorf(host.NotFound, "%w", err)
	}
	defer f.Close()
	t, err := trace.Read(f)
	if err != nil {
		return nil, host.Errorf(host.KindOf(err), "%s: %w", file, err)
	}
	return t, nil
}
