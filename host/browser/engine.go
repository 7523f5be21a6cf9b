package browser

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
)

const (
	// recycleAfter is how many sessions a browser serves before a new one takes over. No growth was measured over 300 fresh
	// contexts; beyond what was measured nothing is promised, and a start costs 0.3 s every 200 sessions.
	recycleAfter = 200
	// A browser that does not answer a version question for beatLimit is hung, not busy: the question does not go to a page.
	beatEvery   = 2 * time.Second
	beatLimit   = 10 * time.Second
	launchLimit = 30 * time.Second
)

// engine owns the driver process and the browsers started by it: the current one, and older ones whose sessions still run.
type engine struct {
	config       Config
	account      account
	home         string
	log          *slog.Logger
	recycleAfter int

	lock   chan struct{} // held while starting something; a channel so that waiting for it ends with a context
	mu     sync.Mutex    // guards what follows
	driver *driver
	all    []*generation
	last   *generation // the one for new sessions, or nil
}

// driver is the Node process that speaks with browsers.
type driver struct {
	playwright *playwright.Playwright
	pid        int
}

// kill ends a driver that may be hung. Every call that waits for it then returns with an error.
func (d *driver) kill() { syscall.Kill(d.pid, syscall.SIGKILL) }

// stop ends a driver in good order, and by force after a while.
func (d *driver) stop() error {
	force := time.AfterFunc(5*time.Second, d.kill)
	defer force.Stop()
	err := d.playwright.Stop()
	var status interface{ ExitCode() int }
	if errors.As(err, &status) {
		return nil // it was ended by a signal: gone is what was wanted
	}
	return err
}

// generation is one browser process.
type generation struct {
	driver  *driver
	browser playwright.Browser
	pulse   playwright.CDPSession // for heartbeats; speaks with the browser, not with a page
	agent   string                // User-Agent of its sessions
	opened  int                   // sessions so far
	running int
	lost    bool
}

// acquire returns the browser for one more session, starting driver and browser where they are missing. Give it back with
// release.
func (e *engine) acquire(ctx context.Context) (*generation, error) {
	select {
	case e.lock <- struct{}{}:
		defer func() { <-e.lock }()
	case <-ctx.Done():
		return nil, host.Errorf(host.Unavailable, "waited for the browser to start: %w", ctx.Err())
	}
	if g := e.take(); g != nil {
		return g, nil
	}
	g, err := e.launch()
	if err != nil && e.driver != nil {
		// The driver may be the one that is gone: its library does not notice.
		e.dropDriver()
		g, err = e.launch()
	}
	if err != nil {
		return nil, host.Errorf(host.Unavailable, "start the browser: %w", err)
	}
	e.mu.Lock()
	e.all, e.last = append(e.all, g), g
	e.mu.Unlock()
	return e.take(), nil
}

func (e *engine) take() *generation {
	e.mu.Lock()
	defer e.mu.Unlock()
	g := e.last
	if g == nil || g.lost || g.opened >= e.recycleAfter {
		return nil
	}
	g.opened++
	g.running++
	return g
}

// alive reports whether there is a browser that is not known to be gone.
func (e *engine) alive() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.last != nil && !e.last.lost
}

// release gives a browser back, and closes it if another has taken over and this was its last session.
func (e *engine) release(g *generation) {
	e.mu.Lock()
	g.running--
	idle := g.running == 0 && (g != e.last || g.lost || g.opened >= e.recycleAfter) && e.forget(g)
	e.mu.Unlock()
	if idle {
		g.close()
	}
}

// lose marks a browser as gone, so that no session starts on it, and closes it if none runs on it; otherwise the last to be
// released does.
func (e *engine) lose(g *generation) {
	e.mu.Lock()
	if !g.lost {
		g.lost = true
		e.log.Warn("browser lost", "running", g.running, "opened", g.opened)
	}
	idle := g.running == 0 && e.forget(g)
	e.mu.Unlock()
	if idle {
		g.close()
	}
}

// forget takes a browser out of the books, and reports whether it was there. It needs e.mu.
func (e *engine) forget(g *generation) bool {
	if e.last == g {
		e.last = nil
	}
	i := slices.Index(e.all, g)
	if i >= 0 {
		e.all = slices.Delete(e.all, i, i+1)
	}
	return i >= 0
}

func (g *generation) close() {
	force := time.AfterFunc(10*time.Second, g.driver.kill)
	defer force.Stop()
	g.browser.Close()
}

