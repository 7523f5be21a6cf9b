package postgres_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// The queries are those of the operators' handbook, letter for letter.
func TestOperatorQueries(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	c := customer(t, db)
	open := start(t, db, c, host.Starter)
	waiting, err := db.CreateJob(t.Context(), c.ID, host.Growth)
	if err != nil {
		t.Fatal(err)
	}
	other := start(t, db, customer(t, db), host.Starter)
	s := intend(t, db, claim(t, db, submissions(t, db, open.ID)[0], long), 0)
	if _, err := db.Move(t.Context(), s, host.Change{To: host.Submitted, Listing: host.UnderReview}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Pool().Exec(t.Context(), "UPDATE jobs SET status = 'cancelled' WHERE id = $1", other.ID); err != nil {
		t.Fatal(err)
	}
	query := func(sql string) []map[string]any {
		t.Helper()
		rows, err := db.Pool().Query(t.Context(), sql)
		if err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		out, err := pgx.CollectRows(rows, pgx.RowToMap)
		if err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return out
	}

	jobs := query(`SELECT * FROM jobs WHERE status IN ('pending', 'in_progress');`)
	ids := map[any]bool{}
	for _, j := range jobs {
		ids[uuid.UUID(j["id"].([16]byte))] = true
	}
	if len(jobs) != 2 || !ids[open.ID] || !ids[waiting.ID] {
		t.Errorf("open jobs %v, want %s and %s", ids, open.ID, waiting.ID)
	}
	results := query(`SELECT * FROM job_results ORDER BY created_at DESC LIMIT 100;`)
	if len(results) != open.DirsTotal+other.DirsTotal {
		t.Errorf("%d results, want %d", len(results), open.DirsTotal+other.DirsTotal)
	}
	if first := uuid.UUID(results[0]["job_id"].([16]byte)); first != other.ID {
		t.Errorf("the newest result is of job %s, want %s", first, other.ID)
	}
	history := query(`SELECT * FROM queue_history ORDER BY timestamp DESC LIMIT 100;`)
	if len(history) == 0 || history[0]["event_type"] != "submission_submitted" {
		t.Errorf("newest event %v, want submission_submitted", history[0]["event_type"])
	}
	rates := query(`SELECT directory, COUNT(*) as total,
  SUM(CASE WHEN status = 'submitted' THEN 1 ELSE 0 END) as successful,
  ROUND(100.0 * SUM(CASE WHEN status = 'submitted' THEN 1 ELSE 0 END) / COUNT(*), 2) as success_rate
FROM job_results GROUP BY directory ORDER BY success_rate DESC;`)
	if len(rates) != open.DirsTotal || rates[0]["directory"] != s.Directory || rates[0]["total"] != int64(2) || rates[0]["successful"] != int64(1) || percent(t, rates[0]["success_rate"]) != 50 {
		t.Errorf("best rate %v of %d, want %s with 1 of 2", rates[0], len(rates), s.Directory)
	}
}

func percent(t *testing.T, v any) float64 {
	t.Helper()
	n, ok := v.(pgtype.Numeric)
	f, err := n.Float64Value()
	if !ok || err != nil {
		t.Fatalf("%v is no number: %v", v, err)
	}
	return f.Float64
}
