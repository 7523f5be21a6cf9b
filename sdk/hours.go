package sdk

// SlotTargets are the two controls for one range of opening hours.
type SlotTargets struct{ Open, Close Target }

// HourRow says which controls of an editor of opening hours are one day's. What the form does not have stays empty.
type HourRow struct {
	// Slots are the ranges that a day can have. Where it can have fewer than the business has, the last goes to the end of the day: a break is left out.
	Slots []SlotTargets
	// Closed is the box that says that the day is closed.
	Closed Target
	// IsOpen is the box that says that the day is open.
	IsOpen Target
	// Clock writes a time as the form does: [Clock12], or [Clock24], which it is where it is nil.
	Clock func(time string) string
	// Select says that times are chosen from a list, not filled in.
	Select bool
}

// FillHours returns the steps that fill an editor with a row a day. Row says which controls are those of a day, "Mo" to "Su"; a day that the profile
// does not have is left as it is. Boxes are set on every other day, whatever the form began with.
func FillHours(hours []OpenDay, row func(day string) HourRow) []Step {
	var steps []Step
	for _, d := range hours {
		r := row(d.Day)
		if d.IsClosed() {
			steps = append(steps, Check(r.Closed).OnlyIf(r.Closed.By != ""), Uncheck(r.IsOpen).OnlyIf(r.IsOpen.By != ""))
			continue
		}
		steps = append(steps, Check(r.IsOpen).OnlyIf(r.IsOpen.By != ""), Uncheck(r.Closed).OnlyIf(r.Closed.By != ""))
		for i := range min(len(r.Slots), len(d.Slots)) {
			from, to := d.Slots[i].Open, d.Slots[i].Close
			if i == len(r.Slots)-1 {
				to = d.Slots[len(d.Slots)-1].Close
			}
			steps = append(steps, r.time(r.Slots[i].Open, from), r.time(r.Slots[i].Close, to))
		}
	}
	kept := steps[:0]
	for _, s := range steps {
		if s.Kind != "" {
			kept = append(kept, s.For("hours"))
		}
	}
	return kept
}

func (r *HourRow) time(t Target, at string) Step {
	clock := r.Clock
	if clock == nil {
		clock = Clock24
	}
	if r.Select {
		return Choose(t, clock(at))
	}
	return Fill(t, clock(at))
}

// IsClosed reports whether the business is closed on that day.
func (d OpenDay) IsClosed() bool { return d.Closed || len(d.Slots) == 0 }

// Clock24 writes a time of day for a time input: "17:30". Midnight at the end of a day becomes "23:59", the latest such an input holds.
func Clock24(time string) string {
	if time == "24:00" {
		return "23:59"
	}
	return time
}

// Clock12 writes a time of day with AM or PM: "5:30 PM". Midnight is "12:00 AM" at either end of a day.
func Clock12(time string) string {
	hour, n := number(time)
	if n == 0 || n == len(time) {
		return time
	}
	mark := " AM"
	if hour %= 24; hour >= 12 {
		mark = " PM"
	}
	if hour %= 12; hour == 0 {
		hour = 12
	}
	return digits(hour, 1) + time[n:] + mark
}

var dayNames = [...]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// DayName returns the English name of a day: "Monday" for "Mo". Empty for what is no day.
func DayName(day string) string {
	for _, name := range dayNames {
		if name[:2] == day {
			return name
		}
	}
	return ""
}

// follows reports whether one day comes right after another within a week.
func follows(day, next string) bool {
	for i, name := range dayNames[:6] {
		if name[:2] == day {
			return dayNames[i+1][:2] == next
		}
	}
	return false
}

// HoursLine writes opening hours into one line for people: "Mon-Fri 8:00 AM-5:30 PM, Sat closed". Days in a row that are the same are put together.
// Clock is [Clock12] or [Clock24].
func HoursLine(hours []OpenDay, clock func(time string) string) string {
	var parts []string
	for i := 0; i < len(hours); {
		text, last := slotsLine(hours[i], clock), i
		for last+1 < len(hours) && slotsLine(hours[last+1], clock) == text && follows(hours[last].Day, hours[last+1].Day) {
			last++
		}
		days := shortDay(hours[i].Day)
		if last > i {
			days += "-" + shortDay(hours[last].Day)
		}
		parts = append(parts, days+" "+text)
		i = last + 1
	}
	return join(parts, ", ")
}

func shortDay(day string) string {
	if name := DayName(day); name != "" {
		return name[:3]
	}
	return day
}

func slotsLine(d OpenDay, clock func(string) string) string {
	if d.IsClosed() {
		return "closed"
	}
	var all []string
	for _, s := range d.Slots {
		all = append(all, clock(s.Open)+"-"+clock(s.Close))
	}
	return join(all, " and ")
}
