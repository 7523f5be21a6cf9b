package worker

import (
	"context"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// announcePatience is how long the message of a job may be on its way before another one is sent. Queues deliver within seconds; that one
// should be lost, or somebody delete it, is what this is for.
const announcePatience = 30 * time.Minute

// reap brings back what dead workers have left and removes what is past its age, as far as that is among the duties, until ctx ends. Every worker does
// it; a submission that two of them bring back is still claimed once.
func (w *Worker) reap(ctx context.Context) {
	tick := time.NewTicker(w.config.ReapEvery)
	defer tick.Stop()
	for {
		w.reapOnce(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (w *Worker) reapOnce(ctx context.Context) {
	if w.has(Submit) {
		w.bringBackSubmissions(ctx)
	}
	if w.has(Plan) {
		w.bringBackJobs(ctx)
	}
	if w.has(Keep) {
		w.forget(ctx, time.Now())
	}
}

func (w *Worker) bringBackSubmissions(ctx context.Context) {
	submissions, err := w.config.Store.Lapsed(ctx, w.config.Lease, w.enqueueSubmissions)
	if err == nil && submissions > 0 {
		w.config.Log.WarnContext(ctx, "submissions brought back", "submissions", submissions)
	}
	if err != nil && ctx.Err() == nil {
		w.config.Log.ErrorContext(ctx, "submissions not brought back", "error", err)
	}
}

func (w *Worker) bringBackJobs(ctx context.Context) {
	jobs, err := w.config.Store.OverdueJobs(ctx, w.config.Lease, w.enqueueJobs)
	if err == nil && jobs > 0 {
		w.config.Log.WarnContext(ctx, "jobs brought back", "jobs", jobs)
	}
	if err != nil && ctx.Err() == nil {
		w.config.Log.ErrorContext(ctx, "jobs not brought back", "error", err)
	}
	patience := announcePatience
	if w.config.Send == nil {
		patience = w.config.Lease // nothing is on its way but an entry of our own queue
	}
	jobs, err = w.config.Store.UnheardJobs(ctx, patience, w.enqueueAnnouncements)
	if err == nil && jobs > 0 {
		w.config.Log.WarnContext(ctx, "jobs announced again", "jobs", jobs)
	}
	if err != nil && ctx.Err() == nil {
		w.config.Log.ErrorContext(ctx, "jobs not announced again", "error", err)
	}
}

// blobGrace is how long a blob is left alone after it was last put. It is longer than it takes to write the row that names it.
const blobGrace = time.Hour

// forget carries due deletions out, and removes traces, evidence and drafts past their age and the blobs that nothing names any more. Each step is repeated until it is done,
// so a crash between two of them loses nothing.
func (w *Worker) forget(ctx context.Context, now time.Time) {
	calls, err := w.config.Store.DropTraces(ctx, w.config.TraceAge)
	if err == nil && calls > 0 {
		w.config.Log.InfoContext(ctx, "old traces removed", "calls", calls)
	}
	if err != nil && ctx.Err() == nil {
		w.config.Log.ErrorContext(ctx, "old traces not removed", "error", err)
	}
	deleted, err := w.config.Store.DeleteDue(ctx, now)
	if err == nil && deleted {
		w.config.Log.InfoContext(ctx, "customer deleted")
	}
	if err != nil && ctx.Err() == nil {
		w.config.Log.ErrorContext(ctx, "customer not deleted", "error", err)
	}
	pieces, err := w.config.Store.DropEvidence(ctx, now.Add(-w.config.EvidenceAge))
	if err == nil && pieces > 0 {
		w.config.Log.InfoContext(ctx, "old evidence removed", "blobs", pieces)
	}
	if err != nil && ctx.Err() == nil {
		w.config.Log.ErrorContext(ctx, "old evidence not removed", "error", err)
	}
	drafts, err := w.config.Store.DropDrafts(ctx, now.Add(-host.DraftAge))
	if err == nil && drafts > 0 {
		w.config.Log.InfoContext(ctx, "old drafts removed", "drafts", drafts)
	}
	if err != nil && ctx.Err() == nil {
		w.config.Log.ErrorContext(ctx, "old drafts not removed", "error", err)
	}
	if now.After(w.orphansAt) {
		w.orphansAt = now.Add(w.config.OrphanEvery)
		n, err := w.doomOrphans(ctx, now.Add(-orphanAge))
		if err == nil && n > 0 {
			w.config.Log.InfoContext(ctx, "blobs that nothing names are removed", "blobs", n)
		}
		if err != nil && ctx.Err() == nil {
			w.config.Log.ErrorContext(ctx, "blobs that nothing names stay", "error", err)
		}
	}
	_, err = w.config.Store.SweepBlobs(ctx, func(ctx context.Context, digest string) (bool, error) {
		return w.config.Blobs.Remove(ctx, digest, blobGrace)
	})
	if err != nil && ctx.Err() == nil {
		w.config.Log.ErrorContext(ctx, "blobs not removed", "error", err)
	}
}
