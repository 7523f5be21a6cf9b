package postgres_test

import (
	"context"
	"encoding/json"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// fail lets a worker give up on a submission before anything is pressed.
func fail(t *testing.T, db *postgres.DB, s host.Submission) {
	t.Helper()
	if _, err := db.Move(t.Context(), claim(t, db, s, long), host.Change{To: host.Failed, Note: "The form has changed."}); err != nil {
		t.Fatal(err)
	}
}

func TestRerunPlansWhatFailedAndCountsItAsToDo(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	c := customer(t, db)
	job := start(t, db, c, host.Starter)
	all := submissions(t, db, job.ID)
	for _, s := range all {
		fail(t, db, s)
	}
	var queued []uuid.UUID
	queue := func(_ context.Context, _ pgx.Tx, ids []uuid.UUID) error {
		queued = append(queued, ids...)
		return nil
	}
	got, err := db.Rerun(t.Context(), c.ID, job.ID, uuid.Nil, len(all)+1, profileKey, queue)
	if want := (host.Rerun{Again: len(all), Running: 1}); err != nil || got != want {
		t.Fatalf("got %+v, %v; want %+v", got, err, want)
	}
	if len(queued) != 0 {
		t.Errorf("%d are queued past the dispatcher", len(queued))
	}
	if n := scalar[int](t, db, "SELECT count(*)::int FROM job_results WHERE status = 'planned' AND attempts = 0"); n != len(all) {
		t.Errorf("%d planned anew, want %d", n, len(all))
	}
	if s := scalar[string](t, db, "SELECT status || ' ' || dirs_done FROM jobs"); s != "in_progress 0" {
		t.Errorf("the job is %s", s)
	}
	postgrestest.Admit(t, db)
	for range 2 {
		fail(t, db, all[0])
		if got, err := db.Rerun(t.Context(), c.ID, uuid.Nil, all[0].ID, 1, profileKey, queueNothing); err != nil || got.Again != 1 {
			t.Fatalf("again: %+v, %v", got, err)
		}
	}
	fail(t, db, all[0])
	if got, err := db.Rerun(t.Context(), c.ID, uuid.Nil, all[0].ID, 1, profileKey, queueNothing); err != nil || got != (host.Rerun{Limit: 1}) {
		t.Errorf("a fourth time: %+v, %v", got, err)
	}
}

func TestRerunRefuses(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	c, stranger := customer(t, db), customer(t, db)
	job := start(t, db, c, host.Starter)
	all := submissions(t, db, job.ID)
	fail(t, db, all[0])
	pressed := intend(t, db, claim(t, db, all[1], long), 0)
	if _, err := db.Move(t.Context(), pressed, host.Change{To: host.Submitted, Listing: host.Rejected}); err != nil {
		t.Fatal(err)
	}
	if got, err := db.Rerun(t.Context(), c.ID, uuid.Nil, all[1].ID, 1, profileKey, queueNothing); err != nil || got != (host.Rerun{Running: 1}) {
		t.Errorf("one that was sent: %+v, %v", got, err)
	}
	_, err := db.Rerun(t.Context(), stranger.ID, job.ID, uuid.Nil, 1, profileKey, queueNothing)
	wantKind(t, err, host.NotFound)
	_, err = db.Rerun(t.Context(), stranger.ID, uuid.Nil, all[0].ID, 1, profileKey, queueNothing)
	wantKind(t, err, host.NotFound)
	request(t, db, c, time.Now())
	_, err = db.Rerun(t.Context(), c.ID, job.ID, uuid.Nil, 1, profileKey, queueNothing)
	wantKind(t, err, host.Denied)
	if _, err := db.CancelDeletion(t.Context(), c.ID, time.Now()); err != nil {
		t.Fatal(err)
	}
	for _, state := range []string{"status = 'completed', held = 'dispute'", "held = 'staff'", "held = '', status = 'cancelled'"} {
		if _, err := db.Pool().Exec(t.Context(), "UPDATE jobs SET "+state); err != nil {
			t.Fatal(err)
		}
		_, err = db.Rerun(t.Context(), c.ID, job.ID, uuid.Nil, 1, profileKey, queueNothing)
		wantKind(t, err, host.Conflict)
	}
}

// Many who ask at once, while workers settle others: each submission is planned once, and the job's count stays right.
func TestRerunsAtOncePlanEachOnce(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 60)
	c := customer(t, db)
	job := start(t, db, c, host.Starter)
	all := submissions(t, db, job.ID)
	half := len(all) / 2
	for _, s := range all[:half] {
		fail(t, db, s)
	}
	var planned atomic.Int64
	done := make(chan error)
	for range 6 {
		go func() {
			again, err := db.Rerun(t.Context(), c.ID, job.ID, uuid.Nil, half, profileKey, queueNothing)
			planned.Add(int64(again.Again))
			done <- err
		}()
	}
	go func() {
		for _, s := range all[half:] {
			got, err := db.Claim(context.Background(), s.ID, long)
			if err == nil {
				_, err = db.Move(context.Background(), got, host.Change{To: host.Skipped})
			}
			if err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for range 7 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if planned.Load() != int64(half) {
		t.Errorf("%d planned, want %d", planned.Load(), half)
	}
	if n := scalar[int](t, db, "SELECT dirs_done FROM jobs"); n != len(all)-half {
		t.Errorf("%d counted as done, want %d", n, len(all)-half)
	}
}

// TestWhatGoesOnHasTheProfileOfToday corrects the profile while one submission has failed and a worker still fills another with the version before:
// whoever lets them go on sends the corrected one.
func TestWhatGoesOnHasTheProfileOfToday(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	c := customer(t, db)
	job := start(t, db, c, host.Starter)
	all := submissions(t, db, job.ID)
	fail(t, db, all[0])
	held := claim(t, db, all[1], long)
	d := typed(t, db, c.ID, profileFields("Acme Corrected", "(415) 555-0132"))
	if out, _, err := approve(t, db, c.ID, d.Revision); err != nil || out.Version != 2 {
		t.Fatalf("%+v, %v", out, err)
	}
	if got, err := db.Rerun(t.Context(), c.ID, job.ID, uuid.Nil, 1, profileKey, queueNothing); err != nil || got.Again != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := db.Move(t.Context(), held, host.Change{To: host.NeedsAttention, Attention: &host.Attention{Audience: host.ForCustomer, Reason: "login"}}); err != nil {
		t.Fatal(err)
	}
	tasks, err := db.Tasks(t.Context(), c.ID)
	if err != nil || len(tasks) != 1 {
		t.Fatalf("%d tasks, %v", len(tasks), err)
	}
	if err := db.AnswerTask(t.Context(), c.ID, tasks[0].ID, profileKey, queueNothing); err != nil {
		t.Fatal(err)
	}
	profile, err := db.Profile(t.Context(), c.ID, 2)
	if err != nil {
		t.Fatal(err)
	}
	var business host.Business
	if err := json.Unmarshal(profile, &business); err != nil {
		t.Fatal(err)
	}
	for _, s := range submissions(t, db, job.ID) {
		key, err := profileKey(job.ID, s.Directory, profile)
		if err != nil {
			t.Fatal(err)
		}
		named := scalar[string](t, db, "SELECT business_key FROM job_results WHERE id = $1", s.ID)
		if s.ProfileVersion != 2 || s.IdempotencyKey != key || named != business.Key() {
			t.Errorf("%s carries version %d, key %s of business %s", s.Directory, s.ProfileVersion, s.IdempotencyKey, named)
		}
	}
}
