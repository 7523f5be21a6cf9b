package rounds

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   spread
	}{
		{[]float64{7}, spread{7, 7, 7}},
		{[]float64{3, 1, 2}, spread{1.5, 2, 2.5}},
		{[]float64{4, 1, 3, 2}, spread{1.75, 2.5, 3.25}},
		{[]float64{1, 1, 1, 1, 100}, spread{1, 1, 1}},
	} {
		if got := spreadOf(c.values); got != c.want {
			t.Errorf("%v: got %v, want %v", c.values, got, c.want)
		}
	}
}

// Each contender must come first as often as the others, and what the warm-up cost must not count.
func TestMeasure(t *testing.T) {
	var order []string
	contender := func(name string) Contender {
		return Contender{name, func(context.Context, int) error {
			order = append(order, name)
			return nil
		}}
	}
	cost := time.Duration(0)
	stopwatch := func(work func() error) (time.Duration, error) {
		cost++
		return cost, work()
	}
	costs, err := Measure(t.Context(), stopwatch, io.Discard, 2, []Contender{contender("a"), contender("b")})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(order, ""), "abbaabba"; got != want {
		t.Errorf("got the order %s, want %s", got, want)
	}
	if want := []time.Duration{5, 8}; !slices.Equal(costs[0], want) {
		t.Errorf("the first cost %v, want %v", costs[0], want)
	}
}

func TestReport(t *testing.T) {
	contenders := []Contender{{Name: "quick"}, {Name: "slow"}}
	costs := [][]time.Duration{{10, 20, 30}, {20, 40, 60}}
	for _, c := range []struct {
		atMost float64
		missed bool
		says   string
	}{{0.5, false, "0.500x"}, {0.49, true, "MISSED"}, {0, false, "quick / slow"}} {
		var w strings.Builder
		if missed := Report(&w, contenders, costs, []Figure{{"quick", "slow", c.atMost}}); missed != c.missed || !strings.Contains(w.String(), c.says) {
			t.Errorf("at most %v: missed %t in\n%s", c.atMost, missed, w.String())
		}
	}
}
