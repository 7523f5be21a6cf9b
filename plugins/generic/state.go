package main

import (
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// state is what plan remembers between its turns: what it has tried in this attempt. It is kept as lines.
type state struct {
	press  string // number of presses the directory has refused so far
	began  bool   // the steps before the form are done
	filled bool   // a page of a wizard is behind us
	tried  []string
}

func readState(b []byte) state {
	var s state
	if len(b) == 0 {
		return s
	}
	lines := strings.Split(string(b), "\n")
	s.press = lines[0]
	for _, l := range lines[1:] {
		switch l {
		case "began":
			s.began = true
		case "filled":
			s.filled = true
		default:
			s.tried = append(s.tried, l)
		}
	}
	return s
}

func (s *state) bytes() []byte {
	lines := []string{s.press}
	if s.began {
		lines = append(lines, "began")
	}
	if s.filled {
		lines = append(lines, "filled")
	}
	return []byte(strings.Join(append(lines, s.tried...), "\n"))
}

// try reports whether something has not been tried before, and notes it. What is tried is kept as a hash: a name may be as long as the page likes.
func (s *state) try(what string) bool {
	h := fnv.New64a()
	_, _ = h.Write([]byte(what))
	id := strconv.FormatUint(h.Sum64(), 36)
	if has(s.tried, id) {
		return false
	}
	s.tried = append(s.tried, id)
	return true
}

// untried returns the steps whose control does not hold its value and has not been tried with these options.
func (s *state) untried(p *sdk.Page, steps []sdk.Step) []sdk.Step {
	var todo []sdk.Step
	for _, step := range steps {
		c := control(p, step.Target.Value)
		if holds(p, c, &step) {
			continue
		}
		if s.try(key(c) + " " + offer(p, c) + " " + step.Kind) {
			todo = append(todo, step)
		}
	}
	return todo
}

// offer tells lists of options apart: the towns of one state from those of another.
func offer(p *sdk.Page, c *sdk.Control) string {
	options := p.Options(c)
	if len(options) == 0 {
		return ""
	}
	return strconv.Itoa(len(options)) + options[len(options)-1].Label
}

// notHeld names a required control that was tried and does not hold its value.
func notHeld(p *sdk.Page, steps []sdk.Step) error {
	for _, step := range steps {
		c := control(p, step.Target.Value)
		if c.Required && c.Type != "password" && !holds(p, c, &step) && c.Value == "" && !c.Checked {
			return sdk.Fail("not_kept", "“"+c.Label+"” does not keep what is put into it")
		}
	}
	return nil
}

// control returns the control with this ref, or the one that has a choice with it.
func control(p *sdk.Page, ref string) *sdk.Control {
	for i := range p.Controls {
		c := &p.Controls[i]
		if c.Ref == ref {
			return c
		}
		for _, choice := range c.Choices {
			if choice.Ref == ref {
				return c
			}
		}
	}
	return &sdk.Control{}
}

// key names a control across observations of a page; its ref is good for one.
func key(c *sdk.Control) string {
	if c.Type == "combobox" && c.ID != "" { // its label changes with what is chosen
		return c.Type + "|" + c.ID
	}
	return c.Type + "|" + c.Name + "|" + c.ID + "|" + c.Label + "|" + c.Section
}

// pageKey names what a page asks for.
func pageKey(p *sdk.Page) string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(len(p.Controls)))
	for i := range p.Controls {
		if p.Controls[i].Hidden == "" {
			b.WriteString(" " + key(&p.Controls[i]))
		}
	}
	return b.String()
}

// holds reports whether a control already has what a step would give it.
func holds(p *sdk.Page, c *sdk.Control, s *sdk.Step) bool {
	switch s.Kind {
	case sdk.StepFill:
		return c.Type != "password" && same(c.Value, s.Value)
	case sdk.StepChoose:
		return chosen(p, c, s)
	case sdk.StepCheck:
		return c.Checked
	case sdk.StepUncheck:
		return !c.Checked
	case sdk.StepUpload, sdk.StepRichText, sdk.StepTags:
		return c.Value != ""
	}
	return false
}

// same compares a value with what the host shows of it: one line, shortened.
func same(shown, value string) bool {
	shown, value = fold(shown), fold(value)
	if cut, ok := strings.CutSuffix(shown, "…"); ok {
		return strings.HasPrefix(value, cut)
	}
	return shown == value
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

func chosen(p *sdk.Page, c *sdk.Control, s *sdk.Step) bool {
	wanted := s.Values
	if s.Value != "" {
		wanted = []string{s.Value}
	}
	for _, w := range wanted {
		found := same(c.Value, w)
		for _, choice := range c.Choices {
			found = found || choice.Checked && (choice.Label == w || choice.Value == w)
		}
		for _, o := range p.Options(c) {
			found = found || (o.Label == w || o.Value == w) && (c.Value == o.Value || len(wanted) > 1 && strings.Contains(c.Value, o.Value))
		}
		if !found {
			return false
		}
	}
	return true
}
