package worker

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/gowebpki/jcs"
	"github.com/riverqueue/river"
)

// processWorker is the flow process_job: it plans a job's submissions and admits them. To run it again changes nothing.
type processWorker struct {
	river.WorkerDefaults[processArgs]
	worker *Worker
}

// Work is part of River's interface.
func (p *processWorker) Work(ctx context.Context, job *river.Job[processArgs]) error {
	w, id := p.worker, job.Args.JobID
	key := func(profile json.RawMessage, slug string) (string, error) { return idempotencyKey(id, slug, profile) }
	started, err := w.config.Store.StartJob(ctx, id, key, w.enqueueSubmissions)
	if err != nil {
		w.config.Log.ErrorContext(ctx, "job not started", "job_id", id, "error", err)
		return queueOutcome(err, job.Attempt)
	}
	w.config.Log.InfoContext(ctx, "job started", "job_id", id, "status", started.Status, "directories", started.DirsTotal)
	return nil
}

// idempotencyKey is SHA-256 over the job, the directory and the profile in its canonical form (RFC 8785), in hex.
func idempotencyKey(job uuid.UUID, slug string, profile json.RawMessage) (string, error) {
	canonical, err := jcs.Transform(profile)
	if err != nil {
		return "", fmt.Errorf("profile as canonical JSON: %w", err)
	}
	h := sha256.New()
	h.Write([]byte(job.String()))
	h.Write([]byte(slug))
	h.Write(canonical)
	return hex.EncodeToString(h.Sum(nil)), nil
}
