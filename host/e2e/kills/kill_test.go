package kills

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/localdirectories"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
	"github.com/directorybolt/directorybolt/host/worker"
)

var (
	kills = flag.Int("kills", 14, "how often TestKills kills the program, each named point among them")
	seed  = flag.Uint64("seed", 0, "seed of the instants of the kills; 0 for a new one each run")
)

// points are the named instants of a submission that a crash could fall on.
var points = []string{
	"claimed", "looked_up", "filled", "prepared", "intent_committed", "before_press", "pressed", "answer_seen", "verified", "recorded",
	"reconcile_claimed", "reconcile_looked_up",
}

// killed are the kinds of directories the killed submissions go to: those whose answer comes at once, is lost, needs a review or is a refusal.
var killed = []string{"plain", "lost", "moderation", "react", "validation"}

var areas = []string{"415", "212", "312", "617", "206"}

// TestKills runs the compiled program against the local directories in a real browser and kills it, again and again: at each named point and at random
// instants. Then it lets the program finish, and asks the directories how often each business was sent to them.
func TestKills(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Postgres and a browser")
	}
	h := newKillHouse(t)
	for i := range *kills {
		h.replenish(t)
		point := ""
		if i < len(points) {
			point = points[i]
		}
		h.runAndKill(t, point)
	}
	h.finish(t)
	h.judge(t)
}

// killHouse is a database, the local directories, and a program that is killed.
type killHouse struct {
	dsn      string
	db       *postgres.DB
	worker   *worker.Worker // announces; never works
	server   *localdirectories.Server
	port     string
	program  string
	data     string
	slugs    []string
	random   *rand.Rand
	ordered  int
	atPoints int
}

