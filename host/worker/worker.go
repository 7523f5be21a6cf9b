// Package worker carries orders out: process_job selects directories and plans submissions, submit_directory makes one submission.
// It decides what becomes of a submission; where that is stored, what a browser is and how an adapter runs is handed to it.
package worker

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/directorybolt/directorybolt/host"
)

// Store keeps jobs and submissions. Whatever has an enqueue calls it in the transaction that makes the entries necessary.
type Store interface {
	AnnounceJob(ctx context.Context, id uuid.UUID, profileVersion int, enqueue func(context.Context, pgx.Tx) error) error
	StartJob(ctx context.Context, id uuid.UUID, key func(profile json.RawMessage, slug string) (string, error)) (host.Job, error)
	Order(ctx context.Context, job uuid.UUID) (host.OrderMessage, error)
	TriggerFlow(ctx context.Context, messageID string, o host.OrderMessage, enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) error
	ApproveProfile(ctx context.Context, customer uuid.UUID, a host.Approval, key func(job uuid.UUID, slug string, profile json.RawMessage) (string, error),
		enqueueJobs, enqueueSubmissions func(context.Context, pgx.Tx, []uuid.UUID) error) (host.Approved, error)
	OverdueJobs(ctx context.Context, patience time.Duration, enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) (int, error)
	UnheardJobs(ctx context.Context, patience time.Duration, announce func(context.Context, pgx.Tx, []uuid.UUID) error) (int, error)
	DropTraces(ctx context.Context, age time.Duration) (int, error)
	AnswerTask(ctx context.Context, customer uuid.UUID, task int64, key func(job uuid.UUID, slug string, profile json.RawMessage) (string, error),
		enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) error
	Lapsed(ctx context.Context, patience time.Duration, enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) (int, error)
	Rerun(ctx context.Context, customer, job, only uuid.UUID, shown int, key func(job uuid.UUID, slug string, profile json.RawMessage) (string, error),
		enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) (host.Rerun, error)

	retention

	Directory(ctx context.Context, slug string) (host.Directory, error)
	AutomationAllowed(ctx context.Context, job uuid.UUID) (bool, error)
	Profile(ctx context.Context, customer uuid.UUID, version int) (json.RawMessage, error)

	claims
}

// claims is how a submission is held and moved: every write is a compare-and-swap on its status and fence.
type claims interface {
	Claim(ctx context.Context, id uuid.UUID, lease time.Duration) (host.Submission, error)
	Renew(ctx context.Context, s host.Submission, lease time.Duration) error
	Intend(ctx context.Context, s host.Submission, window time.Duration) (host.Submission, error)
	Move(ctx context.Context, s host.Submission, c host.Change) (host.Submission, error)
	Release(ctx context.Context, s host.Submission, c host.Change) (host.Submission, error)
	AddTrace(ctx context.Context, s host.Submission, calls ...host.TracedCall) error
	AddEvidence(ctx context.Context, s host.Submission, evidence ...host.Evidence) error
}

// retention is how what must not be kept any longer is removed.
type retention interface {
	DeleteDue(ctx context.Context, now time.Time) (done bool, err error)
	DropEvidence(ctx context.Context, before time.Time) (int, error)
	DropDrafts(ctx context.Context, before time.Time) (int, error)
	SweepBlobs(ctx context.Context, remove func(ctx context.Context, digest string) (removed bool, err error)) (int, error)
	Orphans(ctx context.Context, digests []string) ([]string, error)
	DoomBlobs(ctx context.Context, digests []string) error
}

// Blobs keeps the bytes of evidence by their digest. Remove leaves those that were put within the grace: a row may be about to name them. Each tells of
// every blob, and when it was put last.
type Blobs interface {
	Put(ctx context.Context, data []byte) (digest string, err error)
	Open(ctx context.Context, digest string) (io.ReadCloser, error)
	Each(ctx context.Context, f func(digest string, at time.Time) error) error
	Remove(ctx context.Context, digest string, grace time.Duration) (removed bool, err error)
}

// Duty is a part of what a worker does. Any number of workers may share each.
type Duty string

// The duties.
const (
	Plan   Duty = "plan"   // announce and plan jobs, and bring back those that were lost on the way
	Submit Duty = "submit" // make submissions, and bring back those of workers that died
	Keep   Duty = "keep"   // remove what is past its age, and carry deletions out
)

