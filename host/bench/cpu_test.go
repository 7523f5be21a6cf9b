package main

import (
	"testing"
	"time"
)

func TestParseStat(t *testing.T) {
	line := "42 (a (b) c) S 7 42 42 0 -1 4194560 100 200 0 0 11 22 33 44 20 0 1 0 5 6 7\n"
	pid, p, err := parseStat([]byte(line))
	if err != nil {
		t.Fatal(err)
	}
	if want := (process{parent: 7, time: 1100 * time.Millisecond}); pid != 42 || p != want {
		t.Errorf("got %d %+v, want 42 %+v", pid, p, want)
	}
	for _, broken := range []string{"", "42 S 7", "42 (a) S 7 1", "x (a) S 7 42 42 0 -1 4194560 100 200 0 0 11 22 33 44"} {
		if _, _, err := parseStat([]byte(broken)); err == nil {
			t.Errorf("%q: no error", broken)
		}
	}
}

// What one contender's processes use must not be lost when they end, nor the directory's work be counted.
func TestMeterSum(t *testing.T) {
	m := &meter{except: map[int]bool{4: true}}
	processes := map[int]process{
		1: {parent: 0, time: time.Hour},
		2: {parent: 1, time: time.Second},
		3: {parent: 2, time: 2 * time.Second},
		4: {parent: 2, time: time.Minute},
		5: {parent: 3, time: 4 * time.Second},
		6: {parent: 4, time: time.Minute},
		7: {parent: 1, time: time.Minute},
	}
	if got, want := m.sum(processes, 2), 7*time.Second; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
