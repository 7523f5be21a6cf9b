package main

import (
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/host/trace"
)

// replayReport is what --json prints.
type replayReport struct {
	Traces []replayedTrace `json:"traces"`
	Same   int             `json:"same"` // traces of which no call differs
	Calls  int             `json:"calls"`
	Equal  int             `json:"equal"` // calls that gave the same bytes
}

func (r *replayReport) add(t replayedTrace) {
	r.Traces = append(r.Traces, t)
	r.Calls += len(t.Calls)
	r.Equal += t.Equal
	if t.Same {
		r.Same++
	}
}

type replayedTrace struct {
	File      string         `json:"file"`
	Directory string         `json:"directory"`
	Same      bool           `json:"same"`
	Equal     int            `json:"equal"`
	Calls     []replayedCall `json:"calls"`
}

type replayedCall struct {
	Number  int            `json:"number"` // in the trace, from 1
	Attempt int            `json:"attempt"`
	Op      string         `json:"op"`
	Turn    int            `json:"turn"`
	Ending  trace.Ending   `json:"ending"`
	Why     string         `json:"why,omitempty"`
	Work    int64          `json:"work"`
	Failure string         `json:"failure,omitempty"`
	Log     string         `json:"log,omitempty"` // of a call that differs
	Changes []trace.Change `json:"changes,omitempty"`
}

func reportOf(file string, t *trace.Trace, results []trace.Result) replayedTrace {
	one := replayedTrace{File: file, Directory: t.Directory, Same: true}
	for _, r := range results {
		c := replayedCall{
			Number: r.Number, Attempt: r.Call.Attempt, Op: r.Call.Op, Turn: r.Call.Turn(), Ending: r.Ending, Why: r.Why,
			Work: r.Now.Work, Failure: r.Now.Failure, Changes: r.Changes,
		}
		switch r.Ending {
		case trace.Same:
			one.Equal++
		case trace.Different:
			one.Same, c.Log = false, r.Now.Log
		case trace.Skipped:
			// What could not be recorded proves nothing either way; what could not be repeated may be a module that does not end.
			one.Same = one.Same && r.Call.Unrepeatable() != ""
		}
		one.Calls = append(one.Calls, c)
	}
	one.Same = one.Same && one.Equal > 0
	return one
}

// tellReplay prints a trace call by call; where there are several, only what is not the same.
func tellReplay(out terminal, t *trace.Trace, one replayedTrace, results []trace.Result, several bool) {
	if several && one.Same && one.Equal == len(one.Calls) {
		out.line("%s %-32s %s", out.paint(good, "✓"), clip(filepath.Base(one.File), 32), out.paint(faint, strconv.Itoa(one.Equal)+" calls"))
		return
	}
	out.line("%s  %s", filepath.Base(one.File), out.paint(faint, traceHead(t)))
	for i, r := range results {
		c := one.Calls[i]
		head := fmt.Sprintf("%2d  %-16s", r.Number, r.Call.Title())
		switch r.Ending {
		case trace.Same:
			out.line("  %s %s %s  %s", out.paint(good, "✓"), head, trace.Summary(r.Call.Answer, r.Now.Failure), out.paint(faint, work(c.Work)))
		case trace.Different:
			out.line("  %s %s %s", out.paint(bad, "✗"), head, out.paint(bad, "answers otherwise"))
			tellChanges(out, r)
		default:
			out.line("  %s %s %s", out.paint(wait, "-"), head, out.paint(faint, r.Why))
		}
	}
	out.line("")
}

// tellChanges prints what differs in a call, each change with what was and what is.
func tellChanges(out terminal, r trace.Result) {
	const width = 160 // characters of a value; the whole of it is in --json
	for _, c := range r.Changes {
		out.line("         %s", c.Where)
		if c.Was != "" {
			out.line("           was  %s", out.paint(bad, clip(c.Was, width)))
		}
		if c.Now != "" {
			out.line("           now  %s", out.paint(good, clip(c.Now, width)))
		}
	}
	if r.Now.Failure != "" && r.Now.Log != "" {
		out.line("         its log\n           %s", out.paint(faint, clip(r.Now.Log, 4*width)))
	}
}

func traceHead(t *trace.Trace) string {
	text := t.Directory
	for _, m := range t.Modules {
		text += fmt.Sprintf(", %s %s (sha256 %.12s…)", m.Adapter, m.Version, m.Digest)
		if now := sandbox.WazeroVersion(); m.Wazero != now {
			text += fmt.Sprintf(", recorded under wazero %s, repeated under %s", m.Wazero, now)
		}
	}
	if t.Twin {
		text += ", a twin"
	}
	return text
}

func work(units int64) string {
	if units == 0 {
		return ""
	}
	return strconv.FormatInt(units, 10) + " work"
}

// tellReplays prints the sum.
func tellReplays(out terminal, r replayReport) {
	colour := good
	if r.Same < len(r.Traces) {
		colour = bad
	}
	left := r.Calls - r.Equal
	if len(r.Traces) == 1 {
		text := fmt.Sprintf("All %d calls answer the same bytes.", r.Calls)
		if left > 0 {
			text = fmt.Sprintf("%d of %d calls answer the same bytes.", r.Equal, r.Calls)
		}
		out.line("%s", out.paint(colour, text))
		return
	}
	out.line("%s", out.paint(colour, fmt.Sprintf("%d of %d traces answer the same, %d of %d calls with the same bytes.", r.Same, len(r.Traces), r.Equal, r.Calls)))
}
