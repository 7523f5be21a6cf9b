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

// settleJob brings a job, locked, to where its payment wants it. What is cancelled stays so; what staff hold is theirs to release.
func settleJob(ctx context.Context, q *db.Queries, j db.Job, fate host.Fate) error {
	held := host.Hold(j.Held)
	switch {
	case j.Status == string(host.JobCancelled) && fate.Cancelled && j.Reason != fate.Reason: // what became of the money is known better
		if err := q.HoldJob(ctx, db.HoldJobParams{ID: j.ID, Held: string(held), Reason: fate.Reason}); err != nil {
			return fmt.Errorf("reason of job: %w", err)
		}
		return nil
	case j.Status == string(host.JobCancelled):
		return nil
	case fate.Cancelled:
		return cancelJob(ctx, q, j.ID, fate.Reason, cancelled)
	case fate.Held && held == host.NotHeld:
		return holdJob(ctx, q, j.ID, host.HeldDispute, fate.Reason)
	case !fate.Held && held == host.HeldDispute:
		return holdJob(ctx, q, j.ID, host.NotHeld, "")
	}
	return nil
}

// holdJob sets or ends a hold of a job that is locked. Work that a hold has kept waiting is found by the reaper.
func holdJob(ctx context.Context, q *db.Queries, job uuid.UUID, hold host.Hold, reason string) error {
	if err := q.HoldJob(ctx, db.HoldJobParams{ID: job, Held: string(hold), Reason: text(reason)}); err != nil {
		return fmt.Errorf("hold job: %w", err)
	}
	if hold == host.NotHeld {
		return record(ctx, q, job, "job_released", nil)
	}
	return record(ctx, q, job, "job_held", map[string]host.Hold{"by": hold})
}

// cancelled is what a customer reads of what was left out.
const cancelled = "Not sent: the order was cancelled."

// cancelJob ends a job that is locked, for a reason and with a note for what was left out. What no worker is at work on is skipped; what is under way ends by itself, and presses nothing.
func cancelJob(ctx context.Context, q *db.Queries, job uuid.UUID, reason, note string) error {
	rows, err := q.SkipUnbegun(ctx, db.SkipUnbegunParams{JobID: job, Note: note})
	if err != nil {
		return fmt.Errorf("skip submissions: %w", err)
	}
	var ids []uuid.UUID
	was := map[host.Status][]string{}
	settled := 0
	for _, r := range rows {
		from := host.Status(r.Was)
		if !from.Settled() {
			settled++
		}
		ids, was[from] = append(ids, r.ID), append(was[from], r.Directory)
	}
	for from, directories := range was {
		if err := transitions(ctx, q, job, directories, host.Transition{From: from, To: host.Skipped}); err != nil {
			return err
		}
	}
	if err := q.CloseSkippedAttention(ctx, ids); err != nil {
		return fmt.Errorf("close attention: %w", err)
	}
	if err := q.CancelJob(ctx, db.CancelJobParams{ID: job, Reason: text(reason), Settled: int32(settled)}); err != nil {
		return fmt.Errorf("cancel job: %w", err)
	}
	return record(ctx, q, job, "job_cancelled", map[string]int{"skipped": len(ids)})
}

// skipCancelled ends a submission that was under way when its job was cancelled and that no worker holds any more.
func (d *DB) skipCancelled(ctx context.Context, s host.Submission) error {
	return d.change(ctx, func(_ pgx.Tx, q *db.Queries) (uuid.UUID, error) {
		if _, err := q.LockJob(ctx, s.JobID); err != nil {
			return s.JobID, found(err, "job", s.JobID)
		}
		row, err := q.SkipCancelled(ctx, db.SkipCancelledParams{ID: s.ID, FromStatus: string(s.Status), Fence: s.Fence, Note: cancelled})
		if errors.Is(err, pgx.ErrNoRows) {
			return s.JobID, host.Errorf(host.Conflict, "submission %s is held by another worker", s.ID)
		}
		if err != nil {
			return s.JobID, fmt.Errorf("skip submission: %w", err)
		}
		after, err := submission(row)
		if err != nil {
			return s.JobID, err
		}
		m := move{From: s.Status, To: after.Status, Fence: after.Fence, Intent: after.Intents}
		if err := transition(ctx, q, s.JobID, s.Directory, m); err != nil {
			return s.JobID, err
		}
		return s.JobID, advance(ctx, q, s, after)
	})
}

// skipAttention passes over a submission of a cancelled job that was to wait for a person.
func skipAttention(ctx context.Context, q *db.Queries, s host.Submission) error {
	row, err := q.SkipCancelled(ctx, db.SkipCancelledParams{ID: s.ID, FromStatus: string(s.Status), Fence: s.Fence, Note: cancelled})
	if err != nil {
		return fmt.Errorf("skip submission: %w", err)
	}
	if err := q.CloseSkippedAttention(ctx, []uuid.UUID{s.ID}); err != nil {
		return fmt.Errorf("close attention: %w", err)
	}
	return transition(ctx, q, s.JobID, s.Directory, move{From: s.Status, To: host.Skipped, Fence: row.Fence, Intent: s.Intents})
}

