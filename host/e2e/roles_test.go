package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/localdirectories"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
	"github.com/directorybolt/directorybolt/host/worker"
)

// fleet is a database and the processes that share it, and one data folder.
type fleet struct {
	t    *testing.T
	dsn  string
	data string
	port string // of the directories
	db   *postgres.DB
}

// member is one process of a fleet.
type member struct {
	t    *testing.T
	cmd  *exec.Cmd
	log  string
	url  string        // set when it is up
	done chan struct{} // closed when it has ended
}

func newFleet(t *testing.T, dsn string, directories net.Addr) *fleet {
	t.Helper()
	f := &fleet{t: t, dsn: dsn, data: t.TempDir()}
	var err error
	if _, f.port, err = net.SplitHostPort(directories.String()); err != nil {
		t.Fatal(err)
	}
	shareCompiled(t, f.data)
	return f
}

// shareCompiled gives a data folder the adapters that other tests have compiled: to compile them anew would be most of the test.
func shareCompiled(t *testing.T, data string) {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	compiled := filepath.Join(cache, "directorybolt", "compiled")
	if err := errors.Join(os.MkdirAll(data, 0o755), os.MkdirAll(compiled, 0o700), os.Symlink(compiled, filepath.Join(data, "compiled"))); err != nil {
		t.Fatal(err)
	}
}

// open connects the test itself.
func (f *fleet) open() {
	f.t.Helper()
	var err error
	if f.db, err = postgres.Open(f.t.Context(), f.dsn); err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(f.db.Close)
}

// start runs `serve` and does not wait until it is up.
func (f *fleet) start(args ...string) (m *member, up <-chan struct{}) {
	f.t.Helper()
	m = &member{t: f.t, log: filepath.Join(f.t.TempDir(), "log"), done: make(chan struct{})}
	log, err := os.Create(m.log)
	if err != nil {
		f.t.Fatal(err)
	}
	m.cmd = exec.Command(program(f.t), append([]string{"serve", "--local-directories", f.port, "--plugins", "../../plugins", "--adapters", "../../bin/adapters",
		"--data", f.data, "--listen", "127.0.0.1:0"}, args...)...)
	m.cmd.Env = append(os.Environ(), "DATABASE_URL="+f.dsn, node)
	m.cmd.Stderr = log
	out, err := m.cmd.StdoutPipe()
	if err != nil {
		f.t.Fatal(err)
	}
	if err := m.cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	isUp := make(chan struct{})
	go func() {
		defer close(m.done)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if _, rest, ok := strings.Cut(lines.Text(), "is up at "); ok {
				m.url, _, _ = strings.Cut(rest, ". ")
				close(isUp)
			}
		}
		_ = m.cmd.Wait()
		log.Close()
	}()
	f.t.Cleanup(func() {
		_ = m.cmd.Process.Kill()
		<-m.done
		if f.t.Failed() {
			f.t.Logf("log of serve %v:\n%s", args, m.said())
		}
	})
	return m, isUp
}

func (f *fleet) serve(args ...string) *member {
	f.t.Helper()
	m, up := f.start(args...)
	select {
	case <-up:
	case <-m.done:
		f.t.Fatalf("serve %v ended before it was up", args)
	case <-time.After(2 * time.Minute):
		f.t.Fatalf("serve %v is not up", args)
	}
	return m
}

func (m *member) said() string {
	data, err := os.ReadFile(m.log)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func (m *member) signal(s syscall.Signal) {
	m.t.Helper()
	if err := m.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		m.t.Fatal(err)
	}
}

// ends waits until the process has ended, and returns its exit code; -1 for a signal.
func (m *member) ends() int {
	m.t.Helper()
	select {
	case <-m.done:
	case <-time.After(time.Minute):
		m.t.Fatal("the process does not end")
	}
	return m.cmd.ProcessState.ExitCode()
}

// get returns the code and the text of the answer; 0 if nobody answers.
func (m *member) get(path string) (int, string) { return m.getFrom(m.url + path) }

func (m *member) getFrom(address string) (int, string) {
	response, err := http.Get(address)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(body)
}

// eventually waits until what is asked is so.
func (f *fleet) eventually(what string, within time.Duration, so func() bool) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), within)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		select {
		case <-ctx.Done():
			f.t.Fatalf("%s: not within %s", what, within)
		case <-tick.C:
		}
	}
}

// customer is somebody who may order.
func (f *fleet) customer() host.Customer {
	f.t.Helper()
	business, err := host.ParseBusiness([]byte(strings.NewReplacer("Springfield", "San Francisco",
		`"Plumbers."`, `"We mend what breaks, day and night.", "email": "office@example.com", "categories": ["Plumber"], "contact": {"name": "Dana Example"}`).Replace(profile)))
	if err != nil {
		f.t.Fatal(err)
	}
	data, err := json.Marshal(business)
	if err != nil {
		f.t.Fatal(err)
	}
	c, err := f.db.CreateCustomer(f.t.Context(), host.Customer{Email: "owner@example.com", CompanyName: business.Name, Profile: data, Tier: host.Starter})
	if err != nil {
		f.t.Fatal(err)
	}
	return c
}

