package e2e

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/host/worker"
	"github.com/directorybolt/directorybolt/sdk"
)

var figures = flag.Bool("figures", false, "measure: prints tables of interleaved pairs")

const (
	measured = 150 // submissions of a run
	slots    = 4   // worked on at once
	runs     = 3
)

// TestFigures measures what a submission costs beside its browser: the calls of the adapter in the sandbox, the state machine, evidence and events. A
// session serves pages that were observed before; all else is real, and the database syncs to disk. The other side of each pair is what the queue alone
// can do: as many of its jobs, each of which makes as many commits of one small row.
func TestFigures(t *testing.T) {
	if !*figures {
		t.Skip("measuring is asked for by -figures")
	}
	p := newPipeline(t)
	fmt.Printf("%d submissions, %d at once, %d pairs\n", measured, slots, runs)
	fmt.Printf("%-8s %16s %16s %16s %8s\n", "", "commits of each", "ours: a second", "river: a second", "ratio")
	var ratios []float64
	for n := range runs {
		took, commits := p.order(t)
		alone := p.alone(t, commits)
		ours, river := measured/took.Seconds(), measured/alone.Seconds()
		ratios = append(ratios, ours/river)
		fmt.Printf("%-8d %16d %16.0f %16.0f %8.2f\n", n+1, commits, ours, river, ours/river)
	}
	slices.Sort(ratios)
	fmt.Printf("median ratio %.2f\n", ratios[runs/2])
	if median := ratios[runs/2]; median < 0.5 {
		t.Errorf("the pipeline makes %.2f of what the queue alone makes; at least 0.50 is wanted", median)
	}
}

// pipeline is an order's way from its announcement to its last row, without a browser.
type pipeline struct {
	db     *postgres.DB
	blobs  *blob.Store
	module *sandbox.Module
	form   sdk.Page
	orders int
}

const stored = "../../plugins/generic/testdata/"

