package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/andybalholm/cascadia"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/match"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// shown is what the cases show of the adapter.
type shown struct {
	submits, doubts bool
	rejects         []string // profile fields
}

// cases runs the cases and judges their answers on their pages.
func (r *report) cases(pages []*page) {
	var s shown
	for _, c := range r.adapter.Cases {
		result, err := c.Run(r.adapter.Call)
		if err != nil {
			first, _, _ := strings.Cut(err.Error(), "\n")
			r.add(Error, "case-fails", c.Path(), 0, "directorybolt adapter test --run "+c.Name, "%s", first)
		}
		if len(result.Differences) > 0 {
			r.add(Error, "case-fails", c.Path(), 0, "directorybolt adapter test --run "+c.Name, "the adapter does not answer as the case expects")
		}
		for _, m := range result.Misses {
			t := result.Answer.Move.Steps[m.Step-1].Target
			file, line := r.source.find(strconv.Quote(t.Value))
			if line == 0 {
				file = c.Path()
			}
			r.add(Error, "target-missed", file, line, "name it as the page does, or capture the page again if it has changed", "%s (case %s)", m.Text(), c.Name)
		}
		if result.Answer == nil || result.Answer.Move == nil {
			continue
		}
		r.unseen(c, result.Answer.Move.Steps, pages)
		s.note(result.Answer.Move)
	}
	if len(r.adapter.Cases) > 0 {
		r.coverage(s)
	}
	for _, p := range pages {
		if !p.used {
			r.add(Warning, "page-unused", p.path, 0, "write a case about it, or remove it", "no case is about this page")
		}
	}
}

// unseen judges targets that observations do not have, on the page's source. It stops where the page may have changed.
func (r *report) unseen(c sdktest.Case, steps []sdk.Step, pages []*page) {
	p := at(pages, c.PagePath())
	if p == nil {
		return
	}
	for i, s := range steps {
		if s.Kind == sdk.StepGoto || s.Kind == sdk.StepWait || s.Kind == sdk.StepPress {
			return
		}
		if s.Target != nil && !s.Optional && s.Target.By == sdk.ByCSS {
			if n, known := p.count(s.Target); known && n != 1 {
				file, line := r.source.find(s.Target.Value)
				r.add(Error, "target-missed", file, line, "look at the page's source beside it; name the control by its label if it has one",
					"step %d, %s: the selector finds %s on %s (case %s)", i+1, sdktest.Describe(s, p.seen), []string{"nothing", "", "more than one thing"}[n], rel(r, p.path), c.Name)
			}
		}
		if s.Kind == sdk.StepClick {
			return
		}
	}
}

func rel(r *report, path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, r.adapter.Dir), "/")
}

func (s *shown) note(m *sdk.Move) {
	switch {
	case m.Reject != nil:
		s.rejects = append(s.rejects, m.Reject.Field)
	case m.Verdict != nil:
		s.doubts = s.doubts || m.Verdict.Answer == sdk.AnswerUnknown
	case len(m.Steps) > 0:
		s.submits = s.submits || m.Steps[len(m.Steps)-1].Kind == sdk.StepSubmit
	}
}

// coverage judges what the cases leave unshown.
func (r *report) coverage(s shown) {
	if !s.submits {
		r.add(Warning, "no-submit", "testdata", 0, "add a case of the last page of the form", "no case of plan ends in a Submit")
	}
	if !s.doubts && r.can(sdk.OpVerify) {
		r.add(Warning, "no-doubt", "testdata", 0, "add a case of verify with a page that only says thank you", "no case shows an answer that proves nothing")
	}
	for _, field := range r.adapter.Manifest.Requires {
		if !slices.ContainsFunc(s.rejects, func(f string) bool { return f == field || strings.HasPrefix(f, field+".") }) {
			r.atText(strconv.Quote(field), Warning, "requires-untried", "add a case of plan whose business lacks it", "Requires has %q, and no case shows that the adapter rejects a business without", field)
		}
	}
	if len(r.adapter.Manifest.Hosts) == 0 {
		return // what a configured adapter requires is up to each directory
	}
	for _, field := range s.rejects {
		base, _, _ := strings.Cut(field, ".")
		if !slices.Contains(r.adapter.Manifest.Requires, field) && !slices.Contains(r.adapter.Manifest.Requires, base) {
			r.atText("Requires:", Warning, "requires-lacks", "add it to Requires, so that the customer is asked before", "a case rejects for lack of %q, which Requires does not name", field)
		}
	}
}

// selectors judges the targets that stand in the source, also those that no case reaches: each must be on some captured page.
func (r *report) selectors(pages []*page) {
	if len(pages) == 0 {
		return
	}
	for _, w := range r.source.targets() {
		if w.target.By == sdk.ByCSS {
			if _, err := cascadia.ParseGroup(w.target.Value); err != nil {
				r.add(Error, "bad-selector", w.path, w.line, "mend the selector", "CSS %q is no selector: %v", w.target.Value, err)
				continue
			}
		}
		there, judged := false, false
		var near []string
		for _, p := range pages {
			n, known := p.count(&w.target)
			there, judged = there || n > 0, judged || known
			near = append(near, match.Nearest(p.seen, &w.target)...)
		}
		switch {
		case there:
		case !judged:
			r.add(Warning, "selector-unjudged", w.path, w.line, "directorybolt adapter capture URL --html --replace", "no captured page can tell whether %s is there", describe(w.target))
		default:
			fix := "capture the page it is on, or remove it"
			if len(near) > 0 {
				fix = "did you mean " + strconv.Quote(near[0]) + "? Otherwise " + fix
			}
			r.add(Warning, "selector-unmatched", w.path, w.line, fix, "%s is on no captured page", describe(w.target))
		}
	}
}

func describe(t sdk.Target) string {
	_, what, _ := strings.Cut(sdktest.Describe(sdk.Click(t), nil), " ")
	return what
}
