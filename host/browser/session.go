package browser

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
)

// Limits of single actions. Each ends the action, and where the page itself hangs, the session.
const (
	openLimit    = 30 * time.Second
	gotoLimit    = 30 * time.Second
	observeLimit = 15 * time.Second
	stepLimit    = 15 * time.Second
	actionLimit  = 5 * time.Second // of one click, fill or key press within a step
	shotLimit    = 15 * time.Second
)

// SessionConfig says what a session may reach and where its files and secrets come from.
type SessionConfig struct {
	Reach  host.Reach
	File   func(ctx context.Context, handle string) (host.File, error) // nil where nothing is uploaded
	Secret func(ctx context.Context, name string) (string, error)      // nil where there are none
}

// Session is a fresh browser profile with one page. It is used by one goroutine at a time, except for Close.
type Session struct {
	browser    *Browser
	generation *generation
	config     SessionConfig
	hosts      map[string]bool // "name:port" it may navigate to
	egress     *egress
	context    playwright.BrowserContext
	page       playwright.Page
	traffic    traffic
	events     chan any // from event handlers, which must not call the driver, to the goroutine that may
	cancel     []func() bool
	closing    sync.Once
	closed     chan struct{}
	handling   sync.WaitGroup
	broken     atomic.Pointer[error]
	follow     atomic.Bool // a popup that opens now belongs to what we do

	seen    *observation // what the adapter was shown; its refs mean these elements
	fresh   *observation // looked at since, for targets that are not refs; nil after anything that may change the page
	secrets []string     // resolved so far, never shown back

	mu      sync.Mutex
	ending  bool
	dialogs []string
	popups  []playwright.Page
}

func newSession(ctx context.Context, b *Browser, g *generation, c SessionConfig) (*Session, error) {
	s := &Session{browser: b, generation: g, config: c, hosts: map[string]bool{}, events: make(chan any, 256), closed: make(chan struct{})}
	for _, h := range c.Reach.Hosts {
		for _, hp := range hostPorts(h) {
			s.hosts[hp] = true
		}
	}
	var err error
	if s.egress, err = newEgress(c.Reach, b.config.AllowLocal); err != nil {
		return nil, err
	}
	// What hangs while the session is made is set free by ending the driver: there is no context yet that could be closed.
	force := time.AfterFunc(openLimit, g.driver.kill)
	err = s.start()
	if !force.Stop() && err == nil {
		err = errors.New("took too long")
	}
	if err != nil {
		s.egress.close()
		if s.context != nil {
			s.context.Close()
		}
		return nil, host.Errorf(host.Unavailable, "open a browser session: %w", err)
	}
	s.handling.Go(s.handle)
	limit := time.AfterFunc(sessionLimit, func() { s.fail(fmt.Errorf("the session ran longer than %s", sessionLimit)) })
	s.cancel = append(s.cancel, limit.Stop, context.AfterFunc(ctx, func() { s.fail(ctx.Err()) }))
	return s, nil
}

func (s *Session) start() (err error) {
	s.context, err = s.generation.browser.NewContext(playwright.BrowserNewContextOptions{
		AcceptDownloads: playwright.Bool(false),
		ServiceWorkers:  playwright.ServiceWorkerPolicyBlock,
		UserAgent:       &s.generation.agent,
		Locale:          playwright.String("en-US"),
		Viewport:        &playwright.Size{Width: 1280, Height: 900},
		ReducedMotion:   playwright.ReducedMotionReduce,
		Proxy:           &playwright.Proxy{Server: s.egress.address(), Bypass: playwright.String("<-loopback>")},
	})
	if err != nil {
		return err
	}
	s.context.SetDefaultTimeout(float64(actionLimit.Milliseconds()))
	s.context.SetDefaultNavigationTimeout(float64(gotoLimit.Milliseconds()))
	page, err := s.context.NewPage()
	if err != nil {
		return err
	}
	s.listen()
	return s.adopt(page)
}

// adopt makes page the one the session works on.
func (s *Session) adopt(page playwright.Page) error {
	s.page = page
	page.OnCrash(func(playwright.Page) { s.fail(errors.New("the page's process died")) })
	return s.block(page)
}

// blockedURLs are what a submission does not need: they cost half the time of a page. Images with captcha in their name stay,
// a person may have to read them.
var blockedURLs = func() (patterns []string) {
	for _, ext := range []string{"png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "woff", "woff2", "ttf", "otf", "eot", "mp4", "webm", "mp3", "ogg"} {
		patterns = append(patterns, "*."+ext, "*."+ext+"?*")
	}
	for _, part := range []string{"google-analytics.com/", "googletagmanager.com/", "doubleclick.net/", "connect.facebook.net/", "hotjar.com/", "clarity.ms/", "segment.io/", "mixpanel.com/"} {
		patterns = append(patterns, "*"+part+"*")
	}
	return patterns
}()

func (s *Session) block(page playwright.Page) error {
	cdp, err := s.context.NewCDPSession(page)
	if err != nil {
		return err
	}
	if _, err := cdp.Send("Network.enable", nil); err != nil {
		return err
	}
	_, err = cdp.Send("Network.setBlockedURLs", map[string]any{"urls": blockedURLs})
	return err
}

