package postgres_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// TestPauseWhileRunning pauses in the middle of an order: nothing more is claimed or pressed, what was pressed is looked up, and it all goes on afterwards.
func TestPauseWhileRunning(t *testing.T) {
	t.Parallel()
	for name, pause := range map[string]struct {
		on, off func(db *postgres.DB, slugs []string) error
	}{
		"everything": {
			func(db *postgres.DB, _ []string) error {
				return db.PauseAll(context.Background(), uuid.Nil, "the form of the taxes", time.Time{})
			},
			func(db *postgres.DB, _ []string) error { return db.ResumeAll(context.Background(), uuid.Nil, "done") },
		},
		"directories": {
			func(db *postgres.DB, slugs []string) error {
				return each(slugs, func(slug string) error {
					return db.PauseDirectory(context.Background(), uuid.Nil, slug, "their wish", time.Time{})
				})
			},
			func(db *postgres.DB, slugs []string) error {
				return each(slugs, func(slug string) error { return db.ResumeDirectory(context.Background(), uuid.Nil, slug, "done") })
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := postgrestest.Open(t)
			putDirectories(t, db, 40)
			all := submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)
			slugs := []string{all[0].Directory, all[1].Directory, all[2].Directory}
			filling := claim(t, db, all[0], time.Minute)
			pressed, err := db.Intend(t.Context(), claim(t, db, all[1], time.Minute), 0)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Release(t.Context(), pressed, host.Change{}); err != nil {
				t.Fatal(err)
			}
			if err := pause.on(db, slugs); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Intend(t.Context(), filling, time.Minute); host.KindOf(err) != host.Unavailable {
				t.Errorf("an intent to press while it is paused: %v", err)
			}
			early, err := db.Claim(t.Context(), all[2].ID, time.Minute)
			if host.KindOf(err) != host.Conflict || time.Until(early.DueAt) < 30*time.Second {
				t.Errorf("claimed while it is paused: %v, due in %s", err, time.Until(early.DueAt))
			}
			if _, err := db.Claim(t.Context(), all[1].ID, time.Minute); err != nil {
				t.Errorf("what came of a press cannot be found out: %v", err)
			}
			if err := pause.off(db, slugs); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Intend(t.Context(), filling, time.Minute); err != nil {
				t.Errorf("after the pause: %v", err)
			}
			if n := scalar[int](t, db, "SELECT count(*)::int FROM audit_log WHERE role = 'operator' AND reason <> '' AND action ~ '(pause|resume)$'"); n != 2 && n != 6 {
				t.Errorf("%d entries in the audit log", n)
			}
		})
	}
}

func each(slugs []string, do func(string) error) error {
	for _, slug := range slugs {
		if err := do(slug); err != nil {
			return err
		}
	}
	return nil
}

// TestNoIntentAfterPause presses as fast as it can while it is paused: once the pause has returned, no intent is committed any more.
func TestNoIntentAfterPause(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 260)
	var held []host.Submission
	for _, s := range submissions(t, db, start(t, db, customer(t, db), host.Starter).ID) {
		held = append(held, claim(t, db, s, time.Minute))
	}
	begun := make(chan struct{})
	var pressing sync.WaitGroup
	for i := range 4 {
		pressing.Go(func() {
			for j := i; j < len(held); j += 4 {
				_, err := db.Intend(context.Background(), held[j], time.Minute)
				if err != nil && host.KindOf(err) != host.Unavailable {
					t.Error(err)
				}
				if i == 0 && j == 4 {
					close(begun)
				}
			}
		})
	}
	<-begun
	if err := db.PauseAll(t.Context(), uuid.Nil, "stop", time.Time{}); err != nil {
		t.Fatal(err)
	}
	const intents = "SELECT sum(intents)::int FROM job_results"
	then := scalar[int](t, db, intents)
	pressing.Wait()
	if after := scalar[int](t, db, intents); after != then {
		t.Errorf("%d intents when the pause had begun, %d later", then, after)
	}
}

