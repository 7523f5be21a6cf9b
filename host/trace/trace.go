// Package trace holds the trace of a submission: every call of an adapter with all that its answer depends on, so that it can be repeated
// anywhere. It reads and writes trace files, repeats them and says how answers differ, and turns calls into test cases. It runs nothing
// itself: whoever repeats a call is handed in.
package trace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// Format is the version of the file format that this package writes and reads.
const Format = 1

// Trace is what a file holds. Everything in it but for secrets, which no adapter is told, may be a customer's data unless Twin is set.
type Trace struct {
	Format     int      `json:"format"`
	Twin       bool     `json:"twin,omitempty"`       // the customer's data is replaced
	Submission string   `json:"submission,omitempty"` // its id; empty in a twin
	Directory  string   `json:"directory"`            // slug
	Modules    []Module `json:"modules"`
	Calls      []Call   `json:"calls"`
}

// Module is an adapter as it was run.
type Module struct {
	Adapter  string    `json:"adapter"`
	Version  string    `json:"version"`
	Digest   string    `json:"digest"`   // SHA-256 of the module, hex
	Contract uint32    `json:"contract"` // version that the host spoke
	Wazero   string    `json:"wazero"`   // version of the WebAssembly runtime
	Clock    time.Time `json:"clock"`    // what the guest took for the time
	Seed     uint64    `json:"seed"`     // what the guest got its random bytes from
}

// Call is one call. Request and Answer are for reading; where their JSON does not give the same bytes again, the bytes stand beside it.
type Call struct {
	Attempt      int         `json:"attempt"` // claim of the submission, from 1
	Module       int         `json:"module"`  // index in Modules
	Op           string      `json:"op"`
	Request      *sdk.Turn   `json:"request,omitempty"`
	RequestBytes []byte      `json:"requestBytes,omitempty"`
	Answer       *sdk.Answer `json:"answer,omitempty"`
	AnswerBytes  []byte      `json:"answerBytes,omitempty"`
	Log          string      `json:"log,omitempty"`
	Failure      string      `json:"failure,omitempty"` // how the call ended if not with an answer
	Work         int64       `json:"work"`              // what the call was charged
	Microseconds int64       `json:"microseconds"`      // how long it took
	Cut          string      `json:"cut,omitempty"`     // why request and answer are missing
}

// New returns the trace of a submission's calls, in their order.
func New(submission, directory string, calls []host.TracedCall) *Trace {
	t := &Trace{Format: Format, Submission: submission, Directory: directory}
	for _, c := range calls {
		m := Module{
			Adapter: c.Adapter, Version: c.Version, Digest: c.Digest,
			Contract: c.Contract, Wazero: c.Wazero, Clock: c.Clock.UTC(), Seed: c.Seed,
		}
		at := slices.Index(t.Modules, m)
		if at < 0 {
			at = len(t.Modules)
			t.Modules = append(t.Modules, m)
		}
		call := Call{Attempt: c.Attempt, Module: at, Op: c.Op.String(), Cut: c.Cut}
		call.SetRequest(c.Request)
		call.SetEnd(c.Call)
		t.Calls = append(t.Calls, call)
	}
	return t
}

// SetRequest puts the wire form of a turn in.
func (c *Call) SetRequest(raw []byte) {
	c.Request, c.RequestBytes = nil, nil
	if len(raw) == 0 {
		return
	}
	turn, again := new(sdk.Turn), new(sdk.Turn)
	if turn.Decode(raw) == nil && throughJSON(turn, again) {
		c.Request = turn
	}
	if c.Request == nil || !bytes.Equal(again.Append(nil), raw) {
		c.RequestBytes = raw
	}
}

// SetEnd puts in how a call ended.
func (c *Call) SetEnd(end host.Call) {
	c.Log, c.Failure, c.Work, c.Microseconds = end.Log, end.Failure, end.Work, end.Duration.Microseconds()
	c.Answer, c.AnswerBytes = nil, nil
	if len(end.Answer) == 0 {
		return
	}
	answer, again := new(sdk.Answer), new(sdk.Answer)
	if answer.Decode(end.Answer) == nil && throughJSON(answer, again) {
		c.Answer = answer
	}
	if c.Answer == nil || !bytes.Equal(again.Append(nil), end.Answer) {
		c.AnswerBytes = end.Answer
	}
}

// RequestWire returns the wire form of the request; empty if it is not kept.
func (c *Call) RequestWire() []byte {
	if len(c.RequestBytes) > 0 || c.Request == nil {
		return c.RequestBytes
	}
	return c.Request.Append(nil)
}

// AnswerWire returns the wire form of the answer; empty if there was none.
func (c *Call) AnswerWire() []byte {
	if len(c.AnswerBytes) > 0 || c.Answer == nil {
		return c.AnswerBytes
	}
	return c.Answer.Append(nil)
}

// Function returns which function of the adapter was called.
func (c *Call) Function() sdk.Op {
	for _, op := range []sdk.Op{sdk.OpPlan, sdk.OpVerify, sdk.OpLookup} {
		if op.String() == c.Op {
			return op
		}
	}
	return sdk.OpDescribe
}

// Turn returns the number of the call within its conversation, from 1.
func (c *Call) Turn() int {
	if c.Request == nil {
		return 0
	}
	return int(c.Request.Number)
}

// Title names a call for people: "plan, turn 2".
func (c *Call) Title() string {
	if c.Turn() == 0 {
		return c.Op
	}
	return fmt.Sprintf("%s, turn %d", c.Op, c.Turn())
}

// throughJSON brings a message of the contract through JSON into an empty one, and reports whether that can be done.
func throughJSON(message, empty any) bool {
	text, err := json.Marshal(message)
	return err == nil && json.Unmarshal(text, empty) == nil
}

// check says what is wrong with a trace that was read.
func (t *Trace) check() error {
	for i, m := range t.Modules {
		if len(m.Digest) == 0 {
			return fmt.Errorf("module %d has no digest", i+1)
		}
	}
	for i := range t.Calls {
		if err := t.Calls[i].check(len(t.Modules)); err != nil {
			return fmt.Errorf("call %d: %w", i+1, err)
		}
	}
	return nil
}

func (c *Call) check(modules int) error {
	switch {
	case c.Function() == sdk.OpDescribe:
		return errors.New("its op must be plan, verify or lookup")
	case c.Module < 0 || c.Module >= modules:
		return errors.New("it names a module that is not there")
	case c.Cut == "" && c.Request == nil && len(c.RequestBytes) == 0:
		return errors.New("it has neither a request nor a reason why")
	}
	// What people read must be what is repeated.
	again := *c
	again.SetRequest(c.RequestWire())
	again.SetEnd(host.Call{Answer: c.AnswerWire()})
	if !same(again.Request, c.Request) || !same(again.Answer, c.Answer) {
		return errors.New("its JSON and its bytes do not say the same")
	}
	return nil
}

func same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
