// Package e2e tests the parts together. Nothing imports it.
package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/dispatch"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
	"github.com/directorybolt/directorybolt/host/worker"
	"github.com/directorybolt/directorybolt/host/worker/workertest"
)

const profile = `{"name": "Acme Plumbing", "phone": "+14155550132", "description": "Plumbers.", "website": "https://acme.example",
	"address": {"street": "1 Main Street", "city": "Springfield", "region": "CA", "postal_code": "94105", "country": "US"}}`

// order is a Starter order over sites in memory.
type order struct {
	db    *postgres.DB
	blobs *blob.Store
	sites map[string]*workertest.Site
	job   host.Job
}

// newOrder stores the sites as directories and a job for them that has not been announced.
func newOrder(t *testing.T, sites map[string]*workertest.Site) *order {
	t.Helper()
	o := &order{db: postgrestest.Open(t), sites: sites}
	var err error
	if o.blobs, err = blob.Open(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	var directories []host.Directory
	for slug, site := range sites {
		d := site.Directory()
		d.Slug = slug
		directories = append(directories, d)
	}
	if err := o.db.PutDirectories(t.Context(), directories); err != nil {
		t.Fatal(err)
	}
	customer, err := o.db.CreateCustomer(t.Context(), host.Customer{
		Email: "owner@acme.example", CompanyName: "Acme Plumbing", Profile: json.RawMessage(profile), Tier: host.Starter,
	})
	if err != nil {
		t.Fatal(err)
	}
	o.addJob(t, customer.ID)
	return o
}

func (o *order) addJob(t *testing.T, customer uuid.UUID) {
	t.Helper()
	var err error
	if o.job, err = o.db.CreateJob(t.Context(), customer, host.Starter); err != nil {
		t.Fatal(err)
	}
}

// config is that of a worker which knows the sites, and is in a hurry.
func (o *order) config() worker.Config {
	return worker.Config{
		Store: o.db, Pool: o.db.Pool(), Blobs: o.blobs, Log: slog.New(slog.DiscardHandler),
		Adapter: func(context.Context, string) (worker.Adapter, error) { return siteAdapter{o}, nil },
		Session: func(_ context.Context, _ host.Submission, d host.Directory) (worker.Session, error) {
			return o.sites[d.Slug].Session(), nil
		},
		Lease: time.Second, PressTime: time.Second, PressWindow: 1500 * time.Millisecond, ReapEvery: 100 * time.Millisecond,
	}
}

func newWorker(t *testing.T, c worker.Config) *worker.Worker {
	t.Helper()
	w, err := worker.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func startWorker(t *testing.T, c worker.Config) *worker.Worker {
	t.Helper()
	w := newWorker(t, c)
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := w.Stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	if s, ok := c.Store.(dispatch.Store); ok { // a store that only submits has nothing planned
		startDispatcher(t, s, w, 8, c.Log)
	}
	return w
}

// startDispatcher admits what is planned, until the test ends.
func startDispatcher(t *testing.T, store dispatch.Store, w *worker.Worker, slots int, log *slog.Logger) {
	t.Helper()
	d := dispatch.New(dispatch.Config{
		Store: store, Enqueue: w.EnqueueSubmissions, Slots: func(context.Context) (int, error) { return slots, nil }, Log: log, Tick: 100 * time.Millisecond,
	})
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { d.Run(ctx) })
	t.Cleanup(func() { stop(); running.Wait() })
}

// settled waits until the job is completed and returns its submissions by directory.
func (o *order) settled(t *testing.T) map[string]host.Submission {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		j, err := o.db.Job(ctx, o.job.ID)
		if err != nil {
			t.Fatalf("job never completed: %v; it is %s", err, o.describe(t))
		}
		if j.Job.Status == host.JobCompleted {
			return o.submissions(t)
		}
		<-tick.C
	}
}

