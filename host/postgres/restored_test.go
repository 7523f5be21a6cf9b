package postgres_test

import (
	"strings"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// TestRestoredJobsAreFoundOutAboutFirst takes submissions in every status that leads to a press, and expects each claim to be for a look-up, once.
func TestRestoredJobsAreFoundOutAboutFirst(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	putDirectories(t, d, 12)
	c := customer(t, d)
	planned := start(t, d, c, host.Starter)
	pending, err := d.CreateJob(t.Context(), customer(t, d).ID, host.Starter)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := d.Restored(t.Context(), false, "the disk broke"); err != nil || n != 2 {
		t.Fatalf("%d jobs in doubt, %v; want 2", n, err)
	}
	if err := d.AnnounceJob(t.Context(), pending.ID, 1, announceNothing); err != nil {
		t.Fatal(err)
	}
	if _, err := d.StartJob(t.Context(), pending.ID, anyKey("pending")); err != nil {
		t.Fatal(err)
	}
	postgrestest.Admit(t, d)
	later := start(t, d, customer(t, d), host.Starter)

	for name, tt := range map[string]struct {
		s    host.Submission
		want host.Status
	}{
		"under way":            {submissions(t, d, planned.ID)[0], host.Submitting},
		"planned afterwards":   {submissions(t, d, pending.ID)[0], host.Submitting},
		"ordered afterwards":   {submissions(t, d, later.ID)[0], host.Filling},
		"another of the order": {submissions(t, d, planned.ID)[1], host.Submitting},
	} {
		s, err := d.Claim(t.Context(), tt.s.ID, time.Minute)
		if err != nil || s.Status != tt.want {
			t.Errorf("%s: claimed as %q, %v; want %s", name, s.Status, err, tt.want)
			continue
		}
		if s.Status == host.Filling {
			continue
		}
		if s, err = d.Move(t.Context(), s, host.Change{To: host.Admitted}); err != nil { // the directory proves that it is not there
			t.Fatal(err)
		}
		if s, err = d.Claim(t.Context(), s.ID, time.Minute); err != nil || s.Status != host.Filling {
			t.Errorf("%s: after proven absence claimed as %q, %v; want %s", name, s.Status, err, host.Filling)
		}
	}
}

// TestRestoredBesideAnother claims a submission whose business has an open intent in the same directory from another order.
func TestRestoredBesideAnother(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	putDirectories(t, d, 12)
	c := customer(t, d)
	one, two := start(t, d, c, host.Starter), start(t, d, c, host.Starter)
	if _, err := d.Restored(t.Context(), false, "test"); err != nil {
		t.Fatal(err)
	}
	first, err := d.Claim(t.Context(), submissions(t, d, one.ID)[0].ID, time.Minute)
	if err != nil || first.Status != host.Submitting {
		t.Fatalf("%q, %v", first.Status, err)
	}
	second, err := d.Claim(t.Context(), submissions(t, d, two.ID)[0].ID, time.Minute)
	if err != nil || second.Status != host.Filling {
		t.Fatalf("%q, %v; want %s", second.Status, err, host.Filling)
	}
	if _, err := d.Intend(t.Context(), second, time.Minute); host.KindOf(err) != host.Denied {
		t.Errorf("pressed beside an open intent: %v", err)
	}
}

func TestDatabaseThatMovedIsNoticed(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	for range 2 { // the first makes it theirs
		if err := d.SettledHere(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Pool().Exec(t.Context(), "UPDATE whereabouts SET server = '1/1/1'"); err != nil {
		t.Fatal(err)
	}
	if err := d.SettledHere(t.Context()); host.KindOf(err) != host.Conflict {
		t.Errorf("another server is taken for the original: %v", err)
	}
	if n, err := d.Restored(t.Context(), true, "moved"); err != nil || n != 0 {
		t.Errorf("%d jobs in doubt, %v; nothing is missing", n, err)
	}
	if err := d.SettledHere(t.Context()); err != nil {
		t.Error(err)
	}
	if got := scalar[int](t, d, "SELECT count(*)::int FROM audit_log WHERE action = 'restored' AND reason = 'moved'"); got != 1 {
		t.Errorf("%d entries in the audit log, want 1", got)
	}
}

// TestDatabaseThatMovesStopsWhoIsAtWork promotes another server while a worker holds a form: nothing is pressed, begun or admitted until somebody says what
// is missing, and what was pressed is looked up all the same.
func TestDatabaseThatMovesStopsWhoIsAtWork(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	putDirectories(t, d, 40)
	all := submissions(t, d, start(t, d, customer(t, d), host.Starter).ID)
	if err := d.SettledHere(t.Context()); err != nil {
		t.Fatal(err)
	}
	filling := claim(t, d, all[0], time.Minute)
	pressed, err := d.Intend(t.Context(), claim(t, d, all[1], time.Minute), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Release(t.Context(), pressed, host.Change{}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Pool().Exec(t.Context(), "UPDATE whereabouts SET server = replace(server, '/1/', '/2/')"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Intend(t.Context(), filling, time.Minute); host.KindOf(err) != host.Unavailable {
		t.Errorf("an intent to press on another server: %v", err)
	}
	if early, err := d.Claim(t.Context(), all[2].ID, time.Minute); host.KindOf(err) != host.Conflict || time.Until(early.DueAt) < 30*time.Second {
		t.Errorf("claimed on another server: %v, due in %s", err, time.Until(early.DueAt))
	}
	if p, err := d.Paused(t.Context()); err != nil || !strings.Contains(p.Reason, "directorybolt restored") {
		t.Errorf("what is to be done is told as %q, %v", p.Reason, err)
	}
	if s, err := d.Claim(t.Context(), pressed.ID, time.Minute); err != nil || s.Status != host.Submitting {
		t.Errorf("what was pressed is not looked up: %q, %v", s.Status, err)
	}
	if _, err := d.Restored(t.Context(), true, "nothing is missing"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Intend(t.Context(), filling, time.Minute); err != nil {
		t.Errorf("an intent to press once it is settled: %v", err)
	}
}

// TestServerIsNamedAsItsFilesSay compares the timeline that is written on with that of the last checkpoint: without a promotion they are one.
func TestServerIsNamedAsItsFilesSay(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	got, want := scalar[string](t, d, "SELECT server_here()"), scalar[string](t, d, `SELECT concat_ws('/', s.system_identifier, c.timeline_id, d.oid)
		FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()`)
	if got != want {
		t.Errorf("the server is %s, want %s", got, want)
	}
}
