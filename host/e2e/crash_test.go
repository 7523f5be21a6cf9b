package e2e

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/worker"
	"github.com/directorybolt/directorybolt/host/worker/workertest"
)

// mortal is a store that a worker cannot reach any more once it is dead: the real one, with the connection cut.
type mortal struct {
	worker.Store
	dead atomic.Bool
}

func (m *mortal) cut() error {
	if m.dead.Load() {
		return host.Errorf(host.Internal, "this worker is dead")
	}
	return nil
}

func (m *mortal) Renew(ctx context.Context, s host.Submission, lease time.Duration) error {
	if err := m.cut(); err != nil {
		return err
	}
	return m.Store.Renew(ctx, s, lease)
}

func (m *mortal) Lapsed(ctx context.Context, patience time.Duration, enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) (int, error) {
	if err := m.cut(); err != nil {
		return 0, err
	}
	return m.Store.Lapsed(ctx, patience, enqueue)
}

// TestPausedWorkers stops a worker at every named point, cut off as if its machine had frozen, lets a second one take over, and then wakes the first
// up. Whatever it does then, the directory must have one submission and the record must be right.
func TestPausedWorkers(t *testing.T) {
	points := []string{
		"claimed", "looked_up", "filled", "prepared", "intent_committed", "before_press", "pressed", "answer_seen", "verified", "recorded",
		"reconcile_claimed", "reconcile_looked_up",
	}
	for _, point := range points {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			site := &workertest.Site{}
			if point == "reconcile_claimed" || point == "reconcile_looked_up" {
				site.LostAnswers = 1
			}
			o := newOrder(t, map[string]*workertest.Site{"site": site})
			store := &mortal{Store: o.db}
			frozen, wake := make(chan struct{}), make(chan struct{})
			var once atomic.Bool
			c := o.config()
			c.Store, c.Submissions = store, 1 // with its one place taken it takes on nothing else
			c.At = func(p string) {
				if p == point && once.CompareAndSwap(false, true) {
					store.dead.Store(true)
					close(frozen)
					<-wake
					store.dead.Store(false)
				}
			}
			first := startWorker(t, c)
			startDispatcher(t, o.db, first, 8, c.Log)
			if err := first.Announce(t.Context(), o.job.ID, 1); err != nil {
				t.Fatal(err)
			}
			<-frozen
			startWorker(t, o.config())
			before := o.settled(t)["site"]
			close(wake)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			if err := first.Stop(ctx); err != nil {
				t.Error(err)
			}
			after := o.submissions(t)["site"]
			if site.Accepted() != 1 || site.Pressed() > 2 {
				t.Errorf("%d submissions from %d presses, want one", site.Accepted(), site.Pressed())
			}
			if before.Status != host.Submitted || before.Listing != host.Live {
				t.Errorf("settled as %s %s (%s)", before.Status, before.Listing, before.ErrorLog)
			}
			if after.Status != before.Status || after.Listing != before.Listing || after.Fence != before.Fence {
				t.Errorf("the worker that woke up made %s %s (fence %d) of %s %s (fence %d)",
					after.Status, after.Listing, after.Fence, before.Status, before.Listing, before.Fence)
			}
			o.wantLegalHistory(t)
		})
	}
}

// A worker that is told to stop at once lets go of what it has not pressed, and another one makes the submission.
func TestStopCutsShort(t *testing.T) {
	t.Parallel()
	site := &workertest.Site{}
	o := newOrder(t, map[string]*workertest.Site{"site": site})
	busy, release := make(chan struct{}), make(chan struct{})
	c := o.config()
	c.At = func(point string) {
		if point == "looked_up" {
			close(busy)
			<-release
		}
	}
	first := newWorker(t, c)
	if err := first.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	startDispatcher(t, o.db, first, 8, c.Log)
	if err := first.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	<-busy
	noTime, cancel := context.WithCancel(t.Context())
	cancel()
	stopped := make(chan error)
	go func() { stopped <- first.Stop(noTime) }()
	close(release)
	if err := <-stopped; err != nil {
		t.Errorf("stop: %v", err)
	}
	if s := o.submissions(t)["site"]; site.Pressed() != 0 || s.Status.Settled() {
		t.Errorf("%s after %d presses, want it open and untouched", s.Status, site.Pressed())
	}
	startWorker(t, o.config())
	if s := o.settled(t)["site"]; s.Status != host.Submitted || site.Accepted() != 1 {
		t.Errorf("%s after %d submissions", s.Status, site.Accepted())
	}
}
