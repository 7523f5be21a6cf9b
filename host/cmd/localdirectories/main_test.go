package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host/localdirectories"
)

// The test binary is the program itself when it is started with this set.
const asProgram = "LOCALDIRECTORIES_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// start runs the program and returns it with the address it says it listens on.
func start(t *testing.T, args ...string) (*exec.Cmd, string) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, append([]string{"--listen", "127.0.0.1:0"}, args...)...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the program said nothing: %v", err)
	}
	return cmd, "http://127.0.0.1:" + strings.Trim(line[strings.LastIndexByte(line, ':')+1:], "/\n")
}

func request(t *testing.T, method, address, path string, form url.Values) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "hiccup.localhost"
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	return resp
}

func account(t *testing.T, address string) localdirectories.Account {
	t.Helper()
	var a localdirectories.Account
	if err := json.NewDecoder(request(t, "GET", address, "/_account.json", nil).Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	return a
}

// What has been answered for is there after a kill; --reset forgets it; SIGTERM ends the program cleanly.
func TestListingSurvivesAKill(t *testing.T) {
	data := t.TempDir()
	first, address := start(t, "--data", data)
	form := url.Values{"name": {"Acme"}, "category": {"Other"}, "phone": {"4155550132"}, "city": {"Oakland"}}
	if resp := request(t, "POST", address, "/add", form); resp.StatusCode != http.StatusOK {
		t.Fatalf("submit: status %d", resp.StatusCode)
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait() // killed, as it should be

	second, address := start(t, "--data", data)
	if a := account(t, address); a.Presses != 1 || len(a.Listings) != 1 || a.Listings[0].Values["name"] != "Acme" {
		t.Errorf("after the kill: %+v", a)
	}
	if err := second.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := second.Wait(); err != nil {
		t.Errorf("end after SIGTERM: %v", err)
	}

	third, address := start(t, "--data", data, "--reset")
	if a := account(t, address); a.Presses != 0 {
		t.Errorf("after --reset: %+v", a)
	}
	if err := third.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = third.Wait() // killed, as it should be
}

func TestParseDelays(t *testing.T) {
	got, err := parseDelays([]string{"cutline=2s/500ms"})
	want := localdirectories.Delay{BeforeStore: 2 * time.Second, BeforeAnswer: 500 * time.Millisecond}
	if err != nil || got["cutline"] != want {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	for _, bad := range []string{"cutline", "cutline=2s", "cutline=2/3", "cutline=1s/x"} {
		if _, err := parseDelays([]string{bad}); err == nil || !strings.Contains(err.Error(), bad) {
			t.Errorf("%s: error %v, want one that repeats it", bad, err)
		}
	}
}