// order has a customer order one directory. Some process with the role of a dispatcher plans it.
func (f *fleet) order(c host.Customer, slug string) uuid.UUID {
	f.t.Helper()
	w := newWorker(f.t, worker.Config{Duties: []worker.Duty{}, Store: f.db, Pool: f.db.Pool(), Log: slog.New(slog.DiscardHandler)})
	job, err := f.db.CreateJobFor(f.t.Context(), c.ID, slug, false)
	if err != nil {
		f.t.Fatal(err)
	}
	if err := w.Announce(f.t.Context(), job.ID, c.ProfileVersion); err != nil {
		f.t.Fatal(err)
	}
	return job.ID
}

// row is the one submission of a job; ok is false while there is none, or nobody to ask.
func (f *fleet) row(job uuid.UUID) (s host.Submission, ok bool) {
	rows, err := f.db.Submissions(context.WithoutCancel(f.t.Context()), job)
	if err != nil || len(rows) != 1 {
		return s, false
	}
	return rows[0].Submission, true
}

// anyDirectory is one whose form an adapter may fill in.
func (f *fleet) anyDirectory() (slug string) {
	f.t.Helper()
	if err := f.db.Pool().QueryRow(f.t.Context(), "SELECT slug FROM directories WHERE policy = 'allowed' AND adapter = 'generic' ORDER BY slug LIMIT 1").Scan(&slug); err != nil {
		f.t.Fatal(err)
	}
	return slug
}

// TestWorkersComeAndGo has a directory that never answers, so that work on it is under way for as long as the test wants. A worker with a full disk
// takes nothing; one that is stopped twice dies with its work, which another takes up; that one is stopped once, and hands it back.
func TestWorkersComeAndGo(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Postgres and a browser")
	}
	t.Parallel()
	silent := make(chan struct{})
	directories := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-silent }))
	t.Cleanup(func() { close(silent); directories.Close() })
	f := newFleet(t, postgrestest.DSN(t), directories.Listener.Addr())
	f.open()
	front := f.serve("--roles", "web,dispatch")
	job := f.order(f.customer(), f.anyDirectory())

	full := f.serve("--roles", "worker", "--keep-free", "99999999")
	f.eventually("a worker without room is on record", 20*time.Second, func() bool {
		var there bool
		err := f.db.Pool().QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM processes WHERE roles = '{worker}' AND slots = 0 AND parts::text LIKE '%disk is full%')").Scan(&there)
		_, planned := f.row(job)
		return err == nil && there && planned
	})
	if code, text := full.get("/ready"); code != http.StatusServiceUnavailable || !strings.Contains(text, "the disk is full") {
		t.Errorf("with a full disk: %d %s", code, text)
	}
	full.signal(syscall.SIGTERM)
	if code := full.ends(); code != 0 {
		t.Errorf("exit code %d of a worker that did nothing", code)
	}
	if s, ok := f.row(job); !ok || s.Attempts != 0 {
		t.Errorf("with a full disk %d attempts were made", s.Attempts)
	}

	first := f.serve("--roles", "worker")
	f.eventually("the first worker is at work", 20*time.Second, func() bool { s, ok := f.row(job); return ok && s.Status == host.Filling })
	if code, text := first.get("/ready"); code != http.StatusOK {
		t.Errorf("a worker at work: %d %s", code, text)
	}
	if n, err := f.db.Slots(t.Context()); err != nil || n == 0 {
		t.Errorf("the slots of living workers are %d, %v", n, err)
	}
	first.signal(syscall.SIGTERM)
	f.eventually("readiness goes first", 10*time.Second, func() bool { code, _ := first.get("/ready"); return code == http.StatusServiceUnavailable })
	if code, _ := first.get("/health"); code != http.StatusOK {
		t.Errorf("while it ends its work, a worker is alive: %d", code)
	}
	f.eventually("nobody sends it work", 10*time.Second, func() bool { n, err := f.db.Slots(t.Context()); return err == nil && n == 0 })
	second := f.serve("--roles", "worker", "--stop-within", "1ms")
	first.signal(syscall.SIGTERM)
	if code := first.ends(); code != -1 {
		t.Errorf("a second signal ends a process at once, with the exit code of a signal, not %d", code)
	}
	// The promise; it takes up to a lease and a third, and a second for the queue.
	f.eventually("another worker takes up what a dead one held", 30*time.Second, func() bool { s, ok := f.row(job); return ok && s.Attempts == 2 })

	second.signal(syscall.SIGTERM)
	if code := second.ends(); code != 0 {
		t.Errorf("exit code %d of a worker that was stopped", code)
	}
	var free bool
	err := f.db.Pool().QueryRow(t.Context(), `SELECT r.status = 'admitted' AND r.lease_until IS NULL AND r.due_at <= clock_timestamp() AND EXISTS (
			SELECT FROM river_job q WHERE q.args @> jsonb_build_object('submission_id', r.id) AND q.state = 'available')
		FROM job_results r WHERE job_id = $1`, job).Scan(&free)
	if err != nil || !free {
		s, _ := f.row(job)
		t.Errorf("what a stopped worker held is not free for others: %+v, %v", s, err)
	}
	var lost, stopped int
	if err := f.db.Pool().QueryRow(t.Context(), "SELECT count(*) FILTER (WHERE stopped_at IS NULL), count(stopped_at) FROM processes WHERE 'worker' = ANY(roles)").Scan(&lost, &stopped); err != nil || lost != 1 || stopped != 2 {
		t.Errorf("%d workers are on record as ended by themselves and %d not, %v; want 2 and 1", stopped, lost, err)
	}
	front.signal(syscall.SIGTERM)
	if code := front.ends(); code != 0 {
		t.Errorf("exit code %d of the pages", code)
	}
}

