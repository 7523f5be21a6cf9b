package host_test

import (
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func TestTurn(t *testing.T) {
	day := noon.Truncate(24 * time.Hour)
	night := host.Manners{QuietFrom: 22 * time.Hour, QuietUntil: 6 * time.Hour}
	for name, test := range map[string]struct {
		manners host.Manners
		traffic host.Traffic
		lookUp  bool
		now     time.Time
		wait    time.Duration
		delay   host.Delay
	}{
		"no limits":              {now: noon},
		"gap over":               {traffic: host.Traffic{NextAt: noon}, now: noon},
		"within the gap":         {traffic: host.Traffic{NextAt: noon.Add(time.Second)}, now: noon, wait: time.Second, delay: host.DelayGap},
		"look-up in the gap":     {traffic: host.Traffic{NextAt: noon.Add(time.Second)}, lookUp: true, now: noon, wait: time.Second, delay: host.DelayGap},
		"turned away":            {traffic: host.Traffic{NextAt: noon.Add(time.Hour), Outages: 3}, now: noon, wait: time.Hour, delay: host.DelayAway},
		"busy":                   {manners: host.Manners{AtOnce: 2}, traffic: host.Traffic{UnderWay: 2}, now: noon, wait: 5 * time.Second, delay: host.DelayBusy},
		"room for one":           {manners: host.Manners{AtOnce: 2}, traffic: host.Traffic{UnderWay: 1}, now: noon},
		"look-up while busy":     {manners: host.Manners{AtOnce: 1}, traffic: host.Traffic{UnderWay: 1}, lookUp: true, now: noon},
		"had enough today":       {manners: host.Manners{Daily: 3}, traffic: host.Traffic{Day: day, Begun: 3}, now: noon, wait: 12 * time.Hour, delay: host.DelayDaily},
		"that was yesterday":     {manners: host.Manners{Daily: 3}, traffic: host.Traffic{Day: day.AddDate(0, 0, -1), Begun: 3}, now: noon},
		"look-up after the last": {manners: host.Manners{Daily: 3}, traffic: host.Traffic{Day: day, Begun: 3}, lookUp: true, now: noon},
		"before the night":       {manners: night, now: day.Add(22*time.Hour - time.Second)},
		"night begins":           {manners: night, now: day.Add(22 * time.Hour), wait: 8 * time.Hour, delay: host.DelayQuiet},
		"night after midnight":   {manners: night, now: day.Add(5 * time.Hour), wait: time.Hour, delay: host.DelayQuiet},
		"night is over":          {manners: night, now: day.Add(6 * time.Hour)},
		"look-up at night":       {manners: night, lookUp: true, now: day.Add(23 * time.Hour)},
		"lunch break":            {manners: host.Manners{QuietFrom: 12 * time.Hour, QuietUntil: 13 * time.Hour}, now: noon, wait: time.Hour, delay: host.DelayQuiet},
		"paused":                 {traffic: host.Traffic{Pause: host.Pause{Since: noon}}, now: noon, wait: time.Minute, delay: host.DelayPause},
		"paused for 10 s":        {traffic: host.Traffic{Pause: host.Pause{Since: noon, Until: noon.Add(10 * time.Second)}}, now: noon, wait: 10 * time.Second, delay: host.DelayPause},
		"pause is over":          {traffic: host.Traffic{Pause: host.Pause{Since: noon, Until: noon}}, now: noon},
		"look-up while paused":   {traffic: host.Traffic{Pause: host.Pause{Since: noon}}, lookUp: true, now: noon},
		"paused within the gap":  {traffic: host.Traffic{NextAt: noon.Add(time.Hour), Pause: host.Pause{Since: noon}}, now: noon, wait: time.Hour, delay: host.DelayPause},
	} {
		at, delay := test.manners.Turn(test.traffic, test.lookUp, test.now)
		if at.Sub(test.now) != test.wait || delay != test.delay {
			t.Errorf("%s: in %s (%s), want in %s (%s)", name, at.Sub(test.now), delay, test.wait, test.delay)
		}
	}
}

func TestRoom(t *testing.T) {
	day := noon.Truncate(24 * time.Hour)
	for name, test := range map[string]struct {
		manners  host.Manners
		traffic  host.Traffic
		admitted int
		want     int
	}{
		"no limits":            {want: 20},
		"no limits, some come": {admitted: 15, want: 20},
		"at once":              {manners: host.Manners{AtOnce: 4}, traffic: host.Traffic{UnderWay: 1}, admitted: 1, want: 2},
		"at once, full":        {manners: host.Manners{AtOnce: 2}, traffic: host.Traffic{UnderWay: 1}, admitted: 1},
		"gap":                  {manners: host.Manners{Gap: time.Minute}, want: 1},
		"gap, one comes":       {manners: host.Manners{Gap: time.Minute}, admitted: 1},
		"daily":                {manners: host.Manners{Daily: 10}, traffic: host.Traffic{Day: day, Begun: 6}, admitted: 1, want: 3},
		"daily, all come":      {manners: host.Manners{Daily: 10}, traffic: host.Traffic{Day: day, Begun: 6}, admitted: 4},
		"within the gap":       {traffic: host.Traffic{NextAt: noon.Add(time.Second)}},
	} {
		if got, _ := test.manners.Room(test.traffic, test.admitted, 20, noon); got != test.want {
			t.Errorf("%s: room for %d, want %d", name, got, test.want)
		}
	}
}

func TestBackOff(t *testing.T) {
	m, traffic, now := host.DefaultManners, host.Traffic{}, noon
	for _, want := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		traffic = m.End(traffic, host.VisitAway, 0, now)
		if got := traffic.NextAt.Sub(now); got != want*time.Minute {
			t.Fatalf("after %d visits in a row that were turned away: %s, want %s", traffic.Outages, got, want*time.Minute)
		}
		now = traffic.NextAt
	}
	asked := m.End(host.Traffic{}, host.VisitAway, 3*time.Hour, noon)
	if got := asked.NextAt.Sub(noon); got != 3*time.Hour {
		t.Errorf("it asked for three hours and gets %s", got)
	}
	asked = m.End(host.Traffic{}, host.VisitAway, 1000*time.Hour, noon)
	if got := asked.NextAt.Sub(noon); got != 24*time.Hour {
		t.Errorf("it asked for weeks and gets %s, want a day", got)
	}
	if back := m.End(traffic, host.VisitWorked, 0, now); back.Outages != 0 {
		t.Error("it is back, and still counts as away")
	}
}

