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
		rows, err := q.Activity(ctx, db.ActivityParams{Before: before, Events: host.ActivityEvents(kind), Most: int32(most)})
		if err != nil {
			return fmt.Errorf("activity: %w", err)
		}
		for _, r := range rows {
			out = append(out, happened(r))
		}
		return nil
	})
	return out, err
}

func activityOfJob(ctx context.Context, q *db.Queries, job uuid.UUID) (out []host.Activity, err error) {
	rows, err := q.ActivityOfJob(ctx, db.ActivityOfJobParams{JobID: job, Events: host.ActivityEvents("")})
	if err != nil {
		return nil, fmt.Errorf("activity of job: %w", err)
	}
	for _, r := range rows {
		out = append(out, happened(db.ActivityRow(r)))
	}
	return out, nil
}

func happened(r db.ActivityRow) host.Activity {
	return host.Activity{
		ID: r.ID, Job: r.JobID, Submission: r.SubmissionID, DirectoryName: r.Name,
		Event: host.Event{Type: r.EventType, Data: string(r.EventData), At: r.Timestamp},
	}
}
