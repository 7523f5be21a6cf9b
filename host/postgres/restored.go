package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// elsewhere is what whoever looks after the database reads where it is not on the server that it was last worked on.
const elsewhere = "this database was restored, promoted or moved: what was submitted after the backup is not in it. " +
	"Run `directorybolt restored` first, so that each directory is asked before anything is sent again"

// SettledHere fails with [host.Conflict] on a database that was restored or promoted since it was last worked on: what was pressed in the time
// that it has lost is unknown. Nothing is begun or pressed until [DB.Restored], also by those who were at work when it happened.
func (d *DB) SettledHere(ctx context.Context) error {
	here, err := d.read().SettleHere(ctx)
	if err != nil {
		return fmt.Errorf("where the database was: %w", err)
	}
	if !here {
		return host.Errorf(host.Conflict, elsewhere)
	}
	return nil
}

// Restored makes this the server of the rows. complete says that nothing is missing from them; otherwise every submission of the jobs there are
// is looked up at its directory before it is pressed, whatever it is in the database. It returns the number of such jobs.
func (d *DB) Restored(ctx context.Context, complete bool, reason string) (jobs int, err error) {
	err = pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		if !complete {
			n, err := q.DoubtJobs(ctx)
			if err != nil {
				return fmt.Errorf("doubt jobs: %w", err)
			}
			jobs = int(n)
		}
		if err := q.MoveHere(ctx); err != nil {
			return fmt.Errorf("note the server: %w", err)
		}
		return q.AuditRestored(ctx, text(reason))
	})
	return jobs, err
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
