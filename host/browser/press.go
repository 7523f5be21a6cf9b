package browser

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

const (
	// reaction is how long a page has to show any answer to the press; then it counts as having none to give.
	reaction = 1500 * time.Millisecond
	// pressLimit bounds a press whose context has no earlier end.
	pressLimit = 2 * time.Minute
)

// Prepare finds the button of a submit step and makes sure that it can be clicked; nothing is pressed yet. An error means that
// nothing was and will be pressed; its text has the contract's word for why.
//
// press clicks, once in its life, and waits for the answer: a new page, or the page's own reaction. It returns nil when what
// the page now shows is the answer, whatever it says. Any error means that the outcome was not seen: the click may have gone
// out and the directory may have taken it.
func (s *Session) Prepare(ctx context.Context, submit sdk.Step) (press func(ctx context.Context) error, err error) {
	var button playwright.ElementHandle
	err = s.bounded(ctx, 2*stepLimit, "find the button to submit", func() error {
		if err := s.inPlace(); err != nil {
			return err
		}
		if button, err = s.button(submit.Target); err != nil {
			return err
		}
		// A field that loses the focus may ask the directory whether it is right, and a script may then draw the form anew. That
		// comes before the press: its request must not leave a connection for the form to follow on.
		if _, err := button.Evaluate(leaveField); err != nil {
			return err
		}
		if err := s.settle(ctx, settleLimit); err != nil {
			return err
		}
		if button, err = s.button(submit.Target); err != nil {
			return err
		}
		if enabled, err := button.IsEnabled(); err == nil && !enabled {
			return prepareFailure(errDisabled)
		}
		if err := button.Click(playwright.ElementHandleClickOptions{Trial: playwright.Bool(true), Timeout: actionTimeout}); err != nil {
			return prepareFailure(clickFailure(button, err))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var used atomic.Bool
	return func(ctx context.Context) error {
		if used.Swap(true) {
			return host.Errorf(host.Conflict, "this press has been made already")
		}
		return s.bounded(ctx, pressLimit, "press submit", func() error { return s.pressOnce(ctx, button) })
	}, nil
}

// leaveField moves the focus to the button, or at least away from the field that has it.
const leaveField = `(el) => {
	el.focus({ preventScroll: true });
	if (!el.matches(':focus')) el.ownerDocument.activeElement?.blur();
}`

func (s *Session) button(want *sdk.Target) (playwright.ElementHandle, error) {
	t, err := s.find(want)
	if err != nil {
		return nil, prepareFailure(err)
	}
	h, err := t.handle()
	if err != nil {
		return nil, prepareFailure(err)
	}
	return h, nil
}

// prepareFailure makes a step's failure an error that keeps the contract's word.
func prepareFailure(err error) error {
	for _, e := range stepErrors {
		if errors.Is(err, e) {
			return host.Errorf(host.NotFound, "the button cannot be pressed: %w", e)
		}
	}
	return err
}

func (s *Session) pressOnce(ctx context.Context, button playwright.ElementHandle) error {
	s.moved()
	unsure := s.egress.unsure.Load()
	s.egress.beginPress()
	defer s.egress.endPress()
	s.traffic.reset()
	address := s.page.URL()
	s.follow.Store(true)
	defer s.follow.Store(false)
	_, before := s.traffic.underWay()
	pressed := time.Now()
	if err := button.Click(playwright.ElementHandleClickOptions{NoWaitAfter: playwright.Bool(true), Timeout: actionTimeout}); err != nil {
		return fmt.Errorf("click: %w", err)
	}
	if err := s.answer(ctx, pressed, before); err != nil {
		return err
	}
	if err := s.followPopups(); err != nil {
		return err
	}
	if s.page.URL() != address {
		if err := s.settle(ctx, settleLimit); err != nil {
			return err
		}
	}
	return s.answerSeen(unsure)
}

// answer waits for what follows a press: requests to end, a new page to load, the content to be still.
// before is how many requests had begun when nothing was pressed yet.
func (s *Session) answer(ctx context.Context, pressed time.Time, before int) error {
	begun := before
	for {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("waited for the answer: %w", err)
		}
		still, err := s.page.Evaluate(settleScript, []any{250, 1000})
		if err != nil && !isBetweenPages(err) {
			return err
		}
		if err != nil {
			if err := s.page.WaitForLoadState(playwright.PageWaitForLoadStateOptions{
				State: playwright.LoadStateDomcontentloaded, Timeout: playwright.Float(2000),
			}); err != nil && !errors.Is(err, playwright.ErrTimeout) && !isBetweenPages(err) {
				return err
			}
			continue
		}
		open, now := s.traffic.underWay()
		quietNow := still == true && open == 0 && now == begun
		begun = now
		since := time.Since(pressed)
		switch {
		case quietNow && (now > before || since >= reaction):
			return nil
		case open == 0 && since >= 10*time.Second: // a page that never stands still
			return nil
		}
	}
}

// answerSeen judges whether what the page shows is the directory's answer.
func (s *Session) answerSeen(unsure int64) error {
	if strings.HasPrefix(s.page.URL(), "chrome-error:") {
		return host.Errorf(host.Unavailable, "the connection ended before an answer came")
	}
	if s.egress.unsure.Load() != unsure {
		return host.Errorf(host.Unavailable, "the directory cut the connection before its answer was whole")
	}
	for _, r := range s.traffic.lostSinceReset() {
		if s.allowed(r.url) != nil || strings.Contains(r.reason, "ERR_ABORTED") || strings.Contains(r.reason, "BLOCKED") {
			continue // not the directory's, or given up by the page itself
		}
		if r.navigation || r.method != "GET" && r.method != "HEAD" {
			return host.Errorf(host.Unavailable, "a request to the directory got no answer: %s", r.reason)
		}
	}
	if _, mark := s.traffic.document(s.page.URL()); mark != "" {
		return host.Errorf(host.Unavailable, "the directory's answer could not be had: %s", mark)
	}
	return s.inPlace()
}
