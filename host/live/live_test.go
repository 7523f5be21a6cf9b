package live_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host/live"
)

// source is something to listen to that the test speaks through.
type source struct {
	changes chan uuid.UUID // customers
	breaks  chan error
}

func (s source) listen(ctx context.Context, begun func(), changed func(customer, job uuid.UUID)) error {
	begun()
	for {
		select {
		case c := <-s.changes:
			changed(c, uuid.Nil)
		case err := <-s.breaks:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func run(t *testing.T) (*live.Hub, source) {
	s := source{make(chan uuid.UUID), make(chan error)}
	h := live.New(s.listen, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	go h.Run(ctx)
	synctest.Wait() // listening has begun
	return h, s
}

// told reports whether the subscriber has something to look at.
func told(c <-chan struct{}) bool {
	select {
	case _, open := <-c:
		return open
	default:
		return false
	}
}

func TestOnlyTheCustomerIsToldAndAThousandChangesAreOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s := run(t)
		ours, theirs := uuid.New(), uuid.New()
		one, cancelOne := h.Subscribe(ours)
		two, cancelTwo := h.Subscribe(ours)
		other, cancelOther := h.Subscribe(theirs)
		defer cancelOther()
		defer cancelOne()
		for range 1000 { // nobody reads: nothing may block
			s.changes <- ours
		}
		synctest.Wait()
		if !told(one) || !told(two) {
			t.Error("a subscriber was not told")
		}
		if told(one) {
			t.Error("a subscriber was told more than once of what it has not looked at")
		}
		if told(other) {
			t.Error("a stranger was told")
		}
		cancelTwo()
		s.changes <- ours
		synctest.Wait()
		if told(two) {
			t.Error("a subscription that has ended was told")
		}
	})
}

func TestAGapIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s := run(t)
		c, cancel := h.Subscribe(uuid.New())
		defer cancel()
		for range 3 {
			s.breaks <- errors.New("connection lost")
			time.Sleep(time.Second) // of the bubble's clock: longer than the first wait
			synctest.Wait()
			if !told(c) {
				t.Error("nobody was told to look after a gap")
			}
		}
	})
}

func TestStopEndsEverySubscription(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s := run(t)
		customer := uuid.New()
		c, cancel := h.Subscribe(customer)
		h.Stop()
		if _, open := <-c; open {
			t.Error("a subscription goes on")
		}
		late, _ := h.Subscribe(customer)
		if _, open := <-late; open {
			t.Error("a subscription began after the end")
		}
		s.changes <- customer // nobody is left to be told
		cancel()
	})
}
