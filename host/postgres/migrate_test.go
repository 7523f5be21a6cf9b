package postgres_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
	"github.com/directorybolt/directorybolt/migrations"
)

// TestMigrationsGoDownAndUpAgain fills a database as it was before customers had pages, and brings it up to date: every row is still there, and is
// what it was.
func TestMigrationsGoDownAndUpAgain(t *testing.T) {
	t.Parallel()
	dsn := postgrestest.DSN(t)
	pool, err := pgxpool.New(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	std := stdlib.OpenDBFromPool(pool)
	defer std.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, std, migrations.FS)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.DownTo(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	// A business that moved was somebody else to the index of old: it can have two listings in one directory.
	for _, sql := range []string{
		`INSERT INTO directories (slug, name, website, da_score, priority_tier, is_active, policy, adapter, hosts, start)
			SELECT 'd' || n, 'd', '', 1, 1, true, 'allowed', 'generic', '{}', '' FROM generate_series(1, 3) n`,
		`INSERT INTO customers (email, company_name, business_data, tier) VALUES ('a@b.example', 'Acme', '{"name": "Acme"}', 'starter')`,
		`INSERT INTO profile_versions (customer_id, version, business_data) SELECT id, v, business_data FROM customers, generate_series(1, 2) v`,
		`INSERT INTO jobs (customer_id, package_type, profile_version, announced_at, status, dirs_total, dirs_done)
			SELECT id, 'starter', v, now(), 'in_progress', 3, 1 FROM customers, generate_series(1, 2) v`,
		`INSERT INTO job_results (job_id, customer_id, directory, status, listing, idempotency_key, business_key, profile_version, intents, press_by)
			SELECT j.id, j.customer_id, r.directory, r.status, r.listing, j.profile_version || r.directory, 'key ' || j.profile_version, j.profile_version, 1, now()
			FROM jobs j, (VALUES ('d1', 'submitted', 'live'), ('d2', 'submitting', 'none'), ('d3', 'needs_attention', 'none')) r (directory, status, listing)`,
		`INSERT INTO attention_items (submission_id, audience, reason, message) SELECT id, 'customer', 'login', '' FROM job_results WHERE status = 'needs_attention'`,
		`INSERT INTO queue_history (job_id, event_type) SELECT id, 'job_announced' FROM jobs`,
	} {
		if _, err := pool.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	const all = `SELECT (SELECT count(*) FROM customers) || ' ' || (SELECT count(*) FROM jobs) || ' ' || (SELECT count(*) FROM attention_items) || ' ' ||
		(SELECT count(*) FROM queue_history) || ' ' || (SELECT string_agg(directory || status || listing, ' ' ORDER BY directory, idempotency_key) FROM job_results)`
	var before string
	if err := pool.QueryRow(t.Context(), all).Scan(&before); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	var after string
	if err := pool.QueryRow(t.Context(), all).Scan(&after); err != nil || after != before {
		t.Errorf("%v: rows are\n%s, were\n%s", err, after, before)
	}
	if _, err := provider.DownTo(t.Context(), 0); err != nil {
		t.Error(err)
	}
	if err := postgres.Migrate(t.Context(), dsn); err != nil {
		t.Error(fmt.Errorf("from nothing: %w", err))
	}
}

// TestManyMigrateAtOnce starts from nothing, as several processes on their first start do.
func TestManyMigrateAtOnce(t *testing.T) {
	t.Parallel()
	dsn := emptied(t)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if err := postgres.Migrate(t.Context(), dsn); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	d := openAt(t, dsn)
	if err := d.Migrated(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestAnOlderProgramRunsOnANewerSchema lets the database be of a version that this program has never heard of, its queue, too.
func TestAnOlderProgramRunsOnANewerSchema(t *testing.T) {
	t.Parallel()
	dsn := postgrestest.DSN(t)
	d := openAt(t, dsn)
	for _, sql := range []string{
		"INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)",
		"INSERT INTO river_migration (line, version) SELECT line, max(version) + 1 FROM river_migration GROUP BY line",
	} {
		if _, err := d.Pool().Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	if err := postgres.Migrate(t.Context(), dsn); err != nil {
		t.Errorf("it does not start: %v", err)
	}
	if err := d.Migrated(t.Context()); err != nil {
		t.Errorf("it is not ready: %v", err)
	}
	if _, err := d.Pool().Exec(t.Context(), "DELETE FROM goose_db_version WHERE version_id > 1"); err != nil {
		t.Fatal(err)
	}
	if err := d.Migrated(t.Context()); host.KindOf(err) != host.Conflict {
		t.Errorf("ready on a schema that is too old: %v", err)
	}
}

// emptied is a database without a schema.
func emptied(t *testing.T) string {
	t.Helper()
	dsn := postgrestest.DSN(t)
	d := openAt(t, dsn)
	if _, err := d.Pool().Exec(t.Context(), "DROP SCHEMA public CASCADE; CREATE SCHEMA public"); err != nil {
		t.Fatal(err)
	}
	return dsn
}

func openAt(t *testing.T, dsn string) *postgres.DB {
	t.Helper()
	d, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}
