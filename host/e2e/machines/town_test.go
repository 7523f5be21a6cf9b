package machines

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host/billing/stripetest"
	"github.com/directorybolt/directorybolt/host/intake/localsqs"
	"github.com/directorybolt/directorybolt/host/localdirectories"
	"github.com/directorybolt/directorybolt/host/postgres"
)

// town is what the machines share: a database server, an order queue with faults, Stripe's stand-in and the directories.
type town struct {
	private   postgres.Private
	server    *postgres.Server
	dsn       string
	db        *postgres.DB
	sqs       *localsqs.Server
	sqsURL    string
	stripe    *stripetest.Server
	port      string // of the directories
	catalogue string // folder
	slugs     []string
}

// newTown has one directory of each kind.
func newTown(t *testing.T, faults localsqs.Faults, kinds ...string) *town {
	t.Helper()
	w := &town{sqs: localsqs.New("orders")}
	w.openDatabase(t)
	at := httptest.NewServer(w.sqs)
	t.Cleanup(func() { at.CloseClientConnections(); at.Close() })
	w.sqsURL = at.URL
	w.sqs.SetFaults(faults)
	var err error
	if w.stripe, err = stripetest.Start("http://pay.localhost/", ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.stripe.Close() })
	w.openDirectories(t, kinds)
	return w
}

// openDatabase starts a server that keeps what it has committed: it is going to be stopped without a warning.
func (w *town) openDatabase(t *testing.T) {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "pgmachines")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	w.private = postgres.Private{Dir: dir}
	if w.server, err = postgres.Start(t.Context(), w.private); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.server.Stop(); err != nil {
			t.Errorf("stop the database: %v", err)
		}
	})
	if err := w.server.Create(t.Context(), "machines", ""); err != nil {
		t.Fatal(err)
	}
	w.dsn = w.server.DSN("machines")
	if err := postgres.Migrate(t.Context(), w.dsn); err != nil {
		t.Fatal(err)
	}
	if w.db, err = postgres.Open(t.Context(), w.dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.db.Close)
}

// restartDatabase stops the server by the signal, SIGINT for a fast stop and SIGQUIT for an immediate one, and starts it again.
func (w *town) restartDatabase(ctx context.Context, signal syscall.Signal) error {
	data, err := os.ReadFile(filepath.Join(w.private.Dir, "cluster", "postmaster.pid"))
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(data), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		return err
	}
	if err := syscall.Kill(pid, signal); err != nil {
		return err
	}
	for !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		if !pause(ctx, 10*time.Millisecond) {
			return ctx.Err()
		}
	}
	server, err := postgres.Start(ctx, w.private)
	if err == nil {
		w.server = server
	}
	return err
}

func (w *town) openDirectories(t *testing.T, kinds []string) {
	t.Helper()
	directories, err := localdirectories.New(localdirectories.Config{Data: t.TempDir(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(directories)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		if err := directories.Close(); err != nil {
			t.Errorf("close the local directories: %v", err)
		}
	})
	if _, w.port, err = net.SplitHostPort(server.Listener.Addr().String()); err != nil {
		t.Fatal(err)
	}
	left := slices.Clone(kinds)
	for _, a := range w.accounts(t) {
		if i := slices.Index(left, a.Kind); i >= 0 {
			left = slices.Delete(left, i, i+1)
			w.slugs = append(w.slugs, a.Slug)
		}
	}
	w.writeCatalogue(t, len(kinds))
}

// writeCatalogue has only the directories that orders are to go to, each in the first tier.
func (w *town) writeCatalogue(t *testing.T, kinds int) {
	t.Helper()
	files, err := filepath.Glob("../../../plugins/*/directories.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no catalogue: %v", err)
	}
	rows := []map[string]any{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var all []map[string]any
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, row := range all {
			if slug, _ := row["slug"].(string); slices.Contains(w.slugs, slug) {
				row["priority_tier"] = 1
				rows = append(rows, row)
			}
		}
	}
	if len(rows) != kinds {
		t.Fatalf("%d directories in the catalogue, want one of each of %d kinds", len(rows), kinds)
	}
	data, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	w.catalogue = t.TempDir()
	if err := os.Mkdir(filepath.Join(w.catalogue, "some"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w.catalogue, "some", "directories.json"), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func (w *town) accounts(t *testing.T) []localdirectories.Account {
	t.Helper()
	accounts, err := localdirectories.Accounts(t.Context(), "127.0.0.1:"+w.port)
	if err != nil {
		t.Fatal(err)
	}
	return accounts
}

// environment is what every process is told of the town.
func (w *town) environment() []string {
	return append(os.Environ(), "DATABASE_URL="+w.dsn,
		"SQS_QUEUE_URL="+localsqs.URL(w.sqsURL, "orders"), "SQS_DLQ_URL="+localsqs.URL(w.sqsURL, "orders-dlq"), "AWS_ENDPOINT_URL_SQS="+w.sqsURL,
		"AWS_DEFAULT_ACCESS_KEY_ID=local", "AWS_DEFAULT_SECRET_ACCESS_KEY=local", "AWS_DEFAULT_REGION=us-east-2",
		"STRIPE_SECRET_KEY="+stripetest.Key, "STRIPE_WEBHOOK_SECRET="+w.stripe.Secret, "STRIPE_API_BASE="+w.stripe.URL())
}

// pause reports whether the time has passed; false says that ctx has ended.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