// TestBreakerModel walks through every sequence of visits, pauses and resumptions of some length, beside a simple model: a directory is paused exactly while
// its last visits in a row have failed too often since it was mended, or somebody paused it.
func TestBreakerModel(t *testing.T) {
	type model struct {
		row    int // failures in a row
		limit  int // that pauses it
		paused bool
	}
	type step struct {
		name  string
		apply func(host.Traffic) host.Traffic
		model func(model) model
	}
	m := host.DefaultManners
	visit := func(v host.Visit) func(host.Traffic) host.Traffic {
		return func(t host.Traffic) host.Traffic { return m.End(t, v, 0, noon) }
	}
	steps := []step{
		{"worked", visit(host.VisitWorked), func(m model) model { m.row, m.limit = 0, 5; return m }},
		{"failed", visit(host.VisitFailed), func(m model) model {
			m.row++
			m.paused = m.paused || m.row >= m.limit
			return m
		}},
		{"away", visit(host.VisitAway), func(m model) model { return m }},
		{"untold", visit(host.VisitUntold), func(m model) model { return m }},
		{"paused", func(t host.Traffic) host.Traffic { t.Pause = host.Pause{Since: noon, Reason: "by hand"}; return t },
			func(m model) model { m.paused = true; return m }},
		{"resumed", host.Traffic.Resume, func(m model) model {
			m.paused = false
			if m.row >= 4 {
				m.row, m.limit = 0, 1 // it has to prove itself
			}
			return m
		}},
	}
	var walk func(traffic host.Traffic, want model, path []string)
	walk = func(traffic host.Traffic, want model, path []string) {
		if traffic.Pause.On(noon) != want.paused {
			t.Fatalf("after %v: paused %v, want %v", path, traffic.Pause.On(noon), want.paused)
		}
		if traffic.Pause.On(noon) && traffic.Pause.Reason == "" {
			t.Fatalf("after %v: paused without a reason", path)
		}
		if len(path) == 7 {
			return
		}
		for _, s := range steps {
			walk(s.apply(traffic), s.model(want), append(path[:len(path):len(path)], s.name))
		}
	}
	walk(host.Traffic{}, model{limit: 5}, nil)
}
