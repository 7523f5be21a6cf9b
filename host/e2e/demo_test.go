package e2e

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program is the compiled program, as `make test` builds it with the adapters and the local directories beside it.
func program(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("../../bin/directorybolt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%s is not built: run `make test`, which builds it", path)
	}
	return path
}

// dataDir is a folder that the database's user can reach.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "directorybolt-e2e-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestDemo carries a whole Starter order through. The demo holds every outcome against what the directories recorded, and ends with
// exit code 0 only if all are right. Services that the environment names must not be touched: these addresses answer nobody.
func TestDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Postgres and a browser")
	}
	cmd := exec.Command(program(t), "demo", "--data", dataDir(t), "--plugins", "../../plugins")
	cmd.Env = append(os.Environ(), "DATABASE_URL=postgres://nobody@127.0.0.1:1/none", "PGHOST=127.0.0.1", "PGPORT=1",
		"SQS_QUEUE_URL=http://127.0.0.1:1/queue", "STRIPE_SECRET_KEY=not-a-key", "NO_COLOR=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "50 directories in ") || !strings.Contains(string(out), "no false success, nothing sent twice") {
		t.Errorf("the demo does not say what it proved:\n%s", out)
	}
	// Of the fifty, those that allow it were asked; each of their calls was repeated in a process of its own.
	if !regexp.MustCompile(`(?m)^[1-9][0-9]* traces replayed in another process, with another clock and seed: 100 % of their [1-9][0-9]* calls gave equal bytes\.$`).Match(out) {
		t.Errorf("the demo does not repeat what the adapters answered:\n%s", out)
	}
	t.Logf("%s", out)
}

// TestRunStopsCleanly presses Ctrl-C in the middle of the work: the program ends without an error and nothing that it started lives on.
func TestRunStopsCleanly(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Postgres and a browser")
	}
	data := dataDir(t)
	var out bytes.Buffer
	cmd := exec.Command(program(t), "run", "--data", data, "--plugins", "../../plugins", "--listen", "127.0.0.1:0")
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	waitForPresses(t, filepath.Join(data, "local"), ended)
	started := descendants(t, cmd.Process.Pid)
	if len(started) < 5 {
		t.Fatalf("only %d processes: the database, the browser and the local directories are more", len(started))
	}
	// Ctrl-C in a terminal goes to the whole foreground group.
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("%v\n%s", err, out.String())
		}
	case <-time.After(time.Minute):
		t.Fatal("still running a minute after Ctrl-C")
	}
	if left := alive(started); len(left) > 0 {
		t.Errorf("left running: %s", strings.Join(left, "; "))
	}
}

// waitForPresses waits until a local directory has stored something: the work is in full swing.
func waitForPresses(t *testing.T, folder string, ended <-chan error) {
	t.Helper()
	deadline := time.After(2 * time.Minute)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		stored := 0
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil // made and removed while we look
			}
			if info, err := d.Info(); err == nil && !d.IsDir() && info.Size() > 0 {
				stored++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if stored >= 3 { // two of them are told of the business before we come
			return
		}
		select {
		case err := <-ended:
			t.Fatalf("ended by itself: %v", err)
		case <-deadline:
			t.Fatal("nothing was sent within two minutes")
		case <-tick.C:
		}
	}
}

// descendants returns the processes that pid has started, they in turn, and so on, each with the instant of its start.
func descendants(t *testing.T, pid int) map[int]string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	children := map[int][]int{}
	started := map[int]string{}
	for _, f := range files {
		child, err := strconv.Atoi(filepath.Base(filepath.Dir(f)))
		if err != nil {
			t.Fatal(err)
		}
		parent, start := stat(child)
		children[parent] = append(children[parent], child)
		started[child] = start
	}
	all := map[int]string{}
	for next := []int{pid}; len(next) > 0; {
		for _, c := range children[next[0]] {
			all[c] = started[c]
			next = append(next, c)
		}
		next = next[1:]
	}
	return all
}

// stat returns the parent of a process and when it was started; a process that has ended has neither.
func stat(pid int) (parent int, started string) {
	data, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0, ""
	}
	// The name stands in parentheses and may hold anything.
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	if fields[0] == "Z" {
		return 0, ""
	}
	parent, err = strconv.Atoi(fields[1])
	if err != nil {
		return 0, ""
	}
	return parent, fields[19]
}

// alive returns the command lines of those that still run.
func alive(processes map[int]string) []string {
	var left []string
	for pid, started := range processes {
		if _, now := stat(pid); now != "" && now == started {
			command, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/cmdline")
			if err == nil {
				left = append(left, strconv.Itoa(pid)+" "+strings.ReplaceAll(string(command), "\x00", " "))
			}
		}
	}
	return left
}
