// Package dispatch decides which submission is admitted next: fair between jobs, and polite to directories across all customers. Any number of dispatchers
// may share one database. The queue of the workers only ever holds what they are about to take.
package dispatch

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
)

// Store keeps what is planned.
type Store interface {
	// Planned reports whether anything is planned.
	Planned(ctx context.Context) (bool, error)
	// Round lets decide choose what is admitted and admits it, in one transaction that calls enqueue; one dispatcher at a time. No more than most are with
	// the workers, or about to be, after it.
	Round(ctx context.Context, most int, decide func(host.Round) (host.Admission, error),
		enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) (host.Rounded, error)
	// Listen calls changed for each job that changes, until ctx ends or the connection breaks.
	Listen(ctx context.Context, begun func(), changed func(customer, job uuid.UUID)) error
}

// Config is what a dispatcher works with. Zero durations mean the defaults.
type Config struct {
	Store   Store
	Enqueue func(ctx context.Context, tx pgx.Tx, submissions []uuid.UUID) error
	// Slots is how many submissions all living workers make at the same time.
	Slots func(ctx context.Context) (int, error)
	Log   *slog.Logger

	Pause time.Duration // between two rounds at least; 50 ms
	Tick  time.Duration // between two rounds at most, while something waits; 2 s
}

// ahead is how many submissions are admitted for each slot: what is worked on, and what is taken next.
const ahead = 2

// fewest is how many slots are counted on when no worker says that it is there: those of the release before cannot, and must be given work while
// machines are restarted one after the other. Without any worker at all, so many submissions wait in its queue instead of here.
const fewest = 2

// retry is the wait after an error.
const retry = time.Second

// Dispatcher admits submissions.
type Dispatcher struct {
	config Config
	wake   chan struct{}
}

// New returns a dispatcher that does nothing yet.
func New(c Config) *Dispatcher {
	c.Pause = cmp.Or(c.Pause, 50*time.Millisecond)
	c.Tick = cmp.Or(c.Tick, 2*time.Second)
	return &Dispatcher{config: c, wake: make(chan struct{}, 1)}
}

// Run admits submissions until ctx ends. It is woken by changes of jobs; without any it looks again when a directory that is waited for has room, and
// now and then.
func (d *Dispatcher) Run(ctx context.Context) {
	listened := make(chan struct{})
	go func() {
		defer close(listened)
		d.listen(ctx)
	}()
	defer func() { <-listened }()
	for {
		wait, err := d.round(ctx)
		if err != nil && ctx.Err() == nil {
			d.config.Log.ErrorContext(ctx, "nothing admitted", "error", err)
			wait = retry
		}
		if !sleep(ctx, d.config.Pause, nil) || !sleep(ctx, wait-d.config.Pause, d.wake) {
			return
		}
	}
}

// round admits what there is room for, and says how long nothing is expected to change by itself.
func (d *Dispatcher) round(ctx context.Context) (wait time.Duration, err error) {
	planned, err := d.config.Store.Planned(ctx)
	if err != nil || !planned {
		return d.config.Tick, err
	}
	slots, err := d.config.Slots(ctx)
	if err != nil {
		return 0, err
	}
	r, err := d.config.Store.Round(ctx, ahead*max(slots, fewest), Choose, d.config.Enqueue)
	if err != nil {
		return 0, err
	}
	if r.Admitted > 0 {
		d.config.Log.DebugContext(ctx, "submissions admitted", "submissions", r.Admitted)
	}
	if r.NextAt.IsZero() {
		return d.config.Tick, nil
	}
	return min(max(time.Until(r.NextAt), 0), d.config.Tick), nil
}

// listen wakes the dispatcher with each change.
func (d *Dispatcher) listen(ctx context.Context) {
	wake := func() {
		select {
		case d.wake <- struct{}{}:
		default: // it is to be woken already
		}
	}
	for {
		err := d.config.Store.Listen(ctx, wake, func(uuid.UUID, uuid.UUID) { wake() })
		if ctx.Err() != nil {
			return
		}
		d.config.Log.WarnContext(ctx, "changes are not heard of; looked for instead", "error", err)
		if !sleep(ctx, retry, nil) {
			return
		}
	}
}

// sleep waits for the time or until it is woken. It reports whether ctx goes on.
func sleep(ctx context.Context, wait time.Duration, wake <-chan struct{}) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
	case <-wake:
	}
	return ctx.Err() == nil
}
