package postgres_test

import (
	"context"
	"errors"
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

// waiting makes a submission wait for its customer, and returns the task.
func waiting(t *testing.T, db *postgres.DB, job host.Job, of host.Submission) host.Task {
	t.Helper()
	s := claim(t, db, of, time.Minute)
	_, err := db.Move(t.Context(), s, host.Change{
		To: host.NeedsAttention, Note: "A code was sent.", Attention: &host.Attention{Audience: host.ForCustomer, Reason: "mail_code", Message: "A code was sent."},
	})
	if err != nil {
		t.Fatal(err)
	}
	tasks, err := db.Tasks(t.Context(), job.CustomerID)
	if err != nil || len(tasks) == 0 {
		t.Fatalf("%d tasks, %v", len(tasks), err)
	}
	for _, task := range tasks {
		if task.Submission == of.ID {
			return task
		}
	}
	t.Fatal("the task is not among those of its customer")
	return host.Task{}
}

// TestATaskIsSettledOnce lets many answer and skip at the same moment: one of them does, and the queue gets at most one entry.
func TestATaskIsSettledOnce(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	job := start(t, db, customer(t, db), host.Starter)
	for _, sub := range submissions(t, db, job.ID) {
		task, id := waiting(t, db, job, sub), sub.ID
		if task.Deadline.Before(time.Now()) {
			t.Errorf("a mailed code has the deadline %v", task.Deadline)
		}
		var settled, queued atomic.Int32
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				var err error
				if i%2 == 0 {
					err = db.AnswerTask(t.Context(), job.CustomerID, task.ID, profileKey, func(context.Context, pgx.Tx, []uuid.UUID) error { queued.Add(1); return nil })
				} else {
					err = db.SkipTask(t.Context(), job.CustomerID, task.ID)
				}
				switch {
				case err == nil:
					settled.Add(1)
				case host.KindOf(err) != host.Conflict:
					t.Error(err)
				}
			})
		}
		all.Wait()
		s, err := db.Submission(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		want := host.Skipped
		if queued.Load() == 1 {
			want = host.Admitted
		}
		if settled.Load() != 1 || queued.Load() > 1 || s.Submission.Status != want {
			t.Errorf("settled %d times, queued %d times, %s", settled.Load(), queued.Load(), s.Submission.Status)
		}
		var audits int
		if err := db.Pool().QueryRow(t.Context(), "SELECT count(*) FROM audit_log WHERE object = $1 AND actor = $2", id.String(), job.CustomerID).Scan(&audits); err != nil || audits != 1 {
			t.Errorf("%d entries in the audit log, %v", audits, err)
		}
	}
}

// TestAnswersThatCannotBeQueuedAreNone keeps the task open when its submission cannot be handed to the workers.
func TestAnswersThatCannotBeQueuedAreNone(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	job := start(t, db, customer(t, db), host.Starter)
	task := waiting(t, db, job, submissions(t, db, job.ID)[0])
	full := errors.New("the queue is full")
	if err := db.AnswerTask(t.Context(), job.CustomerID, task.ID, profileKey, func(context.Context, pgx.Tx, []uuid.UUID) error { return full }); !errors.Is(err, full) {
		t.Fatal(err)
	}
	if after, err := db.Task(t.Context(), job.CustomerID, task.ID); err != nil || !after.Open() {
		t.Errorf("%+v, %v", after, err)
	}
}

// TestNothingGoesOnForWhoLeaves answers a task of an order that was done before its owner asked to delete the account.
func TestNothingGoesOnForWhoLeaves(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	c := customer(t, db)
	job := start(t, db, c, host.Starter)
	all := submissions(t, db, job.ID)
	task := waiting(t, db, job, all[0])
	for _, s := range all[1:] {
		fail(t, db, s)
	}
	d := typed(t, db, c.ID, profileFields("Acme", "(415) 555-0132"))
	request(t, db, c, time.Now())
	wantKind(t, db.AnswerTask(t.Context(), c.ID, task.ID, profileKey, queueNothing), host.Denied)
	_, _, err := approve(t, db, c.ID, d.Revision)
	wantKind(t, err, host.Denied)
	if after, err := db.Task(t.Context(), c.ID, task.ID); err != nil || !after.Open() {
		t.Errorf("%+v, %v", after, err)
	}
}

