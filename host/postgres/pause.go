package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// PauseAll lets nothing be begun or pressed anywhere until the time, or until somebody resumes it if that is zero. What was pressed is still looked up. It
// waits for an intent to press that is being committed; what is pressed under one that is committed takes up to the press window. staff is who asks; the
// zero id stands for the operator.
func (d *DB) PauseAll(ctx context.Context, staff uuid.UUID, reason string, until time.Time) error {
	return d.byHand(ctx, staff, "pause", "", reason, func(q *db.Queries) error {
		now := time.Now()
		return setPauseSwitch(ctx, q, db.SetPauseSwitchParams{OnSince: &now, OnUntil: moment(until), Reason: text(reason)})
	})
}

// ResumeAll ends the pause of everything. Directories that are paused themselves stay so.
func (d *DB) ResumeAll(ctx context.Context, staff uuid.UUID, reason string) error {
	return d.byHand(ctx, staff, "resume", "", reason, func(q *db.Queries) error {
		return setPauseSwitch(ctx, q, db.SetPauseSwitchParams{})
	})
}

func setPauseSwitch(ctx context.Context, q *db.Queries, p db.SetPauseSwitchParams) error {
	if err := q.SetPauseSwitch(ctx, p); err != nil {
		return fmt.Errorf("write switch of the pause: %w", err)
	}
	return nil
}

// PauseDirectory is [DB.PauseAll] for one directory.
func (d *DB) PauseDirectory(ctx context.Context, staff uuid.UUID, slug, reason string, until time.Time) error {
	return d.byHand(ctx, staff, "directory_pause", slug, reason, func(q *db.Queries) error {
		row, err := q.LockTraffic(ctx, slug)
		if err != nil {
			return found(err, "directory", slug)
		}
		_, t := traffic(row.Directory)
		t.Pause = host.Pause{Since: row.Now, Until: until, Reason: reason}
		return setTraffic(ctx, q, slug, t)
	})
}

// ResumeDirectory ends the pause of a directory, whoever or whatever paused it. [host.Conflict] says that it is not paused.
func (d *DB) ResumeDirectory(ctx context.Context, staff uuid.UUID, slug, reason string) error {
	return d.byHand(ctx, staff, "directory_resume", slug, reason, func(q *db.Queries) error {
		row, err := q.LockTraffic(ctx, slug)
		if err != nil {
			return found(err, "directory", slug)
		}
		_, t := traffic(row.Directory)
		if !t.Pause.On(row.Now) {
			return host.Errorf(host.Conflict, "%s is not paused.", slug)
		}
		return setTraffic(ctx, q, slug, t.Resume())
	})
}

// byHand does something to what is sent, for everybody, and records who did it.
func (d *DB) byHand(ctx context.Context, staff uuid.UUID, action, object, reason string, fn func(q *db.Queries) error) error {
	role := host.RoleStaff
	if staff == uuid.Nil {
		role = operator
	}
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		if err := fn(q); err != nil {
			return err
		}
		return audit(ctx, q, role, staff, action, object, reason)
	})
}

// DirectoryStandings is how every directory stands, by name.
func (d *DB) DirectoryStandings(ctx context.Context) ([]host.DirectoryStanding, error) {
	rows, err := d.read().DirectoryStandings(ctx)
	if err != nil {
		return nil, fmt.Errorf("directories: %w", err)
	}
	out := make([]host.DirectoryStanding, len(rows))
	now := time.Now()
	for i, r := range rows {
		s := host.DirectoryStanding{Directory: directory(r.Directory), Planned: int(r.Planned), Admitted: int(r.Admitted)}
		_, s.Traffic = traffic(r.Directory)
		s.Traffic.UnderWay = int(r.UnderWay)
		s.NextAt, s.Delay = s.Directory.Manners.Turn(s.Traffic, false, now)
		out[i] = s
	}
	return out, nil
}

// JobStandings are the jobs that share the workers, who was served least first; at most 50.
func (d *DB) JobStandings(ctx context.Context) ([]host.JobStanding, error) {
	rows, err := d.read().JobStandings(ctx)
	if err != nil {
		return nil, fmt.Errorf("shares of jobs: %w", err)
	}
	clock, err := d.read().DispatchClock(ctx)
	if err != nil {
		return nil, fmt.Errorf("dispatch clock: %w", err)
	}
	out := make([]host.JobStanding, len(rows))
	for i, r := range rows {
		out[i] = host.JobStanding{Job: job(r.Job), Company: r.CompanyName, Planned: int(r.Planned), Served: r.Served - clock.Time}
	}
	return out, nil
}
