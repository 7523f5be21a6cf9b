package postgres_test

import (
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// endpoint adds an endpoint that wants the events, all if there are none.
func endpoint(t *testing.T, db *postgres.DB, c host.Customer, events ...string) host.WebhookEndpoint {
	t.Helper()
	e, err := db.CreateWebhookEndpoint(t.Context(), c.ID, host.WebhookEndpoint{URL: "https://acme.example/hook", Events: events}, "whsec_first")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// webhooksTo are the types that an endpoint is to be told of, oldest first.
func webhooksTo(t *testing.T, db *postgres.DB, c host.Customer, e host.WebhookEndpoint) []string {
	t.Helper()
	all, err := db.WebhookDeliveries(t.Context(), c.ID, e.ID, host.Place{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for _, d := range all {
		types = append(types, d.Type)
	}
	slices.Sort(types)
	return types
}

func wantWebhooks(t *testing.T, db *postgres.DB, c host.Customer, e host.WebhookEndpoint, want ...string) {
	t.Helper()
	if got := webhooksTo(t, db, c, e); !slices.Equal(got, want) {
		t.Errorf("told of %q, want %q", got, want)
	}
}

func nothing(string, string) host.Mail { return host.Mail{Subject: "Stopped"} }

// TestWhatHappensIsTold: each change of a customer's orders is written down for the endpoints that want it, in its own transaction, and for nobody else's.
func TestWhatHappensIsTold(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	mary, eve := customer(t, db), customer(t, db)
	all, some, hers := endpoint(t, db, mary), endpoint(t, db, mary, "submission.needs_you", "job.completed"), endpoint(t, db, eve)
	job := start(t, db, mary, host.Starter)
	wantWebhooks(t, db, mary, all, "job.started")
	wantWebhooks(t, db, mary, some)

	subs := submissions(t, db, job.ID)
	s := claim(t, db, subs[0], long)
	wantWebhooks(t, db, mary, all, "job.started")
	if _, err := db.Move(t.Context(), s, host.Change{To: host.NeedsAttention, Attention: &host.Attention{Audience: host.ForCustomer, Reason: "profile", Message: "Your phone number is wrong: +1 555"}}); err != nil {
		t.Fatal(err)
	}
	wantWebhooks(t, db, mary, all, "job.started", "submission.needs_you")
	wantWebhooks(t, db, mary, some, "submission.needs_you")
	// As the customer, whose role can write none of it.
	if err := db.SkipListing(t.Context(), mary.ID, s.ID); err != nil {
		t.Fatal(err)
	}
	wantWebhooks(t, db, mary, all, "job.started", "submission.needs_you", "submission.updated")
	for _, sub := range subs[1:] {
		s := claim(t, db, sub, long)
		if _, err := db.Move(t.Context(), s, host.Change{To: host.Failed, Note: "No form"}); err != nil {
			t.Fatal(err)
		}
	}
	wantWebhooks(t, db, mary, some, "job.completed", "submission.needs_you")
	wantWebhooks(t, db, eve, hers)

	// What does not come to pass is not told.
	rolledBack := errors.New("no")
	before := len(webhooksTo(t, db, mary, all))
	err := pgx.BeginFunc(t.Context(), db.Pool(), func(tx pgx.Tx) error {
		if _, err := tx.Exec(t.Context(), `INSERT INTO queue_history (job_id, event_type) VALUES ($1, 'job_held')`, job.ID); err != nil {
			return err
		}
		return rolledBack
	})
	if !errors.Is(err, rolledBack) || len(webhooksTo(t, db, mary, all)) != before {
		t.Errorf("%v: a change that was taken back is told", err)
	}
	deliveries, err := db.WebhookDeliveries(t.Context(), mary.ID, some.ID, host.Place{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	var body struct {
		Type string
		Data map[string]any
	}
	if err := json.Unmarshal(deliveries[len(deliveries)-1].Payload, &body); err != nil {
		t.Fatal(err)
	}
	if body.Type != "submission.needs_you" || body.Data["result_id"] != s.ID.String() || body.Data["status"] != "needs_attention" || body.Data["reason"] != "profile" {
		t.Errorf("payload %+v", body)
	}
}

// TestOneSenderEach: any number of senders take each message once, an endpoint's share at a time.
func TestOneSenderEach(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	slow, quick := customer(t, db), customer(t, db)
	a, b := endpoint(t, db, slow), endpoint(t, db, quick)
	for range 6 {
		if _, err := db.TestWebhook(t.Context(), slow.ID, a.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.TestWebhook(t.Context(), quick.ID, b.ID); err != nil {
		t.Fatal(err)
	}
	var taking sync.WaitGroup
	var mu sync.Mutex
	seen := map[uuid.UUID]int{}
	for range 4 {
		taking.Go(func() {
			for {
				w, err := db.ClaimWebhook(t.Context(), long, 6)
				if err != nil {
					return
				}
				mu.Lock()
				seen[w.ID]++
				mu.Unlock()
			}
		})
	}
	taking.Wait()
	for id, n := range seen {
		if n != 1 {
			t.Errorf("delivery %s was taken %d times", id, n)
		}
	}
	if len(seen) != 7 {
		t.Errorf("%d of 7 deliveries were taken", len(seen))
	}
	execute(t, db, "UPDATE webhook_deliveries SET leased_until = NULL, due_at = now() - interval '1 hour', attempts = 0")
	execute(t, db, "UPDATE webhook_deliveries SET due_at = now() WHERE endpoint_id = $1", b.ID)
	taken := map[uuid.UUID]int{}
	for {
		w, err := db.ClaimWebhook(t.Context(), long, 2)
		if err != nil {
			break
		}
		taken[w.Endpoint]++
	}
	if taken[a.ID] != 2 || taken[b.ID] != 1 {
		t.Errorf("under way: %d to the endpoint with many, %d to the other", taken[a.ID], taken[b.ID])
	}
}

// TestWhoFailsComesLast: what endpoints that never answer have piled up does not keep a message from an endpoint that does.
func TestWhoFailsComesLast(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	dead, well := customer(t, db), customer(t, db)
	a, b := endpoint(t, db, dead), endpoint(t, db, well)
	for range 2 {
		if _, err := db.TestWebhook(t.Context(), dead.ID, a.ID); err != nil {
			t.Fatal(err)
		}
	}
	w, err := db.ClaimWebhook(t.Context(), long, 2)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.WebhookTried(t.Context(), w, host.WebhookAttempt{Error: "no answer"}, host.WebhookPending, 0, false, nothing); err != nil {
		t.Fatal(err)
	}
	if _, err := db.TestWebhook(t.Context(), well.ID, b.ID); err != nil {
		t.Fatal(err)
	}
	for _, want := range []uuid.UUID{b.ID, a.ID, a.ID} {
		w, err := db.ClaimWebhook(t.Context(), long, 2)
		if err != nil || w.Endpoint != want {
			t.Errorf("next comes %s, %v, want %s", w.Endpoint, err, want)
		}
	}
}

// TestEndpointThatFails is disabled when nothing got through for days, or when it says that it is gone, and its owner is told once.
func TestEndpointThatFails(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	c := customer(t, db)
	e := endpoint(t, db, c)
	try := func(status host.WebhookStatus, gone bool) {
		t.Helper()
		execute(t, db, "UPDATE webhook_deliveries SET due_at = now() WHERE status = 'pending'")
		w, err := db.ClaimWebhook(t.Context(), long, 2)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.WebhookTried(t.Context(), w, host.WebhookAttempt{Status: 500}, status, time.Minute, gone, nothing); err != nil {
			t.Fatal(err)
		}
	}
	ask := func() uuid.UUID {
		t.Helper()
		id, err := db.TestWebhook(t.Context(), c.ID, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	now := func() host.WebhookEndpoint {
		t.Helper()
		e, err := db.WebhookEndpoint(t.Context(), c.ID, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	first := ask()
	try(host.WebhookPending, false)
	if now().FailingSince.IsZero() {
		t.Error("a failure is not remembered")
	}
	try(host.WebhookDelivered, false)
	if !now().FailingSince.IsZero() {
		t.Error("a success does not end the failures")
	}
	wantKind(t, db.RedeliverWebhook(t.Context(), c.ID, e.ID, uuid.New()), host.NotFound)
	if err := db.RedeliverWebhook(t.Context(), c.ID, e.ID, first); err != nil {
		t.Fatal(err)
	}
	wantKind(t, db.RedeliverWebhook(t.Context(), c.ID, e.ID, first), host.Conflict)
	try(host.WebhookPending, false)
	execute(t, db, "UPDATE webhook_endpoints SET failing_since = now() - interval '4 days'")
	try(host.WebhookPending, false)
	if got := now(); got.DisabledAt.IsZero() || got.Reason == "" {
		t.Errorf("after four days of failures: %+v", got)
	}
	if n := scalar[int](t, db, "SELECT count(*) FROM mails WHERE kind = 'webhook'"); n != 1 {
		t.Errorf("%d mails, want one", n)
	}
	if _, err := db.ClaimWebhook(t.Context(), long, 2); host.KindOf(err) != host.NotFound {
		t.Errorf("a disabled endpoint is delivered to: %v", err)
	}
	_, err := db.TestWebhook(t.Context(), c.ID, e.ID)
	wantKind(t, err, host.Conflict)
	if err := db.EnableWebhookEndpoint(t.Context(), c.ID, e.ID); err != nil {
		t.Fatal(err)
	}
	ask()
	try(host.WebhookFailed, true)
	if now().DisabledAt.IsZero() {
		t.Error("an endpoint that is gone is not disabled")
	}
	all, err := db.WebhookDeliveries(t.Context(), c.ID, e.ID, host.Place{}, 10)
	if err != nil || len(all) != 2 || len(all[1].Attempts) != 4 || all[1].Status != host.WebhookFailed {
		t.Errorf("the log says %+v, %v", all, err)
	}
}

// TestSecretsOverlap: with a new secret the one before signs on, the pages cannot read any, and another customer's endpoint is out of reach.
func TestSecretsOverlap(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	c, other := customer(t, db), customer(t, db)
	e := endpoint(t, db, c)
	if _, err := db.RotateWebhookSecret(t.Context(), c.ID, e.ID, "whsec_second"); err != nil {
		t.Fatal(err)
	}
	secrets := func() []string {
		t.Helper()
		if _, err := db.TestWebhook(t.Context(), c.ID, e.ID); err != nil {
			t.Fatal(err)
		}
		w, err := db.ClaimWebhook(t.Context(), 0, 2)
		if err != nil {
			t.Fatal(err)
		}
		return w.Secrets
	}
	if got := secrets(); !slices.Equal(got, []string{"whsec_second", "whsec_first"}) {
		t.Errorf("signed with %q", got)
	}
	execute(t, db, "UPDATE webhook_secrets SET expires_at = now() WHERE expires_at IS NOT NULL")
	if got := secrets(); !slices.Equal(got, []string{"whsec_second"}) {
		t.Errorf("after the overlap signed with %q", got)
	}
	as := func(c host.Customer, sql string, args ...any) error {
		return pgx.BeginFunc(t.Context(), db.Pool(), func(tx pgx.Tx) error {
			if _, err := tx.Exec(t.Context(), "SELECT set_config('role', 'directorybolt_web', true), set_config('app.customer_id', $1, true)", c.ID.String()); err != nil {
				return err
			}
			_, err := tx.Exec(t.Context(), sql, args...)
			return err
		})
	}
	err := as(c, "SELECT secret FROM webhook_secrets")
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || refused.Code != "42501" {
		t.Errorf("the role of the pages reads secrets: %v", err)
	}
	deliveries, err := db.WebhookDeliveries(t.Context(), c.ID, e.ID, host.Place{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	theirs := endpoint(t, db, other)
	err = as(other, "INSERT INTO webhook_deliveries (endpoint_id, message_id) VALUES ($1, $2)", theirs.ID, deliveries[0].Message)
	if !errors.As(err, &refused) || refused.Code != "42501" {
		t.Errorf("a customer is sent another's message: %v", err)
	}
	if err := db.DeleteWebhookEndpoint(t.Context(), other.ID, theirs.ID); err != nil {
		t.Fatal(err)
	}
	_, err = db.RotateWebhookSecret(t.Context(), other.ID, e.ID, "whsec_theirs")
	wantKind(t, err, host.NotFound)
	wantKind(t, db.DeleteWebhookEndpoint(t.Context(), other.ID, e.ID), host.NotFound)
	_, err = db.WebhookDeliveries(t.Context(), other.ID, e.ID, host.Place{}, 10)
	wantKind(t, err, host.NotFound)
	if err := db.DeleteWebhookEndpoint(t.Context(), c.ID, e.ID); err != nil {
		t.Fatal(err)
	}
	if n := scalar[int](t, db, "SELECT count(*) FROM webhook_secrets"); n != 0 {
		t.Errorf("%d secrets outlive their endpoint", n)
	}
}
