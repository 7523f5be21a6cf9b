package page

import (
	"fmt"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// percent is a share in words; a dash where there is nothing to have a share of.
func percent(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole))
}

func waitingWords(n int) string {
	if n == 1 {
		return "1 waits for a person"
	}
	return fmt.Sprintf("%d wait for a person", n)
}

// lasting is a length of time as people say it.
func lasting(d time.Duration) string {
	switch {
	case d <= 0:
		return "–"
	case d < 50*time.Millisecond:
		return "under 0.1 s"
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	case d < 48*time.Hour:
		return fmt.Sprintf("%.0f h", d.Hours())
	}
	return fmt.Sprintf("%.0f days", d.Hours()/24)
}

// Sizes of the chart of days, in units of its drawing.
const (
	chartHeight = 100
	chartStep   = 40
	chartBar    = 28
)

// column is one day of the chart, cut into its outcomes from below.
type column struct {
	x      int
	label  string
	pieces []piece
}

type piece struct {
	class     string
	y, height float64
}

// columns draws days to the scale of the busiest.
func columns(days []host.DayFigures) []column {
	most := 1
	for _, d := range days {
		most = max(most, d.Outcomes.Total())
	}
	all := make([]column, len(days))
	for i, d := range days {
		c := column{x: i*chartStep + (chartStep-chartBar)/2, label: d.Day.Format("2 Jan")}
		y := float64(chartHeight)
		for _, o := range []struct {
			class string
			n     int
		}{{"live", d.Outcomes.Taken}, {"skipped", d.Outcomes.Refused}, {"could_not_be_done", d.Outcomes.Failed}, {"needs_you", d.Outcomes.Unknown}} {
			if o.n > 0 {
				height := chartHeight * float64(o.n) / float64(most)
				y -= height
				c.pieces = append(c.pieces, piece{o.class, y, height})
			}
		}
		all[i] = c
	}
	return all
}

// inTotal adds the days up.
func inTotal(days []host.DayFigures) (completed int, all host.Outcomes) {
	for _, d := range days {
		completed += d.Completed
		all = all.Add(d.Outcomes)
	}
	return completed, all
}

// lastDay is today.
func lastDay(days []host.DayFigures) (d host.DayFigures) {
	if len(days) > 0 {
		d = days[len(days)-1]
	}
	return d
}
