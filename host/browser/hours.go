package browser

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

var dayNames = map[string]*regexp.Regexp{
	"Mo": dayName("mon(day)?"), "Tu": dayName("tue(s|sday)?"), "We": dayName("wed(s|nesday)?"), "Th": dayName("thu(rs?|rsday)?"),
	"Fr": dayName("fri(day)?"), "Sa": dayName("sat(urday)?"), "Su": dayName("sun(day)?"),
}

// dayName finds a day's name as a word, also between the marks of a name attribute: "hours[mon][open]", "mon_open", "monOpen".
func dayName(name string) *regexp.Regexp {
	return regexp.MustCompile(`(?i:(^|[^a-z])` + name + `)([^a-z]|$)`)
}

var (
	opensWords  = regexp.MustCompile(`(?i)open|from|start|begin`)
	closesWords = regexp.MustCompile(`(?i)clos|until|till|\bto\b|_to\b|end`)
	closedWords = regexp.MustCompile(`(?i)closed|day off`)
)

// dayRow is what an editor of opening hours has for one day.
type dayRow struct {
	times  []*sdk.Control // opening and closing times in turn
	closed *sdk.Control   // box that says the day is closed
	open   *sdk.Control   // box that says it is open
}

// hours fills an editor that has fields for each day. The target is any control of the editor or an element around it; a
// single text field gets the hours as text. What it read back has one "Mo 09:00-17:00" a day.
func (s *Session) hours(ctx context.Context, t target, week []sdk.OpenDay) (string, error) {
	if err := s.lookAgain(); err != nil {
		return "", err
	}
	rows := hourRows(s.fresh.page.Controls)
	if len(rows) == 0 {
		if t.control != nil && (t.control.Type == "text" || t.control.Type == "textarea") {
			return s.fillByHand(t, hoursText(week))
		}
		return "", errNotFound
	}
	var done []string
	for _, day := range week {
		row := rows[day.Day]
		if row == nil {
			return strings.Join(done, "; "), errNotFound
		}
		steps, err := s.rowSteps(*row, day)
		if err != nil {
			return strings.Join(done, "; "), err
		}
		for _, step := range steps {
			if err := s.hoursStep(ctx, step); err != nil {
				return strings.Join(done, "; "), err
			}
		}
		done = append(done, dayText(day))
	}
	return strings.Join(done, "; "), nil
}

// hoursStep carries out one step on an element of the fresh observation.
func (s *Session) hoursStep(ctx context.Context, step sdk.Step) error {
	t := s.fresh.describe(step.Target.Value, s.fresh.elements[step.Target.Value])
	var err error
	switch step.Kind {
	case sdk.StepChoose:
		_, err = s.choose(ctx, t, []string{step.Value})
	case sdk.StepFill:
		_, err = s.fillByHand(t, step.Value)
	default:
		_, err = s.checkByHand(t, step.Kind == sdk.StepCheck)
	}
	return err
}

// hourRows groups the controls of an hours editor by day.
func hourRows(controls []sdk.Control) map[string]*dayRow {
	rows := map[string]*dayRow{}
	for i := range controls {
		c := &controls[i]
		day := dayOf(c)
		if day == "" || c.Hidden != "" {
			continue
		}
		row := rows[day]
		if row == nil {
			row = &dayRow{}
			rows[day] = row
		}
		words := c.Label + " " + c.Name + " " + c.ID
		switch c.Type {
		case "checkbox", "switch":
			if closedWords.MatchString(words) {
				row.closed = c
			} else {
				row.open = c
			}
		case "select", "time", "text", "combobox":
			row.times = append(row.times, c)
		}
	}
	for day, row := range rows {
		if len(row.times) < 2 {
			delete(rows, day)
			continue
		}
		first, second := words(row.times[0]), words(row.times[1])
		if closesWords.MatchString(first) && !opensWords.MatchString(first) && opensWords.MatchString(second) {
			row.times[0], row.times[1] = row.times[1], row.times[0]
		}
	}
	return rows
}

func words(c *sdk.Control) string { return c.Label + " " + c.Name + " " + c.ID }

// dayOf returns the one day a control is about, or "".
func dayOf(c *sdk.Control) string {
	for _, text := range []string{c.Label, c.Name, c.ID, c.Section} {
		found := ""
		for day, name := range dayNames {
			if name.MatchString(text) {
				if found != "" {
					found = "several"
					break
				}
				found = day
			}
		}
		if found != "" && found != "several" {
			return found
		}
	}
	return ""
}

