package machines

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host/intake/localsqs"
)

// TestReleaseBefore has the program of the release before, which knows an older schema, share the database with this one, as they do while machines are
// restarted one after the other. Each takes an order to its end that the other has taken, and so does the old one alone, when this one was taken back: the
// schema stays.
func TestReleaseBefore(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Postgres, a browser and the history of the repository")
	}
	program := releaseBefore(t)
	w := newTown(t, localsqs.Faults{}, "plain", "moderation")
	data, dataBefore := t.TempDir(), t.TempDir() // the one before has its folder to itself
	this, before := newFleet(t, w, build(t), data), newFleet(t, w, program, dataBefore)
	blobs := filepath.Join(data, "blobs")
	if err := errors.Join(os.Mkdir(blobs, 0o755), os.Symlink(blobs, filepath.Join(dataBefore, "blobs"))); err != nil {
		t.Fatal(err)
	}
	port, oldPort := freePort(t), freePort(t)
	before.add("before", "--listen", "127.0.0.1:"+oldPort)
	pages := this.add("pages", "--roles", "web,intake,dispatch", "--listen", "127.0.0.1:"+port)
	before.up(t)
	this.up(t)
	var bought []purchase
	order := func(port string) {
		t.Helper()
		b := buyer{town: w, web: "http://127.0.0.1:" + port}
		p, err := b.buy(t.Context(), len(bought))
		if err != nil {
			t.Fatal(err)
		}
		bought = append(bought, p)
		finish(t, this, w, len(bought))
	}
	order(port) // only the old one has a browser
	pages.retire()
	order(oldPort) // taken back
	this.add("worker", "--roles", "dispatch,worker")
	this.up(t)
	order(oldPort)
	j := judge{t: t, town: w, blobs: blobs, old: func(p purchase) bool { return p != bought[0] }}
	j.queue(this)
	j.orders(bought)
	j.ledger(bought)
}

// released is the newest migration of the release before: whoever begins a release raises it.
const released = "00003"

// releaseBefore builds the program of the newest commit of the release before, and keeps it for the next run.
func releaseBefore(t *testing.T) string {
	t.Helper()
	commit := commitBefore(t)
	dir, err := filepath.Abs(filepath.Join("../../../.cache/release", commit))
	if err != nil {
		t.Fatal(err)
	}
	program, source := filepath.Join(dir, "directorybolt"), filepath.Join(dir, "source")
	if _, err := os.Stat(program); err == nil {
		return program
	}
	if err := os.MkdirAll(source, 0o755); err != nil {
		t.Fatal(err)
	}
	unpack := exec.Command("tar", "-x", "-C", source)
	unpack.Stdin = bytes.NewReader(git(t, "archive", commit))
	if out, err := unpack.CombinedOutput(); err != nil {
		t.Fatalf("unpack %s: %v\n%s", commit, err, out)
	}
	build := exec.Command("go", "build", "-o", program, "./host/cmd/directorybolt")
	build.Dir = source
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", commit, err, out)
	}
	if err := os.RemoveAll(source); err != nil {
		t.Error(err)
	}
	return program
}

// commitBefore finds the commit, on the way that led here straight if it is there. A copy of the repository without its history has nothing to compare with.
func commitBefore(t *testing.T) string {
	t.Helper()
	if shallow, err := exec.Command("git", "rev-parse", "--is-shallow-repository").Output(); err != nil || strings.TrimSpace(string(shallow)) != "false" {
		t.Skip("the history of the repository is not here: git fetch --unshallow brings it")
	}
	for _, way := range [][]string{{"rev-list", "--first-parent", "HEAD"}, {"rev-list", "HEAD"}} {
		for commit := range strings.FieldsSeq(string(git(t, way...))) {
			newest := newestMigration(t, commit)
			if newest == released {
				return commit
			}
			if newest < released && len(way) == 3 {
				break // and so is all before it
			}
		}
	}
	t.Fatal("no commit has " + released + " for its newest migration")
	return ""
}

// newestMigration is its number; empty where there is none.
func newestMigration(t *testing.T, commit string) (newest string) {
	t.Helper()
	for name := range strings.FieldsSeq(string(git(t, "ls-tree", "--name-only", "--full-tree", commit, "migrations/"))) {
		if number, _, ok := strings.Cut(filepath.Base(name), "_"); ok {
			newest = max(newest, number)
		}
	}
	return newest
}

func git(t *testing.T, args ...string) []byte {
	t.Helper()
	out, err := exec.Command("git", append([]string{"-C", "../../.."}, args...)...).Output()
	if err != nil {
		t.Fatalf("git %s: %v", strings.Join(args, " "), err)
	}
	return out
}
