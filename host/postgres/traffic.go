package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// traffic is how a directory is to be treated, and how it stands, but for what is under way.
func traffic(r db.Directory) (host.Manners, host.Traffic) {
	return manners(r.AtOnce, r.Gap, r.Daily, r.QuietFrom, r.QuietUntil), host.Traffic{
		NextAt: r.NextAt, Day: r.Day, Begun: int(r.Begun), Failures: int(r.Failures), Outages: int(r.Outages),
		Pause: pause(r.PausedAt, r.PausedUntil, r.PauseReason),
	}
}

func pause(since, until *time.Time, reason string) host.Pause {
	return host.Pause{Since: known(since), Until: known(until), Reason: reason}
}

func setTraffic(ctx context.Context, q *db.Queries, slug string, t host.Traffic) error {
	err := q.SetTraffic(ctx, db.SetTrafficParams{
		Slug: slug, NextAt: t.NextAt, Day: t.Day, Begun: int32(t.Begun), Failures: int32(t.Failures), Outages: int32(t.Outages),
		PausedAt: moment(t.Pause.Since), PausedUntil: moment(t.Pause.Until), PauseReason: text(t.Pause.Reason),
	})
	if err != nil {
		return fmt.Errorf("write traffic of directory %s: %w", slug, err)
	}
	return nil
}

// early says that a submission has to wait for its directory.
type early struct {
	until time.Time
	delay host.Delay
}

func (e *early) Error() string {
	return fmt.Sprintf("its directory is not to be visited yet: %s", e.delay)
}

// beginVisit takes the directory's turn for a submission: whoever else wants to visit it waits until the transaction ends, and then for the gap. An [early]
// error says until when it has to wait. It returns how often in a row the directory has turned us away.
func beginVisit(ctx context.Context, q *db.Queries, s host.Submission) (outages int, err error) {
	row, err := q.LockTraffic(ctx, s.Directory)
	if err != nil {
		return 0, found(err, "directory", s.Directory)
	}
	m, t := traffic(row.Directory)
	lookUp := s.Status == host.Submitting
	if m.AtOnce > 0 && !lookUp {
		visitors, err := q.Visitors(ctx, db.VisitorsParams{Directory: s.Directory, But: s.ID})
		if err != nil {
			return 0, fmt.Errorf("visitors of directory %s: %w", s.Directory, err)
		}
		t.UnderWay = int(visitors)
	}
	if at, delay := m.Turn(t, lookUp, row.Now); delay != host.NoDelay {
		return 0, &early{at, delay}
	}
	return t.Outages, setTraffic(ctx, q, s.Directory, m.Begin(t, lookUp, row.Now))
}

// everywhere is an [early] error while everything is paused, but for look-ups.
func everywhere(ctx context.Context, q *db.Queries, s host.Submission) error {
	if s.Status == host.Submitting {
		return nil
	}
	p, err := pauseSwitch(ctx, q)
	if err != nil {
		return err
	}
	if at, delay := (host.Manners{}).Turn(host.Traffic{Pause: p}, false, time.Now()); delay != host.NoDelay {
		return &early{at, delay}
	}
	return nil
}

// mayPress fails with [host.Unavailable] while the directory, or everything, is paused. Who pauses waits for an intent that is being committed, and none is
// committed after.
func mayPress(ctx context.Context, q *db.Queries, slug string) error {
	p, err := q.SharePaused(ctx, slug)
	switch {
	case err != nil:
		return found(err, "directory", slug)
	case p.AllOfIt, p.Moved:
		return host.Errorf(host.Unavailable, "Sending is paused everywhere: this is sent when it goes on.")
	case p.Directory:
		return host.Errorf(host.Unavailable, "This directory is paused: this is sent when it goes on.")
	}
	return nil
}

// postpone lets a submission that nobody has claimed wait for its directory, and says so.
func (d *DB) postpone(ctx context.Context, s host.Submission, e *early) (host.Submission, error) {
	err := d.read().PostponeSubmission(ctx, db.PostponeSubmissionParams{ID: s.ID, Fence: s.Fence, Status: string(s.Status), DueAt: e.until})
	if err != nil {
		return s, fmt.Errorf("postpone submission: %w", err)
	}
	s.DueAt = e.until
	return s, host.Errorf(host.Conflict, "submission %s waits: %w", s.ID, e)
}

// endVisit records what a visit told of its directory. What changes nothing is not written.
func endVisit(ctx context.Context, q *db.Queries, slug string, c host.Change) error {
	if c.Visit == host.VisitUntold {
		return nil
	}
	row, err := q.LockTraffic(ctx, slug)
	if err != nil {
		return found(err, "directory", slug)
	}
	m, t := traffic(row.Directory)
	after := m.End(t, c.Visit, c.RetryAfter, row.Now)
	if after == t {
		return nil
	}
	if after.Pause != t.Pause {
		if err := audit(ctx, q, program, uuid.Nil, "directory_pause", slug, after.Pause.Reason); err != nil {
			return err
		}
	}
	return setTraffic(ctx, q, slug, after)
}

func asEarly(err error) *early {
	var e *early
	errors.As(err, &e)
	return e
}

// pauseSwitch is the pause of everything. A database that was moved is one, too: see [DB.SettledHere].
func pauseSwitch(ctx context.Context, q *db.Queries) (host.Pause, error) {
	r, err := q.PauseSwitch(ctx)
	if err != nil {
		return host.Pause{}, fmt.Errorf("switch of the pause: %w", err)
	}
	if r.Moved {
		return host.Pause{Since: r.Now, Reason: elsewhere}, nil
	}
	return pause(r.OnSince, r.OnUntil, r.Reason), nil
}

// Paused is the pause of everything; the zero value if there is none.
func (d *DB) Paused(ctx context.Context) (host.Pause, error) { return pauseSwitch(ctx, d.read()) }
