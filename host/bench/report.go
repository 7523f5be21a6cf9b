package main

import (
	"fmt"
	"io"
	"time"
)

// report prints the table and says whether a figure missed its mark: the ratio of the first contender to each other one.
func report(w io.Writer, contenders []contender, times [][]time.Duration, atMost []float64) (missed bool) {
	const row = "  %-34s %8s %16s   %8s %16s   %8s\n"
	fmt.Fprintf(w, row, "", "median", "middle half", "ratio", "middle half", "at most")
	for i, c := range contenders {
		t := spreadOf(milliseconds(times[i]))
		median, middle := fmt.Sprintf("%.0f ms", t.median), fmt.Sprintf("%.0f to %.0f ms", t.low, t.high)
		if i == 0 {
			fmt.Fprintf(w, row, c.name, median, middle, "", "", "")
			continue
		}
		r := spreadOf(ratios(times[0], times[i]))
		verdict := fmt.Sprintf("%.2fx", atMost[i])
		if r.median > atMost[i] {
			missed = true
			verdict += " MISSED"
		}
		fmt.Fprintf(w, row, c.name, median, middle, fmt.Sprintf("%.2fx", r.median), fmt.Sprintf("%.2f to %.2fx", r.low, r.high), verdict)
	}
	return missed
}
