package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/trace"
	"github.com/directorybolt/directorybolt/host/trace/twin"
)

// makeTwin writes the twin of a trace and returns it.
func makeTwin(ctx context.Context, out terminal, t *trace.Trace, r *replayer, file string) (*trace.Trace, error) {
	if t.Twin {
		return nil, host.Errorf(host.Invalid, "the trace is a twin already")
	}
	out.progress("replacing the customer's data ...")
	made, err := twin.Make(ctx, t, r.repeat)
	out.progress("")
	if host.KindOf(err) == host.Denied {
		out.line("%s %v", out.paint(bad, "✗"), err)
		return nil, exit(exitFailed)
	}
	if err != nil {
		return nil, err
	}
	var content bytes.Buffer
	if err := made.Trace.Write(&content); err != nil {
		return nil, err
	}
	if err := os.WriteFile(file, content.Bytes(), 0o644); err != nil {
		return nil, host.Errorf(host.Invalid, "write the twin: %w", err)
	}
	out.line("%s %s  %d calls with the outcome of the original", out.paint(good, "✓"), file, len(made.Trace.Calls))
	out.line("  replaced  %s", out.paint(faint, strings.Join(made.Replaced, ", ")))
	if len(made.Kept) > 0 {
		out.line("  kept      %s", out.paint(faint, strings.Join(made.Kept, ", ")+", where a form offers the value"))
	}
	return made.Trace, nil
}

// writeCases writes the calls of a trace as test cases of an adapter.
func writeCases(out terminal, t *trace.Trace, c *AdapterReplayCmd) error {
	if !t.Twin && !c.Customer {
		return host.Errorf(host.Invalid, "the trace holds the data of a customer, which is not for a test: make a twin of it in the same step with --twin FILE, or say --with-customer-data and keep the cases to yourself")
	}
	if c.Call < 0 || c.Call > len(t.Calls) {
		return host.Errorf(host.Invalid, "--call %d: the trace has the calls 1 to %d", c.Call, len(t.Calls))
	}
	name := strings.TrimSuffix(filepath.Base(c.Traces[0]), filepath.Ext(c.Traces[0]))
	files, left := t.Cases(name, c.Call)
	for _, f := range files {
		if err := writeNew(filepath.Join(c.Case, "testdata", filepath.FromSlash(f.Path)), f.Content); err != nil {
			return err
		}
		if filepath.Dir(filepath.FromSlash(f.Path)) == "." {
			out.line("%s %s", out.paint(good, "✓"), filepath.Join(c.Case, "testdata", f.Path))
		}
	}
	for _, why := range left {
		out.line("%s %s", out.paint(wait, "-"), why)
	}
	if len(files) == 0 {
		return exit(exitFailed)
	}
	return nil
}

// writeNew writes a file, unless another one is there.
func writeNew(path string, content []byte) error {
	old, err := os.ReadFile(path)
	switch {
	case err == nil && bytes.Equal(old, content):
		return nil
	case err == nil:
		return host.Errorf(host.Conflict, "%s is there already and says something else: rename the trace, whose name cases are called by, or remove the case", path)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}
