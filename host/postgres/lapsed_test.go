package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

func TestLapsed(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 60)
	all := submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)
	if _, err := db.Pool().Exec(t.Context(), "UPDATE job_results SET due_at = now() - interval '1 hour'"); err != nil {
		t.Fatal(err)
	}
	queue := func(state string, attempted time.Time, s host.Submission) {
		t.Helper()
		_, err := db.Pool().Exec(t.Context(), `INSERT INTO river_job (state, kind, args, max_attempts, attempted_at)
			VALUES ($1, 'submit_directory', jsonb_build_object('submission_id', $2::text), 25, $3)`, state, s.ID.String(), attempted)
		if err != nil {
			t.Fatal(err)
		}
	}
	queue("available", time.Now(), all[0])
	queue("running", time.Now(), all[1])
	queue("running", time.Now().Add(-time.Hour), all[2]) // of a worker that died before it claimed
	held := claim(t, db, all[3], long)
	dead := claim(t, db, all[4], 0)
	inWindow := intend(t, db, claim(t, db, all[5], long), long)
	ended := claim(t, db, all[6], long)
	if _, err := db.Move(t.Context(), ended, host.Change{To: host.Failed}); err != nil {
		t.Fatal(err)
	}
	got := map[uuid.UUID]bool{}
	n, err := db.Lapsed(t.Context(), time.Minute, func(_ context.Context, _ pgx.Tx, ids []uuid.UUID) error {
		for _, id := range ids {
			got[id] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for what, id := range map[string]uuid.UUID{
		"queued": all[0].ID, "just being started": all[1].ID, "held": held.ID, "in its press window": inWindow.ID, "ended": ended.ID,
	} {
		if got[id] {
			t.Errorf("a submission that is %s was queued again", what)
		}
	}
	for what, id := range map[string]uuid.UUID{"dead queue entry": all[2].ID, "dead worker": dead.ID, "lost queue entry": all[7].ID} {
		if !got[id] {
			t.Errorf("a submission with a %s was not queued again", what)
		}
	}
	if n != len(got) || n != len(all)-5 {
		t.Errorf("%d queued again, want %d", n, len(all)-5)
	}
	n, err = db.Lapsed(t.Context(), time.Minute, queueNothing)
	if err != nil || n != 0 {
		t.Errorf("a second reaper found %d more, %v", n, err)
	}
}
