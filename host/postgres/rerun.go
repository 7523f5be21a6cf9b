package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// Rerun has failed submissions of the customer's job tried again, with the profile as it is approved by then: all of them, which are planned and wait for
// their turn among those of other orders, or only the one with the id, if it is not zero, which is admitted and handed to enqueue. shown is how many the customer was told had failed, key returns the idempotency key of a submission. [host.Conflict] says that nothing
// of the job is sent just now.
func (d *DB) Rerun(ctx context.Context, customer, job, only uuid.UUID, shown int, key submissionKey, enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) (out host.Rerun, err error) {
	err = d.as(ctx, customer, func(tx pgx.Tx, q *db.Queries) error {
		if only != uuid.Nil {
			if job, err = q.RerunJobOf(ctx, only); err != nil {
				return found(err, "submission", only)
			}
		}
		if err := notLeaving(ctx, q, customer); err != nil {
			return err
		}
		row, err := q.LockJob(ctx, job)
		if err != nil {
			return found(err, "order", job)
		}
		if err := mayRerun(row); err != nil {
			return err
		}
		candidates, err := q.RerunCandidates(ctx, db.RerunCandidatesParams{JobID: job, Only: optional(only)})
		if err != nil {
			return fmt.Errorf("failed submissions: %w", err)
		}
		var ids []uuid.UUID
		var again []db.LockSubmissionsToDoRow
		for _, c := range candidates {
			if c.Reruns < host.MaxReruns {
				ids, again = append(ids, c.ID), append(again, db.LockSubmissionsToDoRow{ID: c.ID, JobID: job, Directory: c.Directory})
			}
		}
		out = host.Rerun{Again: len(ids), Limit: len(candidates) - len(ids), Running: max(0, shown-len(candidates))}
		if len(ids) == 0 {
			return nil
		}
		to := host.Planned // an order's are shared out with those of other orders
		if only != uuid.Nil {
			to = host.Admitted
		}
		if err := tryAgain(ctx, q, job, ids, to); err != nil {
			return err
		}
		if err := renew(ctx, q, customer, job, again, key); err != nil {
			return err
		}
		if to == host.Planned {
			return q.JoinShares(ctx, job)
		}
		return enqueue(ctx, tx, ids)
	})
	return out, err
}

func mayRerun(j db.Job) error {
	switch {
	case host.JobStatus(j.Status) == host.JobCancelled:
		return host.Errorf(host.Conflict, "This order was cancelled, so nothing of it is tried again.")
	case j.Held == string(host.HeldDispute):
		return host.Errorf(host.Conflict, "The payment of this order is disputed, so nothing is sent until that is settled.")
	case j.Held != "":
		return host.Errorf(host.Conflict, "This order is on hold, so nothing is sent just now. Write to us if you do not know why.")
	}
	return nil
}

// tryAgain moves the submissions, which the caller has locked, and takes them off what the job counts as done.
func tryAgain(ctx context.Context, q *db.Queries, job uuid.UUID, ids []uuid.UUID, to host.Status) error {
	t := host.Transition{From: host.Failed, To: to}
	if err := t.Check(); err != nil {
		return err
	}
	rows, err := q.RerunSubmissions(ctx, db.RerunSubmissionsParams{Ids: ids, Status: string(to)})
	if err != nil {
		return fmt.Errorf("try failed submissions again: %w", err)
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.Directory
	}
	if err := transitions(ctx, q, job, names, t); err != nil {
		return err
	}
	if _, err := advanceBy(ctx, q, job, -len(rows)); err != nil {
		return err
	}
	return q.Notify(ctx, job)
}
