package main

import (
	"fmt"
	"strings"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/worker"
	"github.com/directorybolt/directorybolt/sdk"
)

// tellMoment prints one live step.
func tellMoment(out terminal, m worker.Moment) {
	switch m.What {
	case "open":
		out.line("opened    %s", m.Page)
	case "look_up":
		out.line("looks up  whether the business is listed")
	case "plan":
		if len(m.Steps) > 0 {
			out.line("planned   %d steps", len(m.Steps))
		}
	case "steps":
		for i, r := range m.Results {
			tellStep(out, m.Steps[i], r)
		}
	case "ready":
		out.line("ready     the form is filled")
	case "intent":
		out.line("intent    to press Submit is on record")
	case "press":
		out.line("presses   Submit")
	case "answer":
		out.line("answer    %s", m.Page)
	case "listing":
		out.line("opened    the listing, %s", m.Page)
	case sdk.OpVerify.String(), sdk.OpLookup.String():
		text := m.Verdict.Answer
		if text == "" {
			text = sdk.AnswerUnknown
		}
		if m.Verdict.Quote != "" {
			text += ", “" + clip(m.Verdict.Quote, 80) + "”"
		}
		out.line("%-8s  %s", map[string]string{"verify": "verdict", "lookup": "listed?"}[m.What], text)
	}
}

func tellStep(out terminal, s sdk.Step, r sdk.StepResult) {
	mark := out.paint(good, "✓")
	if !r.Ok {
		mark = out.paint(bad, "✗")
	}
	what := s.Field
	if what == "" && s.Target != nil && s.Target.By != sdk.ByRef {
		what = s.Target.Value
	}
	value := s.Value
	if value == "" {
		value = strings.Join(append(s.Values, s.Files...), ", ")
	}
	if s.Secret != "" {
		value = "(secret)"
	}
	if !r.Ok {
		value = r.Error
	}
	out.line("  %s %-9s %-22s %s", mark, s.Kind, clip(what, 22), out.paint(faint, clip(value, 70)))
}

// tellEnd prints how a submission ended; its error is the exit code for that.
func tellEnd(out terminal, c host.Change) error {
	end := host.SubmissionSummary{Submission: host.Submission{Status: c.To, Listing: c.Listing}}
	if c.Attention != nil {
		end.Waiting = c.Attention.Audience
	}
	standing, _ := end.Standing()
	out.line("\n%s", out.standing(standing))
	tell := func(name, text string) {
		if text != "" {
			out.line("%-8s  %s", name, text)
		}
	}
	tell("", c.Note)
	tell("quote", c.Verdict.Quote)
	tell("listing", c.ListingURL)
	tell("number", c.Verdict.Reference)
	tell("reason", c.ErrorLog)
	switch c.To {
	case host.Submitted:
		if c.Listing == host.Rejected {
			return exit(exitRefused)
		}
		return nil
	case host.Skipped:
		if c.Listing == host.Duplicate {
			return nil
		}
		return exit(exitRefused)
	case host.NeedsAttention:
		return exit(exitPerson)
	case host.Unknown:
		return exit(exitUnknown)
	case host.Failed:
		return exit(exitRefused)
	}
	return fmt.Errorf("the submission is still %s", c.To)
}
