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

// JobsOf returns the jobs of a customer, newest first.
func (d *DB) JobsOf(ctx context.Context, customer uuid.UUID) (out []host.Job, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		rows, err := q.JobsOfCustomer(ctx)
		if err != nil {
			return fmt.Errorf("jobs of customer: %w", err)
		}
		for _, r := range rows {
			out = append(out, job(r))
		}
		return nil
	})
	return out, err
}

// Watch returns a job of the customer's: all its rows, or those that changed since a cursor it gave out before.
func (d *DB) Watch(ctx context.Context, customer, id uuid.UUID, since string) (out host.Watch, err error) {
	err = d.asOf(ctx, customer, func(tx pgx.Tx, _ *db.Queries) error {
		return together(ctx, tx,
			// First, for it gives the cursor: what is committed meanwhile is told again.
			func(q *db.Queries) error { return watched(ctx, q, id, &out) },
			func(q *db.Queries) error {
				out.Counts, err = countsOf(ctx, q, id)
				return err
			},
			func(q *db.Queries) error { return ownPace(ctx, q, id, &out) },
			func(q *db.Queries) error {
				out.Rows, err = rowsSince(ctx, q, id, since)
				return err
			},
			func(q *db.Queries) error {
				out.Tasks, err = openTasks(ctx, q)
				return err
			},
			func(q *db.Queries) error {
				out.Activity, err = activityOfJob(ctx, q, id)
				return err
			},
		)
	})
	if err != nil {
		return out, err
	}
	out.Fill()
	p, err := pauseSwitch(ctx, d.read()) // as ourselves: customers see only what is theirs
	out.Paused = p.On(time.Now())
	return out, err
}

func watched(ctx context.Context, q *db.Queries, id uuid.UUID, out *host.Watch) error {
	r, err := q.JobOfCustomer(ctx, id)
	if err != nil {
		return found(err, "job", id)
	}
	out.Cursor = r.Cursor
	out.Job, out.Amount, out.Refunded, out.Currency = job(r.Job), r.Amount, r.Refunded, r.Currency
	if r.Job.AnnouncedAt != nil {
		out.AnnouncedAt = *r.Job.AnnouncedAt
	}
	if r.Job.CompletedAt != nil {
		out.CompletedAt = *r.Job.CompletedAt
	}
	return nil
}

func ownPace(ctx context.Context, q *db.Queries, id uuid.UUID, out *host.Watch) error {
	pace, err := q.OwnPace(ctx, id)
	if err != nil {
		return fmt.Errorf("pace of job: %w", err)
	}
	if pace.Settled > 0 {
		out.MovedAt = pace.Last
	}
	if pace.Settled > 1 {
		out.Pace = host.Pace{Measured: int(pace.Settled), Each: seconds(pace.Seconds / float64(pace.Settled-1))}
	}
	return nil
}

func rowsSince(ctx context.Context, q *db.Queries, id uuid.UUID, since string) ([]host.SubmissionSummary, error) {
	var found []db.SubmissionWithDirectoryRow
	if since == "" {
		rows, err := q.SubmissionsOfJob(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("submissions of job: %w", err)
		}
		for _, r := range rows {
			found = append(found, db.SubmissionWithDirectoryRow(r))
		}
	} else {
		rows, err := q.SubmissionsSince(ctx, db.SubmissionsSinceParams{JobID: id, After: since})
		if err != nil {
			return nil, fmt.Errorf("changed submissions: %w", err)
		}
		for _, r := range rows {
			found = append(found, db.SubmissionWithDirectoryRow(r))
		}
	}
	out := make([]host.SubmissionSummary, len(found))
	for i, r := range found {
		var err error
		if out[i], err = summary(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// EveryonesPace is how fast the jobs of all customers went of late. It tells of nobody in particular.
func (d *DB) EveryonesPace(ctx context.Context) (host.Pace, error) {
	r, err := d.read().EveryonesPace(ctx)
	if err != nil {
		return host.Pace{}, fmt.Errorf("everyone's pace: %w", err)
	}
	return host.Pace{Measured: int(r.Jobs), Each: seconds(r.Middle), Low: seconds(r.Low), High: seconds(r.High)}, nil
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// Detail returns one submission of the customer's with all that is known of it.
func (d *DB) Detail(ctx context.Context, customer, id uuid.UUID) (out host.Detail, err error) {
	err = d.asOf(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		r, err := q.SubmissionWithDirectory(ctx, id)
		if err != nil {
			return found(err, "submission", id)
		}
		if out.SubmissionSummary, err = summary(r); err != nil {
			return err
		}
		events, err := q.EventsOfSubmission(ctx, id)
		if err != nil {
			return fmt.Errorf("events of submission: %w", err)
		}
		for _, e := range events {
			out.Events = append(out.Events, host.Event{Type: e.EventType, Data: string(e.EventData), At: e.Timestamp})
		}
		if out.Evidence, err = evidence(ctx, q, id); err != nil {
			return err
		}
		tasks, err := openTasks(ctx, q)
		for _, t := range tasks {
			if t.Submission == id {
				out.Task = &t
			}
		}
		return err
	})
	return out, err
}

// EvidenceOf returns the evidence of a submission of the customer's, oldest first; none of anybody else's.
func (d *DB) EvidenceOf(ctx context.Context, customer, id uuid.UUID) (out []host.Evidence, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		out, err = evidence(ctx, q, id)
		return err
	})
	return out, err
}

// skippedNote is what is kept of a submission its customer did not want.
const skippedNote = "You asked us to leave this directory out."

// SkipListing passes over a directory for its customer. [host.Conflict] says that it is too late: a worker is at it, or it is settled.
func (d *DB) SkipListing(ctx context.Context, customer, id uuid.UUID) error {
	return d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		before, err := readSubmission(ctx, q, id)
		if err != nil {
			return err
		}
		if _, err := q.LockJob(ctx, before.JobID); err != nil {
			return found(err, "job", before.JobID)
		}
		return skip(ctx, q, customer, before)
	})
}

func readSubmission(ctx context.Context, q *db.Queries, id uuid.UUID) (host.Submission, error) {
	row, err := q.SubmissionByID(ctx, id)
	if err != nil {
		return host.Submission{}, found(err, "submission", id)
	}
	return submission(row)
}

// skip passes over a submission as it was read. Its job is locked.
func skip(ctx context.Context, q *db.Queries, customer uuid.UUID, before host.Submission) error {
	row, err := q.SkipSubmission(ctx, db.SkipSubmissionParams{
		ID: before.ID, FromStatus: string(before.Status), Fence: before.Fence, Note: skippedNote,
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return host.Errorf(host.Conflict, "It is too late to leave this directory out: we are at it just now, or it is settled. The page of the listing says which.")
	}
	if err != nil {
		return fmt.Errorf("skip submission: %w", err)
	}
	after, err := submission(row)
	if err != nil {
		return err
	}
	if err := q.ResolveTaskOf(ctx, db.ResolveTaskOfParams{SubmissionID: after.ID, Outcome: "skipped"}); err != nil {
		return fmt.Errorf("resolve task: %w", err)
	}
	if err := audit(ctx, q, host.RoleCustomer, customer, "listing_skipped", after.ID.String(), ""); err != nil {
		return err
	}
	m := move{From: before.Status, To: after.Status, Fence: after.Fence, Reason: "customer"}
	if err := transition(ctx, q, after.JobID, after.Directory, m); err != nil {
		return err
	}
	if err := advance(ctx, q, before, after); err != nil {
		return err
	}
	return q.Notify(ctx, after.JobID)
}
