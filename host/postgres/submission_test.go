package postgres_test

import (
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
	"github.com/directorybolt/directorybolt/sdk"
)

const long = time.Hour

func claim(t *testing.T, db *postgres.DB, s host.Submission, lease time.Duration) host.Submission {
	t.Helper()
	s, err := db.Claim(t.Context(), s.ID, lease)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func intend(t *testing.T, db *postgres.DB, s host.Submission, window time.Duration) host.Submission {
	t.Helper()
	s, err := db.Intend(t.Context(), s, window)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func wantKind(t *testing.T, err error, kind host.Kind) {
	t.Helper()
	if err == nil || host.KindOf(err) != kind {
		t.Errorf("got error %v, want one of kind %s", err, kind)
	}
}

func TestClaimIsExclusive(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	s := submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)[0]
	won := make(chan int64, 8)
	for range cap(won) {
		go func() {
			got, err := db.Claim(t.Context(), s.ID, long)
			if err != nil {
				got.Fence = 0
			}
			won <- got.Fence
		}()
	}
	winners := 0
	for range cap(won) {
		if <-won > 0 {
			winners++
		}
	}
	if winners != 1 {
		t.Errorf("%d workers claimed one submission", winners)
	}
}

func TestOldFenceChangesNothing(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	s := submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)[0]
	stale := claim(t, db, s, 0) // lapses at once
	wantKind(t, db.Renew(t.Context(), stale, long), host.Conflict)
	_, err := db.Intend(t.Context(), stale, long)
	wantKind(t, err, host.Conflict)

	holder := claim(t, db, s, long)
	if holder.Fence <= stale.Fence || holder.Status != host.Filling || holder.Attempts != 2 {
		t.Fatalf("claimed again: fence %d, %s, attempt %d", holder.Fence, holder.Status, holder.Attempts)
	}
	wantKind(t, db.Renew(t.Context(), stale, long), host.Conflict)
	_, err = db.Intend(t.Context(), stale, long)
	wantKind(t, err, host.Conflict)
	_, err = db.Move(t.Context(), stale, host.Change{To: host.Failed})
	wantKind(t, err, host.Conflict)
	if _, err := db.Intend(t.Context(), holder, long); err != nil {
		t.Errorf("the holder's intent was refused: %v", err)
	}
}

func TestPressWindowKeepsEveryoneOut(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	s := submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)[0]
	s = intend(t, db, claim(t, db, s, long), long)
	if _, err := db.Pool().Exec(t.Context(), "UPDATE job_results SET lease_until = now() - interval '1 s' WHERE id = $1", s.ID); err != nil {
		t.Fatal(err)
	}
	got, err := db.Claim(t.Context(), s.ID, long)
	wantKind(t, err, host.Conflict)
	if got.DueAt.Before(s.PressBy) {
		t.Errorf("due at %v, before the window closes at %v", got.DueAt, s.PressBy)
	}
	if _, err := db.Pool().Exec(t.Context(), "UPDATE job_results SET due_at = now(), press_by = now() WHERE id = $1", s.ID); err != nil {
		t.Fatal(err)
	}
	if s = claim(t, db, s, long); s.Status != host.Submitting {
		t.Errorf("claimed as %s, want submitting: its intent stands", s.Status)
	}
}

func TestMovesOutsideTheStateMachineAreRefused(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	s := submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)[0]
	s = intend(t, db, claim(t, db, s, long), 0)
	for _, to := range []host.Status{host.Failed, host.Skipped, host.NeedsAttention, host.Filling, host.Planned} {
		if _, err := db.Move(t.Context(), s, host.Change{To: to}); err == nil {
			t.Errorf("a submission with a committed intent became %s", to)
		}
	}
	if _, err := db.Intend(t.Context(), s, long); err == nil {
		t.Error("a second intent was committed on top of the first")
	}
}

func TestOneListingAcrossOrders(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	c := customer(t, db)
	first := submissions(t, db, start(t, db, c, host.Starter).ID)[0]
	second := submissions(t, db, start(t, db, c, host.Starter).ID)[0]
	stranger := submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)[0]
	if first.Directory != second.Directory || first.ID == second.ID {
		t.Fatal("want two orders for the same directory")
	}
	first = intend(t, db, claim(t, db, first, long), 0)
	second = claim(t, db, second, long)
	_, err := db.Intend(t.Context(), second, long)
	wantKind(t, err, host.Denied)
	if _, err := db.Move(t.Context(), first, host.Change{To: host.Submitted, Listing: host.Live, Verdict: host.Verdict{Answer: host.AnswerYes}}); err != nil {
		t.Fatal(err)
	}
	_, err = db.Intend(t.Context(), second, long)
	wantKind(t, err, host.Denied)
	intend(t, db, claim(t, db, stranger, long), long)
	if _, err := db.Move(t.Context(), second, host.Change{To: host.Skipped}); err != nil {
		t.Errorf("the second order could not be passed over: %v", err)
	}
}

