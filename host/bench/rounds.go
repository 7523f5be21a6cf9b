package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// warmUp is how many rounds run first that are not counted.
const warmUp = 2

// contender is one way to do the same work.
type contender struct {
	name string
	work func(ctx context.Context, round int) error
}

// measureRounds lets the contenders do their work in turn, in an order that shifts with each round, so that what the machine
// does besides hits all alike. It returns the processor time of each, by round. The first [warmUp] rounds are left out.
func measureRounds(ctx context.Context, m *meter, progress io.Writer, rounds int, contenders []contender) ([][]time.Duration, error) {
	times := make([][]time.Duration, len(contenders))
	for round := range warmUp + rounds {
		for turn := range contenders {
			i := (turn + round) % len(contenders)
			before, err := m.settle()
			if err != nil {
				return nil, err
			}
			if err := contenders[i].work(ctx, round); err != nil {
				return nil, fmt.Errorf("%s, round %d: %w", contenders[i].name, round, err)
			}
			after, err := m.settle()
			if err != nil {
				return nil, err
			}
			if round >= warmUp {
				times[i] = append(times[i], after-before)
			}
		}
		fmt.Fprintf(progress, "\r  round %d of %d", max(0, round+1-warmUp), rounds)
	}
	fmt.Fprintln(progress)
	return times, nil
}

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
func ratios(ours, theirs []time.Duration) []float64 {
	values := make([]float64, len(ours))
	for i := range ours {
		values[i] = float64(ours[i]) / float64(theirs[i])
	}
	return values
}

func milliseconds(times []time.Duration) []float64 {
	values := make([]float64, len(times))
	for i, t := range times {
		values[i] = float64(t) / float64(time.Millisecond)
	}
	return values
}