// rowSteps are the steps that make a row say what a day has.
func (s *Session) rowSteps(row dayRow, day sdk.OpenDay) ([]sdk.Step, error) {
	var steps []sdk.Step
	at := func(c *sdk.Control) sdk.Target { return sdk.Ref(c.Ref) }
	if row.closed != nil {
		if day.Closed {
			return append(steps, sdk.Check(at(row.closed))), nil
		}
		steps = append(steps, sdk.Uncheck(at(row.closed)))
	}
	if row.open != nil {
		if day.Closed {
			return append(steps, sdk.Uncheck(at(row.open))), nil
		}
		steps = append(steps, sdk.Check(at(row.open)))
	}
	if day.Closed {
		return steps, s.closeByOption(row, &steps)
	}
	for i, slot := range day.Slots {
		if 2*i+1 >= len(row.times) {
			return nil, errNoOption // the editor has no room for the second half of a split day
		}
		for j, clock := range []string{slot.Open, slot.Close} {
			c := row.times[2*i+j]
			value, err := s.timeFor(c, clock)
			if err != nil {
				return nil, err
			}
			if c.Type == "select" || c.Type == "combobox" {
				steps = append(steps, sdk.Choose(at(c), value))
			} else {
				steps = append(steps, sdk.Fill(at(c), value))
			}
		}
	}
	return steps, nil
}

// closeByOption chooses "Closed" where the lists of times have it; without it an empty row says the same.
func (s *Session) closeByOption(row dayRow, steps *[]sdk.Step) error {
	for _, c := range row.times {
		if c.Type != "select" {
			*steps = append(*steps, sdk.Fill(sdk.Ref(c.Ref), ""))
			continue
		}
		for _, o := range s.fresh.page.Options(c) {
			if closedWords.MatchString(o.Label) {
				*steps = append(*steps, sdk.Choose(sdk.Ref(c.Ref), o.Label))
				break
			}
		}
	}
	return nil
}

// timeFor writes a clock time the way a control wants it.
func (s *Session) timeFor(c *sdk.Control, clock string) (string, error) {
	forms := clockForms(clock)
	options := s.fresh.page.Options(c)
	if len(options) == 0 {
		if strings.Contains(strings.ToLower(c.Placeholder), "m") && strings.ContainsAny(strings.ToLower(c.Placeholder), "ap") {
			return forms[1], nil // "9:00 AM"
		}
		if clock == "24:00" {
			return "23:59", nil // a time field ends there
		}
		return forms[0], nil
	}
	for _, form := range forms {
		for _, o := range options {
			if compact(o.Label) == compact(form) || compact(o.Value) == compact(form) {
				return o.Label, nil
			}
		}
	}
	return "", errNoOption
}

// clockForms are the ways a time is written: "09:00", "9:00 AM", "9:00", "9 AM", "0900".
func clockForms(clock string) []string {
	h, m, _ := strings.Cut(clock, ":")
	hour, _ := strconv.Atoi(h)
	half := "AM"
	if hour%24 >= 12 {
		half = "PM"
	}
	twelve := (hour+11)%12 + 1
	forms := []string{clock, fmt.Sprintf("%d:%s %s", twelve, m, half), fmt.Sprintf("%02d:%s %s", twelve, m, half), fmt.Sprintf("%d:%s", hour, m), h + m}
	if m == "00" {
		forms = append(forms, fmt.Sprintf("%d %s", twelve, half), fmt.Sprint(hour))
	}
	if clock == "24:00" {
		forms = append(forms, "00:00", "midnight", "23:59", "11:59 PM", "11:59pm", "11:30 PM")
	}
	return forms
}

func compact(s string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", ".", "", "\u00a0", "").Replace(s))
}

func hoursText(week []sdk.OpenDay) string {
	var days []string
	for _, d := range week {
		days = append(days, dayText(d))
	}
	return strings.Join(days, "; ")
}

func dayText(d sdk.OpenDay) string {
	if d.Closed {
		return d.Day + " closed"
	}
	var slots []string
	for _, s := range d.Slots {
		slots = append(slots, s.Open+"-"+s.Close)
	}
	return d.Day + " " + strings.Join(slots, ", ")
}
