package browser

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// process is what /proc says of a running process.
type process struct {
	pid, parent int
	uid         string
	command     string
}

// processes returns the driver's descendants: the browser's processes.
func processes(t testing.TB, b *Browser) []process {
	t.Helper()
	var all []process
	dirs, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range dirs {
		pid, _ := strconv.Atoi(filepath.Base(dir))
		status, err := os.ReadFile(dir + "/status")
		if err != nil {
			continue // it has ended meanwhile
		}
		command, _ := os.ReadFile(dir + "/cmdline")
		p := process{pid: pid, command: strings.ReplaceAll(string(command), "\x00", " ")}
		for line := range strings.Lines(string(status)) {
			key, value, _ := strings.Cut(line, ":")
			fields := strings.Fields(value)
			switch key {
			case "PPid":
				p.parent, _ = strconv.Atoi(fields[0])
			case "Uid":
				p.uid = fields[1]
			case "State":
				if fields[0] == "Z" {
					p.command = ""
				}
			}
		}
		all = append(all, p)
	}
	var found []process
	within := map[int]bool{b.engine.driver.pid: true}
	for grown := true; grown; {
		grown = false
		for _, p := range all {
			if within[p.parent] && !within[p.pid] && p.command != "" {
				within[p.pid], grown = true, true
				found = append(found, p)
			}
		}
	}
	return found
}

// The sandbox is Chromium's own defence against a page that breaks out of its process; it refuses root.
func TestBrowserRunsSandboxedAndUnprivileged(t *testing.T) {
	b := use(t)
	s := serve(t)
	s.page("/", "<h1>Here</h1>")
	visit(t, b, s, "/")
	all := processes(t, b)
	renderers := 0
	for _, p := range all {
		if strings.Contains(p.command, "--no-sandbox") || strings.Contains(p.command, "--disable-setuid-sandbox") && strings.Contains(p.command, "--disable-namespace-sandbox") {
			t.Errorf("process %d runs without the sandbox: %s", p.pid, p.command)
		}
		if p.uid == "0" {
			t.Errorf("process %d runs as root: %s", p.pid, p.command)
		}
		if strings.Contains(p.command, "--type=renderer") {
			renderers++
			// A sandboxed renderer has process ids of its own: the last of NSpid is not the one seen here.
			status, err := os.ReadFile("/proc/" + strconv.Itoa(p.pid) + "/status")
			if err != nil {
				t.Fatal(err)
			}
			if _, rest, _ := strings.Cut(string(status), "NSpid:"); len(strings.Fields(strings.SplitN(rest, "\n", 2)[0])) < 2 {
				t.Errorf("renderer %d is in the host's process namespace", p.pid)
			}
			if !strings.Contains(string(status), "Seccomp:\t2") {
				t.Errorf("renderer %d has no system call filter", p.pid)
			}
		}
	}
	if renderers == 0 {
		t.Errorf("no renderer among %d processes", len(all))
	}
}

func TestBrowserDoesNotGetTheHostsEnvironment(t *testing.T) {
	t.Setenv("STRIPE_SECRET_KEY", "sk_test_of_the_host")
	b := start(t, nil)
	pids := []int{b.engine.driver.pid}
	for _, p := range processes(t, b) {
		pids = append(pids, p.pid)
	}
	for _, pid := range pids {
		env, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/environ")
		if err == nil && strings.Contains(string(env), "sk_test_of_the_host") {
			t.Errorf("process %d has the host's environment", pid)
		}
	}
}

func TestDefaultSessions(t *testing.T) {
	for _, c := range []struct {
		cores  int
		memory uint64
		want   int
	}{{2, 24 << 30, 2}, {8, 1 << 30, 4}, {4, 100 << 20, 1}} {
		if got := defaultSessions(c.cores, c.memory); got != c.want {
			t.Errorf("defaultSessions(%d, %d MiB) = %d, want %d", c.cores, c.memory>>20, got, c.want)
		}
	}
}
