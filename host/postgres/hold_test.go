package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

func fulfilment() postgres.Fulfilment {
	return postgres.Fulfilment{
		Enqueue: func(context.Context, pgx.Tx, uuid.UUID) error { return nil },
		Receipt: func(p host.Payment, c host.Customer, _ bool) host.Mail {
			return host.Mail{Customer: c.ID, Key: "paid:" + p.Job.String(), Kind: "paid", To: c.Email, Subject: "Paid"}
		},
	}
}

var messages atomic.Int64

// tell applies facts as a message of their own.
func tell(t *testing.T, db *postgres.DB, facts host.Payment) {
	t.Helper()
	e := host.PaymentEvent{ID: fmt.Sprint("evt_", messages.Add(1)), CreatedAt: time.Now(), Facts: facts}
	if _, err := db.ApplyPayment(t.Context(), e, fulfilment()); err != nil {
		t.Fatal(err)
	}
}

// paid pays for a job of a customer whose profile is approved, and starts it.
func paid(t *testing.T, db *postgres.DB) (host.Payment, []host.Submission) {
	t.Helper()
	putDirectories(t, db, 60)
	c := customer(t, db)
	draft, err := db.DraftOf(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	tell(t, db, host.Payment{
		Session: "cs", Intent: "pi", Draft: draft.ID, Package: host.Starter, Directories: 7, Email: c.Email, Amount: 14900, Currency: "usd", Status: host.PaymentPaid,
	})
	p, err := db.PaymentOfSession(t.Context(), "cs")
	if err != nil {
		t.Fatal(err)
	}
	if p.Customer != c.ID || p.First {
		t.Fatalf("the job went to %s, want the customer who was signed in", p.Customer)
	}
	if _, err := db.StartJob(t.Context(), p.Job, anyKey(p.Job.String())); err != nil {
		t.Fatal(err)
	}
	postgrestest.Admit(t, db)
	return p, submissions(t, db, p.Job)
}

// adds fails the test if the counts of a job do not add up to its rows.
func adds(t *testing.T, db *postgres.DB, job uuid.UUID) host.Job {
	t.Helper()
	summary, err := db.Job(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	settled := 0
	for _, s := range submissions(t, db, job) {
		if s.Status.Settled() {
			settled++
		}
	}
	if summary.Job.DirsDone != settled || summary.Counts.Total() != summary.Job.DirsTotal {
		t.Errorf("job says %d done of %d, its rows say %d of %d", summary.Job.DirsDone, summary.Job.DirsTotal, settled, summary.Counts.Total())
	}
	return summary.Job
}

// TestFullRefundEndsAJob has a submission at every place that one can be at when the refund comes.
func TestFullRefundEndsAJob(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	p, all := paid(t, db)
	if len(all) != 7 {
		t.Fatalf("%d submissions, want the 7 that were paid for", len(all))
	}
	filling, lapsed, asked := claim(t, db, all[0], long), claim(t, db, all[1], 0), claim(t, db, all[2], long)
	pressed, needs, done := intend(t, db, claim(t, db, all[3], long), 0), claim(t, db, all[4], long), intend(t, db, claim(t, db, all[5], long), 0)
	move := func(s host.Submission, c host.Change) {
		t.Helper()
		if _, err := db.Move(t.Context(), s, c); err != nil {
			t.Fatal(err)
		}
	}
	ask := host.Change{To: host.NeedsAttention, Attention: &host.Attention{Audience: host.ForCustomer, Reason: "profile", Message: "Which one?"}}
	move(needs, ask)
	move(done, host.Change{To: host.Submitted, Listing: host.Live})
	adds(t, db, p.Job)

	tell(t, db, host.Payment{Intent: "pi", Amount: 14900, Refunded: 14900})
	if j := adds(t, db, p.Job); j.Status != host.JobCancelled || j.Reason == "" {
		t.Errorf("job is %s (%q), want cancelled with a reason", j.Status, j.Reason)
	}
	if _, err := db.Intend(t.Context(), filling, long); host.KindOf(err) != host.Denied {
		t.Errorf("an intent after the refund: %v, want denied", err)
	}
	move(filling, host.Change{To: host.Skipped, Note: "cancelled"})
	move(asked, ask) // nobody is asked any more
	if _, err := db.Claim(t.Context(), lapsed.ID, long); host.KindOf(err) != host.NotFound {
		t.Errorf("a lapsed one was claimed: %v", err)
	}
	if _, err := db.Release(t.Context(), pressed, host.Change{}); err != nil {
		t.Fatal(err)
	}
	found := claim(t, db, pressed, long) // what came of a press is still found out
	move(found, host.Change{To: host.Submitted, Listing: host.UnderReview})
	adds(t, db, p.Job)
	want := map[uuid.UUID]host.Status{pressed.ID: host.Submitted, done.ID: host.Submitted}
	for _, s := range submissions(t, db, p.Job) {
		w, ok := want[s.ID]
		if !ok {
			w = host.Skipped
		}
		if s.Status != w {
			t.Errorf("%s is %s, want %s", s.Directory, s.Status, w)
		}
	}
	if n := scalar[int](t, db, "SELECT count(*)::int FROM attention_items WHERE resolved_at IS NULL"); n != 0 {
		t.Errorf("%d questions are still open", n)
	}
}

func TestDisputeHoldsAndAWonOneReleases(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	p, all := paid(t, db)
	filling := claim(t, db, all[0], long)
	tell(t, db, host.Payment{Intent: "pi", Dispute: host.DisputeOpen})
	if j := adds(t, db, p.Job); j.Held != host.HeldDispute || j.Status != host.JobInProgress {
		t.Errorf("job is %s, held %q", j.Status, j.Held)
	}
	if _, err := db.Intend(t.Context(), filling, long); host.KindOf(err) != host.Unavailable {
		t.Errorf("an intent while held: %v, want unavailable", err)
	}
	if _, err := db.Claim(t.Context(), all[1].ID, long); host.KindOf(err) != host.NotFound {
		t.Errorf("a claim while held: %v, want nothing to do", err)
	}
	past := func() {
		t.Helper()
		if _, err := db.Pool().Exec(t.Context(), "UPDATE job_results SET due_at = now() - interval '1 hour'"); err != nil {
			t.Fatal(err)
		}
	}
	past()
	if n, err := db.Lapsed(t.Context(), time.Minute, queueNothing); err != nil || n != 0 {
		t.Errorf("%d submissions of a held job were brought back, %v", n, err)
	}
	tell(t, db, host.Payment{Intent: "pi", Dispute: host.DisputeWon})
	if j := adds(t, db, p.Job); j.Held != host.NotHeld || j.Reason != "" {
		t.Errorf("after the dispute was won the job is held %q (%q)", j.Held, j.Reason)
	}
	if n, err := db.Lapsed(t.Context(), time.Minute, queueNothing); err != nil || n != len(all)-1 {
		t.Errorf("%d submissions were brought back after the release, %v; want %d", n, err, len(all)-1)
	}
	if _, err := db.Intend(t.Context(), filling, long); err != nil {
		t.Errorf("an intent after the release: %v", err)
	}
	tell(t, db, host.Payment{Intent: "pi", Dispute: host.DisputeOpen}) // comes late: it was decided
	if j := adds(t, db, p.Job); j.Held != host.NotHeld {
		t.Error("a message that came late holds the job again")
	}
	tell(t, db, host.Payment{Intent: "pi", Dispute: host.DisputeLost})
	if j := adds(t, db, p.Job); j.Status != host.JobCancelled {
		t.Errorf("after a lost dispute the job is %s", j.Status)
	}
}

// TestNoPressAfterCancellation lets workers commit intents while the job is cancelled: each is committed before it or never.
func TestNoPressAfterCancellation(t *testing.T) {
	t.Parallel()
	for _, how := range []host.Payment{{Intent: "pi", Amount: 14900, Refunded: 14900}, {Intent: "pi", Dispute: host.DisputeOpen}} {
		db := postgrestest.Open(t)
		_, all := paid(t, db)
		for i, s := range all {
			all[i] = claim(t, db, s, long)
		}
		var working sync.WaitGroup
		refused := make([]error, len(all))
		for i, s := range all {
			working.Go(func() { _, refused[i] = db.Intend(t.Context(), s, long) })
			if i == len(all)/2 {
				working.Go(func() { tell(t, db, how) })
			}
		}
		working.Wait()
		for i, err := range refused {
			if k := host.KindOf(err); err != nil && k != host.Denied && k != host.Unavailable {
				t.Errorf("intent %d: %v", i, err)
			}
		}
		if _, err := db.Intend(t.Context(), all[0], long); err == nil {
			t.Error("an intent was committed after the job was stopped")
		}
	}
}

// TestPressIsSeenByWhoCancels stops an intent in the middle of its transaction: a cancellation waits for it instead of overtaking it.
func TestPressIsSeenByWhoCancels(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	p, all := paid(t, db)
	s := claim(t, db, all[0], long)
	tx, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) }()
	if _, err := tx.Exec(t.Context(), "SELECT FROM job_results WHERE id = $1 FOR UPDATE", s.ID); err != nil {
		t.Fatal(err)
	}
	intended, cancelled := make(chan error, 1), make(chan error, 1)
	waiting := func(n int) {
		t.Helper()
		for scalar[int](t, db, "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") < n {
			select {
			case err := <-cancelled:
				t.Fatalf("the cancellation did not wait for the intent: %v", err)
			default:
			}
		}
	}
	go func() {
		_, err := db.Intend(t.Context(), s, long)
		intended <- err
	}()
	waiting(1)
	go func() {
		_, err := db.CancelJob(t.Context(), uuid.Nil, p.Job, "a test")
		cancelled <- err
	}()
	waiting(2)
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-intended; err != nil {
		t.Errorf("the intent that came first: %v", err)
	}
	if err := <-cancelled; err != nil {
		t.Error(err)
	}
	if j := adds(t, db, p.Job); j.Status != host.JobCancelled {
		t.Errorf("job is %s", j.Status)
	}
}

