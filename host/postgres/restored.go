package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// SettledHere fails with [host.Conflict] on a database that was restored or promoted since it was last worked on: what was pressed in the time
// that it has lost is unknown. Nothing may be pressed until [DB.Restored].
func (d *DB) SettledHere(ctx context.Context) error {
	here, err := whereabouts(ctx, d.pool)
	if err != nil {
		return err
	}
	before, err := d.read().SettleHere(ctx, here)
	if err != nil {
		return fmt.Errorf("where the database was: %w", err)
	}
	if before != here {
		return host.Errorf(host.Conflict, "this database was restored, promoted or moved: what was submitted after the backup is not in it. "+
			"Run `directorybolt restored` first, so that each directory is asked before anything is sent again")
	}
	return nil
}

// Restored makes this the server of the rows. complete says that nothing is missing from them; otherwise every submission of the jobs there are
// is looked up at its directory before it is pressed, whatever it is in the database. It returns the number of such jobs.
func (d *DB) Restored(ctx context.Context, complete bool, reason string) (jobs int, err error) {
	err = pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		here, err := whereabouts(ctx, tx)
		if err != nil {
			return err
		}
		if !complete {
			n, err := q.DoubtJobs(ctx)
			if err != nil {
				return fmt.Errorf("doubt jobs: %w", err)
			}
			jobs = int(n)
		}
		if err := q.MoveHere(ctx, here); err != nil {
			return fmt.Errorf("note the server: %w", err)
		}
		return q.AuditRestored(ctx, text(reason))
	})
	return jobs, err
}

// whereabouts names the server. A restored dump has another identifier or number of the database; a promoted standby, or a recovery to a point in
// time, another timeline.
func whereabouts(ctx context.Context, from interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}) (here string, err error) {
	err = from.QueryRow(ctx, `SELECT concat_ws('/', s.system_identifier, c.timeline_id, d.oid)
		FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()`).Scan(&here)
	if err != nil {
		return "", fmt.Errorf("which server this is: %w", err)
	}
	return here, nil
}

// suspect commits an intent in the place of one that a restored database may have lost, with its press window closed: the claim is for finding
// out, and only proven absence leads to a press.
func suspect(ctx context.Context, q *db.Queries, claimed host.Submission) (host.Submission, error) {
	row, err := q.IntendPress(ctx, db.IntendPressParams{
		ID: claimed.ID, FromStatus: string(claimed.Status), ToStatus: string(host.Submitting), Fence: claimed.Fence,
	})
	if err != nil {
		return claimed, refused(err, claimed)
	}
	s, err := submission(row)
	if err != nil {
		return s, err
	}
	return s, transition(ctx, q, s.JobID, s.Directory, move{From: claimed.Status, To: s.Status, Fence: s.Fence, Intent: s.Intents, Reason: "restored"})
}
