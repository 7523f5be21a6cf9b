package worker

import (
	"context"

	"github.com/riverqueue/river"

	"github.com/directorybolt/directorybolt/host"
)

// announceWorker is the flow announce: it sends the message that starts a job's flow wherever somebody listens for it, or starts the flow
// itself where there is no order queue. To run it again changes nothing: a flow is started once.
type announceWorker struct {
	river.WorkerDefaults[announceArgs]
	worker *Worker
}

// Work is part of River's interface.
func (a *announceWorker) Work(ctx context.Context, job *river.Job[announceArgs]) error {
	w := a.worker
	order, err := w.config.Store.Order(ctx, job.Args.JobID)
	if err == nil && w.config.Send != nil {
		err = w.config.Send(ctx, order)
	} else if err == nil {
		err = w.TriggerFlow(ctx, "", order)
	}
	if err != nil {
		w.config.Log.ErrorContext(ctx, "job not announced", "job_id", job.Args.JobID, "error", err)
		if host.KindOf(err) == host.Unavailable {
			return err // a snooze would count no attempt, and the wait would not grow
		}
		return queueOutcome(err, job.Attempt)
	}
	return nil
}

// TriggerFlow starts the flow of an order that came as a message. See the store's.
func (w *Worker) TriggerFlow(ctx context.Context, messageID string, o host.OrderMessage) error {
	return w.config.Store.TriggerFlow(ctx, messageID, o, w.enqueueJobs)
}