// TestStrangersFindNothing asks for everything of one customer's as another.
func TestStrangersFindNothing(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	job, stranger := start(t, db, customer(t, db), host.Starter), customer(t, db)
	subs := submissions(t, db, job.ID)
	task := waiting(t, db, job, subs[0])
	ctx := t.Context()
	for name, ask := range map[string]func() error{
		"watch":  func() error { _, err := db.Watch(ctx, stranger.ID, job.ID, ""); return err },
		"detail": func() error { _, err := db.Detail(ctx, stranger.ID, subs[0].ID); return err },
		"task":   func() error { _, err := db.Task(ctx, stranger.ID, task.ID); return err },
		"answer": func() error {
			return db.AnswerTask(ctx, stranger.ID, task.ID, profileKey, func(context.Context, pgx.Tx, []uuid.UUID) error { t.Error("queued"); return nil })
		},
		"skip":         func() error { return db.SkipTask(ctx, stranger.ID, task.ID) },
		"skip listing": func() error { return db.SkipListing(ctx, stranger.ID, subs[1].ID) },
	} {
		if err := ask(); host.KindOf(err) != host.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	if tasks, err := db.Tasks(ctx, stranger.ID); err != nil || len(tasks) != 0 {
		t.Errorf("%d tasks, %v", len(tasks), err)
	}
	if items, err := db.Activity(ctx, stranger.ID, "", 0, 50); err != nil || len(items) != 0 {
		t.Errorf("%d activities, %v", len(items), err)
	}
	if evidence, err := db.EvidenceOf(ctx, stranger.ID, subs[0].ID); err != nil || len(evidence) != 0 {
		t.Errorf("%d pieces of evidence, %v", len(evidence), err)
	}
}

// TestOnlyWhatIsNotUnderWayIsSkipped tries to pass over a submission in each step of its way.
func TestOnlyWhatIsNotUnderWayIsSkipped(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	job := start(t, db, customer(t, db), host.Starter)
	subs := submissions(t, db, job.ID)
	if err := db.SkipListing(t.Context(), job.CustomerID, subs[0].ID); err != nil {
		t.Error(err)
	}
	if err := db.SkipListing(t.Context(), job.CustomerID, subs[0].ID); host.KindOf(err) != host.Conflict {
		t.Errorf("skipped twice: %v", err)
	}
	s := claim(t, db, subs[1], time.Minute)
	if err := db.SkipListing(t.Context(), job.CustomerID, subs[1].ID); host.KindOf(err) != host.Conflict {
		t.Errorf("skipped while a worker fills the form: %v", err)
	}
	s = intend(t, db, s, time.Minute)
	if err := db.SkipListing(t.Context(), job.CustomerID, s.ID); host.KindOf(err) != host.Conflict {
		t.Errorf("skipped after the press: %v", err)
	}
	after, err := db.Job(t.Context(), job.ID)
	if err != nil || after.Job.DirsDone != 1 {
		t.Errorf("%d done, %v", after.Job.DirsDone, err)
	}
}

// TestNewsMissesNothing reads news while a transaction that began earlier is still open: what it writes is told once it is committed.
func TestNewsMissesNothing(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	job := start(t, db, customer(t, db), host.Starter)
	subs := submissions(t, db, job.ID)
	slow, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = slow.Rollback(context.WithoutCancel(t.Context())) }()
	if _, err := slow.Exec(t.Context(), `INSERT INTO queue_history (job_id, directory, event_type)
		SELECT job_id, directory, 'submission_filling' FROM job_results WHERE id = $1`, subs[0].ID); err != nil {
		t.Fatal(err)
	}
	claim(t, db, subs[1], time.Minute)
	first, err := db.Watch(t.Context(), job.CustomerID, job.ID, "")
	if err != nil || len(first.Rows) != len(subs) {
		t.Fatalf("%d rows, %v", len(first.Rows), err)
	}
	if err := slow.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	second, err := db.Watch(t.Context(), job.CustomerID, job.ID, first.Cursor)
	if err != nil {
		t.Fatal(err)
	}
	told := map[uuid.UUID]bool{}
	for _, r := range second.Rows {
		told[r.Submission.ID] = true
	}
	if !told[subs[0].ID] {
		t.Error("what an earlier transaction wrote was missed")
	}
}
