package page

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// Traffic is what staff see of how directories stand.
type Traffic struct {
	Show, Find string
	Filters    []Filter
	Rows       []host.DirectoryStanding // that are chosen
	Picked     *host.DirectoryStanding  // that is to be paused or resumed; nil: none
	Jobs       []host.JobStanding
	Paused     host.Pause
	Now        time.Time
}

// trafficFilters are the choices above the table, in their order.
var trafficFilters = []struct {
	key, words string
	of         func(s host.DirectoryStanding, now time.Time) bool
}{
	{"", "All", func(host.DirectoryStanding, time.Time) bool { return true }},
	{"paused", "Paused", func(s host.DirectoryStanding, now time.Time) bool { return s.Traffic.Pause.On(now) }},
	{"away", "Away", func(s host.DirectoryStanding, _ time.Time) bool { return s.Traffic.Outages > 0 }},
	{"failing", "Failing", func(s host.DirectoryStanding, _ time.Time) bool { return s.Traffic.Failures > 0 }},
	{"wanted", "Waited for", func(s host.DirectoryStanding, _ time.Time) bool { return s.Planned+s.Admitted+s.Traffic.UnderWay > 0 }},
}

// Choose counts all directories and takes those that the filter and the search choose; picked is the slug of the one that is to be acted on.
func (t *Traffic) Choose(all []host.DirectoryStanding, picked string) {
	for _, f := range trafficFilters {
		choice := Filter{Key: f.key, Words: f.words}
		for i, s := range all {
			if !f.of(s, t.Now) {
				continue
			}
			choice.Count++
			d := s.Directory
			if f.key == t.Show && strings.Contains(strings.ToLower(d.Name+" "+d.Slug+" "+hostOf(d.Website)), strings.ToLower(t.Find)) {
				t.Rows = append(t.Rows, s)
			}
			if f.key == "" && d.Slug == picked {
				t.Picked = &all[i]
			}
		}
		t.Filters = append(t.Filters, choice)
	}
}

func (t Traffic) link(show, find, directory string) string {
	v := url.Values{}
	for key, value := range map[string]string{"show": show, "q": find, "directory": directory} {
		if value != "" {
			v.Set(key, value)
		}
	}
	return "/staff/directories?" + v.Encode()
}

// trafficState is what a directory's state is called, and the look of it.
func trafficState(s host.DirectoryStanding, now time.Time) (class, icon, words string) {
	switch {
	case s.Traffic.Pause.On(now):
		return "bad", "pause", "Paused"
	case s.Traffic.Outages > 0:
		return "warn", "alert", "Away"
	case s.Traffic.Failures > 0:
		return "warn", "alert", "Failing"
	case s.Delay == host.DelayQuiet:
		return "", "clock", "Quiet hours"
	case s.Delay == host.DelayDaily:
		return "", "clock", "Daily limit"
	case !s.Directory.IsActive:
		return "", "skipped", "Not for sale"
	}
	return "ok", "check", "Open"
}

// mannersWords says the limits of a directory.
func mannersWords(m host.Manners) string {
	words := "any number at once"
	if m.AtOnce > 0 {
		words = fmt.Sprintf("%d at once", m.AtOnce)
	}
	if m.Gap > 0 {
		gap := span(m.Gap)
		if m.Gap < time.Minute {
			gap = m.Gap.String()
		}
		words += ", " + gap + " apart"
	}
	if m.QuietFrom != m.QuietUntil {
		words += fmt.Sprintf(", quiet %s to %s UTC", hourOf(m.QuietFrom), hourOf(m.QuietUntil))
	}
	return words
}

func hourOf(d time.Duration) string { return time.Time{}.Add(d).Format("15:04") }

// begunToday is what was begun today, of what may be.
func begunToday(s host.DirectoryStanding, now time.Time) string {
	begun := 0
	if s.Traffic.Day.Equal(now.UTC().Truncate(24 * time.Hour)) {
		begun = s.Traffic.Begun
	}
	if s.Directory.Manners.Daily == 0 {
		return fmt.Sprint(begun)
	}
	return fmt.Sprintf("%d of %d", begun, s.Directory.Manners.Daily)
}