// Config is what a worker works with. Zero durations and counts mean the defaults.
type Config struct {
	Duties []Duty // begun by Start; nil for all, without one it only enqueues

	Store   Store
	Pool    *pgxpool.Pool // of the database that Store writes to: the queue's entries are in the same transactions
	Blobs   Blobs
	Adapter func(ctx context.Context, name string) (Adapter, error)
	// Session opens a browser session that reaches the directory, with the images of the submission's customer. It waits for a free one.
	Session func(ctx context.Context, s host.Submission, d host.Directory) (Session, error)
	// Send puts the message of an order into the order queue; nil where there is none, and flows are started straight away.
	Send func(ctx context.Context, o host.OrderMessage) error
	Log  *slog.Logger

	Conditions host.Conditions // that Adapter's modules are called under, for the traces

	// Gate says why no submission may be begun just now; nil error: it may. It is asked before each, and those that come to it shut wait. May be nil.
	Gate func() error

	Watch func(s host.Submission, m Moment) // told of each live step; may be nil
	At    func(point string)                // told of each point that a crash could fall on; nil but in tests

	Submissions int           // worked on at the same time; 2
	Lease       time.Duration // of a claim; [DefaultLease]
	Renewal     time.Duration // between renewals of a lease; a third of it
	PressWindow time.Duration // from the intent until nothing can be under way to the directory any more; 90 s
	PressTime   time.Duration // from the intent to the end of the press, by the worker's own clock; half of the window, for the session must end within it
	AttemptTime time.Duration // for all of one attempt; 5 min
	ReapEvery   time.Duration // between searches for submissions whose worker died; a third of the lease
	TraceAge    time.Duration // that calls on record reach before they are removed; 30 days
	EvidenceAge time.Duration // from the end of a job until its evidence is removed; 400 days
	OrphanEvery time.Duration // between searches for blobs that nothing ever named, the first after a hundredth of it; a day
}

// DefaultLease is how long a claim holds unless it is renewed. With a search every third of it, and a second for the queue, what a dead worker held is
// taken up by another within 21 s; 30 s are promised.
const DefaultLease = 15 * time.Second

func (c Config) withDefaults() Config {
	if c.Duties == nil {
		c.Duties = []Duty{Plan, Submit, Keep}
	}
	c.Submissions = cmp.Or(c.Submissions, 2)
	c.Lease = cmp.Or(c.Lease, DefaultLease)
	c.Renewal = cmp.Or(c.Renewal, c.Lease/3)
	c.PressWindow = cmp.Or(c.PressWindow, 90*time.Second)
	c.PressTime = cmp.Or(c.PressTime, c.PressWindow/2)
	c.AttemptTime = cmp.Or(c.AttemptTime, 5*time.Minute)
	c.ReapEvery = cmp.Or(c.ReapEvery, c.Lease/3)
	c.TraceAge = cmp.Or(c.TraceAge, 30*24*time.Hour)
	c.EvidenceAge = cmp.Or(c.EvidenceAge, host.EvidenceAge)
	c.OrphanEvery = cmp.Or(c.OrphanEvery, 24*time.Hour)
	return c
}

// Worker works off the queue. Any number of them may share one database.
type Worker struct {
	config Config
	queue  *river.Client[pgx.Tx]

	working     atomic.Int64 // submissions under way
	stopReaping context.CancelFunc
	orphansAt   time.Time // when they are searched for next
	reaping     sync.WaitGroup
}

// New returns a worker that does nothing yet but can announce jobs.
func New(c Config) (*Worker, error) {
	w := &Worker{config: c.withDefaults(), stopReaping: func() {}}
	w.orphansAt = time.Now().Add(w.config.OrphanEvery / 100)
	if w.config.PressTime >= w.config.PressWindow {
		return nil, host.Errorf(host.Invalid, "a press (%s) must end before its window (%s) does", w.config.PressTime, w.config.PressWindow)
	}
	config := w.queueConfig()
	if len(config.Queues) == 0 {
		config.Queues = nil // the client only inserts
	} else {
		config.Workers = river.NewWorkers()
		river.AddWorker(config.Workers, &announceWorker{worker: w})
		river.AddWorker(config.Workers, &processWorker{worker: w})
		river.AddWorker(config.Workers, &submitWorker{worker: w})
	}
	queue, err := river.NewClient(riverpgxv5.New(c.Pool), config)
	if err != nil {
		return nil, fmt.Errorf("open queue: %w", err)
	}
	w.queue = queue
	return w, nil
}

