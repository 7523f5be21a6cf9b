package workbench

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/match"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// view is what the page shows. All texts in it may come from a hostile page; the template escapes them.
type view struct {
	Revision int
	Busy     string
	Notice   string
	URL      string

	Name, Version string // of the adapter; empty before the first build
	BuildError    string
	Cases         []Case
	CasesError    string
	Failed        int // cases

	SiteError     string
	Page          *sdk.Page
	Width, Height int
	Marks         []mark

	Op        string
	Functions []string
	Number    uint32
	Outcome   string // what the answer is, in a sentence
	Bad       bool   // the outcome is a failure
	Detail    string // further lines
	Log       string
	Steps     []step
	Missed    int
	CanRun    bool
	Left      int // required controls that no step fills
	Controls  []control
}

// step is a step of the plan with what it hits.
type step struct {
	Number       int
	What, Value  string
	Field, Why   string
	Ref          string // what it hits on this page
	State        string // "hit", "miss", "later", "page", "unseen", "passed"
	Note         string
	Done, Failed bool
	Submit       bool
}

// mark is a box on the picture.
type mark struct {
	Ref        string
	Text       string // number of the step, or nothing
	Class      string // "hit", "submit", "left", "idle"
	X, Y, W, H int32
	LabelX     int32
	LabelY     int32
}

// control is a row of the table of controls.
type control struct {
	sdk.Control
	Step    int // that fills it; 0 for none
	Left    bool
	Offered []string
	More    int
}

const maxOffered = 12

// publish makes what is known the page. busy says what is being done, "" for nothing.
func (b *Bench) publish(busy string) {
	b.busy = busy
	v := b.view()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.shown != nil {
		v.Revision = b.shown.Revision + 1
		if before := *b.shown; busy == "" && before.Busy == "" && before.same(v) {
			return
		}
	}
	b.shown, b.photo = v, b.picture.JPEG
	close(b.changed)
	b.changed = make(chan struct{})
}

// same reports whether nothing but the revision differs, as far as that can be seen at once: Run publishes at each look at the sources.
func (v *view) same(o *view) bool {
	return v.Notice == o.Notice && v.Page == o.Page && v.BuildError == o.BuildError && v.SiteError == o.SiteError && v.Outcome == o.Outcome &&
		v.Detail == o.Detail && v.Op == o.Op && v.Number == o.Number && slices.Equal(v.Cases, o.Cases) && slices.Equal(v.Steps, o.Steps)
}

