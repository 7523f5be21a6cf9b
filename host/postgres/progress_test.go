package postgres_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// TestWorkerOutside walks a submission through as a worker outside the trust zone does, and tries at each point what it must not do.
func TestWorkerOutside(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	c := customer(t, db)
	job := start(t, db, c, host.Starter)
	report := func(p host.Progress) (host.ProgressAnswer, error) {
		return db.ReportProgress(t.Context(), p, []byte(p.Note+string(p.Status)), long, 90*time.Second)
	}
	refused := func(kind host.Kind, p host.Progress) {
		t.Helper()
		_, err := report(p)
		wantKind(t, err, kind)
	}
	execute(t, db, "UPDATE directories SET policy = 'prohibited' WHERE slug <> 'd010'")
	s, err := db.ClaimNext(t.Context(), nil, long)
	if err != nil || s.Directory != "d010" || s.Status != host.Filling {
		t.Fatalf("claimed %+v, %v", s, err)
	}
	_, err = db.ClaimNext(t.Context(), nil, long) // of directories that machines may not use, none
	wantKind(t, err, host.NotFound)

	at := host.Progress{Submission: s.ID, Fence: s.Fence}
	with := func(status host.Status, change ...func(*host.Progress)) host.Progress {
		p := at
		p.Status = status
		for _, f := range change {
			f(&p)
		}
		return p
	}
	yes := func(p *host.Progress) {
		p.Listing, p.Verdict = host.UnderReview, host.Verdict{Answer: host.AnswerYes, Quote: "Thank you"}
	}
	stale := func(p *host.Progress) { p.Fence-- }
	refused(host.Conflict, with(host.Filling, stale))
	refused(host.Conflict, with(host.Submitting, stale))
	refused(host.Invalid, with(host.Submitted, yes)) // nothing was pressed
	refused(host.NotFound, with(host.Filling, func(p *host.Progress) { p.Submission = uuid.New() }))
	if got, err := report(with(host.Filling)); err != nil || got.LeaseUntil.IsZero() {
		t.Fatalf("renewed: %+v, %v", got, err)
	}
	wantKind(t, db.AddClaimedEvidence(t.Context(), s.ID, s.Fence-1, host.Evidence{Kind: "answer", MediaType: "text/plain", Digest: "x"}), host.Conflict)
	if err := db.AddClaimedEvidence(t.Context(), s.ID, s.Fence, host.Evidence{Kind: "answer", MediaType: "text/plain", Digest: "old"}); err != nil {
		t.Fatal(err)
	}
	execute(t, db, "UPDATE directories SET policy = 'prohibited'")
	refused(host.Denied, with(host.Submitting)) // its policy has changed since
	execute(t, db, "UPDATE directories SET policy = 'allowed'")
	first, err := report(with(host.Submitting))
	if err != nil || first.Intents != 1 || first.PressBy.IsZero() || time.Until(first.PressBy) > 45*time.Second {
		t.Fatalf("intent: %+v, %v", first, err)
	}
	if again, err := report(with(host.Submitting)); err != nil || again != first {
		t.Errorf("the same report again: %+v, %v; first %+v", again, err, first)
	}
	if n := scalar[int](t, db, "SELECT intents FROM job_results WHERE id = $1", s.ID); n != 1 {
		t.Errorf("%d intents of one report", n)
	}
	refused(host.Invalid, with(host.Submitted, yes)) // no proof since the intent
	refused(host.Invalid, with(host.Admitted))       // whether to press again is not its to say
	refused(host.Invalid, with(host.Failed))
	if err := db.AddClaimedEvidence(t.Context(), s.ID, s.Fence, host.Evidence{Kind: "answer", MediaType: "text/plain", Digest: "new"}); err != nil {
		t.Fatal(err)
	}
	done, err := report(with(host.Submitted, yes))
	if err != nil || done.Status != host.Submitted || !done.LeaseUntil.IsZero() {
		t.Fatalf("submitted: %+v, %v", done, err)
	}
	if again, err := report(with(host.Submitted, yes)); err != nil || again != done {
		t.Errorf("the same report again: %+v, %v", again, err)
	}
	refused(host.Conflict, with(host.Submitted, yes, func(p *host.Progress) { p.Note = "another" }))
	refused(host.Conflict, with(host.Filling))
	wantKind(t, db.AddClaimedEvidence(t.Context(), s.ID, s.Fence, host.Evidence{Kind: "answer", MediaType: "text/plain", Digest: "late"}), host.Conflict)
	if n := scalar[int](t, db, "SELECT dirs_done FROM jobs WHERE id = $1", job.ID); n != 1 {
		t.Errorf("%d directories are done", n)
	}
	if n := scalar[int](t, db, "SELECT count(*) FROM queue_history WHERE event_type = 'submission_submitted'"); n != 1 {
		t.Errorf("submitted %d times on record", n)
	}

	// One whose worker falls silent is another's: the first has no say any more.
	s, err = db.ClaimNext(t.Context(), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	at = host.Progress{Submission: s.ID, Fence: s.Fence}
	refused(host.Conflict, with(host.Submitting))
	held := claim(t, db, s, long)
	refused(host.Conflict, with(host.Submitting))
	at.Fence = held.Fence
	if _, err := report(with(host.Submitting)); err != nil {
		t.Fatal(err)
	}
	if got, err := report(with(host.Unknown)); err != nil || got.Status != host.Unknown {
		t.Errorf("unknown: %+v, %v", got, err)
	}
	if n := scalar[int](t, db, "SELECT count(*) FROM attention_items WHERE submission_id = $1 AND audience = 'staff' AND resolved_at IS NULL", s.ID); n != 1 {
		t.Error("nobody looks at what is not known")
	}
}

func TestProgressCheck(t *testing.T) {
	quote := host.Verdict{Answer: host.AnswerYes, Quote: "Thank you"}
	ask := &host.Attention{Audience: host.ForCustomer, Reason: "login", Message: "Open an account"}
	for name, c := range map[string]struct {
		p  host.Progress
		ok bool
	}{
		"in review":             {host.Progress{Status: host.Submitted, Listing: host.UnderReview, Verdict: quote}, true},
		"rejected":              {host.Progress{Status: host.Submitted, Listing: host.Rejected, Verdict: host.Verdict{Answer: host.AnswerNo, Quote: "No"}}, true},
		"live":                  {host.Progress{Status: host.Submitted, Listing: host.Live, Verdict: quote}, false},
		"no listing":            {host.Progress{Status: host.Submitted, Verdict: quote}, false},
		"verdict turned":        {host.Progress{Status: host.Submitted, Listing: host.Rejected, Verdict: quote}, false},
		"no quote":              {host.Progress{Status: host.Submitted, Listing: host.UnderReview, Verdict: host.Verdict{Answer: host.AnswerYes}}, false},
		"verdict before press":  {host.Progress{Status: host.Filling, Verdict: quote}, false},
		"planned":               {host.Progress{Status: host.Planned}, false},
		"no status":             {host.Progress{}, false},
		"asks":                  {host.Progress{Status: host.NeedsAttention, Attention: ask}, true},
		"asks nothing":          {host.Progress{Status: host.NeedsAttention}, false},
		"asks while it submits": {host.Progress{Status: host.Submitting, Attention: ask}, false},
		"skips silently":        {host.Progress{Status: host.Skipped}, false},
		"later":                 {host.Progress{Status: host.Admitted, After: time.Minute}, true},
		"next year":             {host.Progress{Status: host.Admitted, After: 400 * 24 * time.Hour}, false},
		"failed later":          {host.Progress{Status: host.Failed, After: time.Minute}, false},
	} {
		if err := c.p.Check(); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
