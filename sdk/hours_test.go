package sdk

import (
	"strings"
	"testing"
)

var opening = []OpenDay{
	{Day: "Mo", Slots: []Slot{{Open: "08:00", Close: "12:00"}, {Open: "13:00", Close: "17:30"}}},
	{Day: "Fr", Slots: []Slot{{Open: "18:00", Close: "24:00"}}},
	{Day: "Su", Closed: true},
}

// told writes steps down in one line.
func told(steps []Step) string {
	var all []string
	for _, s := range steps {
		text := s.Kind + " " + s.Target.Value
		if s.Value != "" {
			text += "=" + s.Value
		}
		if s.Field != "hours" {
			text += " of field " + s.Field
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

func TestFillHours(t *testing.T) {
	slot := func(day, n string) SlotTargets {
		return SlotTargets{Open: Name(day + n + "a"), Close: Name(day + n + "z")}
	}
	for _, c := range []struct {
		name string
		row  func(day string) HourRow
		want string
	}{
		{"one range and a closed box", func(day string) HourRow { return HourRow{Slots: []SlotTargets{slot(day, "")}, Closed: Name(day + "x")} },
			"uncheck Mox; fill Moa=08:00; fill Moz=17:30; uncheck Frx; fill Fra=18:00; fill Frz=23:59; check Sux"},
		{"two ranges and an open box", func(day string) HourRow {
			return HourRow{Slots: []SlotTargets{slot(day, "1"), slot(day, "2")}, IsOpen: Name(day + "o")}
		}, "check Moo; fill Mo1a=08:00; fill Mo1z=12:00; fill Mo2a=13:00; fill Mo2z=17:30; check Fro; fill Fr1a=18:00; fill Fr1z=23:59; uncheck Suo"},
		{"lists with AM and PM", func(day string) HourRow {
			return HourRow{Slots: []SlotTargets{slot(day, "")}, Clock: Clock12, Select: true}
		}, "choose Moa=8:00 AM; choose Moz=5:30 PM; choose Fra=6:00 PM; choose Frz=12:00 AM"},
	} {
		if got := told(FillHours(opening, c.row)); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.name, got, c.want)
		}
	}
}

func TestClocks(t *testing.T) {
	for time, want := range map[string][2]string{
		"00:00": {"00:00", "12:00 AM"}, "09:05": {"09:05", "9:05 AM"}, "12:00": {"12:00", "12:00 PM"}, "12:30": {"12:30", "12:30 PM"}, "13:00": {"13:00", "1:00 PM"},
		"23:59": {"23:59", "11:59 PM"}, "24:00": {"23:59", "12:00 AM"}, "": {"", ""},
	} {
		if got := [2]string{Clock24(time), Clock12(time)}; got != want {
			t.Errorf("%q is %q, want %q", time, got, want)
		}
	}
}

func TestHoursLine(t *testing.T) {
	day := []Slot{{Open: "09:00", Close: "17:00"}}
	hours := []OpenDay{{Day: "Mo", Slots: day}, {Day: "Tu", Slots: day}, {Day: "We", Closed: true}, {Day: "Th", Slots: day}, {Day: "Fr"}, {Day: "Su", Closed: true}}
	if got, want := HoursLine(hours, Clock24), "Mon-Tue 09:00-17:00, Wed closed, Thu 09:00-17:00, Fri closed, Sun closed"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := HoursLine(opening, Clock12), "Mon 8:00 AM-12:00 PM and 1:00 PM-5:30 PM, Fri 6:00 PM-12:00 AM, Sun closed"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := HoursLine(nil, Clock24); got != "" {
		t.Errorf("no hours are %q", got)
	}
}
