package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/migrations"
)

// migrating is the advisory lock that makes programs started together migrate one after the other.
const migrating = 0x626f6c74

// Migrate brings the database's schema, and that of its queue, up to date.
func Migrate(ctx context.Context, dsn string) (err error) {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return fmt.Errorf("connect to postgres: %w", err)
	}
	defer pool.Close()
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("connect to postgres: %w", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", migrating); err != nil {
		return fmt.Errorf("lock for migration: %w", err)
	}
	defer func() {
		_, unlockErr := conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", migrating)
		err = errors.Join(err, unlockErr)
	}()
	if err := migrateOwn(ctx, pool); err != nil {
		return err
	}
	river, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return fmt.Errorf("migrate queue: %w", err)
	}
	if _, err := river.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate queue: %w", err)
	}
	if _, err := conn.Exec(ctx, grantQueue); err != nil {
		return fmt.Errorf("let the pages enqueue: %w", err)
	}
	return nil
}

// grantQueue lets requests of customers add entries to the queue, in the transaction that makes them necessary, and see none.
const grantQueue = `GRANT INSERT ON river_job TO ` + webRole + `; GRANT USAGE ON SEQUENCE river_job_id_seq TO ` + webRole

func migrateOwn(ctx context.Context, pool *pgxpool.Pool) error {
	std := stdlib.OpenDBFromPool(pool)
	defer std.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, std, migrations.FS)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// Migrated fails unless the database answers and its schema is the one that this program knows, or a later one: those only add.
func (d *DB) Migrated(ctx context.Context) error {
	var at int64
	err := d.pool.QueryRow(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&at)
	if err != nil {
		return host.Errorf(host.Unavailable, NoAnswer+": %w", err)
	}
	if known := newest(); at < known {
		return host.Errorf(host.Conflict, "the database is at version %d, and this program needs %d: run `directorybolt migrate`", at, known)
	}
	return nil
}

// newest is the number of the last migration that this program brings.
var newest = sync.OnceValue(func() int64 {
	var last int64
	files, _ := fs.Glob(migrations.FS, "*.sql")
	for _, name := range files {
		if n, err := goose.NumericComponent(name); err == nil {
			last = max(last, n)
		}
	}
	return last
})
