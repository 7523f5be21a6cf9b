// Package browser opens sessions on a real Chromium: it observes pages, carries out the steps of adapters, presses Submit once
// when told to, and takes evidence. It knows nothing of adapters, jobs or the database.
//
// One driver and one browser serve all sessions; each session has a fresh browser context and an egress proxy of its own, so
// that it shares nothing with the others and reaches only the hosts it was given.
package browser

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// sessionLimit bounds a session whose context has no deadline of its own.
const sessionLimit = 15 * time.Minute

// DefaultExecutable is Debian's headless Chromium, the package chromium-headless-shell. The file /usr/bin/chromium is a shell
// script that does not hand on the file descriptors the driver speaks over.
const DefaultExecutable = "/usr/lib/chromium/chromium-headless-shell"

// Config says which browser to run and how. Only DriverDir is required.
type Config struct {
	DriverDir  string // where [Install] put the driver
	Executable string // Chromium's program file; empty for [DefaultExecutable]
	Headed     bool   // show a window; needs a full Chromium as Executable and a display
	// User the browser runs as when the host is root, because Chromium's sandbox refuses root; empty for
	// "directorybolt-browser" where that user exists and "nobody" otherwise.
	User     string
	Sessions int    // most sessions at one time; 0 for what cores and memory allow
	Contact  string // address of a page that says who we are; part of the User-Agent
	// AllowLocal lets sessions reach directories on this machine, for development and tests: it maps a host name, or a suffix
	// that starts with a dot (".localhost"), to the loopback address that is dialled for it; port 0 means the port asked for.
	AllowLocal map[string]netip.AddrPort
	Log        *slog.Logger // nil for none
}

// Browser runs sessions. Its methods may be called from several goroutines.
type Browser struct {
	config  Config
	account account
	log     *slog.Logger
	slots   chan struct{} // holds one token for each running session
	// printing holds a token while a page is printed, which takes no place of a session's.
	printing chan struct{}
	engine   engine

	running sync.WaitGroup
	stop    context.CancelFunc
	stopped <-chan struct{}
}

// Open starts the driver and the browser. Errors say what to install or permit. Close releases everything.
func Open(ctx context.Context, c Config) (*Browser, error) {
	if c.Executable == "" {
		c.Executable = DefaultExecutable
	}
	if c.Sessions == 0 {
		c.Sessions = defaultSessions(runtime.NumCPU(), availableMemory())
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if _, err := os.Stat(c.Executable); err != nil {
		return nil, host.Errorf(host.NotFound, "no browser at %s: install it with `apt-get install chromium-headless-shell`", c.Executable)
	}
	for name, addr := range c.AllowLocal {
		if !addr.Addr().IsLoopback() {
			return nil, host.Errorf(host.Invalid, "AllowLocal[%q] is %s: only loopback addresses may be allowed", name, addr)
		}
	}
	account, err := accountFor(c.User)
	if err != nil {
		return nil, err
	}
	home, err := newHome(account)
	if err != nil {
		return nil, err
	}
	life, stop := context.WithCancel(context.Background())
	b := &Browser{config: c, account: account, log: c.Log, slots: make(chan struct{}, c.Sessions), printing: make(chan struct{}, 1), stop: stop, stopped: life.Done()}
	b.engine = engine{config: c, account: account, home: home, log: c.Log, recycleAfter: recycleAfter, lock: make(chan struct{}, 1)}
	g, err := b.engine.acquire(ctx)
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	b.engine.release(g)
	b.running.Go(func() { b.engine.watch(life) })
	return b, nil
}

// Close ends the browser and the driver. Sessions still open fail.
func (b *Browser) Close() error {
	b.stop()
	b.running.Wait()
	return b.engine.close()
}

// Session opens a session once one of the places is free; it waits in line until then. ctx bounds the waiting and the whole
// session: when it ends, whatever the session is doing fails. An error of kind [host.Unavailable] may be tried again later.
func (b *Browser) Session(ctx context.Context, c SessionConfig) (*Session, error) {
	select {
	case b.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, host.Errorf(host.Unavailable, "waited for a free browser session: %w", ctx.Err())
	case <-b.stopped:
		return nil, host.Errorf(host.Unavailable, "the browser is closed")
	}
	s, err := b.open(ctx, c)
	if err != nil {
		<-b.slots
		return nil, err
	}
	return s, nil
}

// Sessions returns how many sessions can run at one time.
func (b *Browser) Sessions() int { return cap(b.slots) }

// open makes a session on the current browser, and once more on a new one if that turns out to be gone.
func (b *Browser) open(ctx context.Context, c SessionConfig) (*Session, error) {
	for attempt := 0; ; attempt++ {
		g, err := b.engine.acquire(ctx)
		if err != nil {
			return nil, err
		}
		s, err := newSession(ctx, b, g, c)
		if err == nil {
			return s, nil
		}
		if host.KindOf(err) == host.Unavailable {
			b.engine.lose(g)
		}
		b.engine.release(g)
		if attempt > 0 || host.KindOf(err) != host.Unavailable || ctx.Err() != nil {
			return nil, err
		}
	}
}

// defaultSessions is one session a core, as long as each has 256 MiB: a context takes about 40 MiB, heavy pages several times
// that, and more sessions than cores only wait for each other.
func defaultSessions(cores int, memory uint64) int {
	return max(1, min(cores, int(memory/(256<<20))))
}

// availableMemory returns the bytes Linux says can be used without swapping; where it does not say, enough not to limit.
func availableMemory() uint64 {
	const unknown = 64 << 30
	info, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return unknown
	}
	_, rest, _ := strings.Cut(string(info), "MemAvailable:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return unknown
	}
	kib, err := strconv.ParseUint(fields[0], 10, 64)
	if err != nil {
		return unknown
	}
	return kib << 10
}

// Check fails unless a browser runs; one that is gone it starts anew, as the next session would.
func (b *Browser) Check(ctx context.Context) error {
	if b.engine.alive() {
		return nil
	}
	g, err := b.engine.acquire(ctx)
	if err != nil {
		return err
	}
	b.engine.release(g)
	return nil
}
