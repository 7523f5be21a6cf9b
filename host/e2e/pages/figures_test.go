package pages

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
)

var figures = flag.Bool("figures", false, "measure what watching costs, and print it")

const (
	openStreams = 1000
	rowsEach    = 20
	changesMade = 500
)

// TestFigures measures how soon a change is seen with many streams open, what a stream weighs, and what a busy page costs a slow machine.
func TestFigures(t *testing.T) {
	if !*figures {
		t.Skip("measuring is asked for by -figures")
	}
	t.Run("streams", measureStreams)
	t.Run("rows", measureRows)
}

// change commits what a worker would, and returns when it began to.
func (s *site) change(ctx context.Context, customer, job, submission uuid.UUID, status host.Status) (time.Time, error) {
	tx, err := s.db.Pool().Begin(ctx)
	if err != nil {
		return time.Time{}, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	batch := &pgx.Batch{}
	batch.Queue("UPDATE job_results SET status = $2, updated_at = now() WHERE id = $1", submission, status)
	batch.Queue("INSERT INTO queue_history (job_id, directory, event_type) SELECT job_id, directory, 'submission_' || $2::text FROM job_results WHERE id = $1", submission, status)
	batch.Queue("SELECT pg_notify('directorybolt', $1)", customer.String()+" "+job.String())
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return time.Time{}, err
	}
	began := time.Now()
	return began, tx.Commit(ctx)
}

// watcher is a customer with a stream.
type watcher struct {
	customer, job, submission uuid.UUID
	session                   string
	seen                      chan time.Time
}

func measureStreams(t *testing.T) {
	s := serve(t)
	all := s.watchers(openStreams)

	before := inUse()
	var ready sync.WaitGroup
	ready.Add(len(all))
	for _, w := range all {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		demand(t, err)
		defer conn.Close()
		_, err = fmt.Fprintf(conn, "GET /portal/events?job=%s&after=%s HTTP/1.1\r\nHost: %s\r\nCookie: session=%s\r\n\r\n", w.job, cursor(s, w), s.url[len("http://"):], w.session)
		demand(t, err)
		go follow(conn, w, &ready)
	}
	ready.Wait()
	each := (inUse() - before) / openStreams

	bare := make(chan time.Time, 1)
	begun := make(chan bool)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() {
		_ = s.db.Listen(ctx, func() { close(begun) }, func(uuid.UUID, uuid.UUID) { bare <- time.Now() })
	}()
	<-begun
	var listened, streamed []time.Duration
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for _, w := range all[:changesMade] {
		<-tick.C
		began, err := s.change(t.Context(), w.customer, w.job, w.submission, host.Filling)
		demand(t, err)
		listened = append(listened, (<-bare).Sub(began))
		streamed = append(streamed, (<-w.seen).Sub(began))
	}
	fmt.Printf("Commit of a change to its arrival, %d streams open, %d changes, 50 a second at most\n", openStreams, changesMade)
	fmt.Printf("  %-36s %10s %10s %10s\n", "", "p50", "p99", "longest")
	for _, m := range []struct {
		name string
		took []time.Duration
	}{{"a bare LISTEN", listened}, {"the event at the client", streamed}} {
		slices.Sort(m.took)
		fmt.Printf("  %-36s %10s %10s %10s\n", m.name, at(m.took, 50), at(m.took, 99), m.took[len(m.took)-1].Round(10*time.Microsecond))
	}
	ratio := float64(at(streamed, 99)) / float64(at(listened, 50))
	fmt.Printf("  p99 of the event / p50 of LISTEN: %.1f, at most 20; p99 at most 500 ms\n", ratio)
	fmt.Printf("  heap and stacks of a stream, both ends: %.1f KiB\n", float64(each)/1024)
	if ratio > 20 || at(streamed, 99) > 500*time.Millisecond {
		t.Error("a figure missed its mark")
	}
}