func newKillHouse(t *testing.T) *killHouse {
	t.Helper()
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("seed %d", *seed)
	h := &killHouse{dsn: postgrestest.DSN(t), random: rand.New(rand.NewPCG(*seed, 0))}
	h.serveDirectories(t)
	h.build(t)
	var err error
	if h.db, err = postgres.Open(t.Context(), h.dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.db.Close)
	blobs, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if h.worker, err = worker.New(worker.Config{Store: h.db, Pool: h.db.Pool(), Blobs: blobs, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	h.start(t, "").stop(t) // stores the catalogue that the orders refer to
	return h
}

func (h *killHouse) serveDirectories(t *testing.T) {
	t.Helper()
	var err error
	if h.server, err = localdirectories.New(localdirectories.Config{Data: t.TempDir(), Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h.server)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		if err := h.server.Close(); err != nil {
			t.Errorf("close the local directories: %v", err)
		}
	})
	if _, h.port, err = net.SplitHostPort(server.Listener.Addr().String()); err != nil {
		t.Fatal(err)
	}
	taken := map[string]bool{}
	for _, a := range h.accounts(t) {
		if slices.Contains(killed, a.Kind) && !taken[a.Kind] {
			taken[a.Kind] = true
			h.slugs = append(h.slugs, a.Slug)
		}
	}
}

func (h *killHouse) accounts(t *testing.T) []localdirectories.Account {
	t.Helper()
	accounts, err := localdirectories.Accounts(t.Context(), "127.0.0.1:"+h.port)
	if err != nil {
		t.Fatal(err)
	}
	return accounts
}

func (h *killHouse) build(t *testing.T) {
	t.Helper()
	h.program = filepath.Join(t.TempDir(), "directorybolt")
	build := exec.Command("go", "build", "-tags", "faults", "-o", h.program, "../../cmd/directorybolt")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	if modules, _ := filepath.Glob("../../../bin/adapters/*.wasm"); len(modules) == 0 {
		t.Fatal("the adapters are not built: run `make test`, which builds them, or `make bin/adapters/generic.wasm`")
	}
	h.data = t.TempDir()
}

// replenish orders more as long as the program could run out of work before it is killed.
func (h *killHouse) replenish(t *testing.T) {
	t.Helper()
	for h.open(t) < 2*len(h.slugs) {
		h.ordered++
		// Numbers that are nobody's, a hundred in each area; a number is one business.
		phone := fmt.Sprintf("+1%s555%04d", areas[h.ordered/100%len(areas)], 100+h.ordered%100)
		name := fmt.Sprintf("Killed Business %d", h.ordered)
		profile := fmt.Sprintf(`{"name": %q, "phone": %q, "description": "We mend what breaks, day and night, and write down what we did.", "email": "office%d@example.com",
			"website": "https://business%d.example.com/", "categories": ["Plumber"], "contact": {"name": "Dana Example"},
			"address": {"street": "1 Main Street", "city": "San Francisco", "region": "CA", "postal_code": "94105", "country": "US"}}`, name, phone, h.ordered, h.ordered)
		business, err := host.ParseBusiness([]byte(profile))
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(business)
		if err != nil {
			t.Fatal(err)
		}
		customer, err := h.db.CreateCustomer(t.Context(), host.Customer{Email: business.Email, CompanyName: name, Profile: data, Tier: host.Starter})
		if err != nil {
			t.Fatal(err)
		}
		for _, slug := range h.slugs {
			job, err := h.db.CreateJobFor(t.Context(), customer.ID, slug, false)
			if err != nil {
				t.Fatal(err)
			}
			if err := h.worker.Announce(t.Context(), job.ID, customer.ProfileVersion); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func (h *killHouse) count(t *testing.T, condition string) int {
	t.Helper()
	var n int
	if err := h.db.Pool().QueryRow(t.Context(), "SELECT count(*) FROM jobs LEFT JOIN job_results ON job_id = jobs.id WHERE "+condition).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (h *killHouse) open(t *testing.T) int {
	t.Helper()
	return h.count(t, "jobs.status IN ('pending', 'in_progress')")
}

// process is the program, running.
type process struct {
	cmd  *exec.Cmd
	up   chan struct{} // closed when it says that it is up
	done chan struct{} // closed when it has ended
	err  error
	log  *os.File
}

func (h *killHouse) start(t *testing.T, crashAt string) *process {
	t.Helper()
	p := &process{up: make(chan struct{}), done: make(chan struct{})}
	var err error
	if p.log, err = os.OpenFile(filepath.Join(h.data, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
		t.Fatal(err)
	}
	p.cmd = exec.Command(h.program, "serve", "--local-directories", h.port, "--plugins", "../../../plugins", "--adapters", "../../../bin/adapters",
		"--data", h.data, "--listen", "127.0.0.1:0", "--lease", "2s", "--press-window", "8s")
	p.cmd.Env = append(os.Environ(), "DATABASE_URL="+h.dsn, "DIRECTORYBOLT_CRASH_AT="+crashAt)
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if strings.Contains(lines.Text(), "is up at") {
				close(p.up)
			}
		}
		p.err = p.cmd.Wait()
		p.log.Close()
		close(p.done)
	}()
	select {
	case <-p.up:
	case <-p.done:
		if crashAt == "" {
			t.Fatalf("the program ended before it was up: %v\n%s", p.err, h.lastLog())
		}
	case <-time.After(time.Minute):
		t.Fatalf("the program was not up within a minute\n%s", h.lastLog())
	}
	return p
}

func (p *process) kill(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGKILL); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	<-p.done
}

func (p *process) stop(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-p.done
	if p.err != nil {
		t.Fatalf("the program did not stop cleanly: %v", p.err)
	}
}

// runAndKill lets the program work until it reaches the point, or a random instant comes.
func (h *killHouse) runAndKill(t *testing.T, point string) {
	t.Helper()
	p := h.start(t, point)
	patience := time.Duration(h.random.Int64N(int64(3 * time.Second)))
	if point != "" {
		patience = 40 * time.Second
	}
	select {
	case <-p.done:
		h.atPoints++
		return
	case <-time.After(patience):
	}
	p.kill(t)
	if point != "" {
		t.Errorf("the program did not come to the point %s within %s", point, patience)
	}
}

// finish lets the program run undisturbed until it has nothing left to do.
func (h *killHouse) finish(t *testing.T) {
	t.Helper()
	p := h.start(t, "")
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for h.open(t) > 0 {
		select {
		case <-ctx.Done():
			p.kill(t)
			t.Fatalf("%d submissions are neither final nor waiting for a person\n%s", h.open(t), h.lastLog())
		case <-p.done:
			t.Fatalf("the program ended by itself: %v\n%s", p.err, h.lastLog())
		case <-tick.C:
		}
	}
	p.stop(t)
}

// judge holds what we recorded against what the directories did.
func (h *killHouse) judge(t *testing.T) {
	t.Helper()
	rows, err := h.db.Pool().Query(t.Context(), `SELECT directory, company_name, status, listing, intents FROM job_results JOIN customers ON customers.id = customer_id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	accounts := map[string]localdirectories.Account{}
	for _, a := range h.accounts(t) {
		accounts[a.Slug] = a
	}
	ends := map[string]int{}
	duplicates, falseSuccesses, presses := 0, 0, 0
	for rows.Next() {
		var directory, company string
		var status host.Status
		var listing host.Listing
		var intents int
		if err := rows.Scan(&directory, &company, &status, &listing, &intents); err != nil {
			t.Fatal(err)
		}
		pressed, accepted := 0, 0
		for _, r := range accounts[directory].Received {
			if r.Name != company {
				continue
			}
			pressed++
			if r.Outcome == "accepted" {
				accepted++
			}
		}
		presses += pressed
		ends[string(status)+"/"+string(listing)]++
		if accepted > 1 {
			duplicates++
			t.Errorf("%s: %s was taken %d times", directory, company, accepted)
		}
		if pressed > intents {
			t.Errorf("%s: %s was pressed %d times under %d intents", directory, company, pressed, intents)
		}
		if status == host.Submitted && (listing == host.Live || listing == host.UnderReview) && accepted == 0 {
			falseSuccesses++
			t.Errorf("%s: %s is called %s, but the directory has stored nothing", directory, company, listing)
		}
		if !status.Settled() {
			t.Errorf("%s: %s is left %s", directory, company, status)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d kills, %d of them at named points; %d submissions, %d presses seen by the directories; duplicates %d, false successes %d; ends %v",
		*kills, h.atPoints, h.count(t, "job_results.id IS NOT NULL"), presses, duplicates, falseSuccesses, ends)
}

func (h *killHouse) lastLog() string {
	data, err := os.ReadFile(filepath.Join(h.data, "log"))
	if err != nil {
		return err.Error()
	}
	return string(data[max(0, len(data)-3000):])
}
