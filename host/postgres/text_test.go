package postgres_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
	"github.com/directorybolt/directorybolt/sdk"
)

// What a page or an adapter says may hold anything, and is on record all the same.
func TestAnyTextIsRecorded(t *testing.T) {
	t.Parallel()
	const bad, good = "a\x00b\xffc", "a\uFFFDb\uFFFDc"
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	c := customerWith(t, db, bad, `{"name":"a\u0000b","tagline":"\\u0000 \ud83d\ude00 \ud83d"}`)
	s := submissions(t, db, start(t, db, c, host.Starter).ID)[0]
	s = intend(t, db, claim(t, db, s, long), 0)
	if err := db.AddTrace(t.Context(), s, host.TracedCall{Call: host.Call{Op: sdk.OpPlan, Log: bad, Failure: bad}}); err != nil {
		t.Error(err)
	}
	if err := db.AddEvidence(t.Context(), s, host.Evidence{Kind: "answer", MediaType: "text/plain", Page: bad}); err != nil {
		t.Error(err)
	}
	refusal := &sdk.Refusal{Intent: 1, Quote: bad, Errors: []sdk.PageError{{Text: bad}}}
	s, err := db.Release(t.Context(), s, host.Change{Refusal: refusal, ErrorLog: bad})
	if err != nil {
		t.Fatal(err)
	}
	s, err = db.Move(t.Context(), claim(t, db, s, long), host.Change{
		To: host.Unknown, Note: bad, ErrorLog: bad, ListingURL: bad, Refusal: refusal,
		Verdict:   host.Verdict{Answer: host.AnswerUnknown, Quote: bad, Reference: bad},
		Attention: &host.Attention{Audience: host.ForStaff, Reason: bad, Field: bad, Message: bad},
	})
	if err != nil {
		t.Fatal(err)
	}
	for what, got := range map[string]string{
		"note": s.Note, "error": s.ErrorLog, "listing": s.ListingURL, "quote": s.Verdict.Quote, "reference": s.Verdict.Reference,
		"refusal": s.Refusals[1].Quote, "error of the page": s.Refusals[0].Errors[0].Text,
		"attention": scalar[string](t, db, "SELECT message FROM attention_items"),
	} {
		if strings.Contains(got, "\x00") || !strings.HasPrefix(got, "a\uFFFDb") {
			t.Errorf("%s is %q, want %q", what, got, good)
		}
	}
	var profile struct{ Name, Tagline string }
	data, err := db.Profile(t.Context(), c.ID, 1)
	if err == nil {
		err = json.Unmarshal(data, &profile)
	}
	if want := `\u0000 😀 ` + "\uFFFD"; err != nil || profile.Tagline != want {
		t.Errorf("tagline %q, %v; want %q", profile.Tagline, err, want)
	}
}
