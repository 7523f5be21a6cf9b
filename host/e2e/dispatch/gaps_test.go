package dispatch

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/dispatch"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// street is a database with directories of different manners, and jobs that all want the same of them.
type street struct {
	*testing.T
	db   *postgres.DB
	jobs []host.Job
}

func (s *street) exec(sql string, args ...any) {
	s.Helper()
	if _, err := s.db.Pool().Exec(s.Context(), sql, args...); err != nil {
		s.Fatalf("%s: %v", sql, err)
	}
}

func (s *street) order(n int, p host.Package) host.Job {
	s.Helper()
	profile := json.RawMessage(fmt.Sprintf(`{"name": "Acme %d", "phone": "+1 415 555 %04d"}`, n, n))
	c, err := s.db.CreateCustomer(s.Context(), host.Customer{Email: "a@b.example", CompanyName: fmt.Sprintf("Acme %d", n), Profile: profile, Tier: p})
	if err != nil {
		s.Fatal(err)
	}
	job, err := s.db.CreateJob(s.Context(), c.ID, p)
	if err != nil {
		s.Fatal(err)
	}
	if err := s.db.AnnounceJob(s.Context(), job.ID, 1, func(context.Context, pgx.Tx) error { return nil }); err != nil {
		s.Fatal(err)
	}
	job, err = s.db.StartJob(s.Context(), job.ID, func(_ json.RawMessage, slug string) (string, error) { return job.ID.String() + slug, nil })
	if err != nil {
		s.Fatal(err)
	}
	return job
}

// TestGapsHold has three dispatchers and eight workers, of which some are slow and some die, make the submissions of random jobs. Some are retried, some
// run again on request, which no dispatcher is asked about. Every beginning of a visit is written down by the database as it happens.
func TestGapsHold(t *testing.T) {
	t.Parallel()
	s := &street{T: t, db: postgrestest.Open(t)}
	manners := map[string]host.Manners{}
	var directories []host.Directory
	for i := range 12 {
		slug := fmt.Sprintf("d%02d", i)
		manners[slug] = []host.Manners{
			{AtOnce: 1, Gap: 60 * time.Millisecond, Daily: 100}, {AtOnce: 2, Gap: 25 * time.Millisecond}, {AtOnce: 3, Daily: 9}, {Gap: 40 * time.Millisecond}, {},
			{AtOnce: 1},
		}[i%6]
		directories = append(directories, host.Directory{
			Slug: slug, Name: slug, DAScore: 90 - i, PriorityTier: 1, IsActive: true, Policy: host.PolicyAllowed, Adapter: "generic", Manners: manners[slug],
		})
	}
	if err := s.db.PutDirectories(t.Context(), directories); err != nil {
		t.Fatal(err)
	}
	s.exec(`CREATE TABLE beginnings (id bigserial, directory text, at timestamptz)`)
	s.exec(`CREATE FUNCTION begin_visit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		INSERT INTO beginnings (directory, at) VALUES (NEW.slug, NEW.next_at - NEW.gap); RETURN NEW; END $$`)
	s.exec(`CREATE TRIGGER begin_visit AFTER UPDATE OF next_at ON directories FOR EACH ROW WHEN (NEW.next_at <> OLD.next_at) EXECUTE FUNCTION begin_visit()`)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	var running sync.WaitGroup
	for range 3 {
		d := dispatch.New(dispatch.Config{
			Store: s.db, Enqueue: func(context.Context, pgx.Tx, []uuid.UUID) error { return nil }, Slots: func(context.Context) (int, error) { return 8, nil },
			Log: slog.New(slog.DiscardHandler), Pause: 5 * time.Millisecond, Tick: 20 * time.Millisecond,
		})
		running.Go(func() { d.Run(ctx) })
	}
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 16 {
		s.jobs = append(s.jobs, s.order(n, host.Tiers[random.IntN(4)].Package))
	}
	var most sync.Map // submissions that were under way at the same time, by directory
	for n := range uint64(8) {
		running.Go(func() { s.work(ctx, rand.New(rand.NewPCG(n, 3)), &most) })
	}
	running.Go(func() { // until enough was put to the test, however fast the machine is
		defer stop()
		for visits, visited := 0, 0; ctx.Err() == nil && (visits < 200 || visited < len(manners)); {
			_ = s.db.Pool().QueryRow(ctx, `SELECT count(*), count(DISTINCT directory) FROM beginnings`).Scan(&visits, &visited)
		}
	})
	running.Wait()
	total := 0
	for slug, m := range manners {
		var visits int
		var gap time.Duration
		err := s.db.Pool().QueryRow(t.Context(), `SELECT count(*), coalesce(min(gap), '1 hour') FROM
			(SELECT at - lag(at) OVER (ORDER BY at) AS gap FROM beginnings WHERE directory = $1) g`, slug).Scan(&visits, &gap)
		if err != nil {
			t.Fatal(err)
		}
		total += visits
		if visits == 0 {
			t.Errorf("%s: never visited", slug)
		}
		if gap < m.Gap {
			t.Errorf("%s: two visits begin within %s, want %s at least", slug, gap, m.Gap)
		}
		if m.Daily > 0 && visits > m.Daily {
			t.Errorf("%s: %d submissions begun, want %d at most", slug, visits, m.Daily)
		}
		if n, ok := most.Load(slug); ok && m.AtOnce > 0 && n.(int) > m.AtOnce {
			t.Errorf("%s: %d under way, want %d at most", slug, n, m.AtOnce)
		}
	}
	if total < 100 {
		t.Errorf("%d visits in all: nothing was put to the test", total)
	}
}

