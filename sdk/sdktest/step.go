package sdktest

import (
	"fmt"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/match"
)

// Describe says in a few words what a step does to what: `fill label "Phone"`. A ref is followed by the name it has on the page, if there is one.
func Describe(s sdk.Step, p *sdk.Page) string {
	switch {
	case s.Kind == sdk.StepGoto:
		return s.Kind + " " + s.Value
	case s.Target == nil:
		return strings.TrimSpace(s.Kind + " " + s.Value)
	}
	t, what := s.Target, ""
	switch t.By {
	case sdk.ByRole:
		what = fmt.Sprintf("%s %q", t.Role, t.Value)
	case sdk.ByRef:
		what = t.Value
		if name := nameOf(p, t.Value); name != "" {
			what += fmt.Sprintf(" (%s)", name)
		}
	default:
		what = fmt.Sprintf("%s %q", t.By, t.Value)
	}
	if t.Within != "" {
		what += " in form " + t.Within
	}
	return s.Kind + " " + what
}

// nameOf is what people call the element observed under ref.
func nameOf(p *sdk.Page, ref string) string {
	if p == nil {
		return ""
	}
	for i := range p.Controls {
		c := &p.Controls[i]
		if c.Ref == ref {
			return c.Label
		}
		for _, choice := range c.Choices {
			if choice.Ref == ref {
				return choice.Label
			}
		}
	}
	for _, b := range p.Buttons {
		if b.Ref == ref {
			return b.Text
		}
	}
	return ""
}

// Miss is a step whose target is not on the page, or is there more than once.
type Miss struct {
	Step    int      `json:"step"` // from 1
	What    string   `json:"what"` // as [Describe] says it
	Why     string   `json:"why"`
	Nearest []string `json:"nearest,omitempty"` // names on the page that come close
}

// Text is the miss as people read it, in one line.
func (m Miss) Text() string {
	text := fmt.Sprintf("step %d, %s: %s", m.Step, m.What, m.Why)
	for i, n := range m.Nearest {
		text += []string{"; nearest: ", ", ", ", "}[i] + fmt.Sprintf("%q", n)
	}
	return text
}

// Misses returns the steps whose target the page does not have, by the rules the browser goes by. It stops at the first step that may change the
// page: a goto, click, press or wait. A step that may be passed over ([sdk.Step.IfPresent]) misses nothing, and what an observation does not have,
// such as a selector, is not judged.
func Misses(steps []sdk.Step, p *sdk.Page) (all []Miss) {
	if p == nil {
		return nil
	}
	for i, s := range steps {
		if s.Kind == sdk.StepGoto || s.Kind == sdk.StepWait || s.Kind == sdk.StepPress {
			return all
		}
		if s.Target != nil && !s.Optional {
			switch ref, result := match.Find(p, s.Target); {
			case result == match.Missing, result == match.Unseen && pressable(s.Target) && s.Kind != sdk.StepExpect:
				all = append(all, Miss{i + 1, Describe(s, p), "the page has no such " + sort(s.Target), match.Nearest(p, s.Target)})
			case result == match.Ambiguous:
				all = append(all, Miss{i + 1, Describe(s, p), "the page has more than one; name its form with In, or use a Ref", nil})
			case s.Kind == sdk.StepFill && s.Value == "" && s.Secret == "" && required(p, ref):
				all = append(all, Miss{i + 1, Describe(s, p), "the page requires it, and there is nothing to fill in: reject a profile that lacks it (sdk.Lacking)", nil})
			}
		}
		if s.Kind == sdk.StepClick {
			return all
		}
	}
	return all
}

func required(p *sdk.Page, ref string) bool {
	for i := range p.Controls {
		if p.Controls[i].Ref == ref {
			return p.Controls[i].Required
		}
	}
	return false
}

// pressable reports whether a target is a button or link, all of which are observed.
func pressable(t *sdk.Target) bool {
	return t.By == sdk.ByRole && (t.Role == "button" || t.Role == "link")
}

func sort(t *sdk.Target) string {
	if t.By == sdk.ByRole {
		return t.Role
	}
	if t.By == sdk.ByText {
		return "text"
	}
	return "control"
}
