package intake

import (
	"sync"
	"time"
)

const (
	tolerated  = 10 // errors in a row before polling stops
	firstProbe = 5 * time.Second
	lastProbe  = 5 * time.Minute
)

// breaker stops the polling after too many errors in a row, and lets a single probe through now and then until one succeeds.
type breaker struct {
	mu     sync.Mutex
	errors int
	last   string
	opened time.Time
	probe  time.Time
	wait   time.Duration
}

// State is what staff see of the intake.
type State struct {
	Errors  int           // in a row
	Last    string        // the last of them
	Stopped bool          // polling has stopped
	Since   time.Time     // when it stopped
	Probe   time.Time     // when it tries again
	Age     time.Duration // of the oldest message of the last poll; 0 if it brought none
}

func (b *breaker) state() State {
	b.mu.Lock()
	defer b.mu.Unlock()
	return State{Errors: b.errors, Last: b.last, Stopped: !b.opened.IsZero(), Since: b.opened, Probe: b.probe}
}

// failed counts an error and reports whether it stopped the polling.
func (b *breaker) failed(err error, now time.Time) (stopped bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.errors++
	b.last = err.Error()
	if b.errors < tolerated {
		return false
	}
	if b.opened.IsZero() {
		b.opened, b.wait, stopped = now, firstProbe, true
	} else {
		b.wait = min(2*b.wait, lastProbe)
	}
	b.probe = now.Add(b.wait)
	return stopped
}

// succeeded forgets the errors and reports whether polling had stopped.
func (b *breaker) succeeded() (resumed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	resumed = !b.opened.IsZero()
	b.errors, b.last, b.opened, b.probe, b.wait = 0, "", time.Time{}, time.Time{}, 0
	return resumed
}

// pause is how long to wait before the next poll.
func (b *breaker) pause(now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case !b.opened.IsZero():
		return max(b.probe.Sub(now), 0)
	case b.errors > 0:
		return min(100*time.Millisecond<<b.errors, firstProbe)
	}
	return 0
}