func TestCancelOrder(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	p, all := paid(t, db)
	if _, err := db.CancelOrder(t.Context(), customer(t, db).ID, p.Job); host.KindOf(err) != host.NotFound {
		t.Errorf("somebody else's order was cancelled: %v", err)
	}
	for range 2 { // again changes nothing
		got, err := db.CancelOrder(t.Context(), p.Customer, p.Job)
		if err != nil {
			t.Fatal(err)
		}
		if got.RefundWantedAt.IsZero() || !got.Refundable() {
			t.Errorf("the payment is not marked for refund: %+v", got)
		}
	}
	if j := adds(t, db, p.Job); j.Status != host.JobCancelled || !strings.Contains(j.Reason, "refund") {
		t.Errorf("job is %s: %q", j.Status, j.Reason)
	}
	if want, err := db.UnsettledPayments(t.Context(), time.Hour); err != nil || len(want) != 1 || want[0].ID != p.ID {
		t.Errorf("payments to refund: %v, %v", want, err)
	}
	tell(t, db, host.Payment{Intent: "pi", Amount: 14900, Refunded: 14900})
	if want, err := db.UnsettledPayments(t.Context(), time.Hour); err != nil || len(want) != 0 {
		t.Errorf("payments to refund after Stripe's word: %v, %v", want, err)
	}
	if j := adds(t, db, p.Job); j.Status != host.JobCancelled || strings.Contains(j.Reason, "on its way") {
		t.Errorf("once the money is back, job is %s: %q", j.Status, j.Reason)
	}
	for _, s := range all {
		if _, err := db.Claim(t.Context(), s.ID, long); host.KindOf(err) != host.NotFound {
			t.Errorf("%s was claimed after the cancellation: %v", s.Directory, err)
		}
	}

	begun := postgrestest.Open(t)
	p, all = paid(t, begun)
	claim(t, begun, all[0], long)
	if _, err := begun.CancelOrder(t.Context(), p.Customer, p.Job); host.KindOf(err) != host.Denied {
		t.Errorf("an order that has begun was cancelled: %v", err)
	}
}