// launch starts a browser, and the driver if there is none. It needs e.lock.
func (e *engine) launch() (*generation, error) {
	if e.driver == nil {
		d, err := e.startDriver()
		if err != nil {
			return nil, err
		}
		e.mu.Lock()
		e.driver = d
		e.mu.Unlock()
	}
	wrapper, err := e.account.writeWrapper(e.home, e.config.Executable)
	if err != nil {
		return nil, fmt.Errorf("write the browser's starter: %w", err)
	}
	force := time.AfterFunc(2*launchLimit, e.driver.kill)
	defer force.Stop()
	own := filepath.Join(e.home, "user")
	env := map[string]string{"PATH": os.Getenv("PATH"), "HOME": own, "TMPDIR": own, "LANG": "C.UTF-8"}
	if e.config.Headed {
		for _, name := range []string{"DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR"} {
			env[name] = os.Getenv(name)
		}
	}
	browser, err := e.driver.playwright.Chromium.Launch(playwright.BrowserTypeLaunchOptions{
		ExecutablePath:  &wrapper,
		Headless:        playwright.Bool(!e.config.Headed),
		ChromiumSandbox: playwright.Bool(true),
		Args:            chromiumArgs,
		Env:             env,
		HandleSIGHUP:    playwright.Bool(false),
		HandleSIGINT:    playwright.Bool(false),
		HandleSIGTERM:   playwright.Bool(false),
		Timeout:         playwright.Float(float64(launchLimit.Milliseconds())),
	})
	if err != nil {
		if strings.Contains(err.Error(), "sandbox") || strings.Contains(err.Error(), "namespace") {
			return nil, fmt.Errorf("Chromium's sandbox needs user namespaces: set the sysctl kernel.unprivileged_userns_clone=1 and user.max_user_namespaces above 0, and in a container permit unshare: %w", err)
		}
		return nil, err
	}
	pulse, err := browser.NewBrowserCDPSession()
	if err != nil {
		return nil, errors.Join(err, browser.Close())
	}
	return &generation{driver: e.driver, browser: browser, pulse: pulse, agent: userAgent(browser.Version(), e.config.Contact)}, nil
}

// chromiumArgs closes the ways around the proxy, and switches off what a browser does on its own account.
var chromiumArgs = []string{
	"--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
	"--webrtc-ip-handling-policy=disable_non_proxied_udp",
	"--disable-quic",
	"--dns-prefetch-disable",
	"--disable-background-networking",
	"--disable-domain-reliability",
	"--disable-component-update",
	"--no-pings",
	"--disable-breakpad",
	"--disable-crash-reporter",
}

// userAgent is the browser's own, which says headless, and ours.
func userAgent(version, contact string) string {
	major, _, _ := strings.Cut(version, ".")
	ua := "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/" + major + ".0.0.0 Safari/537.36 DirectoryBolt/1"
	if contact != "" {
		ua += " (+" + contact + ")"
	}
	return ua
}

func (e *engine) startDriver() (*driver, error) {
	node, err := nodeProgram()
	if err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(e.config.DriverDir)
	if err != nil {
		return nil, err
	}
	program, pidFile, err := writeNode(e.home, node)
	if err != nil {
		return nil, fmt.Errorf("write the driver's starter: %w", err)
	}
	d := &driver{}
	os.Remove(pidFile)
	force := time.AfterFunc(launchLimit, func() {
		if pid, err := readPID(pidFile); err == nil {
			(&driver{pid: pid}).kill()
		}
	})
	defer force.Stop()
	err = withNode(program, func() (err error) {
		d.playwright, err = playwright.Run(&playwright.RunOptions{DriverDirectory: dir, SkipInstallBrowsers: true, Stderr: os.Stderr, Logger: e.log})
		return err
	})
	if err != nil {
		return nil, host.Errorf(host.NotFound, "no browser driver in %s: `make demo`, or the next start with access to the npm registry, fetches it: %w", dir, err)
	}
	if d.pid, err = readPID(pidFile); err != nil {
		return nil, errors.Join(fmt.Errorf("process id of the driver: %w", err), d.playwright.Stop())
	}
	return d, nil
}

func readPID(file string) (int, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(text)))
}

// dropDriver ends a driver that does not work, and with it all its browsers.
func (e *engine) dropDriver() {
	e.mu.Lock()
	d := e.driver
	e.driver, e.last = nil, nil
	for _, g := range e.all {
		g.lost = true
	}
	e.all = slices.DeleteFunc(e.all, func(g *generation) bool { return g.running == 0 }) // they have ended with their driver
	e.mu.Unlock()
	if d != nil {
		d.kill()
		_ = d.stop()
	}
}

// watch asks every browser for a sign of life until ctx ends. A driver or browser that is gone or hung is marked so, and what
// waits for it is set free; the next session starts a new one.
func (e *engine) watch(ctx context.Context) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		e.mu.Lock()
		all := append([]*generation(nil), e.all...)
		e.mu.Unlock()
		for _, g := range all {
			e.check(g)
		}
	}
}

func (e *engine) close() error {
	e.lock <- struct{}{}
	defer func() { <-e.lock }()
	e.mu.Lock()
	all, d := e.all, e.driver
	e.all, e.last, e.driver = nil, nil, nil
	e.mu.Unlock()
	for _, g := range all {
		g.close()
	}
	var err error
	if d != nil {
		err = d.stop()
	}
	return errors.Join(err, os.RemoveAll(e.home))
}

// check finds out whether a browser that failed a session is itself gone, so that the next session does not try it.
func (e *engine) check(g *generation) {
	hung := time.AfterFunc(beatLimit, g.driver.kill)
	defer hung.Stop()
	if _, err := g.pulse.Send("Browser.getVersion", nil); err != nil {
		e.lose(g)
	}
}
