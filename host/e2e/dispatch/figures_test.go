package dispatch

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/dispatch"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
	"github.com/directorybolt/directorybolt/host/worker"
)

var figures = flag.Bool("figures", false, "measure: prints tables of interleaved pairs")

// TestFigures measures a round of the dispatcher with much planned beside the same round with little, and planning an order beside a bare COPY of its rows.
func TestFigures(t *testing.T) {
	if !*figures {
		t.Skip("measuring is asked for by -figures")
	}
	for _, closed := range []int{0, 450} {
		t.Run(fmt.Sprintf("round with %d closed", closed), func(t *testing.T) { rounds(t, closed) })
	}
	t.Run("planning", planning)
}

const jobs, directories = 500, 500

// town has 500 directories, of which so many have no room, and 500 jobs with so many submissions planned each.
func town(t *testing.T, each, closed int) *postgres.DB {
	t.Helper()
	s := &street{T: t, db: postgrestest.Open(t)}
	s.exec(`INSERT INTO directories (slug, name, website, da_score, priority_tier, is_active, policy, adapter, hosts, start, gap, daily, at_once, next_at)
		SELECT 'd' || n, 'd' || n, '', 50, 1, true, 'allowed', 'generic', '{}', '', '1 minute', 0, 4, CASE WHEN n % 500 < $1 THEN now() + interval '1 day' ELSE now() END
		FROM generate_series(1, 500) n`, closed)
	s.exec(`INSERT INTO customers (email, company_name, business_data, tier) SELECT 'a@b.example', 'c' || n, '{}', 'enterprise' FROM generate_series(1, 500) n`)
	s.exec(`INSERT INTO profile_versions (customer_id, version, business_data) SELECT id, 1, '{}' FROM customers`)
	s.exec(`INSERT INTO jobs (customer_id, package_type, status, profile_version, announced_at, dirs_total) SELECT id, 'enterprise', 'in_progress', 1, now(), $1 FROM customers`, each)
	s.exec(`INSERT INTO job_shares (job_id, served) SELECT id, 0 FROM jobs`)
	s.exec(`INSERT INTO job_results (job_id, customer_id, directory, idempotency_key, business_key, profile_version, position)
		SELECT j.id, j.customer_id, 'd' || 1 + (j.n * 7 + p) % 500, j.id || '-' || p, j.id::text, 1, p
		FROM (SELECT id, customer_id, row_number() OVER () AS n FROM jobs) j, generate_series(1, $1::int) p`, each)
	s.exec(`VACUUM ANALYZE`)
	return s.db
}

func rounds(t *testing.T, closed int) {
	t.Helper()
	sizes := []int{directories, 4}
	var dbs []*postgres.DB
	var workers []*worker.Worker
	for _, each := range sizes {
		db := town(t, each, closed)
		w, err := worker.New(worker.Config{Store: db, Pool: db.Pool(), Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		dbs, workers = append(dbs, db), append(workers, w)
	}
	const runs, slots = 60, 40
	took, admitted := make([][]time.Duration, len(sizes)), make([]int, len(sizes))
	for range runs {
		for i, db := range dbs {
			began := time.Now()
			r, err := db.Round(t.Context(), slots, dispatch.Choose, workers[i].EnqueueSubmissions)
			took[i] = append(took[i], time.Since(began))
			if err != nil {
				t.Fatal(err)
			}
			admitted[i] += r.Admitted
			// They are done, and planned again, so that every round is the same.
			if _, err := db.Pool().Exec(t.Context(), "UPDATE job_results SET status = 'planned' WHERE status = 'admitted'"); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Pool().Exec(t.Context(), "INSERT INTO job_shares SELECT id, 0 FROM jobs ON CONFLICT DO NOTHING"); err != nil {
				t.Fatal(err)
			}
		}
	}
	p95 := func(d []time.Duration) time.Duration { slices.Sort(d); return d[len(d)*95/100] }
	large, small := p95(took[0]), p95(took[1])
	ratio := float64(large) / float64(small)
	fmt.Printf("round, %d of %d directories closed: %7d planned p95 %s (%d admitted); %d planned p95 %s (%d admitted); ratio %.2f\n", closed, directories,
		jobs*sizes[0], large.Round(10*time.Microsecond), admitted[0]/runs, jobs*sizes[1], small.Round(10*time.Microsecond), admitted[1]/runs, ratio)
	if ratio > 4 {
		t.Errorf("a round with much planned takes %.2f times as long; at most 4.00 is wanted", ratio)
	}
}

func planning(t *testing.T) {
	t.Helper()
	s := &street{T: t, db: postgrestest.Open(t)}
	var all []host.Directory
	for i := range directories {
		slug := fmt.Sprintf("d%03d", i)
		all = append(all, host.Directory{Slug: slug, Name: slug, DAScore: i % 100, PriorityTier: 1, IsActive: true, Policy: host.PolicyAllowed, Adapter: "generic"})
	}
	if err := s.db.PutDirectories(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	const runs = 20
	columns := []string{"id", "job_id", "customer_id", "profile_version", "business_key", "directory", "idempotency_key", "position", "status"}
	var ratios []float64
	for n := range runs {
		job := s.announced(n)
		began := time.Now()
		if _, err := s.db.StartJob(t.Context(), job.ID, worker.Keys(job.ID)); err != nil {
			t.Fatal(err)
		}
		ours := time.Since(began)
		rows, err := s.db.Pool().Query(t.Context(), `SELECT id, job_id, customer_id, profile_version, business_key, directory, idempotency_key, position, status
			FROM job_results WHERE job_id = $1`, job.ID)
		if err != nil {
			t.Fatal(err)
		}
		copied, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) ([]any, error) { return r.Values() })
		if err != nil {
			t.Fatal(err)
		}
		s.exec("DELETE FROM job_results WHERE job_id = $1", job.ID)
		began = time.Now()
		err = pgx.BeginFunc(t.Context(), s.db.Pool(), func(tx pgx.Tx) error {
			_, err := tx.CopyFrom(t.Context(), pgx.Identifier{"job_results"}, columns, pgx.CopyFromRows(copied))
			return err
		})
		bare := time.Since(began)
		if err != nil {
			t.Fatal(err)
		}
		ratios = append(ratios, float64(ours)/float64(bare))
		fmt.Printf("planning %d: %s, COPY %s, ratio %.2f\n", len(copied), ours.Round(10*time.Microsecond), bare.Round(10*time.Microsecond), ratios[n])
	}
	slices.Sort(ratios)
	fmt.Printf("median ratio %.2f\n", ratios[runs/2])
	if ratios[runs/2] > 3 {
		t.Errorf("planning takes %.2f times as long as a bare COPY; at most 3.00 is wanted", ratios[runs/2])
	}
}

// announced is a job for 500 directories whose flow is about to start.
func (s *street) announced(n int) host.Job {
	s.Helper()
	profile := json.RawMessage(fmt.Sprintf(`{"name": "Acme %d", "phone": "+1 415 555 %04d", "description": "We mend what breaks, day and night."}`, n, n))
	c, err := s.db.CreateCustomer(s.Context(), host.Customer{Email: "a@b.example", CompanyName: fmt.Sprintf("Acme %d", n), Profile: profile, Tier: host.Enterprise})
	if err != nil {
		s.Fatal(err)
	}
	job, err := s.db.CreateJob(s.Context(), c.ID, host.Enterprise)
	if err != nil {
		s.Fatal(err)
	}
	if err := s.db.AnnounceJob(s.Context(), job.ID, 1, func(context.Context, pgx.Tx) error { return nil }); err != nil {
		s.Fatal(err)
	}
	return job
}
