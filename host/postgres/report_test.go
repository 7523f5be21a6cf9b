package postgres_test

import (
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

func TestReportHasWhatCameOfEachDirectory(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	c, stranger := customer(t, db), customer(t, db)
	job := start(t, db, c, host.Starter)
	all := submissions(t, db, job.ID)
	live := intend(t, db, claim(t, db, all[0], long), 0)
	for _, e := range []host.Evidence{
		{Kind: "after", MediaType: "image/jpeg", Digest: "aa"}, {Kind: "listing", MediaType: "image/jpeg", Digest: "bb"},
		{Kind: "listing", MediaType: "text/plain; charset=utf-8", Digest: "cc"},
	} {
		if err := db.AddEvidence(t.Context(), live, e); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Move(t.Context(), live, host.Change{To: host.Submitted, Listing: host.Live, ListingURL: "https://d.example/1"}); err != nil {
		t.Fatal(err)
	}
	needs := host.Change{To: host.NeedsAttention, Attention: &host.Attention{Audience: host.ForCustomer, Reason: "captcha", Message: "Solve the captcha."}}
	if _, err := db.Move(t.Context(), claim(t, db, all[1], long), needs); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Pool().Exec(t.Context(), "UPDATE jobs SET dirs_paid = 50"); err != nil {
		t.Fatal(err)
	}

	r, err := db.Report(t.Context(), c.ID, job.ID)
	if err != nil {
		t.Fatal(err)
	}
	if r.Company != c.CompanyName || r.Business.Name != c.CompanyName || r.ApprovedAt.IsZero() || r.Job.DirsPaid != 50 {
		t.Errorf("head of the report: %+v", r)
	}
	if got := r.Of(host.ShareLive); len(got) != 1 || got[0].Picture != "bb" || got[0].Text != "cc" {
		t.Errorf("live: %+v", got)
	}
	if got := r.Of(host.ShareNeedsYou); len(got) != 1 || got[0].Asked != "Solve the captcha." {
		t.Errorf("needs you: %+v", got)
	}
	if got := r.Totals(); got.Total() != 50 || got[host.ShareLive] != 1 {
		t.Errorf("totals: %+v", got)
	}
	if len(r.Weeks) != 1 || r.Weeks[0].Sent != 1 || r.Weeks[0].Live != 1 || r.Weeks[0].Start.Weekday() != time.Monday {
		t.Errorf("weeks: %+v", r.Weeks)
	}
	list, err := db.Reports(t.Context(), c.ID)
	if err != nil || len(list) != 1 || list[0].Counts[host.ShareLive] != 1 {
		t.Errorf("list: %+v, %v", list, err)
	}
	_, err = db.Report(t.Context(), stranger.ID, job.ID)
	wantKind(t, err, host.NotFound)
}

func TestSharedReportEnds(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	c, stranger := customer(t, db), customer(t, db)
	job := start(t, db, c, host.Starter)
	_, err := db.Share(t.Context(), stranger.ID, job.ID, "stolen", time.Hour)
	wantKind(t, err, host.NotFound)
	share, err := db.Share(t.Context(), c.ID, job.ID, "token", 7*24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	if s, r, err := db.SharedReport(t.Context(), "token", now); err != nil || s.Ended(now) != "" || r.Company != c.CompanyName {
		t.Errorf("a link that works: %+v, %+v, %v", s, r, err)
	}
	later := now.Add(7 * 24 * time.Hour)
	if s, r, err := db.SharedReport(t.Context(), "token", later); err != nil || s.Ended(later) != "expired" || r.Company != "" {
		t.Errorf("an old link: %+v, %+v, %v", s, r, err)
	}
	_, err = db.RevokeShare(t.Context(), stranger.ID, share.ID)
	wantKind(t, err, host.NotFound)
	if _, err := db.RevokeShare(t.Context(), c.ID, share.ID); err != nil {
		t.Fatal(err)
	}
	if s, r, err := db.SharedReport(t.Context(), "token", now); err != nil || s.Ended(now) != "revoked" || r.Company != "" {
		t.Errorf("a revoked link: %+v, %+v, %v", s, r, err)
	}
	if shares, err := db.Shares(t.Context(), stranger.ID, job.ID); err != nil || len(shares) != 0 {
		t.Errorf("a stranger sees links: %+v, %v", shares, err)
	}
	_, _, err = db.SharedReport(t.Context(), "guessed", now)
	wantKind(t, err, host.NotFound)
}
