// Package postgres keeps customers, jobs, submissions and their records, and runs a private server for those who have none.
// It knows the state machine only as compare-and-swap: what a submission should become is decided elsewhere.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// Channel is what every transaction that changes a job notifies, once, with the ids of its customer and of the job.
const Channel = "directorybolt"

// webRole is what requests of customers run under. It owns nothing, so that row-level security holds for it.
const webRole = "directorybolt_web"

// connections is how many a process has at most, unless its address of the database says pool_max_conns. They wait for the database, not for a core:
// their number has nothing to do with the machine's.
const connections = 16

// DB is the database. Its methods are safe for concurrent use.
type DB struct {
	pool *pgxpool.Pool
}

// Open connects to a database that [Migrate] has been run on.
func Open(ctx context.Context, dsn string) (*DB, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, host.Errorf(host.Invalid, "the address of the database cannot be read: %w", err)
	}
	if !strings.Contains(dsn, "pool_max_conns") {
		config.MaxConns = connections
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect to postgres: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, host.Errorf(host.Unavailable, NoAnswer+": %v", err)
	}
	return &DB{pool: pool}, nil
}

// Close waits until every connection has been given back.
func (d *DB) Close() { d.pool.Close() }

// Pool is the connections, for the queue, whose entries are written in the same transactions.
func (d *DB) Pool() *pgxpool.Pool { return d.pool }

func (d *DB) read() *db.Queries { return db.New(d.pool) }

// change runs fn in a transaction and notifies that the job has changed, once.
func (d *DB) change(ctx context.Context, fn func(tx pgx.Tx, q *db.Queries) (job uuid.UUID, err error)) error {
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		job, err := fn(tx, q)
		if err != nil {
			return err
		}
		return q.Notify(ctx, job)
	})
}

// as runs fn in a transaction that sees and changes only what is the customer's.
func (d *DB) as(ctx context.Context, customer uuid.UUID, fn func(tx pgx.Tx, q *db.Queries) error) error {
	return d.begin(ctx, "BEGIN", customer, fn)
}

// asOf is as for what only reads: all of it is as it was at one moment, so that totals are those of the rows beside them.
func (d *DB) asOf(ctx context.Context, customer uuid.UUID, fn func(tx pgx.Tx, q *db.Queries) error) error {
	return d.begin(ctx, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", customer, fn)
}

func (d *DB) begin(ctx context.Context, how string, customer uuid.UUID, fn func(tx pgx.Tx, q *db.Queries) error) error {
	// In one message to the database, for every request waits for it.
	begin := fmt.Sprintf("%s; SET LOCAL ROLE %s; SET LOCAL app.customer_id = '%s'", how, webRole, customer)
	return pgx.BeginTxFunc(ctx, d.pool, pgx.TxOptions{BeginQuery: begin}, func(tx pgx.Tx) error { return fn(tx, db.New(tx)) })
}

// Listen calls changed with the ids of each job that changes and of its customer, until ctx ends or the connection breaks. It calls begun once
// nothing is missed from then on.
func (d *DB) Listen(ctx context.Context, begun func(), changed func(customer, job uuid.UUID)) error {
	taken, err := d.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	conn := taken.Hijack() // a listening connection is of no use to others: it must not count among theirs
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN "+Channel); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	begun()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return fmt.Errorf("listen: %w", err)
		}
		customer, job, _ := strings.Cut(n.Payload, " ")
		customerID, err := uuid.Parse(customer)
		jobID, jobErr := uuid.Parse(job)
		if err := errors.Join(err, jobErr); err != nil {
			return fmt.Errorf("listen: notification %q: %w", n.Payload, err)
		}
		changed(customerID, jobID)
	}
}

// found turns the absence of a row into an error that says what is not there.
func found(err error, what string, id any) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return host.Errorf(host.NotFound, "there is no %s %v", what, id)
	}
	if err != nil {
		return fmt.Errorf("%s %v: %w", what, id, err)
	}
	return nil
}

// refusedBy reports whether err is the refusal of the named constraint or unique index.
func refusedBy(err error, constraint string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.ConstraintName == constraint
}
