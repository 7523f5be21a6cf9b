package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// queuedSQL finds which of the submissions have a queue entry that will still run. An entry that has been running for longer than
// the patience while nobody holds the submission belongs to a worker that died.
const queuedSQL = `SELECT wanted.id FROM unnest($1::uuid[]) AS wanted (id) WHERE EXISTS (
	SELECT FROM river_job WHERE args @> jsonb_build_object('submission_id', wanted.id)
	AND (state IN ('available', 'pending', 'retryable', 'scheduled') OR (state = 'running' AND attempted_at > now() - $2::interval)))`

// Lapsed finds submissions that a worker should be at work on and none is, and hands them to enqueue in the transaction that marks
// them due now.
func (d *DB) Lapsed(ctx context.Context, patience time.Duration, enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) (int, error) {
	n := 0
	err := pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		lapsed, err := db.New(tx).LapsedSubmissions(ctx, patience)
		if err != nil || len(lapsed) == 0 {
			return err
		}
		rows, err := tx.Query(ctx, queuedSQL, lapsed, patience)
		if err != nil {
			return fmt.Errorf("find queue entries: %w", err)
		}
		queued, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		if err != nil {
			return fmt.Errorf("find queue entries: %w", err)
		}
		orphans := without(lapsed, queued)
		if n = len(orphans); n == 0 {
			return nil
		}
		return enqueue(ctx, tx, orphans)
	})
	return n, err
}

func without(all, some []uuid.UUID) []uuid.UUID {
	drop := make(map[uuid.UUID]bool, len(some))
	for _, id := range some {
		drop[id] = true
	}
	var rest []uuid.UUID
	for _, id := range all {
		if !drop[id] {
			rest = append(rest, id)
		}
	}
	return rest
}