// watchers makes customers with a session and a job each.
func (s *site) watchers(n int) []*watcher {
	s.t.Helper()
	c, _ := s.customer("first@example.com", "Harbor & Oak")
	s.job(c, rowsEach) // and with it the directories
	s.exec(`INSERT INTO customers (email, company_name, business_data, tier)
		SELECT 'owner' || i || '@example.com', 'Harbor & Oak', '{}', 'starter' FROM generate_series(1, $1::int) i`, n)
	s.exec("INSERT INTO profile_versions (customer_id, version, business_data) SELECT id, 1, '{}' FROM customers WHERE id <> $1", c.ID)
	s.exec(`INSERT INTO sessions (token_hash, role, email, verified, customer_id, expires_at)
		SELECT sha256(id::text::bytea), 'customer', email, true, id, now() + interval '1 hour' FROM customers WHERE id <> $1`, c.ID)
	s.exec(`INSERT INTO jobs (customer_id, package_type, status, profile_version, dirs_total, dirs_paid, announced_at)
		SELECT id, 'starter', 'in_progress', 1, $2::int, $2, now() FROM customers WHERE id <> $1`, c.ID, rowsEach)
	s.exec(`INSERT INTO job_results (job_id, customer_id, directory, status, idempotency_key, business_key, profile_version)
		SELECT j.id, j.customer_id, d.slug, 'admitted', j.id || d.slug, j.id::text, 1 FROM jobs j, directories d WHERE j.customer_id <> $1`, c.ID)
	s.exec(`INSERT INTO queue_history (job_id, directory, event_type) SELECT job_id, directory, 'submission_admitted' FROM job_results WHERE customer_id <> $1`, c.ID)
	s.exec("ANALYZE")
	rows, err := s.db.Pool().Query(s.t.Context(), "SELECT customer_id, job_id, min(id::text)::uuid FROM job_results WHERE customer_id <> $1 GROUP BY 1, 2", c.ID)
	must(s.t, err)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*watcher, error) {
		w := &watcher{seen: make(chan time.Time, 100)}
		err := row.Scan(&w.customer, &w.job, &w.submission)
		w.session = w.customer.String()
		return w, err
	})
	must(s.t, err)
	return all
}

func cursor(s *site, w *watcher) string {
	s.t.Helper()
	watch, err := s.db.Watch(s.t.Context(), w.customer, w.job, "0")
	must(s.t, err)
	return watch.Cursor
}

// follow reads a stream: its first message says that it is there, a later one that the submission is under way.
func follow(conn net.Conn, w *watcher, ready *sync.WaitGroup) {
	r := bufio.NewReaderSize(conn, 512)
	messages := 0
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		if strings.HasPrefix(line, "id: ") {
			if messages++; messages == 1 {
				ready.Done()
			}
		}
		if strings.Contains(line, "s-"+w.submission.String()) && strings.Contains(line, string(host.StandingSubmitting)) {
			w.seen <- time.Now()
		}
	}
}

func inUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}

func at(sorted []time.Duration, percent int) time.Duration {
	return sorted[(len(sorted)-1)*percent/100].Round(10 * time.Microsecond)
}

// measureRows changes rows of a page of 500 on a slowed processor and counts the tasks that a person would notice.
func measureRows(t *testing.T) {
	const rows, slowed = 500, 4
	s := serve(t)
	c, session := s.customer("owner@example.com", "Harbor & Oak")
	job, ids := s.job(c, rows)
	s.exec("UPDATE job_results SET status = 'admitted', listing = 'none', listing_url = ''")
	v := desktop
	v.session = session
	page := watching(t, s, v, "/portal")
	cdp, err := page.Context().NewCDPSession(page)
	demand(t, err)
	_, err = cdp.Send("Emulation.setCPUThrottlingRate", map[string]any{"rate": slowed})
	demand(t, err)
	_, err = page.Evaluate(`() => {
		window.long = [];
		window.messages = 0;
		new PerformanceObserver((l) => window.long.push(...l.getEntries().map((e) => e.duration))).observe({ type: 'longtask' });
		new MutationObserver(() => window.messages++).observe(document.getElementById('activity'), { childList: true, subtree: true, characterData: true });
	}`)
	demand(t, err)
	busy := taskSeconds(t, cdp)
	began, changes := time.Now(), 0
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for time.Since(began) < 15*time.Second {
		<-tick.C
		status := []host.Status{host.Filling, host.Failed}[changes/rows%2]
		_, err := s.change(t.Context(), c.ID, job, ids[changes*7%rows], status)
		demand(t, err)
		changes++
	}
	took := time.Since(began)
	busy = taskSeconds(t, cdp) - busy
	long, err := page.Evaluate("window.long")
	demand(t, err)
	messages, err := page.Evaluate("window.messages")
	demand(t, err)
	tasks := long.([]any)
	fmt.Printf("%d rows, %.0f changes a second, processor slowed %d times, %s\n", rows, float64(changes)/took.Seconds(), slowed, took.Round(time.Second))
	fmt.Printf("  tasks over 50 ms: %d %v; main thread busy %.0f %%; activity renewed %v times\n", len(tasks), tasks, 100*busy/took.Seconds(), messages)
	if len(tasks) > 0 {
		t.Error("a figure missed its mark")
	}
}

// taskSeconds is how long the page's main thread has worked so far.
func taskSeconds(t *testing.T, cdp interface {
	Send(method string, params map[string]any) (any, error)
}) float64 {
	t.Helper()
	_, err := cdp.Send("Performance.enable", nil)
	demand(t, err)
	answer, err := cdp.Send("Performance.getMetrics", nil)
	demand(t, err)
	for _, m := range answer.(map[string]any)["metrics"].([]any) {
		if m := m.(map[string]any); m["name"] == "TaskDuration" {
			return m["value"].(float64)
		}
	}
	t.Fatal("the browser does not tell how long it worked")
	return 0
}
