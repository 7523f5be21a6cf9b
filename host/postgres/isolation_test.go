package postgres_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
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

// TestRowsAreTheirCustomersOnly asks for everything, without a condition: the database itself keeps customers apart.
func TestRowsAreTheirCustomersOnly(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	putDirectories(t, d, 12)
	one, two := customer(t, d), customer(t, d)
	start(t, d, one, host.Starter)
	start(t, d, two, host.Starter)
	for _, table := range []string{"customers", "profile_versions", "jobs", "job_results", "queue_history"} {
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
