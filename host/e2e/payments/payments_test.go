// Package payments tests what becomes of money: messages of Stripe's in any order against the real database, and the comparison with Stripe.
package payments

import (
	"context"
	"log/slog"
	"os"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/billing"
	"github.com/directorybolt/directorybolt/host/billing/stripetest"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Run(m)) }

// till is a desk with a Stripe of its own that posts nothing: the test delivers its messages.
type till struct {
	t      *testing.T
	db     *postgres.DB
	stripe *stripetest.Server
	desk   *billing.Desk

	duplicates atomic.Int64 // messages that were known
}

func open(t *testing.T) *till {
	t.Helper()
	x := &till{t: t, db: postgrestest.Open(t)}
	var err error
	if x.stripe, err = stripetest.Start("https://pay.example/", ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.stripe.Close() })
	x.desk = billing.New(billing.Config{
		Key: stripetest.Key, WebhookSecret: x.stripe.Secret, Base: x.stripe.URL(), URL: "https://shop.example",
		Apply: func(ctx context.Context, e host.PaymentEvent) (string, error) {
			outcome, err := x.db.ApplyPayment(ctx, e, postgres.Fulfilment{
				Enqueue: func(context.Context, pgx.Tx, uuid.UUID) error { return nil }, Receipt: billing.Receipt("https://shop.example"),
			})
			if outcome == postgres.EventDuplicate {
				x.duplicates.Add(1)
			}
			return outcome, err
		},
		Unsettled: x.db.UnsettledPayments, Log: slog.New(slog.DiscardHandler),
	})
	return x
}

// checkout opens a checkout for a new visitor, with a profile approved or not, and returns the session's id.
func (x *till) checkout(email string, approved bool) string {
	x.t.Helper()
	draft, err := x.db.NewDraft(x.t.Context(), uuid.NewString())
	if err != nil {
		x.t.Fatal(err)
	}
	if approved {
		_, err := x.db.Pool().Exec(x.t.Context(), `UPDATE drafts SET company_name = 'Acme', approved = '{"name": "Acme"}', consent = '{"who": "Ann"}' WHERE id = $1`, draft.ID)
		if err != nil {
			x.t.Fatal(err)
		}
	}
	address, err := x.desk.Checkout(x.t.Context(), host.Order{Draft: draft.ID, Package: host.Starter, Directories: 50, Email: email})
	if err != nil {
		x.t.Fatal(err)
	}
	return address[len("https://pay.example/"):]
}

func (x *till) do(session string, steps ...string) {
	x.t.Helper()
	for _, step := range steps {
		if err := x.stripe.Do(x.t.Context(), session, step); err != nil {
			x.t.Fatal(err)
		}
	}
}

func (x *till) deliver(e stripetest.Event) error {
	return x.desk.Webhook(x.t.Context(), e.Payload, e.Signature)
}

func (x *till) deliverAll() {
	x.t.Helper()
	for _, e := range x.stripe.Events() {
		if err := x.deliver(e); err != nil {
			x.t.Fatal(err)
		}
	}
}

func (x *till) payment(session string) host.Payment {
	x.t.Helper()
	p, err := x.db.PaymentOfSession(x.t.Context(), session)
	if err != nil {
		x.t.Fatal(err)
	}
	return p
}

func (x *till) job(p host.Payment) host.Job {
	x.t.Helper()
	j, err := x.db.Job(x.t.Context(), p.Job)
	if err != nil {
		x.t.Fatal(err)
	}
	return j.Job
}

func (x *till) count(sql string, args ...any) (n int) {
	x.t.Helper()
	if err := x.db.Pool().QueryRow(x.t.Context(), sql, args...).Scan(&n); err != nil {
		x.t.Fatalf("%s: %v", sql, err)
	}
	return n
}
