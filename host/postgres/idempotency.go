package postgres

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

const (
	answerLife     = 24 * time.Hour  // that the answer to a write is kept
	answerPatience = 2 * time.Minute // with a write that came to no end: its process has died
)

// BeginWrite takes the key that a caller has chosen for a write. It returns either the answer that the first write with it got, or the owner that
// its answer is to be kept with. [host.Invalid] says that the first was another one, [host.Conflict] that it is under way.
func (d *DB) BeginWrite(ctx context.Context, customer uuid.UUID, key string, fingerprint []byte) (first *host.KeptAnswer, owner uuid.UUID, err error) {
	owner = uuid.New()
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		if err := q.DropIdempotencyKeys(ctx, answerLife); err != nil {
			return fmt.Errorf("drop old answers: %w", err)
		}
		n, err := q.ClaimIdempotencyKey(ctx, db.ClaimIdempotencyKeyParams{
			CustomerID: customer, Key: key, Fingerprint: fingerprint, Owner: owner, Life: answerLife, Patience: answerPatience,
		})
		if err != nil {
			return fmt.Errorf("claim idempotency key: %w", err)
		}
		if n > 0 {
			return nil
		}
		row, err := q.IdempotencyKey(ctx, db.IdempotencyKeyParams{CustomerID: customer, Key: key})
		switch {
		case err != nil:
			return found(err, "idempotency key", key)
		case !bytes.Equal(row.Fingerprint, fingerprint):
			return host.Errorf(host.Invalid, "This Idempotency-Key was used for another request. Take a new one for each.")
		case row.Status == nil:
			return host.Errorf(host.Conflict, "The first request with this Idempotency-Key is under way. Ask again in a moment.")
		}
		first = &host.KeptAnswer{Status: int(*row.Status), Body: row.Body}
		return nil
	})
	return first, owner, err
}

// EndWrite keeps the answer to a write; nil forgets the key instead, so that the write may be tried again with it.
func (d *DB) EndWrite(ctx context.Context, customer uuid.UUID, key string, owner uuid.UUID, answer *host.KeptAnswer) error {
	return d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		if answer == nil {
			return q.ReleaseIdempotencyKey(ctx, db.ReleaseIdempotencyKeyParams{CustomerID: customer, Key: key, Owner: owner})
		}
		status := int32(answer.Status)
		return q.KeepAnswer(ctx, db.KeepAnswerParams{CustomerID: customer, Key: key, Owner: owner, Status: &status, Body: answer.Body})
	})
}
