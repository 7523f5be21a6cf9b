package rounds

import (
	"slices"
	"time"
)

// spread is a median with the range that holds the middle half.
type spread struct{ low, median, high float64 }

func spreadOf(values []float64) spread {
	sorted := slices.Sorted(slices.Values(values))
	at := func(share float64) float64 {
		position := share * float64(len(sorted)-1)
		i := int(position)
		if i+1 == len(sorted) {
			return sorted[i]
		}
		return sorted[i] + (position-float64(i))*(sorted[i+1]-sorted[i])
	}
	return spread{at(0.25), at(0.5), at(0.75)}
}

// ratios compares two contenders round by round.
func ratios(of, to []time.Duration) []float64 {
	values := make([]float64, len(of))
	for i := range of {
		values[i] = float64(of[i]) / float64(to[i])
	}
	return values
}

func seconds(costs []time.Duration) []float64 {
	values := make([]float64, len(costs))
	for i, c := range costs {
		values[i] = c.Seconds()
	}
	return values
}
