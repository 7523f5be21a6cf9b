package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
	"github.com/directorybolt/directorybolt/sdk"
)

// Claim gives the submission to the caller for the length of the lease, under a new fence. [host.NotFound] says that nothing is left
// to do for a worker, or nothing while its job is held; [host.Conflict] that another worker holds it or that it is not due yet, also because it is not
// its turn at the directory: see DueAt of what is returned. One of a cancelled job ends here, unless Submit was pressed: what came of that is still found
// out.
func (d *DB) Claim(ctx context.Context, id uuid.UUID, lease time.Duration) (host.Submission, error) {
	s, err := d.claim(ctx, id, lease, true)
	if host.KindOf(err) == host.Denied {
		// Another order of the business has an intent or a listing there: nothing is pressed beside it, so this one needs no doubt.
		s, err = d.claim(ctx, id, lease, false)
	}
	if e := asEarly(err); e != nil {
		return d.postpone(ctx, s, e)
	}
	if !errors.Is(err, errCancelled) {
		return s, err
	}
	if err := d.skipCancelled(ctx, s); err != nil {
		return s, err
	}
	return s, host.Errorf(host.NotFound, "submission %s is skipped: %w", id, errCancelled)
}

var errCancelled = errors.New("its order was cancelled")

// claim takes the submission; with doubt also one of a restored job, to find out what came of it first.
func (d *DB) claim(ctx context.Context, id uuid.UUID, lease time.Duration, doubt bool) (s host.Submission, err error) {
	err = d.change(ctx, func(_ pgx.Tx, q *db.Queries) (uuid.UUID, error) {
		row, err := q.SubmissionByID(ctx, id)
		if err != nil {
			return id, found(err, "submission", id)
		}
		if s, err = submission(row); err != nil {
			return id, err
		}
		if !s.Status.Claimable() {
			return id, host.Errorf(host.NotFound, "submission %s is %s: nothing is left to do", id, s.Status)
		}
		suspected := false
		if s.Status != host.Submitting {
			j, err := q.ShareJob(ctx, s.JobID)
			suspected = doubt && j.RestoredAt != nil && s.PressBy.Before(*j.RestoredAt)
			switch {
			case err != nil:
				return id, found(err, "job", s.JobID)
			case j.Status == string(host.JobCancelled):
				return id, errCancelled
			case j.Held != string(host.NotHeld):
				return id, host.Errorf(host.NotFound, "the job of submission %s is held: nothing of it is sent for now", id)
			}
		}
		if err := everywhere(ctx, q, s); err != nil {
			return id, err
		}
		from, to, event := s.Status, s.Status, "reclaimed"
		if from == host.Admitted {
			to, event = host.Filling, string(host.Filling)
		}
		row, err = q.ClaimSubmission(ctx, db.ClaimSubmissionParams{
			ID: id, FromStatus: string(from), ToStatus: string(to), Fence: s.Fence, Lease: lease,
		})
		if errors.Is(err, pgx.ErrNoRows) {
			return id, host.Errorf(host.Conflict, "submission %s is held by another worker, or not due yet", id)
		}
		if err != nil {
			return id, fmt.Errorf("claim submission: %w", err)
		}
		outages, err := beginVisit(ctx, q, s) // after the job and the submission, as whoever ends a visit does
		if err != nil {
			return id, err
		}
		if s, err = submission(row); err != nil {
			return id, err
		}
		s.Outages = outages
		err = recordOf(ctx, q, s.JobID, &s.Directory, "submission_"+event, move{From: from, To: to, Fence: s.Fence, Intent: s.Intents})
		if err == nil && suspected {
			s, err = suspect(ctx, q, s)
		}
		return s.JobID, err
	})
	return s, err
}

// Renew prolongs the caller's lease; [host.Conflict] says that it is lost.
func (d *DB) Renew(ctx context.Context, s host.Submission, lease time.Duration) error {
	n, err := d.read().RenewLease(ctx, db.RenewLeaseParams{ID: s.ID, Fence: s.Fence, Lease: lease})
	if err != nil {
		return fmt.Errorf("renew lease: %w", err)
	}
	if n == 0 {
		return lost(s)
	}
	return nil
}

// Intend commits the intent to press Submit, once, before the window has passed. [host.Conflict] says that the lease is lost;
// [host.Denied] that another order of the business already has an intent or a listing in this directory, or that the job was cancelled;
// [host.Unavailable] that the job is held, or its directory or everything paused. Who cancels, holds or pauses waits for an intent that is being committed,
// and none is committed after.
func (d *DB) Intend(ctx context.Context, s host.Submission, window time.Duration) (host.Submission, error) {
	out := s
	err := d.change(ctx, func(_ pgx.Tx, q *db.Queries) (_ uuid.UUID, err error) {
		out, err = intend(ctx, q, s, window)
		return s.JobID, err
	})
	if err != nil {
		return s, err
	}
	return out, nil
}