func TestHoldByStaff(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	p, all := paid(t, db)
	staff := uuid.New()
	if err := db.HoldJob(t.Context(), staff, p.Job, "waiting for a call"); err != nil {
		t.Fatal(err)
	}
	tell(t, db, host.Payment{Intent: "pi", Dispute: host.DisputeOpen})
	if j := adds(t, db, p.Job); j.Held != host.HeldStaff || j.Reason != "waiting for a call" {
		t.Errorf("job is held by %q (%q), want staff", j.Held, j.Reason)
	}
	if err := db.ReleaseJob(t.Context(), staff, p.Job, "called"); err != nil {
		t.Fatal(err)
	}
	if j := adds(t, db, p.Job); j.Held != host.HeldDispute {
		t.Errorf("after staff's release the job is held by %q, want the dispute", j.Held)
	}
	if err := db.ReleaseJob(t.Context(), staff, p.Job, "again"); host.KindOf(err) != host.Conflict {
		t.Errorf("staff released a dispute: %v", err)
	}
	claim(t, db, func() host.Submission {
		tell(t, db, host.Payment{Intent: "pi", Dispute: host.DisputeWon})
		return all[0]
	}(), long)
	got, err := db.CancelJob(t.Context(), staff, p.Job, "asked by phone")
	if err != nil || !got.Refundable() {
		t.Fatalf("%+v, %v", got, err)
	}
	if n := scalar[int](t, db, "SELECT count(*)::int FROM audit_log WHERE actor = $1 AND object = $2 AND reason <> ''", staff, p.Job.String()); n != 3 {
		t.Errorf("%d actions of staff are on record, want 3", n)
	}
}
