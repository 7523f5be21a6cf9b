// Package deploy_test holds the files of a deployment against the program that they run: what only an operator would notice is noticed here.
package deploy_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// stopWithin is how long the program itself takes to stop, as `serve` has it by default.
func stopWithin(t *testing.T) time.Duration {
	t.Helper()
	found := regexp.MustCompile(`StopWithin +time\.Duration +.default:"([^"]+)"`).FindStringSubmatch(read(t, "../cmd/directorybolt/serve.go"))
	if found == nil {
		t.Fatal("serve.go says no more how long stopping takes")
	}
	d, err := time.ParseDuration(found[1])
	if err != nil {
		t.Fatal(err)
	}
	return d
}

type service struct {
	Command     []string
	StopGrace   string         `yaml:"stop_grace_period"`
	Healthcheck map[string]any `yaml:"healthcheck"`
	Security    []string       `yaml:"security_opt"`
	Deploy      struct{ Replicas int }
	EnvFile     string `yaml:"env_file"`
}

func TestCompose(t *testing.T) {
	var file struct {
		Services map[string]service
		Volumes  map[string]any
		Secrets  map[string]any
	}
	if err := yaml.Unmarshal([]byte(read(t, "compose.yaml")), &file); err != nil {
		t.Fatal(err)
	}
	served := map[string]int{}
	for name, s := range file.Services {
		at := slices.Index(s.Command, "--roles")
		if at < 0 {
			continue
		}
		roles := strings.Split(s.Command[at+1], ",")
		for _, role := range roles {
			served[role] += max(s.Deploy.Replicas, 1)
		}
		if grace, err := time.ParseDuration(s.StopGrace); err != nil || grace <= stopWithin(t) {
			t.Errorf("%s is killed after %s, and may take %s to stop (%v)", name, s.StopGrace, stopWithin(t), err)
		}
		if check, err := json.Marshal(s.Healthcheck); err != nil || !strings.Contains(string(check), "/ready") {
			t.Errorf("%s is not asked whether it is ready", name)
		}
		if browser := slices.Contains(roles, "worker") || slices.Contains(roles, "web"); browser && !slices.Contains(s.Security, "seccomp=seccomp.json") {
			t.Errorf("%s runs a browser, whose sandbox the usual seccomp profile refuses", name)
		}
		if s.EnvFile != "directorybolt.env" {
			t.Errorf("%s has no settings", name)
		}
	}
	if served["web"] == 0 || served["intake"] == 0 || served["dispatch"] == 0 || served["worker"] < 2 || len(served) != 4 {
		t.Errorf("the roles are served by %v processes", served)
	}
}

// TestSeccompLetsTheSandboxWork: Chromium makes user, pid and network namespaces, and leaves the root folder.
func TestSeccompLetsTheSandboxWork(t *testing.T) {
	var profile struct {
		DefaultAction string `json:"defaultAction"`
		Syscalls      []struct {
			Names  []string
			Action string
		}
	}
	if err := json.Unmarshal([]byte(read(t, "seccomp.json")), &profile); err != nil {
		t.Fatal(err)
	}
	if profile.DefaultAction != "SCMP_ACT_ALLOW" || len(profile.Syscalls) != 1 || profile.Syscalls[0].Action != "SCMP_ACT_ERRNO" {
		t.Fatalf("not a list of what is refused: %+v", profile)
	}
	for _, call := range []string{"clone", "clone3", "unshare", "setns", "chroot", "seccomp", "prctl"} {
		if slices.Contains(profile.Syscalls[0].Names, call) {
			t.Errorf("%s is refused, and Chromium's sandbox needs it", call)
		}
	}
}

func TestUnit(t *testing.T) {
	settings := map[string]string{}
	for line := range strings.Lines(read(t, "directorybolt@.service")) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(name, "#") {
			settings[name] = value
		}
	}
	if seconds, err := strconv.Atoi(settings["TimeoutStopSec"]); err != nil || time.Duration(seconds)*time.Second <= stopWithin(t) {
		t.Errorf("killed after %s s, and may take %s to stop", settings["TimeoutStopSec"], stopWithin(t))
	}
	for name, breaks := range map[string]string{"RestrictNamespaces": "yes", "MemoryDenyWriteExecute": "yes", "PrivateUsers": "yes"} {
		if settings[name] == breaks {
			t.Errorf("%s=%s keeps the browser or the compilers from running", name, breaks)
		}
	}
	verify, err := exec.LookPath("systemd-analyze")
	if err != nil {
		return // what is above holds anyway
	}
	unit := filepath.Join(t.TempDir(), "directorybolt@web.service")
	here := strings.ReplaceAll(read(t, "directorybolt@.service"), "/opt/directorybolt/bin/directorybolt", "/bin/true")
	if err := os.WriteFile(unit, []byte(here), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(verify, "verify", unit).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
}

// TestSettingsAreRead: each variable of the example is one that the program reads or its documentation names, and none has a secret in it.
func TestSettingsAreRead(t *testing.T) {
	var program strings.Builder
	for _, pattern := range []string{"../cmd/directorybolt/*.go", "../blob/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			program.WriteString(read(t, file))
		}
	}
	for line := range strings.Lines(read(t, "directorybolt.env.example")) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if strings.HasPrefix(line, "#") || !ok {
			continue
		}
		if !strings.Contains(program.String(), `"`+name+`"`) {
			t.Errorf("nothing reads %s", name)
		}
		if secret := regexp.MustCompile("SECRET|KEY|TOKEN|SMTP").MatchString(name); secret && value != "" {
			t.Errorf("%s has a value", name)
		}
	}
}

func TestContainerFile(t *testing.T) {
	file, install := read(t, "Containerfile"), read(t, "../../.ci/install")
	for _, name := range []string{"chromium-headless-shell", "fonts-liberation", "fonts-dejavu-core"} {
		if !strings.Contains(file, name) || !strings.Contains(install, name) {
			t.Errorf("%s is not both in the image and on the machines of the tests", name)
		}
	}
	last := file[strings.LastIndex(file, "\nFROM "):]
	if user := regexp.MustCompile(`(?m)^USER (\S+)`).FindStringSubmatch(last); user == nil || user[1] == "root" || user[1] == "0" {
		t.Error("the image runs as root")
	}
	if strings.Index(last, "USER ") > strings.Index(last, "ENTRYPOINT") {
		t.Error("the program starts before the user is set")
	}
}

// TestEdge holds the one path that must not be buffered, and those that are not for the world, against their names in the program.
func TestEdge(t *testing.T) {
	conf := read(t, "nginx.conf")
	for path, wants := range map[string][]string{"/portal/events": {"proxy_buffering off;", "gzip off;", "proxy_read_timeout"}, "/metrics": {"return 404;"}, "/ready": {"return 404;"}} {
		_, rest, found := strings.Cut(conf, "location = "+path+" {")
		block, _, closed := strings.Cut(rest, "}")
		for _, want := range wants {
			if !found || !closed || !strings.Contains(block, want) {
				t.Errorf("%s: no %q", path, want)
			}
		}
	}
	for _, want := range []string{"ssl http2;", "proxy_set_header Host $host;", "proxy_set_header X-Forwarded-For $remote_addr;"} {
		if !strings.Contains(conf, want) {
			t.Errorf("no %q", want)
		}
	}
}
