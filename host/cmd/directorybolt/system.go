package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/browser"
	"github.com/directorybolt/directorybolt/host/dispatch"
	"github.com/directorybolt/directorybolt/host/intake"
	"github.com/directorybolt/directorybolt/host/mail"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/worker"
)

// contact is where the owners of sites learn who calls.
const contact = "https://directorybolt.com/bot"

// shutTime bounds how long requests and mails under way may take to end once the work has.
const shutTime = 10 * time.Second

// system is the running host: everything that `serve` starts, and only that.
type system struct {
	roles    roles
	db       *postgres.DB
	blobs    *blob.Store
	adapters adapters         // none without the role of a worker or of the pages
	browser  *browser.Browser // nil without the role of a worker
	worker   *worker.Worker   // only enqueues where none of its duties is ours
	queue    *intake.Queue    // nil without an order queue
	intake   *intake.Intake   // nil without an order queue, or the role
	payments payments
	mails    *mail.Sender // nil: they stay in the outbox
	reach    reach
	log      *slog.Logger

	keepEvidence time.Duration // these as in the configuration
	supportEmail string

	stopWithin time.Duration // for the work under way
	stopping   atomic.Bool   // nothing is taken on any more
	stopped    chan struct{} // closed at the same time
	ready      readiness
	room       room
	outage     *outage
	drains     []func(ctx context.Context) error // end what is under way, all at once, before anything is closed
	closers    []func() error                    // in the order of opening
}

// systemConfig says where and how the system runs.
type systemConfig struct {
	Places
	Timing
	roles    roles                     // nil for all
	database string                    // address; empty for a private server in Places.Data
	local    map[string]netip.AddrPort // development allowance: directories on this machine
	reach    reach
	headed   bool
	payments payments
	fresh    bool // start from nothing: what the folder holds from before is removed

	keepFree   uint64        // bytes of the disk that the data is on
	stopWithin time.Duration // for the work under way when it is told to stop; zero for the default
	// how long traces are kept; zero for the worker's default
	keepTraces   time.Duration
	keepEvidence time.Duration // after the end of a job; zero for the worker's default
	supportEmail string        // where messages of customers go; empty for nowhere
	orders       *intake.Queue // where orders are announced and taken in; nil without an order queue
	watch        func(host.Submission, worker.Moment)
	log          *slog.Logger
}

// startSystem opens everything but does not begin to work: the caller fills the catalogue first. [system.stop] undoes it, also what
// a failed start has opened.
func startSystem(ctx context.Context, c systemConfig) (s *system, err error) {
	if c.roles == nil {
		c.roles = allRoles
	}
	away := &outage{}
	c.log = slog.New(calm{c.log.Handler(), away})
	s = &system{
		roles: c.roles, payments: c.payments, reach: c.reach, log: c.log, keepEvidence: c.keepEvidence, supportEmail: c.supportEmail,
		room: room{c.Data, c.keepFree}, outage: away, stopped: make(chan struct{}), stopWithin: cmp.Or(c.stopWithin, stopWithin),
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.stop())
		}
	}()
	if c.database == "" { // the private one is one program's; all else in the folder may be shared
		if err := s.lock(c.Data); err != nil {
			return s, err
		}
	}
	if c.fresh {
		if err := clearData(c.Data); err != nil {
			return s, err
		}
	}
	if s.blobs, err = openBlobs(ctx, c.Data, c.log); err != nil {
		return s, err
	}
	s.closers = append(s.closers, s.blobs.Close)
	// What can be prepared while the database and the browser start is: they take most of the time.
	var opening sync.WaitGroup
	var databaseErr, browserErr, adaptersErr error
	var closeDatabase, closeAdapters func() error
	opening.Go(func() { s.db, closeDatabase, databaseErr = openDatabase(ctx, c) })
	if s.roles.has(roleWorker) {
		opening.Go(func() { s.browser, browserErr = openBrowser(ctx, c) })
	}
	if s.roles.has(roleWorker) || s.roles.has(roleWeb) { // POST /plan asks adapters, too
		opening.Go(func() {
			s.adapters, closeAdapters, adaptersErr = loadAdapters(ctx, c.Adapters, filepath.Join(c.Data, "compiled"), s.blobs)
		})
	}
	opening.Wait()
	if closeDatabase != nil {
		s.closers = append(s.closers, closeDatabase)
	}
	if closeAdapters != nil {
		s.closers = append(s.closers, closeAdapters)
	}
	if s.browser != nil {
		s.closers = append(s.closers, s.browser.Close)
	}
	if err := errors.Join(databaseErr, browserErr, adaptersErr); err != nil {
		return s, err
	}
	if s.mails, err = s.sender(); err != nil {
		return s, err
	}
	var send func(context.Context, host.OrderMessage) error
	if c.orders != nil {
		send = func(ctx context.Context, o host.OrderMessage) error { _, err := c.orders.Send(ctx, o); return err }
	}
	config := worker.Config{
		Duties: s.roles.duties(), Send: send, Gate: s.gate,
		Store: s.db, Pool: s.db.Pool(), Blobs: s.blobs, Adapter: s.adapters.get, Session: s.session,
		Log: c.log, Watch: c.watch, At: crash, Conditions: conditions(), TraceAge: c.keepTraces, EvidenceAge: c.keepEvidence,
		Lease: c.Lease, PressWindow: c.PressWindow,
	}
	if s.browser != nil {
		config.Submissions = s.browser.Sessions()
	}
	s.worker, err = worker.New(config)
	s.queue = c.orders
	if err == nil && c.orders != nil && s.roles.has(roleIntake) {
		s.intake = intake.New(intake.Config{Queue: *c.orders, Store: orders{Worker: s.worker, db: s.db}, Log: c.log, Hide: c.Hide})
	}
	return s, err
}