// CancelOrder cancels a customer's job that no worker has begun on, and marks its payment for a full refund, which it returns. To cancel it again
// changes nothing. [host.Denied] says why it cannot be cancelled any more.
func (d *DB) CancelOrder(ctx context.Context, customer, job uuid.UUID) (p host.Payment, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.LockPaymentOfJob(ctx, &job)
		if err != nil {
			return found(err, "order", job)
		}
		p = payment(row)
		j, err := q.LockJob(ctx, job)
		if err != nil {
			return found(err, "order", job)
		}
		if j.Status == string(host.JobCancelled) {
			return nil
		}
		begun, err := q.Begun(ctx, job)
		if err != nil {
			return fmt.Errorf("look for work that has begun: %w", err)
		}
		if begun {
			return host.Errorf(host.Denied, "Work on this order has begun, so it can no longer be cancelled here. Write to us, and a person will look at it.")
		}
		if p.Dispute != host.NoDispute {
			return host.Errorf(host.Denied, "The payment is in dispute with your bank, which decides about the money. The order cannot be cancelled here.")
		}
		if p, err = giveBack(ctx, q, p, j); err != nil {
			return err
		}
		return audit(ctx, q, host.RoleCustomer, customer, "order_cancelled", job.String(), "")
	})
	return p, err
}

// giveBack marks all of a payment for refund and cancels its job, locked.
func giveBack(ctx context.Context, q *db.Queries, p host.Payment, j db.Job) (host.Payment, error) {
	if err := q.WantRefund(ctx, p.ID); err != nil {
		return p, fmt.Errorf("mark payment for refund: %w", err)
	}
	p.RefundWantedAt = time.Now()
	if err := settleJob(ctx, q, j, p.Fate()); err != nil {
		return p, err
	}
	return p, q.Notify(ctx, j.ID)
}

// HoldJob keeps everything of a job from being sent until staff release it. The reason is shown to the customer.
func (d *DB) HoldJob(ctx context.Context, staff, job uuid.UUID, reason string) error {
	return d.byStaff(ctx, staff, job, "job_hold", reason, func(q *db.Queries, j db.Job, _ host.Payment) error {
		if j.Status == string(host.JobCancelled) {
			return host.Errorf(host.Conflict, "This job is cancelled: there is nothing to hold.")
		}
		return holdJob(ctx, q, job, host.HeldStaff, reason)
	})
}

// ReleaseJob ends a hold of staff's. Where the payment is disputed, the job stays held for that.
func (d *DB) ReleaseJob(ctx context.Context, staff, job uuid.UUID, reason string) error {
	return d.byStaff(ctx, staff, job, "job_release", reason, func(q *db.Queries, j db.Job, p host.Payment) error {
		if host.Hold(j.Held) != host.HeldStaff {
			return host.Errorf(host.Conflict, "This job is not held by staff. A hold for a dispute ends when the bank has decided.")
		}
		if fate := p.Fate(); fate.Held {
			return holdJob(ctx, q, job, host.HeldDispute, fate.Reason)
		}
		return holdJob(ctx, q, job, host.NotHeld, "")
	})
}

// CancelJob ends a job, begun or not, and marks its payment for a full refund, which it returns; the zero payment where nobody paid.
func (d *DB) CancelJob(ctx context.Context, staff, job uuid.UUID, reason string) (out host.Payment, err error) {
	err = d.byStaff(ctx, staff, job, "job_cancel", reason, func(q *db.Queries, j db.Job, p host.Payment) error {
		if p.ID == uuid.Nil {
			return settleJob(ctx, q, j, host.Fate{Cancelled: true, Reason: "The order was cancelled."})
		}
		out, err = giveBack(ctx, q, p, j)
		return err
	})
	return out, err
}

// byStaff locks the payment of a job, if there is one, and the job, in the order that messages about payments lock them, and records who did what.
func (d *DB) byStaff(ctx context.Context, staff, job uuid.UUID, action, reason string, fn func(*db.Queries, db.Job, host.Payment) error) error {
	return d.change(ctx, func(_ pgx.Tx, q *db.Queries) (uuid.UUID, error) {
		row, err := q.LockPaymentOfJob(ctx, &job)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return job, fmt.Errorf("payment of job: %w", err)
		}
		j, err := q.LockJob(ctx, job)
		if err != nil {
			return job, found(err, "job", job)
		}
		if err := fn(q, j, payment(row)); err != nil {
			return job, err
		}
		return job, audit(ctx, q, host.RoleStaff, staff, action, job.String(), reason)
	})
}
