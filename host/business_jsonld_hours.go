package host

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// hours reads openingHoursSpecification, or else openingHours, into our syntax. Hours that it cannot hold are left out
// with a note: no hours are better than wrong ones.
func (r *ldReader) hours(n ldNode) string {
	specs := r.nodes(n, "openingHoursSpecification")
	texts := r.texts(n, "openingHours")
	var text, from string
	switch {
	case len(specs) > 0:
		text, from = r.specifiedHours(specs), "openingHoursSpecification"
	case len(texts) > 0:
		text, from = strings.Join(texts, ", "), "openingHours"
	}
	if text == "" {
		return ""
	}
	open, err := ParseHours(text)
	if err != nil {
		reason, _, _ := strings.Cut(err.Error(), "; write them")
		r.note(from + ": left out, " + reason)
		return ""
	}
	return FormatHours(open)
}

func (r *ldReader) specifiedHours(specs []ldNode) string {
	var of [7][]string
	for _, spec := range specs {
		if spec["validFrom"] != nil || spec["validThrough"] != nil {
			r.note("openingHoursSpecification: hours of a season or a single date were left out")
			continue
		}
		times, err := specTimes(ldText(spec["opens"]), ldText(spec["closes"]))
		if err != nil {
			r.note("openingHoursSpecification: left out, " + err.Error())
			return ""
		}
		named := ldList(spec["dayOfWeek"])
		if len(named) == 0 {
			named = []any{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
		}
		for _, v := range named {
			word := ldName(ldText(v))
			if node, ok := v.(ldNode); ok && word == "" {
				id, _ := node["@id"].(string)
				word = ldName(id)
			}
			i, ok := dayWords[strings.ToLower(word)]
			if !ok {
				r.note("openingHoursSpecification: " + strconv.Quote(clip(word)) + " is not a day of the week, left out")
				continue
			}
			if !slices.Contains(of[i], times) {
				of[i] = append(of[i], times)
			}
		}
	}
	var rules []string
	for i, times := range of {
		if len(times) > 1 {
			times = slices.DeleteFunc(times, func(s string) bool { return s == "off" })
		}
		if len(times) > 0 {
			rules = append(rules, days[i]+" "+strings.Join(times, ","))
		}
	}
	return strings.Join(rules, "; ")
}

// specTimes reads opens and closes. Equal times at midnight mean closed, 23:59 means the end of the day.
func specTimes(opens, closes string) (string, error) {
	if opens == "" && closes == "" {
		return "off", nil
	}
	opens, ok1 := shortTime(opens)
	closes, ok2 := shortTime(closes)
	switch {
	case !ok1 || !ok2:
		return "", fmt.Errorf("opens and closes must be times such as 09:00")
	case opens == "00:00" && closes == "00:00":
		return "off", nil
	case closes == "23:59":
		closes = "24:00"
	}
	return opens + "-" + closes, nil
}

// shortTime cuts "09:00:00+01:00" to "09:00". A day's hours are local, whatever the offset says.
func shortTime(s string) (string, bool) {
	s = strings.TrimPrefix(s, "T")
	hour, rest, ok := strings.Cut(s, ":")
	if !ok || len(hour) == 0 || len(hour) > 2 || len(rest) < 2 || !isDigit(rest[0]) || !isDigit(rest[1]) || len(rest) > 2 && isDigit(rest[2]) {
		return "", false
	}
	if len(rest) > 2 && !strings.ContainsAny(rest[2:3], ":+-Z.") {
		return "", false // 9:00 PM
	}
	if len(hour) == 1 {
		hour = "0" + hour
	}
	return hour + ":" + rest[:2], true
}
