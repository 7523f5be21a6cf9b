package postgres_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// asCustomer runs a query the way requests of customers do.
func asCustomer(t *testing.T, pool interface {
	BeginTx(ctx context.Context, o pgx.TxOptions) (pgx.Tx, error)
}, customer, query string) int {
	t.Helper()
	tx, err := pool.BeginTx(t.Context(), pgx.TxOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) }()
	if _, err := tx.Exec(t.Context(), "SELECT set_config('role', 'directorybolt_web', true), set_config('app.customer_id', $1, true)", customer); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRow(t.Context(), query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// furnish gives a customer a row in every table that the ones of an order are not in. Whoever adds a table adds it here.
func furnish(t *testing.T, d *postgres.DB, c host.Customer) {
	t.Helper()
	for _, sql := range []string{
		`INSERT INTO attention_items (submission_id, audience, reason, message) SELECT id, 'customer', 'captcha', '' FROM job_results WHERE customer_id = $1::uuid LIMIT 1`,
		`INSERT INTO evidence (submission_id, attempt, kind, media_type, digest, size, page) SELECT id, 1, 'answer', '', '', 0, '' FROM job_results WHERE customer_id = $1::uuid LIMIT 1`,
		`INSERT INTO drafts (customer_id) VALUES ($1::uuid)`,
		`INSERT INTO payments (customer_id) VALUES ($1::uuid)`,
		`INSERT INTO links (token_hash, purpose, email, customer_id, expires_at) VALUES (decode(md5(($1::uuid)::text), 'hex'), 'change_email', '', $1::uuid, now())`,
		`INSERT INTO sessions (token_hash, role, email, verified, customer_id, expires_at) VALUES (decode(md5(($1::uuid)::text), 'hex'), 'customer', '', true, $1::uuid, now())`,
		`INSERT INTO consents (customer_id, who, email, text_version, text_digest, profile_version) VALUES ($1::uuid, '', '', '', '', 1)`,
		`INSERT INTO mails (customer_id, kind, recipient, subject, body) VALUES ($1::uuid, '', '', '', '')`,
		`INSERT INTO report_shares (token_hash, customer_id, job_id, expires_at) SELECT decode(md5(($1::uuid)::text), 'hex'), $1::uuid, id, now() FROM jobs WHERE customer_id = $1::uuid`,
		`INSERT INTO deletions (reference, customer_id, due_at) VALUES (($1::uuid)::text, $1::uuid, now())`,
		`INSERT INTO support_messages (customer_id, subject, message) VALUES ($1::uuid, '', '')`,
		`INSERT INTO api_keys (customer_id, name, prefix, token_hash, scopes) VALUES ($1::uuid, '', '', decode(md5(($1::uuid)::text), 'hex'), '{read}')`,
		`INSERT INTO idempotency_keys (customer_id, key, fingerprint, owner) VALUES ($1::uuid, 'k', '', $1::uuid)`,
		`INSERT INTO webhook_endpoints (customer_id, url) VALUES ($1::uuid, '')`,
		`INSERT INTO webhook_secrets (endpoint_id, secret) SELECT id, '' FROM webhook_endpoints WHERE customer_id = $1::uuid`,
		`INSERT INTO webhook_messages (customer_id, type, payload) VALUES ($1::uuid, '', '{}')`,
		`INSERT INTO webhook_deliveries (endpoint_id, message_id) SELECT e.id, m.id FROM webhook_endpoints e JOIN webhook_messages m USING (customer_id) WHERE customer_id = $1::uuid`,
		`INSERT INTO webhook_attempts (delivery_id, status, duration_ms) SELECT d.id, 0, 0 FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = endpoint_id WHERE customer_id = $1::uuid`,
	} {
		if _, err := d.Pool().Exec(t.Context(), sql, c.ID); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
}

// TestRowsAreTheirCustomersOnly asks for everything, without a condition: the database itself keeps customers apart.
func TestRowsAreTheirCustomersOnly(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	putDirectories(t, d, 12)
	one, two := customer(t, d), customer(t, d)
	for _, c := range []host.Customer{one, two} {
		start(t, d, c, host.Starter)
		furnish(t, d, c)
	}
	rows, err := d.Pool().Query(t.Context(), `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
		AND has_table_privilege('directorybolt_web', oid, 'SELECT') AND relname <> 'directories' ORDER BY relname`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		query := "SELECT count(*)::int FROM " + table
		mine := asCustomer(t, d.Pool(), one.ID.String(), query)
		if mine == 0 {
			t.Errorf("%s: a customer does not see rows of their own", table)
		}
		if stranger := asCustomer(t, d.Pool(), uuid.NewString(), query); stranger != 0 {
			t.Errorf("%s: somebody without rows sees %d", table, stranger)
		}
		if nobody := asCustomer(t, d.Pool(), "", query); nobody != 0 {
			t.Errorf("%s: nobody sees %d rows", table, nobody)
		}
		var all int
		if err := d.Pool().QueryRow(t.Context(), query).Scan(&all); err != nil {
			t.Fatal(err)
		}
		if all <= mine {
			t.Errorf("%s: a customer sees all %d rows", table, all)
		}
	}
}

// TestEveryTableIsGuarded fails for a table that the role of the pages can read and that has no policy: only the catalogue is everybody's.
func TestEveryTableIsGuarded(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	rows, err := d.Pool().Query(t.Context(), `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
		AND NOT relrowsecurity AND has_table_privilege('directorybolt_web', oid, 'SELECT') ORDER BY relname`)
	if err != nil {
		t.Fatal(err)
	}
	open, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	if len(open) != 1 || open[0] != "directories" {
		t.Errorf("tables that every customer can read whole: %v, want only directories", open)
	}
}
