package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// Activity returns what happened to the customer's submissions, newest first, at most so many: all kinds for an empty one. before is the ID of the
// last one seen; 0 for the newest.
func (d *DB) Activity(ctx context.Context, customer uuid.UUID, kind host.ActivityKind, before int64, most int) (out []host.Activity, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		out, err = activity(ctx, q, db.ActivityParams{Before: before, Events: host.ActivityEvents(kind), Most: int32(most)})
		return err
	})
	return out, err
}

func activity(ctx context.Context, q *db.Queries, p db.ActivityParams) ([]host.Activity, error) {
	rows, err := q.Activity(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("activity: %w", err)
	}
	out := make([]host.Activity, len(rows))
	for i, r := range rows {
		out[i] = host.Activity{
			ID: r.ID, Job: r.JobID, Submission: r.SubmissionID, DirectoryName: r.Name,
			Event: host.Event{Type: r.EventType, Data: string(r.EventData), At: r.Timestamp},
		}
	}
	return out, nil
}
