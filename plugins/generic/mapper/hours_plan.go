package mapper

import (
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// cell is what one control of an hours editor has to hold.
type cell struct {
	day  *sdk.OpenDay // nil where the profile does not say
	time string       // "09:00"; empty on a closed day
}

var week = [...]string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}

// hourRows puts the controls of an hours editor together to rows, one a day. Controls that name no day take the days in order, if there are
// seven rows or each row has a choice of its day; a single row stands for all days and takes the first open one.
func hourRows(fields []Field, hours []sdk.OpenDay) map[string]cell {
	byDay := map[string]*sdk.OpenDay{}
	var ordered []*sdk.OpenDay
	for _, code := range week {
		for i := range hours {
			if hours[i].Day == code && byDay[code] == nil {
				byDay[code] = &hours[i]
				ordered = append(ordered, &hours[i])
			}
		}
	}
	nameless, chosen := 0, false
	for _, f := range fields {
		if f.Type == HoursOpen && f.Day == "" {
			nameless++
		}
		chosen = chosen || f.Type == HoursDay && f.Control.Type == "select"
	}
	cells := map[string]cell{}
	row := -1
	used := map[string]int{} // times already placed, by day
	for _, f := range fields {
		var day *sdk.OpenDay
		if f.Type == HoursOpen && f.Day == "" || f.Type == HoursDay && f.Control.Type == "select" && f.Day == "" {
			if !(f.Type == HoursOpen && chosen) {
				row++
			}
		}
		switch {
		case f.Day != "":
			day = byDay[f.Day]
		case nameless == 7 && row >= 0:
			day = byDay[week[min(row, 6)]]
		case nameless == 1 && !chosen:
			day = firstOpen(ordered)
		case row >= 0 && row < len(ordered):
			day = ordered[row]
		}
		c := cell{day: day}
		if day != nil && (f.Type == HoursOpen || f.Type == HoursClose) {
			n := used[day.Day]
			used[day.Day]++
			if n/2 < len(day.Slots) {
				c.time = day.Slots[n/2].Open
				if f.Type == HoursClose {
					c.time = day.Slots[n/2].Close
				}
			}
		}
		cells[f.Control.Ref] = c
	}
	return cells
}

func firstOpen(days []*sdk.OpenDay) *sdk.OpenDay {
	for _, d := range days {
		if !d.Closed && len(d.Slots) > 0 {
			return d
		}
	}
	return nil
}

// hours adds the step for one control of an hours editor.
func (p *planner) hours(f *Field, c cell) {
	if c.day == nil {
		return
	}
	control := f.Control
	closed := c.day.Closed || len(c.day.Slots) == 0
	switch {
	case f.Type == HoursDay && (control.Type == "select" || len(control.Choices) > 0):
		p.dayChoice(f, c.day)
	case f.Type == HoursDay:
		p.box(f, !closed)
	case f.Type == HoursFlag:
		p.flag(f, c.day, closed)
	case control.Type == "select" || len(control.Choices) > 0:
		p.timeOption(f, c.time, closed)
	case c.time != "":
		p.add(f, sdk.Fill(sdk.Ref(control.Ref), p.clock(control, c.time)))
	}
}

func (p *planner) box(f *Field, on bool) {
	switch {
	case on && !f.Control.Checked:
		p.add(f, sdk.Check(box(f.Control)))
	case !on && f.Control.Checked:
		p.add(f, sdk.Uncheck(box(f.Control)))
	}
}

// flag answers "closed" and "24 hours", as a box or as a choice.
func (p *planner) flag(f *Field, day *sdk.OpenDay, closed bool) {
	all := !closed && day.Slots[0].Open == "00:00" && day.Slots[0].Close == "24:00"
	if len(f.Control.Choices) == 0 {
		w := words(f.Control.Label + " " + f.Control.Name + " " + f.Control.ID)
		p.box(f, anyOf(w, flagWords) && closed || has(w, "24") && all)
		return
	}
	for _, choice := range f.Control.Choices {
		w := words(choice.Label + " " + choice.Value)
		is := anyOf(w, set("closed geschlossen ferme cerrado fechado chiuso gesloten"))
		if is == closed && has(w, "24") == all {
			p.add(f, sdk.Choose(sdk.Ref(f.Control.Ref), choice.Label))
			return
		}
	}
}

func (p *planner) dayChoice(f *Field, day *sdk.OpenDay) {
	for _, o := range options(p.page, f.Control) {
		if dayOf(words(optionName(o)), true) == day.Day {
			p.add(f, sdk.Choose(sdk.Ref(f.Control.Ref), optionName(o)))
			return
		}
	}
}

func (p *planner) timeOption(f *Field, time string, closed bool) {
	want, known := minutes(time)
	for _, o := range options(p.page, f.Control) {
		if closed && anyOf(words(optionName(o)), set("closed geschlossen ferme cerrado fechado chiuso gesloten")) {
			p.add(f, sdk.Choose(sdk.Ref(f.Control.Ref), optionName(o)))
			return
		}
		for _, s := range []string{o.Label, o.Value} {
			if m, ok := minutes(s); ok && known && !closed && (m == want || want == 24*60 && (m == 0 || m == 24*60-1)) {
				p.add(f, sdk.Choose(sdk.Ref(f.Control.Ref), optionName(o)))
				return
			}
		}
	}
}

// minutes reads a time of day: "09:00", "9:00 AM", "9 pm", "17:30:00", "9h30".
func minutes(s string) (int, bool) {
	w := words(s)
	if len(w) == 0 {
		return 0, false
	}
	hour, err := strconv.Atoi(w[0])
	if err != nil || len(w[0]) > 2 || hour > 24 {
		return 0, false
	}
	minute, marked := 0, false
	for _, one := range w[1:] {
		n, err := strconv.Atoi(one)
		switch {
		case one == "am" || one == "a":
			hour, marked = hour%12, true
		case one == "pm" || one == "p":
			hour, marked = hour%12+12, true
		case one == "h" || one == "uhr" || one == "m":
			marked = true
		case err == nil && n < 60 && len(one) == 2:
			if !marked || minute == 0 && strings.Contains(s, "h") {
				minute = n
			}
			marked = true
		default:
			return 0, false
		}
	}
	return hour*60 + minute, marked
}

// clock writes a time as a text control shows it.
func (p *planner) clock(c *sdk.Control, time string) string {
	if time == "24:00" {
		time = "23:59"
		if c.Type != "time" {
			time = "00:00"
		}
	}
	hint := strings.ToLower(c.Placeholder + " " + c.Description)
	if c.Type == "time" || !strings.Contains(hint, "am") && !strings.Contains(hint, "pm") {
		return time
	}
	return sdk.Clock12(time)
}
