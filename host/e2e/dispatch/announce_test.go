package dispatch_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
	"github.com/directorybolt/directorybolt/host/worker"
)

// TestAnnouncementOfADeadProcessIsMadeAgain has a process die between taking the announcement of an order off the queue and sending its message. Another sends
// it, long before the order would be announced anew because nobody has heard of it.
func TestAnnouncementOfADeadProcessIsMadeAgain(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	for _, sql := range []string{
		`INSERT INTO customers (email, company_name, business_data, tier) VALUES ('owner@example.com', 'Acme', '{}', 'starter')`,
		`INSERT INTO profile_versions (customer_id, version, business_data) SELECT id, 1, business_data FROM customers`,
		`INSERT INTO jobs (customer_id, package_type, profile_version, announced_at, status, dirs_paid) SELECT id, 'starter', 1, now(), 'pending', 50 FROM customers`,
		`INSERT INTO river_job (kind, queue, args, state, attempt, attempted_at, attempted_by, max_attempts, priority)
			SELECT 'announce', 'jobs', jsonb_build_object('job_id', id), 'running', 1, now() - interval '7 minutes', '{gone}', 25, 1 FROM jobs`,
	} {
		if _, err := db.Pool().Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	sent := make(chan host.OrderMessage, 10)
	w, err := worker.New(worker.Config{
		Duties: []worker.Duty{worker.Plan}, Store: db, Pool: db.Pool(), Log: slog.New(slog.DiscardHandler),
		Send: func(_ context.Context, o host.OrderMessage) error { sent <- o; return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	select {
	case <-sent:
	case <-time.After(time.Minute):
		t.Fatal("the order is not announced")
	}
}
