package main

import (
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

// TestJudge guards the demo's own honesty: each broken promise must be named.
func TestJudge(t *testing.T) {
	good := func() outcome {
		var o outcome
		o.row.Submission = host.Submission{Status: host.Submitted, Listing: host.Live, Intents: 1, Verdict: host.Verdict{Quote: "It is live"}}
		o.account.Expect.Status, o.account.Expect.Listing = host.Submitted, host.Live
		o.account.Presses, o.account.Accepted = 1, 1
		o.business.Name = "Acme"
		o.account.Listings = []listing{{Values: map[string]string{"name": "Acme"}}}
		o.evidence = []host.Evidence{{Kind: "after"}}
		return o
	}
	tests := []struct {
		name  string
		spoil func(*outcome)
		say   string
	}{
		{"good", func(*outcome) {}, ""},
		{"other end", func(o *outcome) { o.row.Submission.Status = host.Failed }, "ended as failed/live, expected submitted/live"},
		{"taken twice", func(o *outcome) { o.account.Accepted = 2 }, "took it 2 times"},
		{"pressed unseen", func(o *outcome) { o.account.Presses = 2 }, "pressed 2 times, we committed 1"},
		{"false success", func(o *outcome) { o.account.Accepted = 0 }, "has stored nothing"},
		{"no quote", func(o *outcome) { o.row.Submission.Verdict.Quote = "" }, "without the words"},
		{"no evidence", func(o *outcome) { o.evidence = nil }, "without evidence"},
		{"other name", func(o *outcome) { o.account.Listings[0].Values["name"] = "Best in town" }, `under the name "Best in town"`},
		{"newsletter", func(o *outcome) { o.account.NewsletterSignups = 1 }, "newsletter"},
		{"honeypot", func(o *outcome) { o.account.HoneypotHits = 1 }, "no person sees"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := good()
			tt.spoil(&o)
			wrong := strings.Join(o.wrong(), "; ")
			if tt.say == "" && wrong != "" || !strings.Contains(wrong, tt.say) {
				t.Errorf("got %q, want %q", wrong, tt.say)
			}
		})
	}
}
