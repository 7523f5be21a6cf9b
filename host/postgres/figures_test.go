package postgres_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// TestFiguresAreCounted counts a history that was written by hand, and one that was not.
func TestFiguresAreCounted(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	putDirectories(t, d, 12)
	empty, err := d.Figures(t.Context())
	if err != nil || len(empty.Days) != 14 || len(empty.Directories) != 0 || empty.Load != (host.Load{}) {
		t.Errorf("with nothing there: %+v, %v", empty, err)
	}
	for _, sql := range []string{
		`INSERT INTO queue_history (job_id, directory, event_type, event_data, timestamp) SELECT j::uuid, d, e, v::jsonb, now() - a::interval FROM (VALUES
			('00000000-0000-0000-0000-000000000001', 'd001', 'submission_filling', '{"to": "filling"}', '30 s'),
			('00000000-0000-0000-0000-000000000001', 'd001', 'submission_submitted', '{"to": "submitted", "listing": "live"}', '20 s'),
			('00000000-0000-0000-0000-000000000002', 'd001', 'submission_filling', '{"to": "filling"}', '70 s'),
			('00000000-0000-0000-0000-000000000002', 'd001', 'submission_failed', '{"to": "failed"}', '60 s'),
			('00000000-0000-0000-0000-000000000002', 'd001', 'submission_filling', '{"to": "filling"}', '50 s'),
			('00000000-0000-0000-0000-000000000002', 'd001', 'submission_submitted', '{"to": "submitted", "listing": "rejected"}', '40 s'),
			('00000000-0000-0000-0000-000000000003', 'd002', 'submission_unknown', '{"to": "unknown"}', '40 s'),
			('00000000-0000-0000-0000-000000000003', 'd003', 'submission_submitted', '{"to": "submitted", "listing": "under_review"}', '40 s'),
			('00000000-0000-0000-0000-000000000003', 'd003', 'submission_submitted', '{"to": "submitted", "listing": "live"}', '400 days'),
			('00000000-0000-0000-0000-000000000001', NULL, 'job_completed', '{}', '10 s')) r (j, d, e, v, a)`,
	} {
		if _, err := d.Pool().Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	start(t, d, customer(t, d), host.Starter) // all of its directories wait
	beat := host.Process{ID: uuid.New(), Host: "one", Roles: []string{"worker"}, Slots: 8, Working: 3}
	for _, p := range []host.Process{beat, {ID: uuid.New(), Host: "two", Roles: []string{"web"}}} {
		if err := d.Beat(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	f, err := d.Figures(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	last, before := f.Days[13], f.Days[12] // midnight may have passed since
	if sum := last.Outcomes.Add(before.Outcomes); sum != (host.Outcomes{Taken: 2, Refused: 1, Failed: 1, Unknown: 1}) || last.Completed+before.Completed != 1 {
		t.Errorf("the last two days are %+v and %+v", before, last)
	}
	if last.Day.Hour() != 0 || last.Day.Sub(f.Days[0].Day) != 13*24*time.Hour {
		t.Errorf("days are from %v to %v", f.Days[0].Day, last.Day)
	}
	want := []host.DirectoryFigures{
		{Slug: "d002", Name: "d002", Outcomes: host.Outcomes{Unknown: 1}},
		{Slug: "d001", Name: "d001", Outcomes: host.Outcomes{Taken: 1, Refused: 1}, Typical: 20 * time.Second, Slow: 29 * time.Second},
		{Slug: "d003", Name: "d003", Outcomes: host.Outcomes{Taken: 1}},
	}
	if len(f.Directories) != len(want) {
		t.Fatalf("%+v", f.Directories)
	}
	for i, w := range want {
		if f.Directories[i] != w {
			t.Errorf("got %+v, want %+v", f.Directories[i], w)
		}
	}
	l := f.Load
	if l.Waiting == 0 || l.Workers != 1 || l.Slots != 8 || l.Busy != 3 || l.Paid != l.Waiting || l.Done != 0 || l.Orders != 0 {
		t.Errorf("the load is %+v", l)
	}
}
