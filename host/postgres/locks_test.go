package postgres_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// blocked waits until so many connections wait for a lock that others hold.
func blocked(t *testing.T, db *postgres.DB, n int) {
	t.Helper()
	for scalar[int](t, db, "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") < n {
		if t.Context().Err() != nil {
			t.Fatal("nobody waits")
		}
	}
}

// TestJobsAreLockedBeforeTheirSubmissions holds a job, as claims and cancellations do, lets customers act on it, and then takes its submissions, as
// claims and cancellations do. Whoever has taken a submission before its job ends in a deadlock.
func TestJobsAreLockedBeforeTheirSubmissions(t *testing.T) {
	t.Parallel()
	for name, act := range map[string]func(db *postgres.DB, c host.Customer, task host.Task, other uuid.UUID, revision int) error{
		"answer": func(db *postgres.DB, c host.Customer, task host.Task, _ uuid.UUID, _ int) error {
			return db.AnswerTask(context.Background(), c.ID, task.ID, profileKey, queueNothing)
		},
		"skip a task": func(db *postgres.DB, c host.Customer, task host.Task, _ uuid.UUID, _ int) error {
			return db.SkipTask(context.Background(), c.ID, task.ID)
		},
		"skip a listing": func(db *postgres.DB, c host.Customer, _ host.Task, other uuid.UUID, _ int) error {
			return db.SkipListing(context.Background(), c.ID, other)
		},
		"approve": func(db *postgres.DB, c host.Customer, _ host.Task, _ uuid.UUID, revision int) error {
			_, err := db.ApproveProfile(context.Background(), c.ID, host.Approval{Revision: revision, Consent: owner}, profileKey, queueNothing, queueNothing)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := postgrestest.Open(t)
			putDirectories(t, db, 12)
			c := customer(t, db)
			job := start(t, db, c, host.Starter)
			all := submissions(t, db, job.ID)
			task := waiting(t, db, job, all[0])
			d := typed(t, db, c.ID, profileFields("Acme", "(415) 555-0132"))
			tx, err := db.Pool().Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) }()
			if _, err := tx.Exec(t.Context(), "SELECT FROM jobs WHERE id = $1 FOR UPDATE", job.ID); err != nil {
				t.Fatal(err)
			}
			acted := make(chan error, 1)
			go func() { acted <- act(db, c, task, all[1].ID, d.Revision) }()
			blocked(t, db, 1)
			if _, err := tx.Exec(t.Context(), "SELECT FROM job_results WHERE job_id = $1 FOR UPDATE", job.ID); err != nil {
				t.Errorf("whoever holds the job: %v", err)
			}
			if err := tx.Commit(t.Context()); err != nil {
				t.Error(err)
			}
			if err := <-acted; err != nil {
				t.Error(err)
			}
		})
	}
}

// TestApprovalLetsAJobStart approves a profile again while a job is being planned, whose rows refer to the customer.
func TestApprovalLetsAJobStart(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	c := customer(t, db)
	job, err := db.CreateJob(t.Context(), c.ID, host.Starter)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.AnnounceJob(t.Context(), job.ID, c.ProfileVersion, announceNothing); err != nil {
		t.Fatal(err)
	}
	d := typed(t, db, c.ID, profileFields("Acme", "(415) 555-0132"))
	approved := make(chan error, 1)
	approveNow := func() {
		_, err := db.ApproveProfile(context.Background(), c.ID, host.Approval{Revision: d.Revision, Consent: owner}, profileKey, queueNothing, queueNothing)
		approved <- err
	}
	// The key is asked for once the job is locked, and before its rows are written.
	begun := false
	_, err = db.StartJob(t.Context(), job.ID, func(_ json.RawMessage, slug string) (string, error) {
		if !begun {
			begun = true
			go approveNow()
			blocked(t, db, 1)
		}
		return job.ID.String() + slug, nil
	})
	if err != nil {
		t.Error(err)
	}
	if err := <-approved; err != nil {
		t.Error(err)
	}
}

// TestPurchaseAndApprovalTakeTurns lets a customer buy again and approve the profile at the same moment.
func TestPurchaseAndApprovalTakeTurns(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	c := customer(t, db)
	d := typed(t, db, c.ID, profileFields("Acme", "(415) 555-0132"))
	tx, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) }()
	// As a payment does: the draft it was for, then whose it is.
	if _, err := tx.Exec(t.Context(), "SELECT FROM drafts WHERE id = $1 FOR UPDATE", d.ID); err != nil {
		t.Fatal(err)
	}
	approved := make(chan error, 1)
	go func() {
		_, err := db.ApproveProfile(context.Background(), c.ID, host.Approval{Revision: d.Revision, Consent: owner}, profileKey, queueNothing, queueNothing)
		approved <- err
	}()
	blocked(t, db, 1)
	if _, err := tx.Exec(t.Context(), "SELECT FROM customers WHERE id = $1 FOR UPDATE", c.ID); err != nil {
		t.Errorf("the payment: %v", err)
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Error(err)
	}
	if err := <-approved; err != nil {
		t.Error(err)
	}
}