func intend(ctx context.Context, q *db.Queries, s host.Submission, window time.Duration) (out host.Submission, err error) {
	if err := (host.Transition{From: s.Status, To: host.Submitting}).Check(); err != nil {
		return s, err
	}
	j, err := q.ShareJob(ctx, s.JobID)
	switch {
	case err != nil:
		return s, found(err, "job", s.JobID)
	case j.Status == string(host.JobCancelled):
		return s, host.Errorf(host.Denied, "%s", cancelled)
	case j.Held != string(host.NotHeld):
		return s, host.Errorf(host.Unavailable, "The order is held: this is sent when it is released.")
	}
	row, err := q.IntendPress(ctx, db.IntendPressParams{
		ID: s.ID, FromStatus: string(s.Status), ToStatus: string(host.Submitting), Fence: s.Fence, PressWindow: window,
	})
	if err != nil {
		return s, refused(err, s)
	}
	if err := mayPress(ctx, q, s.Directory); err != nil { // after the job and the submission, as whoever ends a visit does
		return s, err
	}
	if out, err = submission(row); err != nil {
		return s, err
	}
	return out, transition(ctx, q, s.JobID, s.Directory, move{From: s.Status, To: out.Status, Fence: out.Fence, Intent: out.Intents})
}

// Move ends the caller's claim with a transition, and records everything that goes with it in the same transaction.
// [host.Conflict] says that the lease is lost and nothing has changed; [host.Denied] as in [DB.Intend].
func (d *DB) Move(ctx context.Context, s host.Submission, c host.Change) (host.Submission, error) {
	out := s
	err := d.change(ctx, func(_ pgx.Tx, q *db.Queries) (_ uuid.UUID, err error) {
		out, err = moveTo(ctx, q, s, c)
		return s.JobID, err
	})
	if err != nil {
		return s, err
	}
	return out, nil
}

func moveTo(ctx context.Context, q *db.Queries, s host.Submission, c host.Change) (out host.Submission, err error) {
	if err := (host.Transition{From: s.Status, To: c.To}).Check(); err != nil {
		return s, err
	}
	refusals, err := encodeRefusal(c.Refusal)
	if err != nil {
		return s, err
	}
	if _, err := q.LockJob(ctx, s.JobID); err != nil { // the job, the submission, the directory: in this order, as everybody does
		return s, found(err, "job", s.JobID)
	}
	row, err := q.MoveSubmission(ctx, db.MoveSubmissionParams{
		ID: s.ID, FromStatus: string(s.Status), ToStatus: string(c.To), Fence: s.Fence, After: c.After,
		Listing: string(c.Listing), ListingUrl: text(c.ListingURL), Verdict: string(c.Verdict.Answer), Quote: text(c.Verdict.Quote),
		Reference: text(c.Verdict.Reference), Refusals: refusals, Note: text(c.Note), ErrorLog: text(c.ErrorLog), Unspent: unspent(c),
	})
	if err != nil {
		return s, refused(err, s)
	}
	if out, err = submission(row); err != nil {
		return s, err
	}
	if err := settle(ctx, q, s, out, c); err != nil {
		return s, err
	}
	return out, endVisit(ctx, q, s.Directory, c)
}

// settle records what follows from a transition: history, attention, and the progress of the job.
func settle(ctx context.Context, q *db.Queries, before, after host.Submission, c host.Change) error {
	m := move{
		From: before.Status, To: after.Status, Fence: after.Fence, Intent: after.Intents,
		Listing: string(c.Listing), Verdict: string(c.Verdict.Answer),
	}
	if err := q.CloseAttention(ctx, after.ID); err != nil {
		return fmt.Errorf("close attention: %w", err)
	}
	if a := c.Attention; a != nil {
		m.Reason = a.Reason
		err := q.OpenAttention(ctx, db.OpenAttentionParams{
			SubmissionID: after.ID, Audience: string(a.Audience), Reason: text(a.Reason), Field: text(a.Field), Message: text(a.Message),
			Deadline: deadline(*a),
		})
		if err != nil {
			return fmt.Errorf("open attention: %w", err)
		}
	}
	if err := transition(ctx, q, after.JobID, after.Directory, m); err != nil {
		return err
	}
	return advance(ctx, q, before, after)
}