func newPipeline(t *testing.T) *pipeline {
	t.Helper()
	p := &pipeline{}
	dir, err := os.MkdirTemp("/tmp", "pgfigures")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	server, err := postgres.Start(t.Context(), postgres.Private{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	if err := server.Create(t.Context(), "figures", ""); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Migrate(t.Context(), server.DSN("figures")); err != nil {
		t.Fatal(err)
	}
	if p.db, err = postgres.Open(t.Context(), server.DSN("figures")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.db.Close)
	if p.blobs, err = blob.Open(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	engine, err := sandbox.New(t.Context(), sandbox.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close(context.WithoutCancel(t.Context())) })
	wasm, err := os.ReadFile("../../bin/adapters/generic.wasm")
	if err != nil {
		t.Fatalf("%v: run `make bin/adapters/generic.wasm`", err)
	}
	if p.module, err = engine.Load(t.Context(), wasm); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(stored + "pages/form.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(page, &p.form); err != nil {
		t.Fatal(err)
	}
	p.fillCatalogue(t)
	log := slog.New(slog.DiscardHandler)
	startDispatcher(t, p.db, newWorker(t, worker.Config{Store: p.db, Pool: p.db.Pool(), Log: log}), slots, log)
	return p
}

const at = "http://mainstreetlist.localhost:7071"

func (p *pipeline) fillCatalogue(t *testing.T) {
	t.Helper()
	directories := make([]host.Directory, measured)
	for i := range directories {
		directories[i] = host.Directory{
			Slug: fmt.Sprintf("directory%03d", i), Name: "Main Street List", Website: at, DAScore: 50, PriorityTier: 1, IsActive: true, Policy: host.PolicyAllowed,
			Adapter: "generic", Hosts: []string{"mainstreetlist.localhost:7071"}, Start: at + "/add",
			Config: `{"listing": "/listing/", "search": "/search?q={name}", "lookup_complete": true}`,
		}
	}
	if err := p.db.PutDirectories(t.Context(), directories); err != nil {
		t.Fatal(err)
	}
}

// order carries a whole order through, and returns how long it took and how many commits that wrote something each submission made.
func (p *pipeline) order(t *testing.T) (took time.Duration, commits int) {
	t.Helper()
	p.orders++
	name := fmt.Sprintf("Bayside Plumbing %d", p.orders)
	number := fmt.Sprintf("555-%04d", 100+p.orders)
	profile := fmt.Appendf(nil, `{"name": %q, "phone": "+1 415 %s", "description": "We mend what breaks, day and night, and write down what we did.", "email": "office@acme.example",
		"website": "https://acme.example/", "categories": ["Plumber"], "contact": {"name": "Dana Example"},
		"address": {"street": "1 Main Street", "city": "San Francisco", "region": "CA", "postal_code": "94105", "country": "US"}}`, name, number)
	customer, err := p.db.CreateCustomer(t.Context(), host.Customer{Email: "owner@acme.example", CompanyName: name, Profile: profile, Tier: host.Professional})
	if err != nil {
		t.Fatal(err)
	}
	job, err := p.db.CreateJob(t.Context(), customer.ID, host.Professional)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorker(t, worker.Config{
		Store: p.db, Pool: p.db.Pool(), Blobs: p.blobs, Log: slog.New(slog.DiscardHandler), Submissions: slots,
		Adapter: func(context.Context, string) (worker.Adapter, error) { return p.module, nil },
		Session: func(context.Context, host.Submission, host.Directory) (worker.Session, error) {
			return &serving{form: &p.form, name: name, number: number}, nil
		},
	})
	if err := w.Announce(t.Context(), job.ID, customer.ProfileVersion); err != nil {
		t.Fatal(err)
	}
	before := p.written(t)
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for {
		j, err := p.db.Job(t.Context(), job.ID)
		if err != nil {
			t.Fatal(err)
		}
		if j.Job.Status == host.JobCompleted {
			if live := j.Counts[host.ShareLive]; live != measured {
				rows, err := p.db.Submissions(t.Context(), job.ID)
				t.Fatalf("%d of %d are live: %v (%v); one says %s %s", live, measured, j.Counts, err, rows[0].Submission.Note, rows[0].Submission.ErrorLog)
			}
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	const sql = `SELECT max(timestamp) - min(timestamp) FROM queue_history WHERE job_id = $1 AND event_type IN ('job_started', 'job_completed')`
	if err := p.db.Pool().QueryRow(t.Context(), sql, job.ID).Scan(&took); err != nil {
		t.Fatal(err)
	}
	commits = (p.written(t) - before + measured/2) / measured
	if err := w.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	return took, commits
}

// written is how many transactions that wrote something the server has begun.
func (p *pipeline) written(t *testing.T) (n int) {
	t.Helper()
	if err := p.db.Pool().QueryRow(t.Context(), "SELECT pg_current_xact_id()::text::bigint").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

type committing struct {
	Commits int `json:"commits"`
}

// Kind is its name in the queue.
func (committing) Kind() string { return "committing" }

// alone is how long the queue takes over as many jobs of as many commits.
func (p *pipeline) alone(t *testing.T, commits int) time.Duration {
	t.Helper()
	if _, err := p.db.Pool().Exec(t.Context(), "CREATE TABLE IF NOT EXISTS committed (job bigint, n int, at timestamptz DEFAULT now())"); err != nil {
		t.Fatal(err)
	}
	var left atomic.Int64
	left.Store(measured)
	done := make(chan struct{})
	workers := river.NewWorkers()
	var began time.Time
	var once sync.Once
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[committing]) error {
		once.Do(func() { began = time.Now() })
		for n := range job.Args.Commits {
			if _, err := p.db.Pool().Exec(ctx, "INSERT INTO committed (job, n) VALUES ($1, $2)", job.ID, n); err != nil {
				return err
			}
		}
		if left.Add(-1) == 0 {
			close(done)
		}
		return nil
	}))
	// Its jobs are so short that it would wait for its own pause between fetches most of the time; ours are not, and would look better beside it than they are.
	queue, err := river.NewClient(riverpgxv5.New(p.db.Pool()), &river.Config{
		Logger: slog.New(slog.DiscardHandler), Workers: workers, Queues: map[string]river.QueueConfig{"committing": {MaxWorkers: slots}}, FetchCooldown: 5 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	jobs := make([]river.InsertManyParams, measured)
	for i := range jobs {
		jobs[i] = river.InsertManyParams{Args: committing{commits}, InsertOpts: &river.InsertOpts{Queue: "committing"}}
	}
	err = pgx.BeginFunc(t.Context(), p.db.Pool(), func(tx pgx.Tx) error {
		_, err := queue.InsertManyFastTx(t.Context(), tx, jobs)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := queue.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-done
	took := time.Since(began)
	if err := queue.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	return took
}

// serving is a session that serves pages that were observed before.
type serving struct {
	form         *sdk.Page
	name, number string // of the business
	page         *sdk.Page
}

func (s *serving) Goto(_ context.Context, address string) error {
	path, _, _ := strings.Cut(strings.TrimPrefix(address, at), "?")
	switch path {
	case "/add":
		form := *s.form
		form.Controls = slices.Clone(form.Controls)
		s.page = &form
	case "/search":
		s.page = &sdk.Page{URL: address, Status: 200, Text: "No listings found for “" + s.name + "”."}
	default:
		s.page = &sdk.Page{URL: address, Status: 200, Title: s.name + " – Main Street List", Headings: []string{s.name}, Text: s.name + "\nPhone: (415) " + s.number}
	}
	return nil
}

func (s *serving) Observe(context.Context) (*sdk.Page, error) { return s.page, nil }

func (s *serving) Run(ctx context.Context, steps []sdk.Step) ([]sdk.StepResult, error) {
	results := make([]sdk.StepResult, len(steps))
	for i, step := range steps {
		results[i] = sdk.StepResult{Ok: true, Value: step.Value}
		if step.Kind == sdk.StepGoto {
			if err := s.Goto(ctx, step.Value); err != nil {
				return nil, err
			}
			continue
		}
		if c := s.page.Controls; step.Target != nil {
			if n := slices.IndexFunc(c, func(c sdk.Control) bool { return c.Ref == step.Target.Value }); n >= 0 {
				c[n].Value = step.Value
			}
		}
	}
	return results, nil
}

func (s *serving) Prepare(context.Context, sdk.Step) (func(context.Context) error, error) {
	return func(context.Context) error {
		s.page = &sdk.Page{
			URL: at + "/add", Status: 200, Text: "Thank you for your submission.\nYour listing is now live.\nView your listing",
			Links: []sdk.Link{{Ref: "l1", Text: "View your listing", URL: at + "/listing/1001"}},
		}
		return nil
	}, nil
}

// Screenshot is of the size that one of a form has, and like none before.
func (s *serving) Screenshot(context.Context) ([]byte, error) {
	image := make([]byte, 60<<10)
	_, err := rand.Read(image)
	return image, err
}

// RetryAfter is part of a session.
func (s *serving) RetryAfter() time.Duration { return 0 }

func (s *serving) Close() error { return nil }
