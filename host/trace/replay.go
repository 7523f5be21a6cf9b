package trace

import (
	"bytes"
	"context"
	"fmt"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// Repeat makes a call again, with the given request, on the module that it is to be compared with. Its error means that the call could not be made at
// all; a module that fails says so in the record.
type Repeat func(ctx context.Context, m Module, op sdk.Op, request []byte) (host.Call, error)

// Ending says how a repeated call compares with the recorded one.
type Ending string

// Endings.
const (
	Same      Ending = "same"      // the same bytes, or the same failure
	Different Ending = "different" // something else
	Stale     Ending = "stale"     // not repeated: an answer before it differs, so that the recorded page would not have come
	Skipped   Ending = "skipped"   // cannot be repeated: its bytes were not kept, or it was ended by a clock
)

// Result is one repeated call.
type Result struct {
	Number  int // of the call in the trace, from 1
	Call    *Call
	Ending  Ending
	Why     string    // for Stale and Skipped, in words
	Now     host.Call // the repeated call
	Changes []Change  // for Different: what a person reads
}

// Replay repeats the calls of a trace in their order. A conversation with one function is given up where an answer changes what the host would
// do next: the pages recorded after that belong to the old answer.
func (t *Trace) Replay(ctx context.Context, repeat Repeat) ([]Result, error) {
	results := make([]Result, len(t.Calls))
	left := "" // why the rest of the conversation is stale
	for i := range t.Calls {
		c := &t.Calls[i]
		r := &results[i]
		*r = Result{Number: i + 1, Call: c, Ending: Same}
		if i == 0 || t.Begins(i) {
			left = ""
		}
		if left != "" {
			r.Ending, r.Why = Stale, left
			continue
		}
		if r.Why = c.Unrepeatable(); r.Why != "" {
			r.Ending = Skipped
			continue
		}
		var err error
		if r.Now, err = repeat(ctx, t.Modules[c.Module], c.Function(), c.RequestWire()); err != nil {
			return nil, err
		}
		if bytes.Equal(r.Now.Answer, c.AnswerWire()) && r.Now.Failure == c.Failure {
			continue
		}
		if moment[r.Now.Failure] {
			r.Ending, r.Why = Skipped, "this time it was ended by a clock ("+r.Now.Failure+"): try again on a machine with less to do"
			continue
		}
		r.Ending = Different
		var acts bool
		if r.Changes, acts = compare(c, r.Now); acts {
			left = fmt.Sprintf("the answer of call %d differs, so the page recorded here would not have come", r.Number)
		}
	}
	return results, nil
}

// Begins reports whether a call begins a conversation: it does not go on from the call before it.
func (t *Trace) Begins(i int) bool {
	if i == 0 {
		return true
	}
	c, before := &t.Calls[i], &t.Calls[i-1]
	return c.Attempt != before.Attempt || c.Op != before.Op || c.Turn() != before.Turn()+1
}

// moment holds the failures that depend on the machine and the moment.
var moment = map[string]bool{"indeterminate": true, "cancelled": true}

// Unrepeatable says why a call cannot be repeated, in words; empty if it can.
func (c *Call) Unrepeatable() string {
	switch {
	case c.Cut != "":
		return "not kept: " + c.Cut
	case moment[c.Failure]:
		return "it was ended by a clock (" + c.Failure + "), so it proves nothing"
	}
	return ""
}