func advance(ctx context.Context, q *db.Queries, before, after host.Submission) error {
	if before.Status.Settled() == after.Status.Settled() {
		return nil
	}
	settled := 1
	if before.Status.Settled() {
		settled = -1
	}
	status, err := advanceBy(ctx, q, after.JobID, settled)
	if err == nil && status == host.JobCancelled && after.Status == host.NeedsAttention {
		return skipAttention(ctx, q, after) // nobody is asked to help with what is not sent any more
	}
	return err
}

// advanceBy counts so many more submissions of a job as done, or fewer, and returns where the job stands then.
func advanceBy(ctx context.Context, q *db.Queries, id uuid.UUID, settled int) (host.JobStatus, error) {
	job, err := q.AdvanceJob(ctx, db.AdvanceJobParams{ID: id, Settled: int32(settled)})
	if err != nil {
		return "", fmt.Errorf("advance job: %w", err)
	}
	if job.Status == string(host.JobCompleted) {
		return host.JobCompleted, record(ctx, q, job.ID, "job_completed", map[string]int32{"dirs_total": job.DirsTotal})
	}
	return host.JobStatus(job.Status), nil
}

// Release lets go of a submission whose intent stands: what came of the press is found out when its window has closed, and not
// before the given time has passed.
func (d *DB) Release(ctx context.Context, s host.Submission, c host.Change) (host.Submission, error) {
	refusals, err := encodeRefusal(c.Refusal)
	if err != nil {
		return s, err
	}
	var out host.Submission
	err = d.change(ctx, func(_ pgx.Tx, q *db.Queries) (uuid.UUID, error) {
		row, err := q.ReleaseSubmission(ctx, db.ReleaseSubmissionParams{
			ID: s.ID, FromStatus: string(s.Status), Fence: s.Fence, After: c.After, Refusals: refusals, ErrorLog: text(c.ErrorLog), Unspent: unspent(c),
		})
		if err != nil {
			return s.JobID, refused(err, s)
		}
		if out, err = submission(row); err != nil {
			return s.JobID, err
		}
		err = recordOf(ctx, q, s.JobID, &s.Directory, "submission_released",
			move{From: s.Status, To: s.Status, Fence: s.Fence, Intent: s.Intents})
		if err != nil {
			return s.JobID, err
		}
		return s.JobID, endVisit(ctx, q, s.Directory, c)
	})
	if err != nil {
		return s, err
	}
	return out, nil
}

// unspent is how many claims do not count.
func unspent(c host.Change) int32 {
	if c.Unspent() {
		return 1
	}
	return 0
}

func refused(err error, s host.Submission) error {
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return lost(s)
	case refusedBy(err, "job_results_one_listing"), refusedBy(err, "job_results_one_listing_of_customer"):
		return host.Errorf(host.Denied, "another order of this business already has an open submission or a listing in %s", s.Directory)
	}
	return fmt.Errorf("write submission: %w", err)
}

func lost(s host.Submission) error {
	return host.Errorf(host.Conflict, "the lease on submission %s (fence %d) is lost", s.ID, s.Fence)
}

func encodeRefusal(r *sdk.Refusal) (json.RawMessage, error) {
	if r == nil {
		return json.RawMessage("[]"), nil
	}
	encoded, err := json.Marshal([]sdk.Refusal{*r})
	return document(encoded), err
}

func submission(r db.JobResult) (host.Submission, error) {
	s := host.Submission{
		ID: r.ID, JobID: r.JobID, CustomerID: r.CustomerID, Directory: r.Directory,
		Status: host.Status(r.Status), Listing: host.Listing(r.Listing), ListingURL: r.ListingUrl,
		Verdict: host.Verdict{Answer: host.Answer(r.Verdict), Quote: r.Quote, Reference: r.Reference},
		Fence:   r.Fence, Intents: int(r.Intents), Attempts: int(r.Attempts), DueAt: r.DueAt,
		ProfileVersion: int(r.ProfileVersion), IdempotencyKey: r.IdempotencyKey,
		ErrorLog: r.ErrorLog, Screenshot: r.ScreenshotUrl, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
	if r.PressBy != nil {
		s.PressBy = *r.PressBy
	}
	if err := json.Unmarshal(r.Refusals, &s.Refusals); err != nil {
		return s, fmt.Errorf("refusals of submission %s: %w", r.ID, err)
	}
	var result struct {
		Note string `json:"note"`
	}
	if err := json.Unmarshal(r.ResultData, &result); err != nil {
		return s, fmt.Errorf("result data of submission %s: %w", r.ID, err)
	}
	s.Note = result.Note
	return s, nil
}
