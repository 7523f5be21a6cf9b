package page

import (
	"fmt"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

func tierName(p host.Package) string { return strings.TrimSuffix(packageName(p), " package") }

// dollars is an amount of US cents, without cents where there are none.
func dollars(cents int64) string {
	if cents%100 == 0 {
		return fmt.Sprintf("$%d", cents/100)
	}
	return fmt.Sprintf("$%d.%02d", cents/100, cents%100)
}

// reachWords says how many directories a package gets. Where the catalogue could not be asked only the limit is known.
func reachWords(o host.Offer) string {
	if len(o.Slugs) == 0 {
		return fmt.Sprintf("Up to %d directories", o.Directories)
	}
	return directoryCount(len(o.Slugs)) + " today"
}

func reachNote(o host.Offer) string {
	switch n := len(o.Slugs); {
	case n == 0:
		return "How many today is not known just now"
	case n < o.Directories:
		return fmt.Sprintf("The package allows %d; the catalogue has no more for it so far", o.Directories)
	default:
		return "All that the package allows, best first"
	}
}

func today(o host.Offer) string {
	if len(o.Slugs) == 0 {
		return "Not known just now"
	}
	return fmt.Sprint(len(o.Slugs))
}

// fewestFinished is how many finished orders it takes to speak of a typical time.
const fewestFinished = 3

func typical(o host.Offer) string {
	if o.Finished < fewestFinished {
		return "Not known yet"
	}
	return "About " + roughly(o.Typical)
}

func typicalSentence(o host.Offer) string {
	if o.Finished < fewestFinished {
		return "Time to finish: not known yet, too few orders have finished"
	}
	return fmt.Sprintf("Finished in about %s, by our last %d orders", roughly(o.Typical), o.Finished)
}

// roughly is a duration in the largest unit that says enough of it.
func roughly(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return "2 minutes"
	case d < 2*time.Hour:
		return fmt.Sprintf("%d minutes", int(d.Round(time.Minute)/time.Minute))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d hours", int(d.Round(time.Hour)/time.Hour))
	default:
		return fmt.Sprintf("%d days", int(d.Round(24*time.Hour)/(24*time.Hour)))
	}
}
