// Package notice tells customers by mail how their orders are getting on: that work has begun, that something waits for them, that it is done. It
// words the mails and says when they are due; who is to get one, and that nobody gets it twice, is found out in the database.
package notice

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

const (
	sweepEvery = 30 * time.Second
	// calm is the least time between two sweeps: a busy order changes many times a second.
	calm = 3 * time.Second
)

// Config is what notices are made from.
type Config struct {
	// Notify queues the mails that are due at the given time, as write words them.
	Notify func(ctx context.Context, now time.Time, write func(host.Notice) host.Mail) (int, error)
	// Listen calls changed for each job that changes, until ctx ends or the connection breaks.
	Listen func(ctx context.Context, changed func(customer, job uuid.UUID)) error
	URL    string // where browsers reach the pages
	Log    *slog.Logger
}

// Run queues mails until ctx ends: soon after a job has changed, and every half minute for what falls due by time alone.
func Run(ctx context.Context, c Config) {
	woken := make(chan struct{}, 1)
	var listening sync.WaitGroup
	listening.Go(func() { listen(ctx, c, woken) })
	defer listening.Wait()
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		n, err := c.Notify(ctx, time.Now(), c.write)
		if err != nil && ctx.Err() == nil {
			c.Log.ErrorContext(ctx, "notices not queued", "error", err)
		} else if n > 0 {
			c.Log.InfoContext(ctx, "notices queued", "mails", n)
		}
		if !wait(ctx, time.After(calm), nil) || !wait(ctx, tick.C, woken) {
			return
		}
	}
}

// wait reports whether to go on: one of the two has come before ctx ended.
func wait(ctx context.Context, tick <-chan time.Time, woken <-chan struct{}) bool {
	select {
	case <-ctx.Done():
		return false
	case <-tick:
	case <-woken:
	}
	return true
}

// listen wakes the sweep. A connection that breaks is opened anew with the next tick of the sweep, which does without meanwhile.
func listen(ctx context.Context, c Config, woken chan<- struct{}) {
	for {
		err := c.Listen(ctx, func(uuid.UUID, uuid.UUID) {
			select {
			case woken <- struct{}{}:
			default:
			}
		})
		if ctx.Err() != nil {
			return
		}
		c.Log.WarnContext(ctx, "notices do not hear of changes", "error", err)
		if !wait(ctx, time.After(sweepEvery), nil) {
			return
		}
	}
}
