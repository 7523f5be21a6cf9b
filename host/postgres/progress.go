package postgres

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// ClaimNext gives the caller a submission that is admitted, in one of the directories if there are any, for the length of the lease.
// [host.NotFound] says that nothing is to be done just now.
func (d *DB) ClaimNext(ctx context.Context, directories []string, lease time.Duration) (host.Submission, error) {
	ids, err := d.read().ClaimableSubmissions(ctx, list(texts(directories)))
	if err != nil {
		return host.Submission{}, fmt.Errorf("claimable submissions: %w", err)
	}
	for _, id := range ids {
		s, err := d.Claim(ctx, id, lease)
		switch host.KindOf(err) {
		case host.NotFound, host.Conflict:
			if err != nil {
				continue // another was faster
			}
		}
		return s, err
	}
	return host.Submission{}, host.Errorf(host.NotFound, "nothing is to be done just now")
}

// ReportProgress brings a submission where a worker outside says that it is, under the worker's claim only. The same report again, by its fingerprint, gets the
// answer of the first. [host.Conflict] says that the claim is lost, or that another report was made before; [host.Invalid] that the state machine does
// not lead there, or that the proof is missing; [host.Denied] and [host.Unavailable] as in [DB.Intend].
func (d *DB) ReportProgress(ctx context.Context, p host.Progress, fingerprint []byte, lease, window time.Duration) (out host.ProgressAnswer, err error) {
	err = pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		of, err := q.SubmissionByID(ctx, p.Submission)
		if err != nil {
			return found(err, "submission", p.Submission)
		}
		if _, err := q.LockJob(ctx, of.JobID); err != nil { // before the submission, as everybody does
			return found(err, "job", of.JobID)
		}
		row, err := q.LockSubmission(ctx, p.Submission)
		if err != nil {
			return found(err, "submission", p.Submission)
		}
		s, err := submission(row)
		if err != nil {
			return err
		}
		first, err := firstReport(ctx, q, p, fingerprint)
		if err != nil || first != nil {
			if first != nil {
				out = *first
			}
			return err
		}
		if stands, err := q.ClaimStands(ctx, db.ClaimStandsParams{ID: s.ID, Fence: p.Fence}); err != nil {
			return fmt.Errorf("claim of submission: %w", err)
		} else if !stands {
			return host.Errorf(host.Conflict, "The claim under fence %d is lost: another worker may be at it. Let go of the submission.", p.Fence)
		}
		if p.Status == host.Filling {
			out, err = renewed(ctx, q, s, lease)
			return err
		}
		if out, err = reported(ctx, q, s, p, window); err != nil {
			return err
		}
		answer, err := json.Marshal(out)
		if err != nil {
			return err
		}
		err = q.InsertProgressReport(ctx, db.InsertProgressReportParams{
			SubmissionID: s.ID, Fence: p.Fence, Status: string(p.Status), Fingerprint: fingerprint, Answer: answer,
		})
		if err != nil {
			return fmt.Errorf("insert progress report: %w", err)
		}
		return q.Notify(ctx, s.JobID)
	})
	return out, err
}

// firstReport is the answer to the same report before; nil if there was none.
func firstReport(ctx context.Context, q *db.Queries, p host.Progress, fingerprint []byte) (*host.ProgressAnswer, error) {
	row, err := q.ProgressReport(ctx, db.ProgressReportParams{SubmissionID: p.Submission, Fence: p.Fence, Status: string(p.Status)})
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("progress report: %w", err)
	case !bytes.Equal(row.Fingerprint, fingerprint):
		return nil, host.Errorf(host.Conflict, "Another report of %s was made under fence %d. What was recorded stays.", p.Status, p.Fence)
	}
	var first host.ProgressAnswer
	if err := json.Unmarshal(row.Answer, &first); err != nil {
		return nil, fmt.Errorf("answer to a progress report: %w", err)
	}
	return &first, nil
}

// renewed prolongs the claim. Where the intent is committed already, the window to press in stays as it is.
func renewed(ctx context.Context, q *db.Queries, s host.Submission, lease time.Duration) (host.ProgressAnswer, error) {
	if _, err := q.RenewLease(ctx, db.RenewLeaseParams{ID: s.ID, Fence: s.Fence, Lease: lease}); err != nil {
		return host.ProgressAnswer{}, fmt.Errorf("renew lease: %w", err)
	}
	return answerOf(ctx, q, s)
}

