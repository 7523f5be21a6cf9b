package rounds

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Figure is a promise: the median of the ratios of one contender's cost to another's.
type Figure struct {
	Of, To string  // names of contenders
	AtMost float64 // 0 for a figure that is worth knowing and promises nothing
}

func (f Figure) name() string { return f.Of + " / " + f.To }

// Report prints what each contender cost and what came of each figure, and says whether one missed its mark.
func Report(w io.Writer, contenders []Contender, costs [][]time.Duration, figures []Figure) (missed bool) {
	width := 0
	for _, c := range contenders {
		width = max(width, len(c.Name))
	}
	for _, f := range figures {
		width = max(width, len(f.name()))
	}
	row := func(name, median, middle, atMost string) {
		line := fmt.Sprintf("  %-*s  %9s   %-20s  %8s", width, name, median, middle, atMost)
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
	row("", "median", "middle half", "")
	by := map[string][]time.Duration{}
	for i, c := range contenders {
		by[c.Name] = costs[i]
		s := spreadOf(seconds(costs[i]))
		row(c.Name, duration(s.median), duration(s.low)+" to "+duration(s.high), "")
	}
	row("", "ratio", "middle half", "at most")
	for _, f := range figures {
		r := spreadOf(ratios(by[f.Of], by[f.To]))
		verdict := ""
		if f.AtMost > 0 {
			verdict = ratio(f.AtMost)
		}
		if f.AtMost > 0 && r.median > f.AtMost {
			missed = true
			verdict += " MISSED"
		}
		row(f.name(), ratio(r.median), ratio(r.low)+" to "+ratio(r.high), verdict)
	}
	return missed
}

func ratio(r float64) string {
	if r < 1 {
		return fmt.Sprintf("%.3fx", r)
	}
	return fmt.Sprintf("%.2fx", r)
}

// duration prints seconds in the unit that leaves three or four digits.
func duration(seconds float64) string {
	switch {
	case seconds >= 10:
		return fmt.Sprintf("%.1f s", seconds)
	case seconds >= 0.01:
		return fmt.Sprintf("%.0f ms", seconds*1e3)
	case seconds >= 0.001:
		return fmt.Sprintf("%.2f ms", seconds*1e3)
	}
	return fmt.Sprintf("%.1f µs", seconds*1e6)
}
