package postgres

import (
	"context"
	"errors"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// together sends the queries of several reads or writes to the database as one message, so that they wait for it once. Each runs one query at most, and
// cannot use what another has read. They are carried out and answered in order; after one that returns an error, no other is answered. Outside of a
// transaction they are one of their own.
func together(ctx context.Context, to sender, reads ...func(q *db.Queries) error) error {
	batch := &asking{}
	answers := make([]func() (error, bool), len(reads))
	for i, read := range reads {
		next, stop := iter.Pull(func(pause func(error) bool) {
			// Once until it has put its question, and again to read the answer.
			pause(read(db.New(&reader{asking: batch, pause: pause})))
		})
		defer stop()
		if err, _ := next(); err != nil {
			return err
		}
		answers[i] = next
	}
	batch.answers = to.SendBatch(ctx, &batch.questions)
	defer func() { _ = batch.answers.Close() }() // what failed before is what is told
	for _, answer := range answers {
		if err, _ := answer(); err != nil {
			return err
		}
	}
	return batch.answers.Close()
}

// sender is a transaction, or the connections.
type sender interface {
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// asking is a message to the database: questions until it is sent, answers from then on.
type asking struct {
	questions pgx.Batch
	answers   pgx.BatchResults
}

// reader is the database as one of several reads sees it.
type reader struct {
	*asking
	pause func(error) bool
}

func (r *reader) ask(sql string, args []any) bool {
	r.questions.Queue(sql, args...)
	return r.pause(nil)
}

// errUnasked is what a read gets that was put off and is not needed any more.
var errUnasked = errors.New("another read in the same message came to nothing")

func (r *reader) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	if !r.ask(sql, args) {
		return pgconn.CommandTag{}, errUnasked
	}
	return r.answers.Exec()
}

func (r *reader) Query(_ context.Context, sql string, args ...any) (pgx.Rows, error) {
	if !r.ask(sql, args) {
		return nil, errUnasked
	}
	return r.answers.Query()
}

func (r *reader) QueryRow(_ context.Context, sql string, args ...any) pgx.Row {
	if !r.ask(sql, args) {
		return unasked{}
	}
	return r.answers.QueryRow()
}

type unasked struct{}

func (unasked) Scan(...any) error { return errUnasked }
