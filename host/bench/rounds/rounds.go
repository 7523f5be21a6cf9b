// Package rounds compares ways to do the same work: contenders take turns within one run, so that what the machine does besides hits all alike,
// and what is promised is a ratio between two of them. It does not know what the work is, nor how its cost is measured.
package rounds

import (
	"context"
	"fmt"
	"io"
	"time"
)

// WarmUp is how many rounds [Measure] runs first that are not counted.
const WarmUp = 2

// Contender is one way to do the work.
type Contender struct {
	Name string
	Work func(ctx context.Context, round int) error
}

// Stopwatch carries work out and returns what it cost.
type Stopwatch func(work func() error) (time.Duration, error)

// Measure lets the contenders work in turn, in an order that shifts with each round, and returns the cost of each, by round. It shows its
// progress on the way.
func Measure(ctx context.Context, stopwatch Stopwatch, progress io.Writer, rounds int, contenders []Contender) ([][]time.Duration, error) {
	costs := make([][]time.Duration, len(contenders))
	for round := range WarmUp + rounds {
		for turn := range contenders {
			i := (turn + round) % len(contenders)
			cost, err := stopwatch(func() error { return contenders[i].Work(ctx, round) })
			if err != nil {
				return nil, fmt.Errorf("%s, round %d: %w", contenders[i].Name, round, err)
			}
			if round >= WarmUp {
				costs[i] = append(costs[i], cost)
			}
		}
		fmt.Fprintf(progress, "\r  round %d of %d", max(0, round+1-WarmUp), rounds)
	}
	fmt.Fprintln(progress)
	return costs, nil
}
