package page

import (
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // customers' zones are known also where the machine knows none
)

var zones sync.Map // *time.Location by IANA name: to load one reads files

// zone is the place's time; UTC where its name says nothing.
func zone(name string) *time.Location {
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location)
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		z = time.UTC
	}
	zones.Store(name, z)
	return z
}

// exact is a time with its zone, for those who want to know it exactly.
func exact(t time.Time, z *time.Location) string {
	return t.In(z).Format("Mon 2 Jan 2006, 15:04:05 MST")
}

// ago is how long ago t was, up to a day; before that it is the day and the hour. live.js says the same as time goes by.
func ago(t, now time.Time, z *time.Location) string {
	switch d := now.Sub(t); {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d.Minutes()))
	case d < 24*time.Hour:
		return fmt.Sprintf("%d h ago", int(d.Hours()))
	}
	if t.In(z).Year() != now.In(z).Year() {
		return t.In(z).Format("2 Jan 2006")
	}
	return t.In(z).Format("2 Jan, 15:04")
}

// clock is a time to come as people say it: rounded the more, the further away it is.
func clock(t, now time.Time, z *time.Location) string {
	step := 5 * time.Minute
	switch d := t.Sub(now); {
	case d > 24*time.Hour:
		step = time.Hour
	case d > 3*time.Hour:
		step = 15 * time.Minute
	}
	t = t.Add(step - 1).Truncate(step).In(z)
	return day(t, now, z) + ", about " + t.Format("15:04")
}

// day is the day of t: yesterday, today, tomorrow, or its date.
func day(t, now time.Time, z *time.Location) string {
	t, now = t.In(z), now.In(z)
	midnight := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	switch midnight(t).Sub(midnight(now)) {
	case 0:
		return "Today"
	case 24 * time.Hour:
		return "Tomorrow"
	case -24 * time.Hour:
		return "Yesterday"
	}
	if t.Year() != now.Year() {
		return t.Format("2 Jan 2006")
	}
	return t.Format("Mon 2 Jan")
}

// span is a length of time in its largest unit.
func span(d time.Duration) string {
	switch {
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}