// TestTheDatabaseGoesAway starts a process before its database, and takes the database away while orders are under way.
func TestTheDatabaseGoesAway(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Postgres and a browser")
	}
	t.Parallel()
	dir, err := os.MkdirTemp("/tmp", "away")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	start := func() *postgres.Server {
		t.Helper()
		server, err := postgres.Start(context.WithoutCancel(t.Context()), postgres.Private{Dir: dir, Throwaway: true})
		if err != nil {
			t.Fatal(err)
		}
		return server
	}
	stop := func(server *postgres.Server) {
		t.Helper()
		if err := server.Stop(); err != nil {
			t.Fatal(err)
		}
	}
	server := start()
	if err := server.Create(t.Context(), "directorybolt", ""); err != nil {
		t.Fatal(err)
	}
	stop(server)

	local, err := localdirectories.New(localdirectories.Config{Data: t.TempDir(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	directories := httptest.NewServer(local)
	t.Cleanup(func() { directories.CloseClientConnections(); directories.Close(); _ = local.Close() })
	f := newFleet(t, server.DSN("directorybolt"), directories.Listener.Addr())

	m, up := f.start("--lease", "3s", "--press-window", "8s")
	f.eventually("it waits for the database", 20*time.Second, func() bool { return strings.Contains(m.said(), "waiting for the database") })
	server = start()
	t.Cleanup(func() { _ = server.Stop() })
	select {
	case <-up:
	case <-m.done:
		t.Fatal("it did not wait until the database answered")
	}
	f.open()
	f.eventually("it is ready", 10*time.Second, func() bool { code, _ := m.get("/ready"); return code == http.StatusOK })

	var accounts []localdirectories.Account
	_, text := m.getFrom(directories.URL + "/_account.json")
	if err := json.Unmarshal([]byte(text), &accounts); err != nil {
		t.Fatal(err)
	}
	var jobs []uuid.UUID
	slugs, customer := map[string]bool{}, f.customer()
	for _, a := range accounts {
		if a.Kind == "plain" && len(jobs) < 3 {
			jobs = append(jobs, f.order(customer, a.Slug))
			slugs[a.Slug] = true
		}
	}
	f.eventually("the work has begun", 20*time.Second, func() bool {
		s, ok := f.row(jobs[0])
		return ok && s.Status != host.Planned && s.Status != host.Admitted
	})
	stop(server)
	f.eventually("it says that it is not ready", 20*time.Second, func() bool { code, _ := m.get("/ready"); return code == http.StatusServiceUnavailable })
	if code, _ := m.get("/health"); code != http.StatusOK {
		t.Errorf("without its database it is alive: %d", code)
	}
	f.eventually("it tells of the database", 20*time.Second, func() bool { return strings.Contains(m.said(), "the database does not answer") })
	server = start()
	for _, job := range jobs {
		f.eventually("what was under way comes to its end", time.Minute, func() bool { s, ok := f.row(job); return ok && s.Status.Settled() })
		if s, _ := f.row(job); s.Status != host.Submitted {
			t.Errorf("%s is %s: %s", s.Directory, s.Status, s.ErrorLog)
		}
	}
	f.eventually("it tells that the database is back", 20*time.Second, func() bool { return strings.Contains(m.said(), "the database answers again") })
	if n := strings.Count(m.said(), `"msg":"the database does not answer`); n != 1 {
		t.Errorf("that the database does not answer is told %d times", n)
	}
	if n := strings.Count(m.said(), `"level":"ERROR"`); n > 5 {
		t.Errorf("%d errors are told of one outage", n)
	}
	_, text = m.getFrom(directories.URL + "/_account.json")
	if err := json.Unmarshal([]byte(text), &accounts); err != nil {
		t.Fatal(err)
	}
	for _, a := range accounts {
		accepted := 0
		for _, r := range a.Received {
			if r.Outcome == "accepted" {
				accepted++
			}
		}
		if slugs[a.Slug] && accepted != 1 {
			t.Errorf("%s has taken the business %d times", a.Slug, accepted)
		}
	}
	m.signal(syscall.SIGTERM)
	if code := m.ends(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