// queueConfig is how the queue is worked off. What a process that died has left running there runs again once no attempt can still be under way: the message of
// an order would else wait for [announcePatience]. The queue leaves alone what may run without a limit, so there is one, which attempts stay below.
func (w *Worker) queueConfig() *river.Config {
	return &river.Config{
		Logger:               w.config.Log,
		RetryPolicy:          retryPolicy{},
		JobTimeout:           w.config.AttemptTime + 3*recordTime,
		RescueStuckJobsAfter: w.config.AttemptTime + 4*recordTime,
		FetchCooldown:        50 * time.Millisecond,
		Queues:               w.queues(),
	}
}

// queues are those that the duties are done from.
func (w *Worker) queues() map[string]river.QueueConfig {
	queues := map[string]river.QueueConfig{}
	if w.has(Plan) {
		queues[announceQueue] = river.QueueConfig{MaxWorkers: 2}
		queues[jobQueue] = river.QueueConfig{MaxWorkers: 2}
	}
	if w.has(Submit) {
		queues[submissionQueue] = river.QueueConfig{MaxWorkers: w.config.Submissions}
	}
	return queues
}

func (w *Worker) has(d Duty) bool { return slices.Contains(w.config.Duties, d) }

// Start begins to work. Each Start needs a Stop.
func (w *Worker) Start(ctx context.Context) error {
	if len(w.queues()) > 0 {
		if err := w.queue.Start(context.WithoutCancel(ctx)); err != nil {
			return fmt.Errorf("start queue: %w", err)
		}
	}
	ctx, w.stopReaping = context.WithCancel(context.WithoutCancel(ctx))
	w.reaping.Go(func() { w.reap(ctx) })
	return nil
}

// Stop takes on nothing new and waits for what is under way until ctx ends, then cuts it short: what is not pressed by then is
// tried again later, and what is pressed is looked up later.
func (w *Worker) Stop(ctx context.Context) error {
	w.stopReaping()
	w.reaping.Wait()
	if len(w.queues()) == 0 {
		return nil
	}
	err := w.queue.Stop(ctx)
	if err == nil || !errors.Is(err, ctx.Err()) {
		return err
	}
	hurry, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*recordTime)
	defer cancel()
	return w.queue.StopAndCancel(hurry)
}

// Working is how many submissions are under way.
func (w *Worker) Working() int { return int(w.working.Load()) }

// Announce hands a pending job to the workers, with the version of the profile its owner has approved.
func (w *Worker) Announce(ctx context.Context, job uuid.UUID, profileVersion int) error {
	return w.config.Store.AnnounceJob(ctx, job, profileVersion, func(ctx context.Context, tx pgx.Tx) error {
		return w.enqueueAnnouncements(ctx, tx, []uuid.UUID{job})
	})
}

// ApproveProfile makes the customer's draft the next version of the profile and hands what waited for it to the workers.
func (w *Worker) ApproveProfile(ctx context.Context, customer uuid.UUID, a host.Approval) (host.Approved, error) {
	return w.config.Store.ApproveProfile(ctx, customer, a, idempotencyKey, w.enqueueAnnouncements, w.enqueueSubmissions)
}

// EnqueueJob adds a job that is announced in the same transaction.
func (w *Worker) EnqueueJob(ctx context.Context, tx pgx.Tx, job uuid.UUID) error {
	return w.enqueueAnnouncements(ctx, tx, []uuid.UUID{job})
}

// EnqueueSubmissions adds submissions that are admitted in the same transaction.
func (w *Worker) EnqueueSubmissions(ctx context.Context, tx pgx.Tx, submissions []uuid.UUID) error {
	return w.enqueueSubmissions(ctx, tx, submissions)
}

// AnswerTask lets a submission go on that waited for its customer.
func (w *Worker) AnswerTask(ctx context.Context, customer uuid.UUID, task int64) error {
	return w.config.Store.AnswerTask(ctx, customer, task, idempotencyKey, w.enqueueSubmissions)
}

// Rerun has failed submissions of a customer's job tried again: see the store's method of that name.
func (w *Worker) Rerun(ctx context.Context, customer, job, only uuid.UUID, shown int) (host.Rerun, error) {
	return w.config.Store.Rerun(ctx, customer, job, only, shown, idempotencyKey, w.enqueueSubmissions)
}

func (w *Worker) reached(point string) {
	if w.config.At != nil {
		w.config.At(point)
	}
}
