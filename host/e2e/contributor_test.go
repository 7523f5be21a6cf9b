package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// block is a fenced part of the README: commands to run, a server to leave running, or a file to write.
type block struct {
	kind string // "sh" or the language of a file
	file string // "server" for commands that stay
	text string
}

// blocks reads the fenced parts of a page.
func blocks(t *testing.T, file string) (all []block) {
	t.Helper()
	readme, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var open *block
	for line := range strings.Lines(string(readme)) {
		info, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && open == nil:
			kind, file, _ := strings.Cut(strings.TrimSpace(info), " ")
			open = &block{kind: kind, file: file}
		case fence:
			all, open = append(all, *open), nil
		case open != nil:
			open.text += line
		}
	}
	return all
}

// newcomer is somebody with Go, the program and an empty folder outside of the repository.
type newcomer struct {
	t      *testing.T
	dir    string // where they stand
	env    []string
	script *strings.Replacer
}

// arrive gives the newcomer the program and ports that are free.
func arrive(t *testing.T) *newcomer {
	t.Helper()
	home := dataDir(t)
	bin := filepath.Join(home, "bin")
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(program(t), filepath.Join(bin, "directorybolt")); err != nil {
		content, err := os.ReadFile(program(t)) // on another disk
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(bin, "directorybolt"), content, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	place := filepath.Join(home, "empty")
	if err := os.Mkdir(place, 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := exec.Command("go", "env", "GOCACHE", "GOROOT").Output()
	if err != nil {
		t.Fatalf("the Go toolchain is needed: %v", err)
	}
	lines := strings.Split(string(root), "\n")
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	return &newcomer{t: t, dir: place, script: strings.NewReplacer("7071", freePort(t), "7072", freePort(t)), env: []string{
		"PATH=" + strings.Join([]string{bin, filepath.Join(lines[1], "bin"), os.Getenv("PATH")}, ":"), "HOME=" + home, "XDG_CACHE_HOME=" + cache,
		"GOCACHE=" + lines[0], "GOPROXY=off", "GOTOOLCHAIN=local", "NO_COLOR=1",
	}}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

func (n *newcomer) command(text string) *exec.Cmd {
	cmd := exec.Command("sh", "-ec", n.script.Replace(text)+"\npwd >&3\n")
	cmd.Dir, cmd.Env = n.dir, n.env
	return cmd
}

// run runs commands and goes where they went.
func (n *newcomer) run(text string) string {
	n.t.Helper()
	at, says, err := os.Pipe()
	if err != nil {
		n.t.Fatal(err)
	}
	cmd := n.command(text)
	cmd.ExtraFiles = []*os.File{says}
	out, err := cmd.CombinedOutput()
	says.Close()
	where, _ := io.ReadAll(at)
	at.Close()
	if err != nil {
		n.t.Fatalf("%s%v\n%s", text, err, out)
	}
	n.dir = strings.TrimSpace(string(where))
	return string(out)
}

// leave starts commands that stay, and waits until they say that they are there.
func (n *newcomer) leave(text string) {
	n.t.Helper()
	cmd := n.command("exec " + text)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var errors bytes.Buffer
	cmd.Stderr = &errors
	says, err := cmd.StdoutPipe()
	if err != nil {
		n.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGINT)
		if err := cmd.Wait(); err != nil {
			n.t.Errorf("%s%v\n%s", text, err, errors.String())
		}
	})
	if line, err := bufio.NewReader(says).ReadString('\n'); err != nil {
		n.t.Fatalf("%s said %q: %v\n%s", text, line, err, errors.String())
	}
}

func (n *newcomer) get(address string) string {
	n.t.Helper()
	response, err := http.Get(n.script.Replace(address))
	if err != nil {
		n.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		n.t.Fatal(err)
	}
	return string(body)
}

// until follows the workbench's changes until its page shows the words.
func (n *newcomer) until(words string) string {
	n.t.Helper()
	request, err := http.NewRequestWithContext(n.t.Context(), http.MethodGet, n.script.Replace("http://127.0.0.1:7072/changes"), nil)
	if err != nil {
		n.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		n.t.Fatal(err)
	}
	defer response.Body.Close()
	changes := bufio.NewScanner(response.Body)
	for changes.Scan() {
		if shown := n.get("http://127.0.0.1:7072/"); changes.Text() != "" && strings.Contains(shown, words) {
			return shown
		}
	}
	n.t.Fatalf("the workbench ended before it showed %q: %v", words, changes.Err())
	return ""
}

// presses is how often any practice directory's form was sent.
func (n *newcomer) presses() (total int) {
	n.t.Helper()
	var accounts []struct {
		Presses int `json:"presses"`
	}
	if err := json.Unmarshal([]byte(n.get("http://localhost:7071/_account.json")), &accounts); err != nil {
		n.t.Fatal(err)
	}
	if len(accounts) < 10 {
		n.t.Fatalf("%d directories", len(accounts))
	}
	for _, a := range accounts {
		total += a.Presses
	}
	return total
}

// TestReadmeForContributors does what plugins/README.md says, to the letter, in an empty folder with the program and Go alone. The workbench
// then carries the finished plan out, and the directory has received nothing.
func TestReadmeForContributors(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	n := arrive(t)
	var said strings.Builder
	for _, b := range blocks(t, "../../plugins/README.md") {
		switch {
		case b.kind == "sh" && b.file == "server":
			n.leave(b.text)
		case b.kind == "sh":
			said.WriteString(n.run(b.text))
		case b.file == "":
			t.Errorf("a part of the README is neither run nor written: %.60s", b.text)
		default:
			if err := os.WriteFile(filepath.Join(n.dir, b.file), []byte(n.script.Replace(b.text)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, want := range []string{"16 cases pass natively and in the sandbox", "6 cases pass natively and in the sandbox", "nothing to mend", "townbook 1.0.0, contract 1: townbook.wasm, ", `{"cases":2,"failed":0,`} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("nothing said %q:\n%s", want, said.String())
		}
	}
	n.until(`class="badge ok"`)
	response, err := http.Post(n.script.Replace("http://127.0.0.1:7072/carry-on"), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if shown := n.until("the workbench does not"); strings.Count(shown, `title="carried out"`) != 11 || strings.Contains(shown, `title="failed"`) {
		t.Errorf("carried out:\n%s", shown)
	}
	if got := n.presses(); got != 0 {
		t.Errorf("the practice directories were sent %d forms", got)
	}
}
