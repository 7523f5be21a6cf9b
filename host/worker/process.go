package worker

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/gowebpki/jcs"
	"github.com/riverqueue/river"
)

// processWorker is the flow process_job: it plans a job's submissions, which wait to be admitted then. To run it again changes nothing.
type processWorker struct {
	river.WorkerDefaults[processArgs]
	worker *Worker
}

// Work is part of River's interface.
func (p *processWorker) Work(ctx context.Context, job *river.Job[processArgs]) error {
	w, id := p.worker, job.Args.JobID
	started, err := w.config.Store.StartJob(ctx, id, Keys(id))
	if err != nil {
		w.config.Log.ErrorContext(ctx, "job not started", "job_id", id, "error", err)
		return queueOutcome(err, job.Attempt)
	}
	w.config.Log.InfoContext(ctx, "job started", "job_id", id, "status", started.Status, "directories", started.DirsTotal)
	return nil
}

// Keys returns what makes the idempotency keys of a job's submissions. The profile, which is the same for all, is made canonical once.
func Keys(job uuid.UUID) func(profile json.RawMessage, slug string) (string, error) {
	var of, canonical []byte
	return func(profile json.RawMessage, slug string) (string, error) {
		if canonical == nil || !bytes.Equal(of, profile) {
			var err error
			if canonical, err = canonicalProfile(profile); err != nil {
				return "", err
			}
			of = profile
		}
		return keyOf(job, slug, canonical), nil
	}
}

// idempotencyKey is SHA-256 over the job, the directory and the profile in its canonical form (RFC 8785), in hex.
func idempotencyKey(job uuid.UUID, slug string, profile json.RawMessage) (string, error) {
	canonical, err := canonicalProfile(profile)
	if err != nil {
		return "", err
	}
	return keyOf(job, slug, canonical), nil
}

func canonicalProfile(profile json.RawMessage) ([]byte, error) {
	canonical, err := jcs.Transform(profile)
	if err != nil {
		return nil, fmt.Errorf("profile as canonical JSON: %w", err)
	}
	return canonical, nil
}

func keyOf(job uuid.UUID, slug string, canonical []byte) string {
	h := sha256.New()
	h.Write([]byte(job.String()))
	h.Write([]byte(slug))
	h.Write(canonical)
	return hex.EncodeToString(h.Sum(nil))
}
