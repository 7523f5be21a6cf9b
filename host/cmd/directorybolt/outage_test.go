package main

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// TestAnOutageIsToldOnce has many parts complain of the database, and others of other things.
func TestAnOutageIsToldOnce(t *testing.T) {
	var told bytes.Buffer
	away := &outage{}
	log := slog.New(calm{slog.NewTextHandler(&told, nil), away})
	log.Error("orders not taken in", "error", errors.New("dial tcp 10.0.0.7:9324: connect: connection refused"))
	log.Warn("reset", "error", "connection reset by peer")
	for range 50 {
		log.Error("submissions not brought back", "error", errors.New("failed to connect to `user=us database=ours`: refused"))
		log.With("part", "river").Error("producer: Error fetching jobs", "err", "unexpected EOF")
		log.Error("mails could not be taken", "error", errors.New("read tcp: connection reset by peer"))
	}
	log.Error("the adapter broke", "error", "index out of range")
	log.Info("job started", "error", "conn closed")
	away.over(t.Context(), log)
	away.over(t.Context(), log)
	log.Error("and again", "error", "FATAL: terminating connection due to administrator command (SQLSTATE 57P01)")

	var got []string
	for line := range strings.Lines(told.String()) {
		_, line, _ = strings.Cut(line, "msg=")
		got = append(got, strings.TrimSpace(line[:min(len(line), 29)]))
	}
	want := []string{
		`"orders not taken in" error="`, `reset error="connection reset`, `"the database does not answer`, `"the adapter broke" error="in`,
		`"job started" error="conn clo`, `"the database answers again"`, `"the database does not answer`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("told is\n%s", told.String())
	}
	if !strings.Contains(told.String(), "messages_left_out=149") {
		t.Errorf("how much was left out is not told:\n%s", told.String())
	}
}

// TestALongOutageIsToldAgain hears of a database that has another trouble by then: it is told within a minute, not only when all is well.
func TestALongOutageIsToldAgain(t *testing.T) {
	var told bytes.Buffer
	h := calm{slog.NewTextHandler(&told, nil), &outage{}}
	began := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	for seconds := range 181 {
		text := "failed to connect to `user=us database=ours`: refused"
		if seconds > 90 {
			text = "failed to connect to `user=us database=ours`: password authentication failed"
		}
		r := slog.NewRecord(began.Add(time.Duration(seconds)*time.Second), slog.LevelError, "process not recorded", 0)
		r.AddAttrs(slog.String("error", text))
		if err := h.Handle(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(told.String(), "still does not answer"); n != 3 || strings.Count(told.String(), "password authentication failed") != 2 {
		t.Errorf("told again %d times in three minutes:\n%s", n, told.String())
	}
}
