package worker

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/directorybolt/directorybolt/host"
)

// Planning has a queue of its own, or a new order would wait for all submissions of those before it.
const (
	jobQueue        = "jobs"
	announceQueue   = "announcements" // the release before takes all of jobs, and does not know the flow
	submissionQueue = "submissions"
)

type processArgs struct {
	JobID uuid.UUID `json:"job_id"`
}

// Kind is the name of the flow in the queue.
func (processArgs) Kind() string { return "process_job" }

// InsertOpts puts the flow in its queue.
func (processArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: jobQueue} }

type announceArgs struct {
	JobID uuid.UUID `json:"job_id"`
}

// Kind is the name of the flow in the queue.
func (announceArgs) Kind() string { return "announce" }

// InsertOpts puts the flow in its queue.
func (announceArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: announceQueue} }

type submitArgs struct {
	SubmissionID uuid.UUID `json:"submission_id"` // the store finds entries by this name
}

// Kind is the name of the flow in the queue.
func (submitArgs) Kind() string { return "submit_directory" }

// InsertOpts puts the flow in its queue.
func (submitArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: submissionQueue} }

func (w *Worker) enqueueAnnouncements(ctx context.Context, tx pgx.Tx, jobs []uuid.UUID) error {
	params := make([]river.InsertManyParams, len(jobs))
	for i, id := range jobs {
		params[i].Args = announceArgs{JobID: id}
	}
	return w.insert(ctx, tx, params)
}

func (w *Worker) enqueueJobs(ctx context.Context, tx pgx.Tx, jobs []uuid.UUID) error {
	params := make([]river.InsertManyParams, len(jobs))
	for i, id := range jobs {
		params[i].Args = processArgs{JobID: id}
	}
	return w.insert(ctx, tx, params)
}

func (w *Worker) enqueueSubmissions(ctx context.Context, tx pgx.Tx, submissions []uuid.UUID) error {
	params := make([]river.InsertManyParams, len(submissions))
	for i, id := range submissions {
		params[i].Args = submitArgs{SubmissionID: id}
	}
	return w.insert(ctx, tx, params)
}

func (w *Worker) insert(ctx context.Context, tx pgx.Tx, params []river.InsertManyParams) error {
	if len(params) == 0 {
		return nil
	}
	if _, err := w.queue.InsertManyFastTx(ctx, tx, params); err != nil {
		return fmt.Errorf("enqueue: %w", err)
	}
	return nil
}

// queueOutcome is the one table that turns kinds of errors into what the queue does with an entry.
func queueOutcome(err error, attempt int) error {
	if err == nil {
		return nil
	}
	switch host.KindOf(err) {
	case host.NotFound, host.Invalid, host.Denied:
		return river.JobCancel(err)
	case host.Conflict, host.Unavailable:
		return river.JobSnooze(backoff(attempt))
	}
	return err
}

// retryPolicy spaces the runs of an entry that failed for an internal reason.
type retryPolicy struct{}

// NextRetry is part of River's interface.
func (retryPolicy) NextRetry(job *rivertype.JobRow) time.Time {
	return time.Now().Add(backoff(len(job.Errors) + 1))
}