// Who orders, and under which name, does not matter: it is the same business by its phone number.
func TestOneListingAcrossCustomers(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	one := customerWith(t, db, "Acme", `{"name":"Acme","phone":"+14155550132"}`)
	other := customerWith(t, db, "Acme Ltd", `{"name":"Acme Ltd","phone":"+14155550132","website":"https://acme.example"}`)
	first := submissions(t, db, start(t, db, one, host.Starter).ID)[0]
	second := submissions(t, db, start(t, db, other, host.Starter).ID)[0]
	intend(t, db, claim(t, db, first, long), 0)
	second = claim(t, db, second, long)
	_, err := db.Intend(t.Context(), second, long)
	wantKind(t, err, host.Denied)
}

func TestProgressAndHistory(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 60)
	job := start(t, db, customer(t, db), host.Starter)
	changes := []host.Change{
		{To: host.Failed, ErrorLog: "adapter trapped"},
		{To: host.NeedsAttention, Attention: &host.Attention{Audience: host.ForCustomer, Reason: "profile", Field: "phone", Message: "A phone number is needed."}},
		{To: host.Skipped, Listing: host.Duplicate},
	}
	all := submissions(t, db, job.ID)
	done := make(chan error, len(all))
	for i, s := range all { // at the same moment, as workers do
		go func() {
			s, err := db.Claim(t.Context(), s.ID, long)
			if err == nil {
				_, err = db.Move(t.Context(), s, changes[i%len(changes)])
			}
			done <- err
		}()
	}
	for range all {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	got, err := db.Job(t.Context(), job.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got.Job.Status != host.JobCompleted || got.Job.DirsDone != len(all) || got.Job.Progress != 100 {
		t.Errorf("job is %s with %d of %d, %d %%", got.Job.Status, got.Job.DirsDone, len(all), got.Job.Progress)
	}
	if got.Counts.Total() != len(all) || got.Counts[host.ShareNeedsYou] == 0 {
		t.Errorf("counts %v do not add up to %d", got.Counts, len(all))
	}
	for _, event := range []string{"submission_planned", "submission_admitted", "submission_filling"} {
		if n := scalar[int](t, db, "SELECT count(*) FROM queue_history WHERE event_type = $1", event); n != len(all) {
			t.Errorf("%d events %s, want %d", n, event, len(all))
		}
	}
	if _, err := db.Pool().Exec(t.Context(), "DELETE FROM queue_history"); err == nil {
		t.Error("queue_history let go of its rows")
	}
}

func TestAttemptsStartAgainWithAnIntentAndAfterProvenAbsence(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	s := submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)[0]
	s = intend(t, db, claim(t, db, s, long), 0)
	if s.Attempts != 0 {
		t.Errorf("%d attempts after an intent, want 0: those before it only filled the form", s.Attempts)
	}
	refusal := &sdk.Refusal{Intent: 1, Quote: "Phone is not valid"}
	s, err := db.Release(t.Context(), s, host.Change{Refusal: refusal})
	if err != nil {
		t.Fatal(err)
	}
	s = claim(t, db, s, long)
	if s.Status != host.Submitting || len(s.Refusals) != 1 || s.Refusals[0].Quote != refusal.Quote {
		t.Fatalf("after release: %s with refusals %v", s.Status, s.Refusals)
	}
	s, err = db.Move(t.Context(), s, host.Change{To: host.Admitted})
	if err != nil {
		t.Fatal(err)
	}
	if s.Attempts != 0 || s.Intents != 1 || len(s.Refusals) != 1 {
		t.Errorf("admitted again: %d attempts, %d intents, %d refusals; want 0, 1, 1", s.Attempts, s.Intents, len(s.Refusals))
	}
	if s = claim(t, db, s, long); s.Attempts != 1 {
		t.Errorf("attempt %d, want 1", s.Attempts)
	}
}