// work makes submissions: it takes any that is admitted or brings one back whose worker died.
func (s *street) work(ctx context.Context, random *rand.Rand, most *sync.Map) {
	for ctx.Err() == nil {
		var id uuid.UUID
		err := s.db.Pool().QueryRow(ctx, `SELECT id FROM job_results WHERE status IN ('admitted', 'filling') AND due_at <= now() AND coalesce(lease_until, now()) <= now()
			ORDER BY random() LIMIT 1`).Scan(&id)
		if err != nil {
			continue // nothing, or it is over
		}
		sub, err := s.db.Claim(ctx, id, 150*time.Millisecond)
		if err != nil {
			if k := host.KindOf(err); k != host.Conflict && k != host.NotFound && ctx.Err() == nil {
				s.Errorf("claim: %v", err)
			}
			continue
		}
		s.count(ctx, sub.Directory, most)
		change := host.Change{To: host.Failed, Visit: host.VisitWorked}
		switch random.IntN(6) {
		case 0:
			continue // this worker dies
		case 1:
			change.To, change.After = host.Admitted, time.Duration(random.IntN(50))*time.Millisecond
		case 2:
			change.Visit = host.VisitUntold
		}
		if sub, err = s.db.Move(ctx, sub, change); err == nil && random.IntN(4) == 0 && sub.Status == host.Failed {
			// An error says that it was run again often enough.
			_, _ = s.db.Rerun(ctx, sub.CustomerID, sub.JobID, sub.ID, 1, anyKey, func(context.Context, pgx.Tx, []uuid.UUID) error { return nil })
		}
	}
}

func anyKey(job uuid.UUID, slug string, _ json.RawMessage) (string, error) {
	return job.String() + slug + uuid.NewString(), nil
}

// count keeps how many were under way in a directory at the most.
func (s *street) count(ctx context.Context, slug string, most *sync.Map) {
	var n int
	if s.db.Pool().QueryRow(ctx, `SELECT count(*) FROM job_results WHERE directory = $1 AND status = 'filling' AND lease_until > now()`, slug).Scan(&n) != nil {
		return
	}
	for {
		before, ok := most.LoadOrStore(slug, n)
		if !ok || before.(int) >= n || most.CompareAndSwap(slug, before, n) {
			return
		}
	}
}