// fail ends the session for the reason: what is under way in it returns with an error. It may be called from event handlers.
func (s *Session) fail(reason error) {
	s.broken.CompareAndSwap(nil, &reason)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ending {
		s.ending = true
		s.handling.Go(s.end)
	}
}

// end closes the browser context, so that whatever waits for it returns; a driver that does not answer is ended.
func (s *Session) end() {
	force := time.AfterFunc(openLimit, s.generation.driver.kill)
	defer force.Stop()
	s.context.Close()
}

// Close ends the session and gives its place to the next. It may be called again, and while something else is under way.
func (s *Session) Close() error {
	s.closing.Do(func() {
		for _, stop := range s.cancel {
			stop()
		}
		closed := errors.New("the session was closed")
		s.broken.CompareAndSwap(nil, &closed)
		s.mu.Lock()
		ending := s.ending
		s.ending = true
		s.mu.Unlock()
		if !ending {
			s.end()
		}
		close(s.closed)
		s.handling.Wait()
		s.egress.close()
		s.browser.engine.release(s.generation)
		<-s.browser.slots
	})
	return nil
}

// bounded runs f, at most for limit, and turns its failure into one the caller can act on. Many calls of the driver have no
// limit of their own: when ctx ends before f, the whole session ends, which makes them return.
func (s *Session) bounded(ctx context.Context, limit time.Duration, what string, f func() error) error {
	if reason := s.broken.Load(); reason != nil {
		return host.Errorf(host.Unavailable, "%s: the browser session has ended: %w", what, *reason)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("took longer than %s", limit))
	defer cancel()
	stop := context.AfterFunc(ctx, func() { s.fail(context.Cause(ctx)) })
	err := f()
	stop()
	if err == nil {
		return nil
	}
	if reason := s.broken.Load(); reason != nil {
		return host.Errorf(host.Unavailable, "%s: the browser session has ended: %w", what, *reason)
	}
	if isGone(err) {
		s.browser.engine.check(s.generation)
		s.fail(err)
		return host.Errorf(host.Unavailable, "%s: the browser is gone: %w", what, err)
	}
	var he *host.Error
	if errors.As(err, &he) {
		return err
	}
	return fmt.Errorf("%s: %w", what, err)
}

// isGone reports whether an error of the driver means that the page, the browser or the driver no longer exists.
func isGone(err error) bool {
	if errors.Is(err, playwright.ErrTargetClosed) {
		return true
	}
	text := err.Error()
	for _, s := range []string{"Target crashed", "Page crashed", "Connection closed", "connection closed", "transport closed", "has been closed", "write |1", "broken pipe", "file already closed"} {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// allowed checks that a session may navigate to an address.
func (s *Session) allowed(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return host.Errorf(host.Denied, "%q is not an address", address)
	}
	port := u.Port()
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return host.Errorf(host.Denied, "a session may only go to http and https addresses, not to %q", address)
	case port == "" && u.Scheme == "http":
		port = "80"
	case port == "":
		port = "443"
	}
	if !s.hosts[net.JoinHostPort(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), port)] {
		return host.Errorf(host.Denied, "%s is not one of the directory's hosts (%s)", u.Host, strings.Join(s.config.Reach.Hosts, ", "))
	}
	return nil
}

// inPlace checks that the page is still on the directory: a link or a script may have led it elsewhere.
func (s *Session) inPlace() error {
	address := s.page.URL()
	if address == "about:blank" || strings.HasPrefix(address, "chrome-error:") {
		return nil
	}
	return s.allowed(address)
}

// Screenshot returns a JPEG of what the window shows.
func (s *Session) Screenshot(ctx context.Context) ([]byte, error) {
	var shot []byte
	err := s.bounded(ctx, shotLimit, "take a screenshot", func() (err error) {
		shot, err = s.page.Screenshot(playwright.PageScreenshotOptions{Type: playwright.ScreenshotTypeJpeg, Quality: playwright.Int(70)})
		return err
	})
	return shot, err
}

// secret resolves the name of a secret. Its value is kept out of results and observations from then on.
func (s *Session) secret(ctx context.Context, name string) (string, error) {
	if s.config.Secret == nil {
		return "", host.Errorf(host.NotFound, "there is no secret %q in this session", name)
	}
	v, err := s.config.Secret(ctx, name)
	if err != nil {
		return "", fmt.Errorf("secret %q: %w", name, err)
	}
	if v != "" && !slices.Contains(s.secrets, v) {
		s.secrets = append(s.secrets, v)
	}
	return v, nil
}

// veil removes what must not be shown back: secrets, also as they stand in an address or with their white space folded; and what
// no text has room for, NUL and broken UTF-8.
func (s *Session) veil(text string) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", "\uFFFD"), "\uFFFD")
	for _, v := range s.secrets {
		if text == v {
			return "[secret]"
		}
		for _, form := range []string{v, fold(v), url.QueryEscape(v), url.PathEscape(v)} {
			if len(form) >= 4 {
				text = strings.ReplaceAll(text, form, "[secret]")
			}
		}
	}
	return text
}
