// Package twin makes the twin of a trace: the same conversation about a business that does not exist. The data of the customer is replaced
// everywhere in it, in the same lengths and formats, and the adapter is asked again, so that the twin holds what it really answers. A twin
// whose outcome is not that of its original is refused, with the name of the field that makes the difference, and so is one in
// which anything of the customer is left.
//
// What identifies a business is replaced: names, texts, addresses, numbers, accounts, pictures' names, the number and address of its listing. What
// thousands of businesses share stays, because forms offer it for choice: categories, opening hours, region and country, price
// range, payment methods, amenities, languages, the contact's role, size and legal form. A town, a service or a tag stays where a form of the directory
// offers it.
package twin

import (
	"context"
	"fmt"
	"slices"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/trace"
	"github.com/directorybolt/directorybolt/sdk"
)

// Twin is a finished twin.
type Twin struct {
	Trace    *trace.Trace
	Replaced []string // fields of the business, in the order of the contract
	Kept     []string // fields of which something stays, since a form offers it
}

// rounds is how often other words are tried: those of one may happen to be of the original, or to be what a form looks for.
const rounds = 4

// Make returns the twin of a trace. An error of kind [host.Denied] names the field for which there is none.
func Make(ctx context.Context, t *trace.Trace, repeat trace.Repeat) (*Twin, error) {
	var failed *maker // the first whose outcome is another one
	at, left := "", ""
	for round := range rounds {
		m := &maker{original: t, repeat: repeat, source: gather(t, round)}
		twin, err := m.run(ctx, everything)
		if err != nil {
			return nil, err
		}
		where := differs(t, twin, m.source.substitution(everything))
		if where != "" && failed == nil {
			failed, at = m, where
		}
		if where != "" {
			continue
		}
		if left = m.source.survivor(twin); left == "" {
			return &Twin{Trace: twin, Replaced: m.source.fields(), Kept: m.source.kept}, nil
		}
	}
	if left != "" {
		return nil, host.Errorf(host.Denied, "no twin: %s of the original is still in it", left)
	}
	return nil, failed.blame(ctx, at)
}

// maker runs the conversation of a trace about other businesses.
type maker struct {
	original *trace.Trace
	repeat   trace.Repeat
	source   *source
}

func everything(string) bool { return true }

// run asks the adapter again, with the data of the fields that want names replaced. State comes from the twin's own answers.
func (m *maker) run(ctx context.Context, want func(field string) bool) (*trace.Trace, error) {
	s := m.source.substitution(want)
	twin := &trace.Trace{Format: trace.Format, Twin: true, Directory: m.original.Directory, Modules: m.original.Modules}
	for i := range m.original.Calls {
		was := &m.original.Calls[i]
		call := trace.Call{Attempt: was.Attempt, Module: was.Module, Op: was.Op, Cut: was.Cut, Failure: was.Failure, Work: was.Work}
		if was.Cut == "" {
			turn := new(sdk.Turn)
			if err := turn.Decode(was.RequestWire()); err != nil {
				return nil, host.Errorf(host.Invalid, "call %d of the trace cannot be read: %w", i+1, err)
			}
			s.turn(turn)
			if !m.original.Begins(i) {
				turn.State = state(&twin.Calls[i-1])
			}
			call.SetRequest(turn.Append(nil))
		}
		if was.Unrepeatable() == "" {
			end, err := m.repeat(ctx, m.original.Modules[was.Module], was.Function(), call.RequestWire())
			if err != nil {
				return nil, err
			}
			end.Duration = 0 // the same trace gives the same twin
			call.SetEnd(end)
		}
		twin.Calls = append(twin.Calls, call)
	}
	return twin, nil
}

// state is what the call hands to the next one.
func state(c *trace.Call) []byte {
	if c.Answer == nil || c.Answer.Move == nil {
		return nil
	}
	return c.Answer.Move.State
}

// blame finds the field whose value makes the outcome another one, and returns the refusal that names it.
func (m *maker) blame(ctx context.Context, at string) error {
	fields := m.source.fields()
	same := func(want func(string) bool) (bool, error) {
		twin, err := m.run(ctx, want)
		if err != nil {
			return false, err
		}
		return differs(m.original, twin, m.source.substitution(want)) == "", nil
	}
	for _, f := range fields {
		ok, err := same(func(field string) bool { return field == f })
		if err != nil {
			return err
		}
		if !ok {
			return host.Errorf(host.Denied, "no twin: the outcome depends on the value of %s (%s)", f, at)
		}
	}
	// No field alone. Leave them out one by one until nothing can be left out.
	guilty := slices.Clone(fields)
	for _, f := range fields {
		without := slices.DeleteFunc(slices.Clone(guilty), func(g string) bool { return g == f })
		ok, err := same(func(field string) bool { return slices.Contains(without, field) })
		if err != nil {
			return err
		}
		if !ok {
			guilty = without
		}
	}
	return host.Errorf(host.Denied, "no twin: the outcome depends on the values of %v together (%s)", guilty, at)
}

// differs says where the outcome of the twin is not that of the original; empty if it is.
func differs(original, twin *trace.Trace, s *substitution) string {
	for i := range original.Calls {
		was, now := &original.Calls[i], &twin.Calls[i]
		if a, b := shape(was, s), shape(now, nil); !slices.Equal(a, b) {
			return fmt.Sprintf("call %d, %s: %s", i+1, was.Title(), firstDifference(a, b))
		}
	}
	return ""
}

func firstDifference(was, now []string) string {
	for i := range max(len(was), len(now)) {
		switch {
		case i >= len(was):
			return "one thing more is answered"
		case i >= len(now):
			return "one thing less is answered"
		case was[i] != now[i]:
			return fmt.Sprintf("part %d of the answer is another", i+1)
		}
	}
	return ""
}

// shape is the outcome of a call: what kind of answer it is and what it does to what, not what it puts in. What it names is brought over by s.
func shape(c *trace.Call, s *substitution) []string {
	over := func(text string) string {
		if s == nil {
			return text
		}
		return s.text(text)
	}
	all := []string{c.Failure}
	a := c.Answer
	switch {
	case a == nil:
		return all
	case a.Error != nil:
		return append(all, "error", a.Error.Code)
	case a.Move == nil:
		return all
	}
	m := a.Move
	all = append(all, m.Kind)
	for _, step := range m.Steps {
		all = append(all, "step", step.Kind, step.Field, step.Secret, fmt.Sprint(step.Optional))
		if step.Target != nil {
			all = append(all, step.Target.By, over(step.Target.Value), step.Target.Role, step.Target.Within)
		}
	}
	if m.Park != nil {
		all = append(all, m.Park.Reason)
	}
	if m.Reject != nil {
		all = append(all, m.Reject.Field)
	}
	if m.Verdict != nil {
		all = append(all, m.Verdict.Answer, m.Verdict.Listing)
	}
	return all
}
