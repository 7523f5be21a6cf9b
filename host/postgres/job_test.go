package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

func TestTiers(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 700)
	for _, tier := range host.Tiers {
		job := start(t, db, customer(t, db), tier.Package)
		var got []int
		for _, s := range submissions(t, db, job.ID) {
			d, err := db.Directory(t.Context(), s.Directory)
			if err != nil {
				t.Fatal(err)
			}
			if !d.IsActive || d.PriorityTier > tier.MaxPriority {
				t.Errorf("%s was given %s: active %v, tier %d", tier.Package, d.Slug, d.IsActive, d.PriorityTier)
			}
			got = append(got, d.DAScore)
		}
		rows, err := db.Pool().Query(t.Context(),
			"SELECT da_score FROM directories WHERE priority_tier <= $1 AND is_active = true ORDER BY da_score DESC LIMIT $2",
			tier.MaxPriority, tier.Directories)
		if err != nil {
			t.Fatal(err)
		}
		want, err := pgx.CollectRows(rows, pgx.RowTo[int])
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %d directories with other scores than the query of the documents (%d)", tier.Package, len(got), len(want))
		}
		if job.DirsTotal != len(want) || job.Status != host.JobInProgress {
			t.Errorf("%s: job is %s with %d directories, want in_progress with %d", tier.Package, job.Status, job.DirsTotal, len(want))
		}
	}
}

func TestStartJobTwice(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 60)
	job := start(t, db, customer(t, db), host.Starter)
	events := scalar[int](t, db, "SELECT count(*) FROM queue_history")
	again, err := db.StartJob(t.Context(), job.ID, anyKey("other"))
	if err != nil {
		t.Fatal(err)
	}
	if again.DirsTotal != job.DirsTotal || len(submissions(t, db, job.ID)) != job.DirsTotal {
		t.Errorf("started again: %d of %d submissions", len(submissions(t, db, job.ID)), job.DirsTotal)
	}
	if n := scalar[int](t, db, "SELECT count(*) FROM queue_history"); n != events {
		t.Errorf("history grew from %d to %d events", events, n)
	}
}

func TestStartJobIsAllOrNothing(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 60)
	c := customer(t, db)
	job, err := db.CreateJob(t.Context(), c.ID, host.Starter)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.AnnounceJob(t.Context(), job.ID, 1, announceNothing); err != nil {
		t.Fatal(err)
	}
	order, err := db.Order(t.Context(), job.ID)
	if err != nil {
		t.Fatal(err)
	}
	enqueueNothing := func(context.Context, pgx.Tx, []uuid.UUID) error { return nil }
	if err := db.TriggerFlow(t.Context(), "", order, enqueueNothing); err != nil {
		t.Fatal(err)
	}
	broken, asked := errors.New("no key"), 0
	_, err = db.StartJob(t.Context(), job.ID, func(_ json.RawMessage, slug string) (string, error) {
		if asked++; asked == 5 {
			return "", broken
		}
		return slug, nil
	})
	if !errors.Is(err, broken) {
		t.Fatalf("got %v, want the key's error", err)
	}
	summary, err := db.Job(t.Context(), job.ID)
	if err != nil {
		t.Fatal(err)
	}
	if summary.Job.Status != host.JobPending || len(submissions(t, db, job.ID)) != 0 {
		t.Errorf("job is %s with %d submissions, want untouched", summary.Job.Status, len(submissions(t, db, job.ID)))
	}
	n, err := db.OverdueJobs(t.Context(), 0, func(_ context.Context, _ pgx.Tx, ids []uuid.UUID) error {
		if !slices.Equal(ids, []uuid.UUID{job.ID}) {
			t.Errorf("overdue: %v, want %v", ids, job.ID)
		}
		return nil
	})
	if err != nil || n != 1 {
		t.Errorf("overdue jobs: %d, %v; want the one nobody started", n, err)
	}
}

func TestPackageWithoutDirectoriesFails(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	if job := start(t, db, customer(t, db), host.Starter); job.Status != host.JobFailed {
		t.Errorf("job is %s, want failed", job.Status)
	}
}
