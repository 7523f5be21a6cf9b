// Package live tells open pages that something of their customer's has changed. It says that, not what: whoever is told reads for themselves, so
// that a thousand changes at once are one, and somebody slow holds up nobody.
package live

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Listen hears of changes until ctx ends or it breaks. It calls begun once it misses none any more, and changed for each.
type Listen func(ctx context.Context, begun func(), changed func(customer, job uuid.UUID)) error

// waits between attempts to listen again.
const (
	firstWait = 100 * time.Millisecond
	longest   = 10 * time.Second
)

// Hub hands changes on to subscribers. Its methods are safe for concurrent use.
type Hub struct {
	listen Listen
	log    *slog.Logger

	mu      sync.Mutex
	stopped bool
	by      map[uuid.UUID]map[chan struct{}]bool // subscribers by customer
}

// New returns a hub that hears nothing until [Hub.Run].
func New(listen Listen, log *slog.Logger) *Hub {
	return &Hub{listen: listen, log: log, by: map[uuid.UUID]map[chan struct{}]bool{}}
}

// Run listens until ctx ends. When listening breaks it begins anew, and tells everybody, for nobody knows what was missed.
func (h *Hub) Run(ctx context.Context) {
	wait := firstWait
	for ctx.Err() == nil {
		err := h.listen(ctx, func() { wait = firstWait; h.tellAll() }, func(customer, _ uuid.UUID) { h.tell(customer) })
		if ctx.Err() != nil {
			return
		}
		h.log.WarnContext(ctx, "listening for changes broke off", "error", err, "again_in", wait)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, longest)
	}
}

// Subscribe returns a channel that receives when something of the customer's has changed since it last did, and is closed when the hub stops.
// cancel ends the subscription.
func (h *Hub) Subscribe(customer uuid.UUID) (changed <-chan struct{}, cancel func()) {
	c := make(chan struct{}, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped {
		close(c)
		return c, func() {}
	}
	if h.by[customer] == nil {
		h.by[customer] = map[chan struct{}]bool{}
	}
	h.by[customer][c] = true
	return c, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.by[customer], c)
		if len(h.by[customer]) == 0 {
			delete(h.by, customer)
		}
	}
}

// Stop ends every subscription, so that the streams behind them end and the server can.
func (h *Hub) Stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stopped = true
	for _, all := range h.by {
		for c := range all {
			close(c)
		}
	}
	clear(h.by)
}

func (h *Hub) tell(customer uuid.UUID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	tell(h.by[customer])
}

func (h *Hub) tellAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, all := range h.by {
		tell(all)
	}
}

func tell(all map[chan struct{}]bool) {
	for c := range all {
		select {
		case c <- struct{}{}:
		default: // it has not looked since it was told last
		}
	}
}