// reported makes the transition that a report tells of.
func reported(ctx context.Context, q *db.Queries, s host.Submission, p host.Progress, window time.Duration) (host.ProgressAnswer, error) {
	// What leads from an intent back to another press is a look-up after the window has closed, and that is ours to make.
	if !s.Status.CanBecome(p.Status) || (s.Status == host.Submitting && p.Status == host.Admitted) {
		return host.ProgressAnswer{}, host.Errorf(host.Invalid, "A worker cannot bring a submission from %s to %s.", s.Status, p.Status)
	}
	if p.Status == host.Submitting {
		may, err := q.MaySend(ctx, s.ID)
		if err != nil {
			return host.ProgressAnswer{}, fmt.Errorf("policy of directory: %w", err)
		}
		if !may {
			return host.ProgressAnswer{}, host.Errorf(host.Denied, "This directory does not allow automated submissions, or has not been asked yet.")
		}
		after, err := intend(ctx, q, s, window)
		if err != nil {
			return host.ProgressAnswer{}, err
		}
		out, err := answerOf(ctx, q, after)
		out.PressBy = after.PressBy.Add(-window / 2).UTC() // the rest is for what is under way by then
		return out, err
	}
	if p.Status == host.Submitted {
		n, err := q.CountProof(ctx, db.CountProofParams{SubmissionID: s.ID, Kinds: host.Proof, Since: s.PressBy.Add(-window)})
		if err != nil {
			return host.ProgressAnswer{}, fmt.Errorf("count proof: %w", err)
		}
		if n == 0 {
			return host.ProgressAnswer{}, host.Errorf(host.Invalid, "No evidence of what the directory answered is kept since the intent (%s): send it first.", strings.Join(host.Proof, ", "))
		}
	}
	c := host.Change{To: p.Status, Listing: p.Listing, Verdict: p.Verdict, Note: p.Note, ErrorLog: p.ErrorLog, Attention: p.Attention, After: p.After}
	if p.Status == host.Unknown {
		c.Verdict.Answer = host.AnswerUnknown
		c.Attention = &host.Attention{Audience: host.ForStaff, Reason: "outcome", Message: "The worker could not see what came of the press. Look whether the business is listed before anything is sent again."}
	}
	after, err := moveTo(ctx, q, s, c)
	if err != nil {
		return host.ProgressAnswer{}, err
	}
	return answerOf(ctx, q, after)
}

func answerOf(ctx context.Context, q *db.Queries, s host.Submission) (host.ProgressAnswer, error) {
	row, err := q.SubmissionByID(ctx, s.ID)
	if err != nil {
		return host.ProgressAnswer{}, found(err, "submission", s.ID)
	}
	return host.ProgressAnswer{Submission: s.ID, Status: host.Status(row.Status), Fence: row.Fence, Intents: int(row.Intents), LeaseUntil: known(row.LeaseUntil).UTC()}, nil
}

// AddClaimedEvidence records evidence whose bytes are in the blob store, under a claim. [host.Conflict] says that the claim is lost.
func (d *DB) AddClaimedEvidence(ctx context.Context, id uuid.UUID, fence int64, e host.Evidence) error {
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		if err := claimStands(ctx, q, id, fence); err != nil {
			return err
		}
		row, err := q.SubmissionByID(ctx, id)
		if err != nil {
			return found(err, "submission", id)
		}
		s, err := submission(row)
		if err != nil {
			return err
		}
		return addEvidence(ctx, q, s, e)
	})
}

// ClaimStands fails with [host.Conflict] where the claim is lost.
func (d *DB) ClaimStands(ctx context.Context, id uuid.UUID, fence int64) error {
	return claimStands(ctx, d.read(), id, fence)
}

func claimStands(ctx context.Context, q *db.Queries, id uuid.UUID, fence int64) error {
	stands, err := q.ClaimStands(ctx, db.ClaimStandsParams{ID: id, Fence: fence})
	switch {
	case err != nil:
		return found(err, "submission", id)
	case !stands:
		return host.Errorf(host.Conflict, "The claim under fence %d is lost: another worker may be at it. Let go of the submission.", fence)
	}
	return nil
}
