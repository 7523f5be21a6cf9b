package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
)

// ServeCmd runs the host until it is told to stop.
type ServeCmd struct {
	Places
	Timing
	Roles        []string      `default:"web,intake,dispatch,worker" enum:"web,intake,dispatch,worker" placeholder:"ROLES" help:"What this process does: web, intake, dispatch, worker, with commas between (all)."`
	StopWithin   time.Duration `default:"60s" placeholder:"TIME" help:"How long work under way may take to end when the process is told to stop; what is not through by then is handed back (${default})."`
	KeepFree     uint64        `default:"512" placeholder:"MB" help:"What must stay free of the disk with --data; below it the process takes neither submissions nor files, and is not ready (${default} MB)."`
	Listen       string        `default:"127.0.0.1:8080" help:"Address of the pages, or of the probes alone (${default})."`
	KeepTraces   time.Duration `default:"720h" placeholder:"TIME" help:"How long the calls of adapters stay on record, with the customer's data in them (${default})."`
	TestCheckout bool          `help:"Development: let orders be paid at a test checkout, where no money moves, also where others than this machine reach it."`
	KeepEvidence time.Duration `default:"9600h" placeholder:"TIME" help:"How long screenshots and texts of pages are kept after an order has ended (${default}, 400 days)."`
	SupportEmail string        `placeholder:"ADDRESS" env:"SUPPORT_EMAIL" help:"Where messages of customers go; the contact page shows it."`
	LocalFor     string        `name:"local-directories" placeholder:"PORT" help:"Development: let browser sessions reach directories at *.localhost on this port, and load their rows of the catalogue."`
}

// Help is shown by `serve --help`.
func (*ServeCmd) Help() string { return rolesHelp }

// Run serves. The log goes to standard error as JSON.
func (c *ServeCmd) Run(ctx context.Context) error {
	if err := c.settle("serve"); err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	database, err := databaseURL()
	if err != nil {
		return err
	}
	taken, err := paymentsFor(c.Listen, c.TestCheckout)
	if err != nil {
		return err
	}
	reach, err := reachOf(os.Getenv)
	if err != nil {
		return err
	}
	orders, ok, err := orderQueue(ctx)
	if err != nil {
		return err
	}
	if err := roles(c.Roles).check(ok); err != nil {
		return err
	}
	config := systemConfig{roles: c.Roles, stopWithin: c.StopWithin, keepFree: c.KeepFree << 20, Places: c.Places, Timing: c.Timing, database: database, reach: reach, payments: taken, headed: headed(), log: log, keepTraces: c.KeepTraces,
		keepEvidence: c.KeepEvidence, supportEmail: c.SupportEmail}
	if c.LocalFor != "" {
		config.local = localAllowance()
	}
	if ok {
		config.orders = &orders
	}
	s, err := startSystem(ctx, config)
	if err != nil {
		return err
	}
	if err := c.serve(ctx, s); err != nil {
		return joinStop(err, s)
	}
	log.InfoContext(ctx, "stopping", "reason", context.Cause(ctx).Error())
	return s.stop()
}

func (c *ServeCmd) serve(ctx context.Context, s *system) error {
	if c.LocalFor != "" {
		directories, err := readCatalogue(c.Plugins, c.LocalFor)
		if err != nil {
			return err
		}
		if err := s.db.PutDirectories(ctx, directories); err != nil {
			return err
		}
	}
	if err := s.work(ctx); err != nil {
		return err
	}
	address, err := s.serve(ctx, c.Listen)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stdout, "DirectoryBolt is up at %s. Ctrl-C stops it.\n", address)
	<-ctx.Done()
	return nil
}

// joinStop stops a system that failed and keeps both errors.
func joinStop(err error, s *system) error {
	if stopErr := s.stop(); stopErr != nil {
		return fmt.Errorf("%w; and while stopping: %v", err, stopErr)
	}
	return err
}

// localAllowance lets sessions reach directories on this machine, at *.localhost.
func localAllowance() map[string]netip.AddrPort {
	return map[string]netip.AddrPort{".localhost": netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), 0)}
}

// headed reports whether the browser shows a window: PLAYWRIGHT_HEADLESS=0.
func headed() bool { return os.Getenv("PLAYWRIGHT_HEADLESS") == "0" }

// MigrateCmd brings a database up to date.
type MigrateCmd struct{}

// Run migrates the database in DATABASE_URL.
func (MigrateCmd) Run(ctx context.Context) error {
	url, err := databaseURL()
	if err != nil {
		return err
	}
	if url == "" {
		return host.Errorf(host.Invalid, "DATABASE_URL is not set; a private database is migrated by itself at each start")
	}
	if err := postgres.Migrate(ctx, url); err != nil {
		return err
	}
	fmt.Println("The database is up to date.")
	return nil
}
