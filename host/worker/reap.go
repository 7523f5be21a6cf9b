package worker

import (
	"context"
	"time"
)

// announcePatience is how long the message of a job may be on its way before another one is sent. Queues deliver within seconds; that one
// should be lost, or somebody delete it, is what this is for.
const announcePatience = 30 * time.Minute

// reap brings back what dead workers have left and removes traces past their age, until ctx ends. Every worker does it; a submission that
// two of them bring back is still claimed once.
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
	patience := w.config.Lease
	submissions, err := w.config.Store.Lapsed(ctx, patience, w.enqueueSubmissions)
	if err == nil && submissions > 0 {
		w.config.Log.WarnContext(ctx, "submissions brought back", "submissions", submissions)
	}
	if err != nil && ctx.Err() == nil {
		w.config.Log.ErrorContext(ctx, "submissions not brought back", "error", err)
	}
	jobs, err := w.config.Store.OverdueJobs(ctx, patience, w.enqueueJobs)
	if err == nil && jobs > 0 {
		w.config.Log.WarnContext(ctx, "jobs brought back", "jobs", jobs)
	}
	if err != nil && ctx.Err() == nil {
		w.config.Log.ErrorContext(ctx, "jobs not brought back", "error", err)
	}
	jobs, err = w.config.Store.UnheardJobs(ctx, announcePatience, w.enqueueAnnouncements)
	if err == nil && jobs > 0 {
		w.config.Log.WarnContext(ctx, "jobs announced again", "jobs", jobs)
	}
	if err != nil && ctx.Err() == nil {
		w.config.Log.ErrorContext(ctx, "jobs not announced again", "error", err)
	}
	calls, err := w.config.Store.DropTraces(ctx, w.config.TraceAge)
	if err == nil && calls > 0 {
		w.config.Log.InfoContext(ctx, "old traces removed", "calls", calls)
	}
	if err != nil && ctx.Err() == nil {
		w.config.Log.ErrorContext(ctx, "old traces not removed", "error", err)
	}
}
