package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// Planned reports whether anything is planned.
func (d *DB) Planned(ctx context.Context) (bool, error) {
	any, err := d.read().AnythingPlanned(ctx)
	if err != nil {
		return false, fmt.Errorf("look for what is planned: %w", err)
	}
	return any, nil
}

// Round lets decide choose what is admitted next, so that no more than most are with the workers or about to be, and admits that in the same transaction,
// in which enqueue is called. One dispatcher at a time: while another is at it, and while everything is paused, nothing happens.
func (d *DB) Round(ctx context.Context, most int, decide func(host.Round) (host.Admission, error),
	enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) (out host.Rounded, err error) {
	err = pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		ours, err := q.TryDispatchLock(ctx)
		if err != nil || !ours {
			return err
		}
		r, err := round(ctx, q, most)
		if err != nil || len(r.Room) == 0 || r.Slots <= 0 {
			out = host.Rounded{NextAt: r.NextAt}
			return err
		}
		a, err := decide(r)
		if err != nil || len(a.Chosen) == 0 {
			out = host.Rounded{NextAt: r.NextAt}
			return err
		}
		out = host.Rounded{Admitted: len(a.Chosen), NextAt: r.NextAt}
		return admit(ctx, tx, q, a, enqueue)
	})
	return out, err
}

// round reads what a dispatcher decides on. Without slots or without room anywhere, the rest is left out.
func round(ctx context.Context, q *db.Queries, most int) (host.Round, error) {
	clock, err := q.DispatchClock(ctx)
	if err != nil {
		return host.Round{}, fmt.Errorf("dispatch clock: %w", err)
	}
	r := host.Round{Clock: clock.Time, Room: map[string]int{}}
	if pause, err := pauseSwitch(ctx, q); err != nil || pause.On(clock.Now) {
		return r, err
	}
	underWay, err := q.UnderWay(ctx)
	if err != nil {
		return r, fmt.Errorf("submissions under way: %w", err)
	}
	if r.Slots = most - int(underWay); r.Slots <= 0 {
		return r, nil
	}
	wanted, err := q.WantedDirectories(ctx)
	if err != nil {
		return r, fmt.Errorf("directories that are waited for: %w", err)
	}
	closed := []string{}
	for _, w := range wanted {
		m, t := traffic(w.Directory)
		t.UnderWay = int(w.UnderWay)
		room, next := m.Room(t, int(w.Admitted), r.Slots, clock.Now)
		if room > 0 {
			r.Room[w.Directory.Slug] = room
			continue
		}
		closed = append(closed, w.Directory.Slug)
		if next.After(clock.Now) && (r.NextAt.IsZero() || next.Before(r.NextAt)) {
			r.NextAt = next
		}
	}
	if len(r.Room) == 0 {
		return r, nil
	}
	shares, err := q.JobShares(ctx)
	if err != nil {
		return r, fmt.Errorf("shares of jobs: %w", err)
	}
	for _, s := range shares {
		r.Jobs = append(r.Jobs, host.JobShare{Job: s.JobID, Package: host.Package(s.PackageType), Served: s.Served})
	}
	r.Submissions = func(jobs []uuid.UUID, most int) ([]host.PlannedSubmission, error) {
		rows, err := q.PlannedSubmissions(ctx, db.PlannedSubmissionsParams{Jobs: jobs, Closed: closed, Most: int32(most)})
		if err != nil {
			return nil, fmt.Errorf("planned submissions: %w", err)
		}
		out := make([]host.PlannedSubmission, len(rows))
		for i, row := range rows {
			out[i] = host.PlannedSubmission{ID: row.ID, Job: row.JobID, Directory: row.Directory}
		}
		return out, nil
	}
	return r, nil
}

func admit(ctx context.Context, tx pgx.Tx, q *db.Queries, a host.Admission, enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) error {
	ids := make([]uuid.UUID, len(a.Chosen))
	for i, c := range a.Chosen {
		ids[i] = c.ID
	}
	rows, err := q.AdmitSubmissions(ctx, ids)
	if err != nil {
		return fmt.Errorf("admit submissions: %w", err)
	}
	data, err := json.Marshal(move{From: host.Planned, To: host.Admitted})
	if err != nil {
		return err
	}
	history := db.RecordAdmissionsParams{EventData: data}
	ids = ids[:0]
	for _, r := range rows {
		ids = append(ids, r.ID)
		history.Jobs, history.Directories = append(history.Jobs, r.JobID), append(history.Directories, r.Directory)
	}
	if err := q.RecordAdmissions(ctx, history); err != nil {
		return fmt.Errorf("record admissions: %w", err)
	}
	shares := db.SetSharesParams{}
	for job, served := range a.Served {
		shares.Jobs, shares.Served = append(shares.Jobs, job), append(shares.Served, served)
	}
	if err := q.SetShares(ctx, shares); err != nil {
		return fmt.Errorf("write shares: %w", err)
	}
	if err := q.DropShares(ctx, shares.Jobs); err != nil {
		return fmt.Errorf("drop shares: %w", err)
	}
	if err := q.SetDispatchClock(ctx, a.Clock); err != nil {
		return fmt.Errorf("write dispatch clock: %w", err)
	}
	return enqueue(ctx, tx, ids)
}
