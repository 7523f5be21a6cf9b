package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/directorybolt/directorybolt/sdk"
)

// browserUser is who runs the browser when root runs the host: Chromium's sandbox refuses root.
const browserUser = "directorybolt-browser"

// machine is what the doctor examines.
type machine struct {
	root    string // "/"
	environ []string
	uid     int
	driver  string // folder of the browser's driver
}

func (m machine) examine() []finding {
	findings := []finding{
		m.toolchain(),
		m.node(),
		m.postgres(),
		m.chromium(),
		m.fonts(),
		m.browserDriver(),
	}
	if m.uid == 0 {
		findings = append(findings, m.browserUser())
	}
	findings = append(findings, m.sandbox())
	findings = append(findings, finding{Name: "Adapter contract", State: stateOK, Detail: "serves modules built for " + contractsServed()})
	return append(findings, m.unusedEnvironment()...)
}

// contractsServed are the versions of the adapter contract that this host serves: "contract 1 or 2".
func contractsServed() string {
	var served []string
	for _, version := range sdk.ContractsServed {
		served = append(served, strconv.Itoa(int(version)))
	}
	return "contract " + strings.Join(served, " or ")
}

// toolchain is only advice: a built program runs without it.
func (m machine) toolchain() finding {
	out, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		return finding{"Go", stateAdvice, "builds adapters; a built DirectoryBolt runs without",
			"install Go 1.26 or newer from https://go.dev/dl/ and put its bin folder on the PATH"}
	}
	return finding{Name: "Go", State: stateOK, Detail: strings.TrimSpace(string(out))}
}

const oldestNode = 20

func (m machine) node() finding {
	fix := fmt.Sprintf("install Node.js %d or newer from https://nodejs.org and put it on the PATH, or name it in PLAYWRIGHT_NODEJS_PATH", oldestNode)
	program := "node"
	if named := m.variable("PLAYWRIGHT_NODEJS_PATH"); named != "" {
		program = named
	}
	out, err := exec.Command(program, "--version").Output()
	if err != nil {
		return finding{"Node.js", stateMissing, "the browser's driver runs on it", fix}
	}
	version := strings.TrimSpace(string(out))
	major, _, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	if n, err := strconv.Atoi(major); err != nil || n < oldestNode {
		return finding{"Node.js", stateMissing, version + " is too old for the browser's driver", fix}
	}
	return finding{Name: "Node.js", State: stateOK, Detail: version}
}

func (m machine) postgres() finding {
	f := m.installed("PostgreSQL", "postgresql", "its programs run the private server", "usr/lib/postgresql/*/bin/initdb")
	if f.State == stateMissing && m.variable("DATABASE_URL") != "" {
		f.State, f.Detail = stateAdvice, "DATABASE_URL is set, so serve needs no private server; demo and the tests do"
	}
	return f
}

func (m machine) chromium() finding {
	return m.installed("Chromium", "chromium-headless-shell", "the browser that fills the forms", "usr/lib/chromium/chromium-headless-shell")
}

func (m machine) fonts() finding {
	f := m.installed("Fonts", "fonts-liberation fonts-dejavu-core", "pages are laid out and photographed with them",
		"usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf", "usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
	if f.State == stateMissing {
		f.State = stateAdvice
	}
	return f
}

// driverDir is where the browser's driver is kept, for all data folders of this user.
func driverDir() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir() // no home: fetched again after a restart of the machine, in a second
	}
	return filepath.Join(cache, "directorybolt", "playwright")
}

// browserDriver is only advice: the program fetches it by itself.
func (m machine) browserDriver() finding {
	const name = "Browser's driver"
	if _, err := os.Stat(filepath.Join(m.driver, "package", "cli.js")); err != nil {
		return finding{Name: name, State: stateAdvice, Detail: "not here yet; the first start fetches it from the npm registry into " + m.driver}
	}
	return finding{Name: name, State: stateOK, Detail: m.driver}
}

// installed looks for one file for each pattern, and otherwise says which Debian packages bring them.
func (m machine) installed(name, packages, purpose string, patterns ...string) finding {
	var found []string
	for _, pattern := range patterns {
		matches, _ := filepath.Glob(filepath.Join(m.root, pattern))
		if len(matches) == 0 {
			return finding{name, stateMissing, purpose, "apt-get install --no-install-recommends " + packages}
		}
		found = append(found, filepath.Dir(matches[len(matches)-1]))
	}
	return finding{Name: name, State: stateOK, Detail: strings.Join(found, " ")}
}

// browserUser is only advice: without it the browser runs as nobody, which others may, too.
func (m machine) browserUser() finding {
	const name = "Browser's user"
	u, err := user.Lookup(browserUser)
	if err != nil {
		return finding{name, stateAdvice, "without a user of its own the browser runs as nobody",
			"useradd --system --user-group --create-home --home-dir /var/lib/" + browserUser + " --shell /usr/sbin/nologin " + browserUser}
	}
	return finding{Name: name, State: stateOK, Detail: u.Username}
}

// sandbox tries what Chromium's sandbox does first, a user namespace of its own, as the user the browser runs as.
func (m machine) sandbox() finding {
	const name = "Chromium's sandbox"
	probe := exec.Command("unshare", "--user", "true")
	if m.uid == 0 {
		credential, err := credentialOf(browserUser)
		if err != nil {
			credential, err = credentialOf("nobody")
		}
		if err != nil {
			return finding{name, stateMissing, "root cannot run the browser, and there is no other user for it", "useradd --system --user-group " + browserUser}
		}
		probe.SysProcAttr = &syscall.SysProcAttr{Credential: credential}
	}
	if err := probe.Run(); err == nil {
		return finding{Name: name, State: stateOK, Detail: "user namespaces work"}
	}
	fix := "allow user namespaces where this container was started, for example with a seccomp profile that permits unshare"
	switch {
	case m.setting("proc/sys/kernel/unprivileged_userns_clone") == "0":
		fix = "sysctl -w kernel.unprivileged_userns_clone=1"
	case m.setting("proc/sys/user/max_user_namespaces") == "0":
		fix = "sysctl -w user.max_user_namespaces=15000"
	case m.setting("proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1":
		fix = "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
	}
	return finding{name, stateMissing, "this machine refuses it a user namespace; the browser does not start without", fix}
}

func credentialOf(name string) (*syscall.Credential, error) {
	u, err := user.Lookup(name)
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// unusedEnvironment names variables of parts that are gone. Their values stay unprinted: most are keys.
func (m machine) unusedEnvironment() []finding {
	var findings []finding
	for _, pair := range m.environ {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, "PREFECT_") || strings.Contains(name, "SUPABASE_") || name == "CREWAI_URL" {
			findings = append(findings, finding{name, stateUnused, "set, but nothing reads it", "unset " + name})
		}
	}
	return findings
}

func (m machine) variable(name string) string {
	for _, pair := range m.environ {
		if key, value, _ := strings.Cut(pair, "="); key == name {
			return value
		}
	}
	return ""
}

func (m machine) setting(file string) string {
	data, err := os.ReadFile(filepath.Join(m.root, file))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}
