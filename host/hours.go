package host

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// days of the week as OpenStreetMap and the contract write them.
var days = []string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}

const (
	hoursExample = "Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-14:00; Su off"
	maxSlots     = 2
	dayMinutes   = 24 * 60
)

// span is a time range in minutes from midnight; end is beyond dayMinutes for one that runs past midnight.
type span struct{ start, end int }

// week holds what is known of each day: nil for nothing, empty for closed.
type week [7][]span

// ParseHours reads a subset of OpenStreetMap's opening_hours: "Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-14:00; Su off" or
// "24/7". Days without times in front are all seven; a later rule replaces an earlier one for its days, after a comma it
// adds to it. At most two ranges a day; one may run past midnight ("22:00-02:00"). It returns the days it names from
// Monday on, and an error of kind [Invalid] that says what cannot be read.
func ParseHours(s string) ([]sdk.OpenDay, error) {
	s = foldLine(s)
	if len(s) > 1000 {
		return nil, Errorf(Invalid, "opening hours are too long; write them like %q", hoursExample)
	}
	if s == "24/7" {
		s = "Mo-Su 00:00-24:00"
	}
	r := hoursReader{rest: strings.ToLower(strings.NewReplacer("–", "-", "—", "-").Replace(s))}
	w, err := r.week()
	if err == nil {
		err = w.check()
	}
	if err != nil {
		return nil, Errorf(Invalid, "%v; write them like %q", err, hoursExample)
	}
	return w.openDays(), nil
}

// FormatHours writes days in the syntax of [ParseHours]. Days that share their times share a rule.
func FormatHours(open []sdk.OpenDay) string {
	var of [7]string
	for _, d := range open {
		if i := slices.Index(days, d.Day); i >= 0 {
			of[i] = timesOf(d)
		}
	}
	var rules []string
	for i, times := range of {
		if times == "" || slices.Contains(of[:i], times) {
			continue
		}
		rules = append(rules, daysWith(of, times)+" "+times)
	}
	text := strings.Join(rules, "; ")
	if text == "Mo-Su 00:00-24:00" {
		return "24/7"
	}
	return text
}

func timesOf(d sdk.OpenDay) string {
	if d.Closed || len(d.Slots) == 0 {
		return "off"
	}
	ranges := make([]string, len(d.Slots))
	for i, s := range d.Slots {
		ranges[i] = s.Open + "-" + s.Close
	}
	return strings.Join(ranges, ",")
}

// daysWith names the days with the given times: "Mo-We,Fr".
func daysWith(of [7]string, times string) string {
	var names []string
	for i := 0; i < 7; i++ {
		if of[i] != times {
			continue
		}
		first := i
		for i+1 < 7 && of[i+1] == times {
			i++
		}
		if i == first {
			names = append(names, days[i])
		} else {
			names = append(names, days[first]+"-"+days[i])
		}
	}
	return strings.Join(names, ",")
}

// check orders the ranges of each day and fails where two overlap, also across midnight.
func (w *week) check() error {
	for i, spans := range w {
		slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
		if len(spans) > maxSlots {
			return fmt.Errorf("opening hours of %s have %d ranges; at most %d are taken", days[i], len(spans), maxSlots)
		}
		for j := 1; j < len(spans); j++ {
			if spans[j-1].end > spans[j].start {
				return fmt.Errorf("opening hours of %s overlap", days[i])
			}
		}
	}
	for i, spans := range w {
		next := w[(i+1)%7]
		if len(spans) > 0 && len(next) > 0 && spans[len(spans)-1].end-dayMinutes > next[0].start {
			return fmt.Errorf("opening hours of %s run into those of %s", days[i], days[(i+1)%7])
		}
	}
	return nil
}

func (w *week) openDays() []sdk.OpenDay {
	var open []sdk.OpenDay
	for i, spans := range w {
		if spans == nil {
			continue
		}
		day := sdk.OpenDay{Day: days[i], Closed: len(spans) == 0}
		for _, s := range spans {
			day.Slots = append(day.Slots, sdk.Slot{Open: clock(s.start), Close: clock(s.end)})
		}
		open = append(open, day)
	}
	return open
}

func clock(minutes int) string {
	if minutes > dayMinutes {
		minutes -= dayMinutes
	}
	return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}