// TestFailuresPauseTheDirectory fails in one directory until it is paused, and on in another one.
func TestFailuresPauseTheDirectory(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 1+5*4)
	var slug string
	for n := range host.MaxFailures {
		s := submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)
		slug = s[1].Directory
		if p := scalar[bool](t, db, "SELECT paused_at IS NOT NULL FROM directories WHERE slug = $1", slug); p {
			t.Fatalf("paused after %d failures", n)
		}
		if _, err := db.Move(t.Context(), claim(t, db, s[1], time.Minute), host.Change{To: host.Failed, Visit: host.VisitFailed}); err != nil {
			t.Fatal(err)
		}
		visit := host.VisitFailed
		if n == 3 {
			visit = host.VisitWorked
		}
		if _, err := db.Move(t.Context(), claim(t, db, s[2], time.Minute), host.Change{To: host.Failed, Visit: visit}); err != nil {
			t.Fatal(err)
		}
	}
	if paused := scalar[[]string](t, db, "SELECT array_agg(slug) FROM directories WHERE paused_at IS NOT NULL AND pause_reason <> ''"); len(paused) != 1 || paused[0] != slug {
		t.Errorf("paused: %v, want %s", paused, slug)
	}
	if n := scalar[int](t, db, "SELECT count(*)::int FROM audit_log WHERE role = 'program' AND action = 'directory_pause' AND object = $1", slug); n != 1 {
		t.Errorf("%d entries in the audit log", n)
	}
	// What is planned for it waits, and what is not goes on.
	later := start(t, db, customer(t, db), host.Starter)
	for _, s := range submissions(t, db, later.ID) {
		if want := s.Directory != slug; (s.Status == host.Admitted) != want {
			t.Errorf("%s is %s", s.Directory, s.Status)
		}
	}
}

// TestAwayCostsNoAttempt has a directory that turns every visit away.
func TestAwayCostsNoAttempt(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	sub := submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)[0]
	for n := range 4 {
		s := claim(t, db, sub, time.Minute)
		if s.Outages != n || s.Attempts != 1 {
			t.Fatalf("visit %d: %d outages, attempt %d", n+1, s.Outages, s.Attempts)
		}
		if _, err := db.Move(t.Context(), s, host.Change{To: host.Admitted, Visit: host.VisitAway}); err != nil {
			t.Fatal(err)
		}
		early, err := db.Claim(t.Context(), sub.ID, time.Minute)
		if want := time.Second << n; host.KindOf(err) != host.Conflict || time.Until(early.DueAt) > want || time.Until(early.DueAt) < want/2 {
			t.Errorf("visit %d: %v, again in %s, want about %s", n+1, err, time.Until(early.DueAt), want)
		}
		if _, err := db.Pool().Exec(t.Context(), "UPDATE directories SET next_at = now(); UPDATE job_results SET due_at = now()"); err != nil {
			t.Fatal(err)
		}
	}
	s := claim(t, db, sub, time.Minute)
	if _, err := db.Move(t.Context(), s, host.Change{To: host.Admitted, Visit: host.VisitUntold}); err != nil {
		t.Fatal(err)
	}
	if s := claim(t, db, sub, time.Minute); s.Attempts != 2 {
		t.Errorf("a fault of ours: attempt %d, want 2", s.Attempts)
	}
}

// TestOneTurn lets everybody who waits for a directory try at the same moment: one gets it, and the others are told when to come again.
func TestOneTurn(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	directory := host.Directory{
		Slug: "d", Name: "D", PriorityTier: 1, IsActive: true, Policy: host.PolicyAllowed, Adapter: "generic", Manners: host.Manners{Gap: time.Hour},
	}
	if err := db.PutDirectories(t.Context(), []host.Directory{directory}); err != nil {
		t.Fatal(err)
	}
	const waiting = 2 // the pool of connections may be no larger than four
	var all []host.Submission
	for range waiting {
		all = append(all, submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)...)
	}
	if n := scalar[int](t, db, "SELECT count(*)::int FROM job_results WHERE status = 'admitted'"); n != 1 {
		t.Errorf("%d are admitted, want one: where visits are spaced, no more is on its way", n)
	}
	if _, err := db.Pool().Exec(t.Context(), "UPDATE job_results SET status = 'admitted'"); err != nil { // as by a run on request
		t.Fatal(err)
	}
	tx, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), "SELECT FROM directories FOR UPDATE"); err != nil {
		t.Fatal(err)
	}
	results := make(chan error, waiting)
	for _, s := range all {
		go func() {
			early, err := db.Claim(context.Background(), s.ID, time.Minute)
			if host.KindOf(err) == host.Conflict && time.Until(early.DueAt) < 30*time.Minute {
				t.Errorf("to come again in %s, want in about an hour", time.Until(early.DueAt))
			}
			results <- err
		}()
	}
	blocked(t, db, 2) // nobody is faster than another
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	won := 0
	for range waiting {
		err := <-results
		if err == nil {
			won++
		} else if host.KindOf(err) != host.Conflict {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d have begun at once, want one", won)
	}
}
