package browser

import (
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/mxschmitt/playwright-go"
)

// maxDialogs is how many dialogs a session answers; a page that shows more does it to hold a visitor.
const maxDialogs = 50

// listen subscribes to what pages do by themselves. Event handlers run on the driver's own goroutine, where a call of the
// driver would wait for itself: they only note things and send to s.events.
func (s *Session) listen() {
	send := func(event any) {
		select {
		case s.events <- event:
		default: // a flood; what is not handled stays unanswered and runs into a limit
		}
	}
	s.context.OnDialog(func(d playwright.Dialog) { send(d) })
	s.context.OnPage(func(p playwright.Page) { send(p) })
	s.context.OnDownload(func(d playwright.Download) { s.note("download refused: " + d.SuggestedFilename()) })
	s.context.OnRequest(s.traffic.started)
	s.context.OnRequestFinished(s.traffic.finished)
	s.context.OnRequestFailed(s.traffic.failed)
	s.context.OnResponse(s.traffic.answered)
}

// handle answers events until the session is closed.
func (s *Session) handle() {
	dialogs := 0
	for {
		var event any
		select {
		case event = <-s.events:
		case <-s.closed:
			return
		}
		switch e := event.(type) {
		case playwright.Dialog:
			if dialogs++; dialogs > maxDialogs {
				s.fail(errors.New("the page showed more dialogs than a session answers"))
				return
			}
			s.note(e.Type() + ": " + e.Message())
			e.Accept()
		case playwright.Page:
			s.popup(e)
		}
	}
}

// popup keeps a window that opened because of what we did, and closes any other.
func (s *Session) popup(p playwright.Page) {
	if !s.follow.Load() {
		s.note("popup closed: " + p.URL())
		p.Close()
		return
	}
	s.mu.Lock()
	s.popups = append(s.popups, p)
	s.mu.Unlock()
}

// followPopups moves the session to the last window that opened since follow was set, and closes the others.
func (s *Session) followPopups() error {
	s.follow.Store(false)
	s.mu.Lock()
	popups := s.popups
	s.popups = nil
	s.mu.Unlock()
	var last playwright.Page
	for _, p := range popups {
		if p.IsClosed() {
			continue
		}
		if last != nil {
			last.Close()
		}
		last = p
	}
	if last == nil {
		return nil
	}
	last.WaitForLoadState(playwright.PageWaitForLoadStateOptions{State: playwright.LoadStateDomcontentloaded})
	address := last.URL()
	if s.allowed(address) != nil {
		s.note("popup closed: " + address)
		return last.Close()
	}
	s.note("popup followed: " + address)
	before := s.page
	if err := s.adopt(last); err != nil {
		return err
	}
	return before.Close()
}

// note keeps something for the next observation.
func (s *Session) note(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.dialogs) < maxDialogs {
		s.dialogs = append(s.dialogs, clip(text, 300))
	}
}

func (s *Session) takeDialogs() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.dialogs
	s.dialogs = nil
	return d
}

// traffic knows which requests of a session are under way and how its documents were answered.
type traffic struct {
	mu       sync.Mutex
	open     map[playwright.Request]bool
	begun    int                      // requests so far
	lost     []lostRequest            // since the last reset
	statuses map[string]uint32        // by address of the document
	marks    map[string]string        // the proxy's own answers, by address of the document
	retries  map[string]time.Duration // what Retry-After said, by address of the document
}

type lostRequest struct {
	url, method, reason string
	navigation          bool
}

// counts leaves out what may stay open for ever, such as event streams, and what no answer depends on.
func counts(r playwright.Request) bool {
	switch r.ResourceType() {
	case "document", "xhr", "fetch", "script":
		return true
	}
	return false
}

func (t *traffic) started(r playwright.Request) {
	if !counts(r) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.open == nil {
		t.open = map[playwright.Request]bool{}
	}
	t.open[r] = true
	t.begun++
}

func (t *traffic) finished(r playwright.Request) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.open, r)
}

func (t *traffic) failed(r playwright.Request) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.open, r)
	reason := "failed"
	if err := r.Failure(); err != nil {
		reason = err.Error()
	}
	if counts(r) && len(t.lost) < 100 {
		t.lost = append(t.lost, lostRequest{r.URL(), r.Method(), reason, r.IsNavigationRequest()})
	}
}

func (t *traffic) answered(r playwright.Response) {
	if !r.Request().IsNavigationRequest() {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.statuses == nil || len(t.statuses) > 200 {
		t.statuses, t.marks, t.retries = map[string]uint32{}, map[string]string{}, map[string]time.Duration{}
	}
	address := withoutFragment(r.URL())
	t.statuses[address] = uint32(r.Status())
	delete(t.marks, address)
	t.retries[address] = parseRetryAfter(r.Headers()["retry-after"], time.Now())
	if mark := r.Headers()["x-directorybolt-egress"]; mark != "" {
		t.marks[address] = mark
	}
}

// document returns the HTTP status of the document at an address, 0 if not known, and the proxy's mark if the answer was its own.
func (t *traffic) document(address string) (status uint32, mark string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	address = withoutFragment(address)
	return t.statuses[address], t.marks[address]
}

func (t *traffic) retryAfter(address string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.retries[withoutFragment(address)]
}

// parseRetryAfter reads the header of that name: seconds, or a date. What is neither says nothing.
func parseRetryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}

// underWay returns how many requests are open, and how many have begun so far.
func (t *traffic) underWay() (open, begun int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.open), t.begun
}

func (t *traffic) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lost = nil
	clear(t.open)
}

func (t *traffic) lostSinceReset() []lostRequest {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]lostRequest(nil), t.lost...)
}