func (o *order) submissions(t *testing.T) map[string]host.Submission {
	t.Helper()
	rows, err := o.db.Submissions(context.WithoutCancel(t.Context()), o.job.ID)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]host.Submission{}
	for _, r := range rows {
		out[r.Submission.Directory] = r.Submission
	}
	return out
}

func (o *order) describe(t *testing.T) string {
	text := ""
	for slug, s := range o.submissions(t) {
		text += slug + " " + string(s.Status) + " (" + s.ErrorLog + "); "
	}
	return text
}

// book is a log that is read while it is written.
type book struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *book) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *book) read() string { b.mu.Lock(); defer b.mu.Unlock(); return b.text.String() }

func TestOrder(t *testing.T) {
	t.Parallel()
	type want struct {
		status   host.Status
		listing  host.Listing
		accepted int
		pressed  int
	}
	sites := map[string]*workertest.Site{
		"plain":              {},
		"moderated":          {Moderated: true},
		"existing":           {Listed: "Acme Plumbing"},
		"thank-you":          {Forgets: true},
		"refuses":            {Refusals: 1},
		"lost-answer":        {LostAnswers: 1},
		"lost-press":         {LostPresses: 1},
		"flaky":              {Down: 1},
		"gone":               {Gone: true},
		"unreachable-answer": {Moderated: true, LostAnswers: 1},
		"hearsay":            {Duplicate: true}, // its words hold the name
	}
	wants := map[string]want{
		"plain":              {host.Submitted, host.Live, 1, 1},
		"moderated":          {host.Submitted, host.UnderReview, 1, 1},
		"existing":           {host.Skipped, host.Duplicate, 0, 0},
		"thank-you":          {host.Unknown, host.NoListing, 0, 1},
		"refuses":            {host.Submitted, host.Live, 1, 2},
		"lost-answer":        {host.Submitted, host.Live, 1, 1},
		"lost-press":         {host.Submitted, host.Live, 1, 2},
		"flaky":              {host.Submitted, host.Live, 1, 1},
		"gone":               {host.Failed, host.NoListing, 0, 0},
		"unreachable-answer": {host.Unknown, host.NoListing, 1, 1},
		"hearsay":            {host.Unknown, host.NoListing, 0, 1},
	}
	o := newOrder(t, sites)
	c, logged := o.config(), new(book)
	c.Log = slog.New(slog.NewTextHandler(logged, nil))
	w := startWorker(t, c)
	if err := w.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	got := o.settled(t)
	if log := logged.read(); !strings.Contains(log, "submission worked on") || strings.Contains(log, "Acme") {
		t.Errorf("the log must tell of submissions, and nothing of the business:\n%s", log)
	}
	for slug, expected := range wants {
		s, site := got[slug], sites[slug]
		if g := (want{s.Status, s.Listing, site.Accepted(), site.Pressed()}); g != expected {
			t.Errorf("%s: got %+v, want %+v (%s)", slug, g, expected, s.ErrorLog)
		}
		if s.Listing == host.Live && (s.ListingURL == "" || s.Verdict.Quote == "" || s.Screenshot == "") {
			t.Errorf("%s: live without proof: %+v", slug, s)
		}
		if s.Screenshot != "" {
			if _, err := o.blobs.Get(t.Context(), s.Screenshot); err != nil {
				t.Errorf("%s: %v", slug, err)
			}
		}
	}
	j, err := o.db.Job(t.Context(), o.job.ID)
	if err != nil {
		t.Fatal(err)
	}
	if j.Job.DirsDone != len(sites) || j.Job.Progress != 100 || j.Counts.Total() != len(sites) {
		t.Errorf("job %+v counts %v", j.Job, j.Counts)
	}
	o.wantLegalHistory(t)
}

