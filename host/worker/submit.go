package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/directorybolt/directorybolt/host"
)

// recordTime bounds the writes that end an attempt, which are made even when the attempt was cut short.
const recordTime = 10 * time.Second

// submitWorker is the flow submit_directory: it makes one submission, or finds out what came of one.
type submitWorker struct {
	river.WorkerDefaults[submitArgs]
	worker *Worker
}

// Work is part of River's interface.
func (s *submitWorker) Work(ctx context.Context, job *river.Job[submitArgs]) error {
	if gate := s.worker.config.Gate; gate != nil && gate() != nil {
		return river.JobSnooze(s.worker.config.ReapEvery) // whoever shut the gate has told why
	}
	again, err := s.worker.submit(ctx, job.Args.SubmissionID)
	if err != nil {
		return queueOutcome(err, job.Attempt)
	}
	if again > 0 {
		return river.JobSnooze(again)
	}
	return nil
}

// submit claims the submission, works on it and records what came of it. again is when to look at it next; 0 if it is settled.
func (w *Worker) submit(ctx context.Context, id uuid.UUID) (again time.Duration, err error) {
	w.working.Add(1)
	defer w.working.Add(-1)
	began := time.Now()
	s, err := w.config.Store.Claim(ctx, id, w.config.Lease)
	if host.KindOf(err) == host.Conflict {
		if early := time.Until(s.DueAt); early > 0 {
			return early, nil
		}
		return w.config.Lease, nil // another worker holds it; should that worker die, it is ours then
	}
	if err != nil {
		return 0, err
	}
	log := w.config.Log.With("submission_id", s.ID, "job_id", s.JobID, "directory", s.Directory, "attempt", s.Attempts)
	held, letGo := w.hold(ctx, s)
	j := &journal{worker: w, submission: s}
	outcome, err := w.attempt(held, j)
	lost := letGo()
	if err == nil && ctx.Err() != nil {
		outcome = handBack(j.submission.Status, outcome)
	}
	if err == nil && lost == nil {
		s, err = w.record(ctx, j, outcome)
	}
	if err = errors.Join(err, lost); err != nil {
		// Nothing is recorded: the next claim finds out what there is to find out.
		log.ErrorContext(ctx, "submission left as it is", "error", err)
		return w.config.Lease, nil
	}
	w.reached("recorded")
	log.InfoContext(ctx, "submission worked on", "status", s.Status, "listing", s.Listing, "verdict", s.Verdict.Answer,
		"duration", time.Since(began).Round(time.Millisecond)) // the error stays in the record: it can hold words of the business
	if s.Status.Settled() {
		return 0, nil
	}
	return max(time.Until(s.DueAt), time.Millisecond), nil
}

// handBack turns the outcome of an attempt that was cut short because the worker has to stop: nothing was wrong, so another worker may go on at once.
// What was found out before the cut stands.
func handBack(status host.Status, o Outcome) Outcome {
	switch {
	case status == host.Filling && (o.Change.To == host.Admitted || o.Change.To == host.Failed):
		return Outcome{Change: host.Change{To: host.Admitted, ErrorLog: "handed back: the worker was stopped"}}
	case status == host.Submitting && (o.Stands || o.Change.To == host.Unknown):
		o.Stands, o.Change = true, host.Change{Refusal: o.Change.Refusal, ErrorLog: o.Change.ErrorLog} // due when its press window has closed
	}
	return o
}

// attempt does what the submission's status asks for.
func (w *Worker) attempt(ctx context.Context, j *journal) (Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, w.config.AttemptTime)
	defer cancel()
	s := j.submission
	course := decideClaimed(s.Status, s.Attempts)
	if course == reconcile {
		w.reached("reconcile_claimed")
	} else {
		w.reached("claimed")
	}
	a := &Attempt{Refusals: s.Refusals, Intents: s.Intents, Number: s.Attempts, Outages: s.Outages, Journal: j, At: w.config.At}
	if w.config.Watch != nil {
		a.Watch = func(m Moment) { w.config.Watch(s, m) }
	}
	if course == giveUp {
		return a.abandon(s.Status), nil
	}
	if err := w.equip(ctx, a, s); err != nil {
		if course == reconcile {
			return a.told(a.reconcileLater(err)), nil
		}
		return a.told(a.beforePress(err)), nil
	}
	defer func() {
		if err := a.Session.Close(); err != nil {
			w.config.Log.WarnContext(ctx, "browser session not closed", "submission_id", s.ID, "error", err)
		}
	}()
	if course == reconcile {
		return a.Reconcile(ctx)
	}
	return a.Submit(ctx)
}

// equip gives the attempt what it works with. An error in our own parts is worth another attempt, whatever its kind.
func (w *Worker) equip(ctx context.Context, a *Attempt, s host.Submission) error {
	var err error
	if a.Directory, err = w.config.Store.Directory(ctx, s.Directory); err != nil {
		return err
	}
	if a.Allowed, err = w.config.Store.AutomationAllowed(ctx, s.JobID); err != nil {
		return err
	}
	profile, err := w.config.Store.Profile(ctx, s.CustomerID, s.ProfileVersion)
	if err != nil {
		return err
	}
	business, err := host.ParseBusiness(profile)
	if err != nil {
		return err
	}
	a.Business = business.Contract()
	if a.Adapter, err = w.config.Adapter(ctx, a.Directory.Adapter); err != nil {
		a.visit = host.VisitFailed
		return fmt.Errorf("adapter %s: %v", a.Directory.Adapter, err)
	}
	if a.Session, err = w.config.Session(ctx, s, a.Directory); err != nil {
		return fmt.Errorf("browser session: %v", err)
	}
	return nil
}

// record ends the claim, with all that the journal still holds. It does so even if the attempt was cut short, for nobody else knows what it found.
func (w *Worker) record(ctx context.Context, j *journal, o Outcome) (host.Submission, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTime)
	defer cancel()
	if err := j.Keep(ctx); err != nil {
		return j.submission, err
	}
	if o.Stands {
		return w.config.Store.Release(ctx, j.submission, o.Change)
	}
	return w.config.Store.Move(ctx, j.submission, o.Change)
}

// hold renews the lease until letGo is called, and ends the returned context when it is lost. letGo returns why, if it was.
func (w *Worker) hold(ctx context.Context, s host.Submission) (held context.Context, letGo func() error) {
	held, cancel := context.WithCancelCause(ctx)
	stop, done := make(chan struct{}), make(chan error, 1)
	go func() {
		err := w.renew(held, s, stop)
		if err != nil {
			cancel(err)
		}
		done <- err
	}()
	return held, func() error {
		close(stop)
		err := <-done
		cancel(nil)
		return err
	}
}

func (w *Worker) renew(ctx context.Context, s host.Submission, stop <-chan struct{}) error {
	tick := time.NewTicker(w.config.Renewal)
	defer tick.Stop()
	renewed := time.Now()
	for {
		select {
		case <-stop:
			return nil
		case <-ctx.Done():
			return nil // cut short from above; the lease is still ours to record under
		case <-tick.C:
		}
		at := time.Now()
		err := w.config.Store.Renew(ctx, s, w.config.Lease)
		switch {
		case err == nil:
			renewed = at
		case ctx.Err() != nil:
			return nil
		case host.KindOf(err) == host.Conflict || time.Since(renewed) > w.config.Lease:
			return err
		}
	}
}
