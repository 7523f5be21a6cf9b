package postgres_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

func TestAPIKeys(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	c, other := customer(t, db), customer(t, db)
	k, err := db.CreateAPIKey(t.Context(), host.APIKey{Customer: c.ID, Name: "Reports", Scopes: []host.Scope{host.ScopeRead}}, "dbk_SECRETSECRET")
	if err != nil || k.Prefix != "dbk_SECRET" {
		t.Fatalf("%+v, %v", k, err)
	}
	if n := scalar[int](t, db, "SELECT count(*) FROM api_keys k WHERE k::text ILIKE '%SECRETSECRET%'"); n != 0 {
		t.Error("the key itself is kept")
	}
	got, err := db.APIKey(t.Context(), "dbk_SECRETSECRET")
	if err != nil || got.Customer != c.ID || !got.May(host.ScopeRead) || got.May(host.ScopeWrite) {
		t.Errorf("%+v, %v", got, err)
	}
	if used, err := db.APIKeysOf(t.Context(), c.ID); err != nil || len(used) != 1 || used[0].LastUsed.IsZero() {
		t.Errorf("used: %+v, %v", used, err)
	}
	_, err = db.APIKey(t.Context(), "dbk_OTHER")
	wantKind(t, err, host.NotFound)
	wantKind(t, db.RevokeAPIKey(t.Context(), other.ID, k.ID), host.NotFound)
	if err := db.RevokeAPIKey(t.Context(), c.ID, k.ID); err != nil {
		t.Fatal(err)
	}
	_, err = db.APIKey(t.Context(), "dbk_SECRETSECRET")
	wantKind(t, err, host.NotFound)
	wantKind(t, db.RevokeAPIKey(t.Context(), c.ID, k.ID), host.NotFound)

	if _, err := db.CreateAPIKey(t.Context(), host.APIKey{Customer: c.ID, Name: "Short", Scopes: host.Scopes, ExpiresAt: time.Now().Add(time.Hour)}, "dbk_SHORT"); err != nil {
		t.Fatal(err)
	}
	execute(t, db, "UPDATE api_keys SET expires_at = now() WHERE name = 'Short'")
	_, err = db.APIKey(t.Context(), "dbk_SHORT")
	wantKind(t, err, host.NotFound)
	for range host.MaxAPIKeys {
		if _, err = db.CreateAPIKey(t.Context(), host.APIKey{Customer: c.ID, Name: "Many", Scopes: host.Scopes}, uuid.NewString()); err != nil {
			t.Fatal(err)
		}
	}
	_, err = db.CreateAPIKey(t.Context(), host.APIKey{Customer: c.ID, Name: "One more", Scopes: host.Scopes}, uuid.NewString())
	wantKind(t, err, host.Conflict)
}

func TestWritesHappenOnce(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	c, other := customer(t, db), customer(t, db)
	begin := func(customer uuid.UUID, what string) (*host.KeptAnswer, uuid.UUID, error) {
		return db.BeginWrite(t.Context(), customer, "key", []byte(what))
	}
	first, owner, err := begin(c.ID, "a")
	if err != nil || first != nil {
		t.Fatal(first, err)
	}
	_, _, err = begin(c.ID, "a")
	wantKind(t, err, host.Conflict)
	_, _, err = begin(c.ID, "b")
	wantKind(t, err, host.Invalid)
	if first, _, err := begin(other.ID, "b"); err != nil || first != nil {
		t.Errorf("another customer's key is in the way: %v, %v", first, err)
	}
	if err := db.EndWrite(t.Context(), c.ID, "key", owner, &host.KeptAnswer{Status: 201, Body: []byte("made")}); err != nil {
		t.Fatal(err)
	}
	if first, _, err := begin(c.ID, "a"); err != nil || first == nil || first.Status != 201 || string(first.Body) != "made" {
		t.Errorf("a repeat got %+v, %v", first, err)
	}
	_, _, err = begin(c.ID, "b")
	wantKind(t, err, host.Invalid)
	execute(t, db, "UPDATE idempotency_keys SET created_at = created_at - interval '25 hours' WHERE customer_id = $1", c.ID)
	first, late, err := begin(c.ID, "b")
	if err != nil || first != nil {
		t.Errorf("after a day the key is not free: %+v, %v", first, err)
	}
	// Its process dies. Whoever repeats it gets on, and should the dead one still answer, that counts for nothing.
	execute(t, db, "UPDATE idempotency_keys SET created_at = created_at - interval '3 minutes' WHERE customer_id = $1", c.ID)
	if first, _, err := begin(c.ID, "b"); err != nil || first != nil {
		t.Errorf("a write that came to no end bars the way: %+v, %v", first, err)
	}
	if err := db.EndWrite(t.Context(), c.ID, "key", late, nil); err != nil {
		t.Fatal(err)
	}
	_, _, err = begin(c.ID, "b")
	wantKind(t, err, host.Conflict)
}

// TestPagesAreStable reads a list page by page while rows come and change: each that was there is read once.
func TestPagesAreStable(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 60)
	c := customer(t, db)
	job := start(t, db, c, host.Starter)
	want := []uuid.UUID{}
	for _, s := range submissions(t, db, job.ID) {
		want = append(want, s.ID)
	}
	var got []uuid.UUID
	f := host.SubmissionFilter{Most: 4}
	for {
		page, err := db.SubmissionsPage(t.Context(), c.ID, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page {
			got = append(got, r.Submission.ID)
			f.After = host.Place{At: r.Submission.CreatedAt, ID: r.Submission.ID}
		}
		if len(page) < f.Most {
			break
		}
		if len(got) == 4 {
			start(t, db, c, host.Starter) // comes before the first page
		}
		execute(t, db, "UPDATE job_results SET updated_at = now(), error_log = error_log || 'x'")
	}
	order := func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }
	slices.SortFunc(got, order)
	slices.SortFunc(want, order)
	if !slices.Equal(got, want) {
		t.Errorf("read %d rows, want the %d that were there", len(got), len(want))
	}
	if jobs, err := db.JobsPage(t.Context(), c.ID, host.JobFilter{Most: 1}); err != nil || len(jobs) != 1 || jobs[0].Job.ID == job.ID || jobs[0].Counts.Total() != jobs[0].Job.DirsTotal {
		t.Errorf("newest job: %+v, %v", jobs, err)
	}
	if none, err := db.SubmissionsPage(t.Context(), customer(t, db).ID, host.SubmissionFilter{Job: job.ID, Most: 10}); err != nil || len(none) != 0 {
		t.Errorf("another customer reads %d rows, %v", len(none), err)
	}
}
