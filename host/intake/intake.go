// Package intake takes orders from SQS: it starts the flow of each once, keeps what is no order, and stops asking when asking only fails.
// It also puts orders there, and looks after the dead letters.
package intake

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// store records what is taken in.
type store interface {
	// TriggerFlow records that the message was claimed and starts the flow of its job, in one transaction. A job whose flow has started before
	// is left alone. [host.NotFound] and [host.Invalid] say that there will never be such a job.
	TriggerFlow(ctx context.Context, messageID string, o host.OrderMessage) error
	// KeepBadMessage records a message that is no order, with the reason.
	KeepBadMessage(ctx context.Context, messageID, body, reason string, receives int) error
}

// Limits of the customer's documents.
const (
	pollTime    = 20 // seconds that a poll waits for messages
	pollSize    = 5  // messages of a poll
	hideTime    = 10 * time.Minute
	maxReceives = 3 // before a message is a dead letter
)

// Config is what an intake works with. Zero durations mean the defaults.
type Config struct {
	Queue Queue
	Store store
	Log   *slog.Logger

	Hide  time.Duration // how long a message is kept from others, unless extended; 10 min
	Again time.Duration // until a message that could not be worked on comes again for the first time; 30 s
}

// Intake polls until it is told to stop. Any number of them may share a queue.
type Intake struct {
	Config
	breaker breaker
	age     atomic.Int64 // nanoseconds; see State
	redrive bool         // the queue itself moves what was received too often, and soon enough
}

// New returns an intake that does nothing yet.
func New(c Config) *Intake {
	c.Hide, c.Again = cmp.Or(c.Hide, hideTime), cmp.Or(c.Again, 30*time.Second)
	return &Intake{Config: c}
}

// State is how it goes.
func (i *Intake) State() State {
	s := i.breaker.state()
	s.Age = time.Duration(i.age.Load())
	return s
}

// Run polls until ctx ends, and returns when what was received by then is worked on.
func (i *Intake) Run(ctx context.Context) {
	i.redrive = i.hasRedrive(ctx)
	for ctx.Err() == nil {
		if !wait(ctx, i.breaker.pause(time.Now())) {
			return
		}
		i.poll(ctx)
	}
}

func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// hasRedrive asks whether the queue has a redrive policy that takes what was received as often as we bear. If it cannot be asked, we take it that it has
// none: a message that was moved already is not there to be moved again.
func (i *Intake) hasRedrive(ctx context.Context) bool {
	_, receives, err := i.Queue.RedrivePolicy(ctx)
	if err != nil {
		i.Log.WarnContext(ctx, "order queue does not tell its redrive policy", "error", err)
		return false
	}
	return receives > 0 && receives <= maxReceives
}

// poll receives once and works on what came.
func (i *Intake) poll(ctx context.Context) {
	asking, cancel := context.WithTimeout(ctx, (pollTime+10)*time.Second)
	defer cancel()
	most := int32(pollSize)
	if i.breaker.state().Stopped {
		most = 1 // a probe: each receive that comes to nothing brings a message nearer to the dead letters
	}
	messages, err := i.Queue.receive(asking, i.Queue.URL, most, pollTime, int32(i.Hide/time.Second))
	if ctx.Err() != nil && err != nil {
		return
	}
	if err != nil {
		i.fail(ctx, err)
		return
	}
	if len(messages) == 0 {
		i.succeed(ctx)
	}
	var working sync.WaitGroup
	var oldest time.Duration
	for _, m := range messages {
		if !m.Sent.IsZero() {
			oldest = max(oldest, time.Since(m.Sent))
		}
	}
	i.age.Store(int64(oldest)) // 0 where the poll brought nothing: none waits
	for _, m := range messages {
		working.Go(func() { i.take(context.WithoutCancel(ctx), m) })
	}
	working.Wait()
}

func (i *Intake) fail(ctx context.Context, err error) {
	if i.breaker.failed(err, time.Now()) {
		i.Log.ErrorContext(ctx, "intake stopped polling", "errors", tolerated, "error", err)
	}
}

func (i *Intake) succeed(ctx context.Context) {
	if i.breaker.succeeded() {
		i.Log.InfoContext(ctx, "intake polls again")
	}
}

// take works on one message, and keeps it from others while it does.
func (i *Intake) take(ctx context.Context, m Message) {
	ctx, cancel := context.WithTimeout(ctx, longestWork)
	defer cancel()
	release := i.keep(ctx, m)
	order, err := host.ParseOrderMessage(m.Body)
	if err == nil {
		err = i.Store.TriggerFlow(ctx, m.ID, order)
	}
	release()
	switch kind := host.KindOf(err); {
	case err == nil:
		// Should the deletion fail, the message comes again and starts nothing.
		if err := i.Queue.remove(ctx, i.Queue.URL, m); err != nil {
			i.fail(ctx, err)
			return
		}
		i.succeed(ctx)
		i.Log.InfoContext(ctx, "order taken in", "job_id", order.JobID, "message_id", m.ID, "source", order.Source)
	case kind == host.Invalid, kind == host.NotFound:
		if err := i.reject(ctx, m, err); err != nil {
			i.fail(ctx, err)
			return
		}
		i.succeed(ctx) // the message is at fault, not we
	default:
		i.fail(ctx, err)
		i.Log.ErrorContext(ctx, "order not taken in; it comes again", "message_id", m.ID, "receives", m.Receives, "error", err)
		_ = i.Queue.hide(ctx, i.Queue.URL, m, i.later(m)) // else it comes again when its time is over
	}
}

// later is the wait before an order that could not be taken in comes again: 1, 4, 16 times the usual, for it is not at fault. With a queue that moves it to the
// dead letters after three receives, a database may be away for ten minutes before a person has to send it again.
func (i *Intake) later(m Message) time.Duration {
	return min(i.Again<<(2*min(max(m.Receives-1, 0), 3)), max(i.Hide, i.Again))
}

// longestWork bounds the work on one message.
const longestWork = 30 * time.Minute

// keep extends the time that the message is hidden, until release is called.
func (i *Intake) keep(ctx context.Context, m Message) (release func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for wait(ctx, i.Hide/2) {
			if err := i.Queue.hide(ctx, i.Queue.URL, m, i.Hide); err != nil && ctx.Err() == nil {
				i.Log.WarnContext(ctx, "message not kept from others", "message_id", m.ID, "error", err)
			}
		}
	}()
	return func() { cancel(); <-done }
}

// reject keeps a message that is no order, and lets it come again until it is a dead letter: whoever sent it may have been early.
func (i *Intake) reject(ctx context.Context, m Message, why error) error {
	if err := i.Store.KeepBadMessage(ctx, m.ID, m.Body, why.Error(), m.Receives); err != nil {
		return err
	}
	i.Log.WarnContext(ctx, "message is no order", "message_id", m.ID, "receives", m.Receives, "reason", why)
	if m.Receives < maxReceives || i.redrive {
		return i.Queue.hide(ctx, i.Queue.URL, m, i.Again)
	}
	if i.Queue.DLQ == "" { // no reason to take no orders
		i.Log.ErrorContext(ctx, "message is no order and has nowhere to go: set SQS_DLQ_URL", "message_id", m.ID)
		return i.Queue.hide(ctx, i.Queue.URL, m, i.Hide)
	}
	if _, err := i.Queue.send(ctx, i.Queue.DLQ, m.Body); err != nil {
		return err
	}
	return i.Queue.remove(ctx, i.Queue.URL, m)
}