// lock keeps a second program off the same data.
func (s *system) lock(dir string) error {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return host.Errorf(host.Invalid, "the data folder cannot be written to: %w; choose another with --data", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return host.Errorf(host.Conflict, "another DirectoryBolt is running on %s: stop it first, or choose another folder with --data", dir)
	}
	s.closers = append(s.closers, f.Close)
	return nil
}

// clearData removes what an earlier run has left in the data folder, but for the compiled adapters, which go by content.
func clearData(dir string) error {
	for _, old := range []string{"blobs", "postgres", "local", "evidence", "traces"} {
		if err := os.RemoveAll(filepath.Join(dir, old)); err != nil {
			return host.Errorf(host.Conflict, "what an earlier run left in %s cannot be cleared: %w", dir, err)
		}
	}
	return nil
}

func openDatabase(ctx context.Context, c systemConfig) (*postgres.DB, func() error, error) {
	dsn, stop := c.database, func() error { return nil }
	if dsn == "" {
		server, err := postgres.Start(ctx, c.private())
		if err != nil {
			return nil, nil, err
		}
		stop = server.Stop
		if dsn = server.DSN("directorybolt"); !databaseExists(ctx, dsn) {
			if err := server.Create(ctx, "directorybolt", ""); err != nil {
				return nil, stop, err
			}
		}
	} else if err := awaitDatabase(ctx, dsn, c.log); err != nil {
		return nil, nil, err
	}
	if err := postgres.Migrate(ctx, dsn); err != nil {
		return nil, stop, err
	}
	db, err := postgres.Open(ctx, dsn)
	if err != nil {
		return nil, stop, err
	}
	return db, func() error { db.Close(); return stop() }, nil
}

func databaseExists(ctx context.Context, dsn string) bool {
	db, err := postgres.Open(ctx, dsn)
	if err != nil {
		return false
	}
	db.Close()
	return true
}

func openBrowser(ctx context.Context, c systemConfig) (*browser.Browser, error) {
	dir := driverDir()
	if err := browser.Install(ctx, dir); err != nil {
		return nil, err
	}
	config := browser.Config{DriverDir: dir, AllowLocal: c.local, Contact: contact, Log: c.log}
	if c.headed {
		config.Executable, config.Headed = "/usr/lib/chromium/chromium", true
	}
	return browser.Open(ctx, config)
}

// session opens a browser session for a submission: it reaches the directory, and uploads the customer's images.
func (s *system) session(ctx context.Context, sub host.Submission, d host.Directory) (worker.Session, error) {
	return s.browser.Session(ctx, browser.SessionConfig{
		Reach: host.Reach{Hosts: d.Hosts, AssetHosts: d.AssetHosts},
		File: func(ctx context.Context, handle string) (host.File, error) {
			data, err := s.db.Profile(ctx, sub.CustomerID, sub.ProfileVersion)
			if err != nil {
				return host.File{}, err
			}
			b, err := host.ParseBusiness(data)
			if err != nil {
				return host.File{}, err
			}
			return fileOf(ctx, b, handle, s.blobs)
		},
	})
}

// work starts what the roles have to do besides the pages; stop ends it.
func (s *system) work(ctx context.Context) error {
	if s.roles.has(roleWorker) {
		if err := s.db.SettledHere(ctx); err != nil {
			return err
		}
	}
	if len(s.roles.duties()) > 0 {
		if err := s.worker.Start(ctx); err != nil {
			return err
		}
		s.drains = append(s.drains, s.worker.Stop)
	}
	if s.roles.has(roleDispatch) {
		s.dispatch()
	}
	if s.mails != nil && s.roles.has(roleWeb) {
		s.sendMails(s.mails)
	}
	if s.intake != nil {
		s.drains = append(s.drains, until(s.intake.Run))
	}
	s.beat()
	return nil
}

// dispatch begins to admit what is planned.
func (s *system) dispatch() {
	d := dispatch.New(dispatch.Config{Store: s.db, Enqueue: s.worker.EnqueueSubmissions, Slots: s.db.Slots, Log: s.log})
	s.drains = append(s.drains, until(d.Run))
}

// until runs fn and returns what ends it: it is told to end, and waited for as long as ctx lasts.
func until(fn func(ctx context.Context)) (end func(ctx context.Context) error) {
	running, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); fn(running) }()
	return func(ctx context.Context) error {
		stop()
		select {
		case <-done:
		case <-ctx.Done():
		}
		return nil
	}
}

// stop takes on nothing more, ends the work under way within the limit, and closes everything, last opened first.
func (s *system) stop() error {
	if s.stopping.CompareAndSwap(false, true) && s.stopped != nil { // nil where a command has opened a part of it
		close(s.stopped)
	}
	ctx, cancel := context.WithTimeout(context.Background(), s.stopWithin)
	defer cancel()
	errs := make([]error, len(s.drains))
	var draining sync.WaitGroup
	for i, drain := range s.drains {
		draining.Go(func() { errs[i] = drain(ctx) })
	}
	draining.Wait()
	s.drains = nil
	err := errors.Join(errs...)
	for len(s.closers) > 0 {
		last := len(s.closers) - 1
		err = errors.Join(err, s.closers[last]())
		s.closers = s.closers[:last]
	}
	return err
}

// openLog opens the log of a program whose terminal is for people.
func openLog(dir, name string) (*slog.Logger, *os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, err
	}
	return slog.New(slog.NewJSONHandler(f, nil)), f, nil
}
