package host

import (
	"fmt"
	"time"
)

// Manners is how a directory is to be treated, whoever's submissions they are. The zero value knows no limits.
type Manners struct {
	AtOnce int           // submissions under way at the same time; 0: any number
	Gap    time.Duration // least time between the beginnings of two visits
	Daily  int           // submissions begun in a day (UTC); 0: any number
	// Hours of the day (UTC) in which none is begun, since midnight, in whole minutes. They may go over midnight; equal: none.
	QuietFrom, QuietUntil time.Duration
}

// DefaultManners is how a directory is treated that nobody has said anything else of.
var DefaultManners = Manners{AtOnce: 1, Gap: time.Minute, Daily: 100}

// Traffic is what a directory has had of us so far.
type Traffic struct {
	NextAt   time.Time // no visit begins before
	Day      time.Time // midnight (UTC) of the day that Begun counts
	Begun    int       // submissions begun on that day
	UnderWay int       // submissions that workers have
	Failures int       // of its adapter, in a row
	Outages  int       // visits in a row that the site turned away
	Pause    Pause
}

// Pause is a time in which nothing is begun or pressed, and why. The zero value is none.
type Pause struct {
	Since  time.Time
	Until  time.Time // zero: until somebody resumes
	Reason string
}

// On reports whether the pause lasts at the time.
func (p Pause) On(now time.Time) bool {
	return !p.Since.IsZero() && (p.Until.IsZero() || now.Before(p.Until))
}

// Delay is why a visit does not begin yet.
type Delay string

// Delays.
const (
	NoDelay    Delay = ""
	DelayPause Delay = "paused"
	DelayQuiet Delay = "quiet hours"
	DelayDaily Delay = "daily limit"
	DelayBusy  Delay = "as many under way as it allows"
	DelayAway  Delay = "turned us away"
	DelayGap   Delay = "time between visits"
)

// What is looked at again without knowing when it will have changed.
const (
	pauseRecheck = time.Minute
	busyRecheck  = 5 * time.Second
)

// Turn says when the next submission to the directory may begin: now, if there is no delay. To look up what came of an earlier one is always allowed,
// once its turn has come.
func (m Manners) Turn(t Traffic, lookUp bool, now time.Time) (time.Time, Delay) {
	next, why := now, NoDelay
	later := func(at time.Time, reason Delay) {
		if at.After(next) {
			next, why = at, reason
		}
	}
	if t.Outages > 0 {
		later(t.NextAt, DelayAway)
	}
	later(t.NextAt, DelayGap)
	if lookUp {
		return next, why
	}
	if m.AtOnce > 0 && t.UnderWay >= m.AtOnce {
		later(now.Add(busyRecheck), DelayBusy)
	}
	if today := midnight(now); m.Daily > 0 && t.Day.Equal(today) && t.Begun >= m.Daily {
		later(today.AddDate(0, 0, 1), DelayDaily)
	}
	if end, quiet := m.quiet(now); quiet {
		later(end, DelayQuiet)
	}
	if t.Pause.On(now) {
		until := t.Pause.Until
		if until.IsZero() || until.After(now.Add(pauseRecheck)) {
			until = now.Add(pauseRecheck) // somebody may resume it earlier
		}
		if next.Before(until) {
			next = until
		}
		why = DelayPause
	}
	return next, why
}

// Room is how many more submissions the directory takes now, of slots that there are. admitted are on their way to a worker, beside those under way.
// Where visits are spaced, one at a time is on its way.
func (m Manners) Room(t Traffic, admitted, slots int, now time.Time) (room int, next time.Time) {
	t.UnderWay += admitted
	next, why := m.Turn(t, false, now)
	if why != NoDelay {
		return 0, next
	}
	room = slots
	if m.AtOnce > 0 {
		room = min(room, m.AtOnce-t.UnderWay)
	}
	if m.Gap > 0 {
		room = min(room, 1-admitted)
	}
	if m.Daily > 0 {
		begun := 0
		if t.Day.Equal(midnight(now)) {
			begun = t.Begun
		}
		room = min(room, m.Daily-begun-admitted)
	}
	return max(room, 0), next
}

// quiet reports whether now is in the quiet hours, and when they end.
func (m Manners) quiet(now time.Time) (end time.Time, quiet bool) {
	day := midnight(now)
	since := now.Sub(day)
	switch from, until := m.QuietFrom, m.QuietUntil; {
	case from < until && since >= from && since < until, from > until && since < until:
		return day.Add(until), true
	case from > until && since >= from:
		return day.AddDate(0, 0, 1).Add(until), true
	}
	return time.Time{}, false
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// Begin is the traffic after a visit has begun.
func (m Manners) Begin(t Traffic, lookUp bool, now time.Time) Traffic {
	t.NextAt = now.Add(m.Gap)
	if lookUp {
		return t
	}
	if today := midnight(now); !t.Day.Equal(today) {
		t.Day, t.Begun = today, 0
	}
	t.Begun++
	t.UnderWay++
	return t
}

// Visit is what a visit told of the directory itself.
type Visit string

// Visits.
const (
	VisitUntold Visit = ""       // nothing: it failed for a reason of ours
	VisitWorked Visit = "worked" // the site answered, and the adapter found its way
	VisitAway   Visit = "away"   // the site did not answer, or turned us away for now
	VisitFailed Visit = "failed" // the adapter did not find its way
)

// MaxFailures of a directory's adapter in a row pause the directory.
const MaxFailures = 5

// Bounds of how long a directory that turns us away is left alone.
const (
	longestBackOff    = time.Hour
	longestRetryAfter = 24 * time.Hour // that a directory may ask for
)

// End is the traffic after a visit that told something of the directory. retryAfter is how long it asked us to stay away; 0 if it did not say.
func (m Manners) End(t Traffic, v Visit, retryAfter time.Duration, now time.Time) Traffic {
	switch v {
	case VisitWorked:
		t.Failures, t.Outages = 0, 0
	case VisitAway:
		t.Outages++
		wait := max(m.backOff(t.Outages), min(retryAfter, longestRetryAfter))
		if at := now.Add(wait); at.After(t.NextAt) {
			t.NextAt = at
		}
	case VisitFailed:
		t.Failures++
		if t.Failures >= MaxFailures && !t.Pause.On(now) {
			t.Pause = Pause{Since: now, Reason: fmt.Sprintf("%d submissions in a row failed: its form has changed, or its adapter is broken.", t.Failures)}
		}
	}
	return t
}

// backOff is the wait after the n-th time in a row that a directory turned us away: 1, 2, 4 ... 60 times its gap, an hour at most.
func (m Manners) backOff(n int) time.Duration {
	gap := min(max(m.Gap, time.Second), longestBackOff)
	return min(gap*time.Duration(min(1<<min(n-1, 6), 60)), longestBackOff)
}

// Resume is the traffic after staff have ended a pause. One more failure pauses a directory again that its failures have paused: what was mended has to
// prove itself.
func (t Traffic) Resume() Traffic {
	t.Pause = Pause{}
	t.Failures = min(t.Failures, MaxFailures-1)
	return t
}