func (b *Bench) view() *view {
	v := &view{Busy: b.busy, Notice: b.notice, URL: b.config.URL, Page: b.page, Op: b.op.String(), Number: b.turn.Number, Log: b.log, Cases: b.cases}
	if b.adapter != nil {
		v.Name, v.Version, v.Functions = b.adapter.Manifest.Name, b.adapter.Manifest.Version, b.adapter.Manifest.Functions
	}
	v.BuildError, v.CasesError, v.SiteError = text(b.buildErr), text(b.casesErr), text(b.siteErr)
	for _, c := range b.cases {
		if !c.Passed {
			v.Failed++
		}
	}
	if b.page == nil {
		return v
	}
	v.Width, v.Height = b.picture.Width, b.picture.Height
	if b.answer != nil && b.answer.Move != nil {
		v.Steps = stepsOf(b.page, b.answer.Move.Steps, b.done)
	}
	v.judge(b)
	v.controls(b.page)
	v.marks(b.page, b.picture)
	return v
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// judge says in a sentence what the adapter answered.
func (v *view) judge(b *Bench) {
	switch a := b.answer; {
	case b.callErr != nil:
		v.Bad = true
		v.Outcome, v.Detail, _ = strings.Cut(b.callErr.Error(), "\n")
	case a == nil:
	case a.Error != nil:
		v.Bad, v.Outcome, v.Detail = true, "The adapter fails: "+a.Error.Code, a.Error.Text
	case a.Move.Park != nil:
		v.Outcome, v.Detail = "A person is needed: "+a.Move.Park.Reason, a.Move.Park.Message
	case a.Move.Reject != nil:
		v.Outcome, v.Detail = "The business is turned down for its "+a.Move.Reject.Field, a.Move.Reject.Message
	case a.Move.Verdict != nil:
		v.Outcome, v.Detail = verdict(b.page, a.Move.Verdict)
	default:
		for _, s := range v.Steps {
			if s.State == "miss" {
				v.Missed++
			}
		}
		v.CanRun = b.session != nil && b.done == nil
		v.Outcome = counted(len(v.Steps), "step")
		if v.Missed > 0 {
			v.Bad = true
			v.Outcome += ", " + strconv.Itoa(v.Missed) + " of which find nothing"
		}
	}
}

func verdict(p *sdk.Page, d *sdk.Verdict) (outcome, detail string) {
	outcome = "Verdict: " + d.Answer
	if d.Listing != "" {
		outcome += ", " + d.Listing
	}
	if d.Answer == sdk.AnswerUnknown {
		return outcome, ""
	}
	if !p.Says(d.Quote) {
		return outcome, fmt.Sprintf("The page does not say %q: the host would take this for unknown.", d.Quote)
	}
	return outcome, fmt.Sprintf("“%s” %s", d.Quote, d.ListingURL)
}

// stepsOf judges each step on the page, up to the first that may change it.
func stepsOf(p *sdk.Page, steps []sdk.Step, done []sdk.StepResult) (all []step) {
	missed := map[int]sdktest.Miss{}
	for _, m := range sdktest.Misses(steps, p) {
		missed[m.Step] = m
	}
	later := false
	for i, s := range steps {
		one := step{
			Number: i + 1, What: sdktest.Describe(s, p), Value: sdktest.Value(s), Field: s.Field, Why: s.Why,
			Submit: s.Kind == sdk.StepSubmit, State: "page",
		}
		if s.Kind == sdk.StepGoto {
			one.Value = ""
		}
		switch ref, result := match.Find(p, s.Target); {
		case later:
			one.State, one.Note = "later", "on the page after"
		case s.Target == nil:
		case missed[i+1].Step > 0:
			m := missed[i+1]
			one.State, one.Note = "miss", m.Why
			if len(m.Nearest) > 0 {
				one.Note += "; nearest: " + strings.Join(m.Nearest, ", ")
			}
		case result == match.Found:
			one.State, one.Ref = "hit", ref
		case s.Optional:
			one.State, one.Note = "passed", "not here; passed over"
		default:
			one.State, one.Note = "unseen", "only the page itself can tell"
		}
		if i < len(done) {
			one.Done, one.Failed = done[i].Ok, !done[i].Ok
			if done[i].Error != "" {
				one.Note = done[i].Error
			}
		}
		later = later || s.Kind == sdk.StepGoto || s.Kind == sdk.StepClick || s.Kind == sdk.StepPress || s.Kind == sdk.StepWait
		all = append(all, one)
	}
	return all
}

// controls lists the controls with the step that fills each.
func (v *view) controls(p *sdk.Page) {
	by := v.hits()
	for _, c := range p.Controls {
		row := control{Control: c, Step: by[c.Ref].Number}
		for _, choice := range c.Choices {
			if s := by[choice.Ref].Number; s > 0 {
				row.Step = s
			}
			row.Offered = append(row.Offered, choice.Label)
		}
		if len(c.Choices) == 0 {
			for _, o := range p.Options(&c) {
				row.Offered = append(row.Offered, o.Label)
			}
		}
		row.More = max(0, len(row.Offered)-maxOffered)
		row.Offered = row.Offered[:min(maxOffered, len(row.Offered))]
		row.Left = len(v.Steps) > 0 && v.Op == sdk.OpPlan.String() && c.Required && c.Hidden == "" && !c.Disabled && row.Step == 0
		if row.Left {
			v.Left++
		}
		v.Controls = append(v.Controls, row)
	}
}

// hits are the steps by the ref they hit.
func (v *view) hits() map[string]step {
	by := map[string]step{}
	for _, s := range v.Steps {
		if s.Ref != "" {
			by[s.Ref] = s
		}
	}
	return by
}

// marks draws a box around each control and around the buttons that steps hit.
func (v *view) marks(p *sdk.Page, pic Picture) {
	by := v.hits()
	add := func(ref, class string, box sdk.Box) {
		m := mark{Ref: ref, Class: class, X: box.X - 3, Y: box.Y - 3, W: box.Width + 6, H: box.Height + 6}
		if s, ok := by[ref]; ok {
			m.Text, m.Class = strconv.Itoa(s.Number), "hit"
			if s.Submit {
				m.Class = "submit"
			}
		}
		m.LabelX, m.LabelY = min(m.X+m.W, int32(pic.Width)-16), max(16, m.Y) // the corner where labels seldom are
		v.Marks = append(v.Marks, m)
	}
	for _, c := range v.Controls {
		box, ok := pic.Places[c.Ref]
		if !ok && c.Box != nil && c.Hidden == "" {
			box, ok = *c.Box, true // of a group: what surrounds its choices
		}
		if class := map[bool]string{true: "left", false: "idle"}[c.Left]; ok {
			add(c.Ref, class, box)
		}
		for _, choice := range c.Choices {
			if box, ok := pic.Places[choice.Ref]; ok && by[choice.Ref].Number > 0 {
				add(choice.Ref, "hit", box)
			}
		}
	}
	for _, b := range p.Buttons {
		if box, ok := pic.Places[b.Ref]; ok && by[b.Ref].Number > 0 {
			add(b.Ref, "hit", box)
		}
	}
	for _, l := range p.Links {
		if box, ok := pic.Places[l.Ref]; ok && by[l.Ref].Number > 0 {
			add(l.Ref, "hit", box)
		}
	}
}

func number(n int) string { return strconv.Itoa(n) }

// counted is a number of things: "1 step", "2 steps".
func counted(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return strconv.Itoa(n) + " " + thing
}
