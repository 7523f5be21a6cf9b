package postgrestest

import (
	"context"
	"math"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
)

// Admit admits all that is planned, as far as the directories have room, and puts nothing into the queue.
func Admit(t testing.TB, db *postgres.DB) {
	t.Helper()
	_, err := db.Round(t.Context(), math.MaxInt32, func(r host.Round) (a host.Admission, err error) {
		ids := make([]uuid.UUID, len(r.Jobs))
		for i, j := range r.Jobs {
			ids[i] = j.Job
		}
		a.Chosen, err = r.Submissions(ids, r.Slots)
		return a, err
	}, func(context.Context, pgx.Tx, []uuid.UUID) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
}