// wantLegalHistory checks that queue_history holds every step of every submission, each from where the one before led to.
func (o *order) wantLegalHistory(t *testing.T) {
	t.Helper()
	for slug, s := range o.submissions(t) {
		events, err := o.db.Events(t.Context(), s.ID)
		if err != nil {
			t.Fatal(err)
		}
		at := host.Status("")
		for _, e := range events {
			var step struct{ From, To host.Status }
			if err := json.Unmarshal([]byte(e.Data), &step); err != nil {
				t.Fatal(err)
			}
			if step.From != at {
				t.Errorf("%s: a step from %s after one to %s", slug, step.From, at)
			}
			at = step.To
		}
		if at != s.Status {
			t.Errorf("%s: the history ends at %s, the submission is %s", slug, at, s.Status)
		}
	}
}

// A second order of the same customer finds what the first has done.
func TestSecondOrderSubmitsNothingTwice(t *testing.T) {
	t.Parallel()
	sites := map[string]*workertest.Site{"plain": {}, "moderated": {Moderated: true}, "thank-you": {Forgets: true}}
	o := newOrder(t, sites)
	w := startWorker(t, o.config())
	if err := w.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	o.settled(t)
	o.addJob(t, o.job.CustomerID)
	if err := w.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	for slug, s := range o.settled(t) {
		if s.Status != host.Skipped || sites[slug].Pressed() != 1 {
			t.Errorf("%s: %s after %d presses, want skipped after 1", slug, s.Status, sites[slug].Pressed())
		}
	}
}

// An order whose queue entries are lost, or whose worker died before it began, is brought back.
func TestLostQueueIsBroughtBack(t *testing.T) {
	t.Parallel()
	o := newOrder(t, map[string]*workertest.Site{"plain": {}})
	if err := newWorker(t, o.config()).Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := o.db.Pool().Exec(t.Context(), "DELETE FROM river_job"); err != nil {
		t.Fatal(err)
	}
	startWorker(t, o.config())
	if s := o.settled(t)["plain"]; s.Status != host.Submitted || o.sites["plain"].Accepted() != 1 {
		t.Errorf("%s after %d submissions", s.Status, o.sites["plain"].Accepted())
	}
}

// Another customer with the same phone number is the same business, whatever else the profile says.
func TestSecondCustomerSubmitsNothingTwice(t *testing.T) {
	t.Parallel()
	sites := map[string]*workertest.Site{"moderated": {Moderated: true}, "thank-you": {Forgets: true}}
	o := newOrder(t, sites)
	w := startWorker(t, o.config())
	if err := w.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	o.settled(t)
	other, err := o.db.CreateCustomer(t.Context(), host.Customer{
		Email: "sales@acme.example", CompanyName: "Acme Pipes", Tier: host.Starter,
		Profile: json.RawMessage(strings.Replace(profile, "Acme Plumbing", "Acme Pipes", 1)),
	})
	if err != nil {
		t.Fatal(err)
	}
	o.addJob(t, other.ID)
	if err := w.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	for slug, s := range o.settled(t) {
		if s.Status != host.Skipped || sites[slug].Pressed() != 1 {
			t.Errorf("%s: %s after %d presses, want skipped after 1", slug, s.Status, sites[slug].Pressed())
		}
	}
}

// A worker whose gate is shut takes nothing, and what came to it waits until it opens.
func TestAShutGateTakesNothing(t *testing.T) {
	t.Parallel()
	o := newOrder(t, map[string]*workertest.Site{"plain": {}})
	var open atomic.Bool
	asked := make(chan struct{}, 1)
	c := o.config()
	c.Gate = func() error {
		if open.Load() {
			return nil
		}
		select {
		case asked <- struct{}{}:
		default:
		}
		return errors.New("the disk is full")
	}
	w := startWorker(t, c)
	if err := w.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	<-asked
	<-asked // what came is not done with
	if s := o.submissions(t)["plain"]; s.Attempts != 0 || s.Status != host.Admitted {
		t.Errorf("behind a shut gate it is %s after %d attempts", s.Status, s.Attempts)
	}
	open.Store(true)
	if s := o.settled(t)["plain"]; s.Status != host.Submitted || o.sites["plain"].Accepted() != 1 {
		t.Errorf("%s after %d submissions", s.Status, o.sites["plain"].Accepted())
	}
}
