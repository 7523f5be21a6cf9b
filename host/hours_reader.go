package host

import (
	"errors"
	"fmt"
	"strings"
)

// hoursReader reads rules from a lower-case text.
type hoursReader struct{ rest string }

// week reads all rules.
func (r *hoursReader) week() (*week, error) {
	var w week
	add := false
	for {
		named, err := r.days()
		if err != nil {
			return nil, err
		}
		spans, err := r.times()
		if err != nil {
			return nil, err
		}
		for i, is := range named {
			switch {
			case !is:
			case add && len(spans) > 0:
				w[i] = append(w[i], spans...)
			default:
				w[i] = append([]span{}, spans...)
			}
		}
		switch {
		case r.take(";"):
			add = false
			if r.space(); r.rest == "" {
				return &w, nil
			}
		case r.take(","):
			add = true
		case r.rest == "":
			return &w, nil
		default:
			return nil, fmt.Errorf("opening hours cannot be read at %q", clip(r.rest))
		}
	}
}

// days reads "mo-fr,su"; no days at all mean all seven.
func (r *hoursReader) days() (named [7]bool, err error) {
	first, ok := r.day()
	if !ok {
		if r.space(); r.rest == "" || !isDigit(r.rest[0]) {
			return named, r.unreadable()
		}
		return [7]bool{true, true, true, true, true, true, true}, nil
	}
	for {
		last := first
		if r.take("-") {
			if last, ok = r.day(); !ok {
				return named, r.unreadable()
			}
		}
		for i := first; ; i = (i + 1) % 7 {
			named[i] = true
			if i == last {
				break
			}
		}
		if !r.take(",") {
			return named, nil
		}
		if first, ok = r.day(); !ok {
			return named, r.unreadable()
		}
	}
}

// times reads "off" or "09:00-12:00,13:00-17:00". A comma that no time follows is left for the next rule.
func (r *hoursReader) times() ([]span, error) {
	if r.take("off") || r.take("closed") {
		return nil, nil
	}
	var spans []span
	for {
		start, err := r.clock()
		if err != nil {
			return nil, err
		}
		if !r.take("-") {
			return nil, r.unreadable()
		}
		end, err := r.clock()
		if err != nil {
			return nil, err
		}
		if start >= dayMinutes {
			return nil, errors.New("opening hours must start before 24:00")
		}
		if end < start {
			end += dayMinutes
		}
		if end == start || end-start > dayMinutes {
			return nil, errors.New("opening hours need an end after their start (all day is 00:00-24:00)")
		}
		if end > dayMinutes && end-dayMinutes >= start {
			return nil, errors.New("opening hours need an end before the next day's start")
		}
		spans = append(spans, span{start, end})
		before := r.rest
		if !r.take(",") {
			return spans, nil
		}
		if r.space(); r.rest == "" || !isDigit(r.rest[0]) {
			r.rest = before
			return spans, nil
		}
	}
}

// clock reads "9:00" to "48:00" into minutes.
func (r *hoursReader) clock() (int, error) {
	r.space()
	hour, ok := r.number(1, 2)
	if !ok || !strings.HasPrefix(r.rest, ":") {
		return 0, r.unreadable()
	}
	r.rest = r.rest[1:]
	minute, ok := r.number(2, 2)
	if !ok {
		return 0, r.unreadable()
	}
	if minute > 59 || hour*60+minute > 2*dayMinutes {
		return 0, fmt.Errorf("opening hours have a time that does not exist: %d:%02d", hour, minute)
	}
	return hour*60 + minute, nil
}

func (r *hoursReader) number(least, most int) (n int, ok bool) {
	i := 0
	for i < len(r.rest) && i < most && isDigit(r.rest[i]) {
		n = n*10 + int(r.rest[i]-'0')
		i++
	}
	r.rest = r.rest[i:]
	return n, i >= least
}

// dayWords are the names of days, by their number from Monday.
var dayWords = func() map[string]int {
	words := map[string]int{"tues": 1, "thur": 3, "thurs": 3}
	for i, name := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		words[name], words[name[:3]], words[name[:2]] = i, i, i
	}
	return words
}()

func (r *hoursReader) day() (int, bool) {
	r.space()
	n := 0
	for n < len(r.rest) && 'a' <= r.rest[n] && r.rest[n] <= 'z' {
		n++
	}
	i, ok := dayWords[r.rest[:n]]
	if ok {
		r.rest = r.rest[n:]
	}
	return i, ok
}

func (r *hoursReader) take(s string) bool {
	r.space()
	rest, ok := strings.CutPrefix(r.rest, s)
	if ok {
		r.rest = rest
	}
	return ok
}

func (r *hoursReader) space() { r.rest = strings.TrimLeft(r.rest, " ") }

func (r *hoursReader) unreadable() error {
	switch {
	case strings.HasPrefix(r.rest, "ph") || strings.HasPrefix(r.rest, "sh"):
		return errors.New("opening hours cannot say anything of holidays")
	case r.rest == "":
		return errors.New("opening hours end too early")
	}
	return fmt.Errorf("opening hours cannot be read at %q", clip(r.rest))
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
