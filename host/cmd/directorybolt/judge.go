package main

import (
	"fmt"

	"github.com/directorybolt/directorybolt/host"
)

// outcome is what became of one submission, beside what the directory itself recorded.
type outcome struct {
	business host.Business
	row      host.SubmissionSummary
	account  account
	evidence []host.Evidence
	folder   string // where the evidence lies as files
}

// wrong lists what is not as it should be: each line is a broken promise, or an outcome that was not expected. Nil is good.
func (o outcome) wrong() []string {
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	s, a := o.row.Submission, o.account
	if s.Status != a.Expect.Status || a.Expect.Listing != "" && s.Listing != a.Expect.Listing {
		say("ended as %s/%s, expected %s/%s (%s)", s.Status, s.Listing, a.Expect.Status, a.Expect.Listing, a.Expect.Why)
	}
	if a.Accepted > 1 {
		say("the directory took it %d times", a.Accepted)
	}
	if a.Presses > s.Intents {
		say("the directory saw Submit pressed %d times, we committed %d", a.Presses, s.Intents)
	}
	if s.Status == host.Submitted && (s.Listing == host.Live || s.Listing == host.UnderReview) && !a.knows() {
		say("called %s, but the directory has stored nothing", s.Listing)
	}
	if (s.Status == host.Submitted || s.Status == host.Skipped && s.Listing == host.Duplicate) && s.Verdict.Quote == "" {
		say("a verdict without the words that convinced it")
	}
	if s.Status == host.Submitted && len(o.evidence) == 0 {
		say("a verdict without evidence")
	}
	for _, l := range a.Listings {
		if name := l.Values["name"]; name != o.business.Name {
			say("listed under the name %q", name)
		}
	}
	if a.NewsletterSignups > 0 {
		say("signed the business up for a newsletter")
	}
	if a.HoneypotHits > 0 {
		say("filled a field that no person sees")
	}
	return wrong
}

// knows reports whether the directory has the business: sent by us, or there before.
func (a account) knows() bool { return a.Accepted > 0 || len(a.Seeded) > 0 }
