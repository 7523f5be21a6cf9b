package browser

import (
	"context"
	_ "embed"
	"errors"
	"strings"
	"time"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
)

//go:embed js/settle.js
var settleScript string

// How long a page must be still before it is looked at, and how long that is waited for.
const (
	quiet       = 80 * time.Millisecond
	settleLimit = 4 * time.Second
)

// Goto opens an address of the directory's hosts and waits until the page is still. An error of kind [host.Denied] means that
// the address, or one it redirected to, is not the directory's; [host.Unavailable] that the site did not answer.
func (s *Session) Goto(ctx context.Context, url string) error {
	if err := s.allowed(url); err != nil {
		return err
	}
	return s.bounded(ctx, gotoLimit+settleLimit, "open "+url, func() error {
		s.fresh = nil
		_, err := s.page.Goto(url, playwright.PageGotoOptions{WaitUntil: playwright.WaitUntilStateDomcontentloaded})
		if err != nil {
			return s.gotoFailure(url, err)
		}
		if err := s.arrival(); err != nil {
			return err
		}
		if err := s.settle(ctx, settleLimit); err != nil {
			return err
		}
		return s.inPlace()
	})
}

// arrival judges the document a navigation ended on.
func (s *Session) arrival() error {
	address := s.page.URL()
	switch _, mark := s.traffic.document(address); mark {
	case outOfReach:
		return host.Errorf(host.Denied, "%s is not one of the directory's hosts (%s)", address, strings.Join(s.config.Reach.Hosts, ", "))
	case unreachable, unanswered:
		return host.Errorf(host.Unavailable, "%s %w", address, host.ErrNoAnswer)
	}
	return s.inPlace()
}

func (s *Session) gotoFailure(url string, err error) error {
	if isGone(err) {
		return err
	}
	text := firstLine(err)
	if strings.Contains(text, "ERR_TUNNEL_CONNECTION_FAILED") {
		if denied := s.egress.lastDenied(); denied != "" {
			return host.Errorf(host.Denied, "%s led to %s, which is not one of the directory's hosts", url, denied)
		}
	}
	return host.Errorf(host.Unavailable, "%s %w: %s", url, host.ErrNoAnswer, text)
}

// RetryAfter is how long the page that was opened last asked us to stay away, as its answer's Retry-After says; 0 if it did not.
func (s *Session) RetryAfter() time.Duration {
	return s.traffic.retryAfter(s.page.URL())
}

// settle waits until the page has loaded, no request it needs is under way, and its content is still; at most for limit.
// A page that is never still is no error: it is looked at as it is.
func (s *Session) settle(ctx context.Context, limit time.Duration) error {
	end := time.Now().Add(limit)
	for {
		left := min(time.Until(end), time.Second)
		if left <= 0 || ctx.Err() != nil {
			return nil
		}
		_, before := s.traffic.underWay()
		still, err := s.page.Evaluate(settleScript, []any{quiet.Milliseconds(), left.Milliseconds()})
		if err != nil {
			if !isBetweenPages(err) {
				return err
			}
			// A navigation took the document away: wait for the next one.
			if err := s.page.WaitForLoadState(playwright.PageWaitForLoadStateOptions{
				State:   playwright.LoadStateDomcontentloaded,
				Timeout: playwright.Float(float64(max(left, 100*time.Millisecond).Milliseconds())),
			}); err != nil && !errors.Is(err, playwright.ErrTimeout) && !isBetweenPages(err) {
				return err
			}
			continue
		}
		open, begun := s.traffic.underWay()
		if still == true && open == 0 && begun == before {
			return nil
		}
	}
}

// isBetweenPages reports whether a call failed because the document it spoke to was replaced.
func isBetweenPages(err error) bool {
	text := err.Error()
	for _, s := range []string{"Execution context was destroyed", "Cannot find context", "Frame was detached", "frame was detached", "navigation", "Navigation", "execution context"} {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return strings.TrimPrefix(line, "playwright: ")
}

func withoutFragment(address string) string {
	address, _, _ = strings.Cut(address, "#")
	return address
}
