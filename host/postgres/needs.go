package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// Tasks returns what waits for the customer, the earliest deadline first.
func (d *DB) Tasks(ctx context.Context, customer uuid.UUID) (out []host.Task, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		out, err = openTasks(ctx, q)
		return err
	})
	return out, err
}

// Task returns one task of the customer's, also one that is settled.
func (d *DB) Task(ctx context.Context, customer uuid.UUID, id int64) (out host.Task, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		r, err := q.Task(ctx, id)
		if err != nil {
			return found(err, "task", id)
		}
		out = task(db.OpenTasksRow(r))
		return nil
	})
	return out, err
}

// AnswerTask lets the submission go on that waited for the customer, once, with the profile as it is approved by then. key returns its idempotency
// key; enqueue runs in the same transaction. [host.Conflict] says that the task is settled already, [host.Denied] that nothing is sent any more.
func (d *DB) AnswerTask(ctx context.Context, customer uuid.UUID, id int64, key submissionKey, enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) error {
	return d.as(ctx, customer, func(tx pgx.Tx, q *db.Queries) error {
		before, err := resolve(ctx, q, id, "answered")
		if err != nil {
			return err
		}
		if err := notLeaving(ctx, q, customer); err != nil {
			return err
		}
		row, err := q.ReadmitSubmission(ctx, db.ReadmitSubmissionParams{ID: before.ID, Fence: before.Fence})
		if errors.Is(err, pgx.ErrNoRows) {
			return settled()
		}
		if err != nil {
			return fmt.Errorf("readmit submission: %w", err)
		}
		after, err := submission(row)
		if err != nil {
			return err
		}
		if err := audit(ctx, q, host.RoleCustomer, customer, "task_answered", after.ID.String(), ""); err != nil {
			return err
		}
		m := move{From: before.Status, To: after.Status, Fence: after.Fence, Reason: "answered"}
		if err := transition(ctx, q, after.JobID, after.Directory, m); err != nil {
			return err
		}
		if err := advance(ctx, q, before, after); err != nil {
			return err
		}
		again := []db.LockSubmissionsToDoRow{{ID: after.ID, JobID: after.JobID, Directory: after.Directory}}
		if err := renew(ctx, q, customer, after.JobID, again, key); err != nil {
			return err
		}
		if err := q.Notify(ctx, after.JobID); err != nil {
			return fmt.Errorf("notify: %w", err)
		}
		return enqueue(ctx, tx, []uuid.UUID{after.ID})
	})
}

// SkipTask passes over the directory that a task is of, once. [host.Conflict] says that the task is settled already.
func (d *DB) SkipTask(ctx context.Context, customer uuid.UUID, id int64) error {
	return d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		before, err := resolve(ctx, q, id, "skipped")
		if err != nil {
			return err
		}
		return skip(ctx, q, customer, before)
	})
}

func resolve(ctx context.Context, q *db.Queries, id int64, outcome string) (host.Submission, error) {
	task, err := q.Task(ctx, id)
	if err != nil {
		return host.Submission{}, found(err, "task", id)
	}
	if _, err := q.LockJob(ctx, task.JobID); err != nil {
		return host.Submission{}, found(err, "job", task.JobID)
	}
	of, err := q.ResolveTask(ctx, db.ResolveTaskParams{ID: id, Outcome: outcome})
	if errors.Is(err, pgx.ErrNoRows) {
		return host.Submission{}, settled()
	}
	if err != nil {
		return host.Submission{}, fmt.Errorf("resolve task: %w", err)
	}
	return readSubmission(ctx, q, of)
}

func settled() error {
	return host.Errorf(host.Conflict, "This is settled already: you answered it before, or in another window.")
}

func openTasks(ctx context.Context, q *db.Queries) ([]host.Task, error) {
	rows, err := q.OpenTasks(ctx)
	if err != nil {
		return nil, fmt.Errorf("tasks: %w", err)
	}
	out := make([]host.Task, len(rows))
	for i, r := range rows {
		out[i] = task(r)
	}
	return out, nil
}

func task(r db.OpenTasksRow) host.Task {
	a := r.AttentionItem
	t := host.Task{
		ID: a.ID, Submission: a.SubmissionID, Job: r.JobID, DirectoryName: r.Name, Website: r.Website,
		Reason: a.Reason, Field: a.Field, Message: a.Message, CreatedAt: a.CreatedAt, Outcome: a.Outcome,
	}
	if a.Deadline != nil {
		t.Deadline = *a.Deadline
	}
	if a.ResolvedAt != nil {
		t.ResolvedAt = *a.ResolvedAt
	}
	return t
}

// deadline is when what the directory sent to the customer expires; NULL if nothing does.
func deadline(a host.Attention) *time.Time {
	patience := host.TaskWordsOf(a.Reason).Patience
	if a.Audience != host.ForCustomer || patience == 0 {
		return nil
	}
	at := time.Now().Add(patience)
	return &at
}
