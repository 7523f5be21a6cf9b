// Package machines tests several processes of the program on one database and one order queue, as on several machines, while they are killed.
package machines

import (
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host/intake/localsqs"
)

var (
	chaosTime = flag.Duration("chaos", 20*time.Second, "how long TestChaos kills processes")
	seed      = flag.Uint64("seed", 0, "seed of what goes wrong; 0 for another one each run")
)

// every is how often a process is killed.
const every = 2 * time.Second

// atOnce is how many orders are under way; another one is bought when one is through, as long as processes are killed.
const atOnce = 3

// TestChaos has customers order while processes are killed at random, the database is restarted, and the order queue delivers twice and loses
// answers. Then it lets the machines finish, and asks everybody what came of the orders.
func TestChaos(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Postgres and a browser")
	}
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("seed %d", *seed)
	// Answers come at once, are lost, need a review or are a refusal.
	w := newTown(t, localsqs.Faults{Seed: *seed, Duplicate: 0.2, Drop: 0.1}, "plain", "lost", "moderation", "react", "validation")
	data := t.TempDir()
	f := newFleet(t, w, build(t), data, "--hide", "3s")
	b := &buyer{town: w, web: f.serve(t)}

	chaos, end := context.WithTimeout(t.Context(), *chaosTime)
	defer end()
	storm := make(chan storm, 1)
	go func() { storm <- rage(chaos, t, f, w) }()
	bought := shop(t, chaos, b)
	kills := <-storm
	finish(t, f, w, len(bought))
	j := judge{t: t, town: w, blobs: filepath.Join(data, "blobs")}
	j.queue(f)
	j.orders(bought)
	j.ledger(bought)
	t.Logf("%s of chaos: %d kills of %d processes, %d restarts of the database; %d processes ended by themselves", *chaosTime, kills.kills, len(f.processes), kills.restarts, f.fell.Load())
}

// newFleet has no process yet. Each keeps its data in the folder.
func newFleet(t *testing.T, w *town, program, data string, args ...string) *fleet {
	t.Helper()
	f := &fleet{program: program, dir: t.TempDir(), env: w.environment()}
	f.args = append([]string{"serve", "--data", data, "--listen", "127.0.0.1:0", "--local-directories", w.port, "--plugins", w.catalogue, "--adapters", adapters(t),
		"--lease", "2s", "--press-window", "8s"}, args...)
	t.Cleanup(func() {
		f.stop()
		if t.Failed() {
			t.Log(f.lastWords())
		}
	})
	return f
}

// serve starts the machines, waits until they are up, and returns the address of the pages.
func (f *fleet) serve(t *testing.T) string {
	t.Helper()
	port := freePort(t)
	f.add("worker 1", "--roles", "worker")
	f.up(t) // with the adapters compiled, for all
	f.add("worker 2", "--roles", "worker")
	f.add("web and intake", "--roles", "web,intake", "--listen", "127.0.0.1:"+port)
	f.add("dispatch", "--roles", "dispatch")
	f.up(t)
	return "http://127.0.0.1:" + port
}

func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "directorybolt")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/directorybolt").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	return program
}

// adapters is a folder with the one adapter that the directories need.
func adapters(t *testing.T) string {
	t.Helper()
	module, err := filepath.Abs("../../../bin/adapters/generic.wasm")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(module); err != nil {
		t.Fatal("the adapter is not built: run `make test`, which builds it, or `make bin/adapters/generic.wasm`")
	}
	dir := t.TempDir()
	if err := os.Symlink(module, filepath.Join(dir, "generic.wasm")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// storm is what went wrong.
type storm struct{ kills, restarts int }

// rage kills a process every now and then, and restarts the database after a third and after two thirds of the time: once letting it write what it
// has in memory, once not.
func rage(ctx context.Context, t *testing.T, f *fleet, w *town) (s storm) {
	random := rand.New(rand.NewPCG(*seed, 1))
	began := time.Now()
	signals := []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT}
	for pause(ctx, every/2+time.Duration(random.Int64N(int64(every)))) {
		if f.processes[random.IntN(len(f.processes))].kill() {
			s.kills++
		}
		if s.restarts < len(signals) && time.Since(began) > time.Duration(s.restarts+1)**chaosTime/3 {
			if err := w.restartDatabase(context.WithoutCancel(ctx), signals[s.restarts]); err != nil {
				t.Errorf("restart the database: %v", err)
			}
			s.restarts++
		}
	}
	return s
}

// shop buys until the chaos ends, and at least as much as is under way at once.
func shop(t *testing.T, chaos context.Context, b *buyer) []purchase {
	t.Helper()
	var bought []purchase
	for n := 0; n < atOnce || chaos.Err() == nil; n++ {
		for n >= atOnce && chaos.Err() == nil {
			if left, err := b.town.open(t.Context()); err == nil && left < atOnce {
				break
			}
			pause(chaos, 200*time.Millisecond)
		}
		if n >= atOnce && chaos.Err() != nil {
			break
		}
		p, err := b.buy(t.Context(), n)
		if err != nil {
			t.Fatalf("order %d: %v", n, err)
		}
		bought = append(bought, p)
	}
	return bought
}

// open is how many orders are not through.
func (w *town) open(ctx context.Context) (n int, err error) {
	err = w.db.Pool().QueryRow(ctx, "SELECT count(*) FROM jobs WHERE status IN ('pending', 'in_progress')").Scan(&n)
	return n, err
}

// finish lets the machines run undisturbed until every order is through.
func finish(t *testing.T, f *fleet, w *town, orders int) {
	t.Helper()
	began := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for {
		left, err := w.open(ctx)
		if err == nil && left == 0 {
			t.Logf("%d orders are through after %s undisturbed", orders, time.Since(began).Round(time.Second))
			return
		}
		if !pause(ctx, 100*time.Millisecond) {
			t.Fatalf("%d of %d orders are not through (%v)\n%s", left, orders, err, f.lastWords())
		}
	}
}
