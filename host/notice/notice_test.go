package notice

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// A change is told of within seconds, a busy order does not cause a sweep each time, and a connection that breaks stops nothing.
func TestSweepsFollowChangesAndTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		changes := make(chan bool)
		sweeps, listens := 0, 0
		c := Config{
			Log: slog.New(slog.DiscardHandler),
			Notify: func(context.Context, time.Time, func(host.Notice) host.Mail) (int, error) {
				sweeps++
				return 0, errors.New("the database is away") // which ends nothing
			},
			Listen: func(ctx context.Context, changed func(customer, job uuid.UUID)) error {
				listens++
				for {
					select {
					case <-ctx.Done():
						return ctx.Err()
					case ok := <-changes:
						if !ok {
							return errors.New("connection lost")
						}
						changed(uuid.Nil, uuid.Nil)
					}
				}
			},
		}
		done := make(chan struct{})
		go func() { Run(ctx, c); close(done) }()
		want := func(when string, n int) {
			t.Helper()
			synctest.Wait()
			if sweeps != n {
				t.Errorf("%s: %d sweeps, want %d", when, sweeps, n)
			}
		}
		want("at the start", 1)
		for range 10 {
			changes <- true
		}
		want("changes at once", 1)
		time.Sleep(calm)
		want("after the calm", 2)
		changes <- false
		time.Sleep(2*sweepEvery + calm)
		synctest.Wait()
		if sweeps < 4 || listens != 2 {
			t.Errorf("without a connection: %d sweeps, %d connections", sweeps, listens)
		}
		cancel()
		<-done
	})
}
