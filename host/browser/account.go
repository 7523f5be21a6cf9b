package browser

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/host"
)

// account is the user the browser runs as. Chromium's sandbox refuses root, so a host that is root hands the browser to an
// unprivileged user; any other host runs it as itself.
type account struct {
	name     string // empty: the host's own
	uid, gid int
}

func accountFor(name string) (account, error) {
	if _, err := exec.LookPath("setpriv"); err != nil {
		return account{}, host.Errorf(host.NotFound, "no setpriv, which starts the browser: install it with `apt-get install util-linux`")
	}
	if os.Geteuid() != 0 {
		return account{}, nil
	}
	names := []string{name}
	if name == "" {
		names = []string{"directorybolt-browser", "nobody"}
	}
	for _, n := range names {
		u, err := user.Lookup(n)
		if err != nil {
			continue
		}
		uid, err := strconv.Atoi(u.Uid)
		if err != nil {
			return account{}, fmt.Errorf("user %s: %w", n, err)
		}
		gid, err := strconv.Atoi(u.Gid)
		if err != nil {
			return account{}, fmt.Errorf("user %s: %w", n, err)
		}
		if uid == 0 {
			return account{}, host.Errorf(host.Denied, "the browser would run as root (user %q): name another user, Chromium's sandbox refuses root", n)
		}
		return account{name: n, uid: uid, gid: gid}, nil
	}
	return account{}, host.Errorf(host.NotFound, "no user %s to run the browser as: create it with `useradd --system --shell /usr/sbin/nologin %s`", strings.Join(names, " or "), names[0])
}

const homePrefix = "directorybolt-browser-"

// newHome makes the folder that holds everything the browser writes: profile, cache, temporary files. It is below the
// system's temporary folder because the browser's user must be able to reach it. Homes of hosts that were killed are removed.
func newHome(a account) (string, error) {
	sweepHomes()
	dir, err := os.MkdirTemp("", homePrefix+strconv.Itoa(os.Getpid())+"-")
	if err != nil {
		return "", fmt.Errorf("browser's folder: %w", err)
	}
	if err := fillHome(dir, a); err != nil {
		os.RemoveAll(dir)
		return "", err
	}
	return dir, nil
}

func fillHome(dir string, a account) error {
	// The driver makes its folders here as the host; the browser's own things are below user.
	if err := os.Chmod(dir, 0o711); err != nil {
		return err
	}
	own := filepath.Join(dir, "user")
	if err := os.Mkdir(own, 0o700); err != nil {
		return err
	}
	if a.name != "" {
		if err := os.Chown(own, a.uid, a.gid); err != nil {
			return err
		}
		// The folders above may keep the user out, and Chromium would only say that it crashed.
		check := exec.Command("setpriv", a.drop("test", "-w", own)...)
		if err := check.Run(); err != nil {
			return host.Errorf(host.Denied, "user %s cannot write to %s: set TMPDIR to a folder that every user can enter, such as /tmp", a.name, own)
		}
	}
	return nil
}

func sweepHomes() {
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), homePrefix+"*"))
	for _, dir := range old {
		pid, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), homePrefix), "-")
		if _, err := strconv.Atoi(pid); err != nil {
			continue
		}
		if _, err := os.Stat("/proc/" + pid); os.IsNotExist(err) {
			os.RemoveAll(dir)
		}
	}
}

// drop returns the arguments with which setpriv becomes the account, without a way back, and runs command.
func (a account) drop(command ...string) []string {
	args := []string{"--no-new-privs"}
	if a.name != "" {
		args = append(args, "--reuid="+strconv.Itoa(a.uid), "--regid="+strconv.Itoa(a.gid), "--clear-groups", "--inh-caps=-all", "--bounding-set=-all")
	}
	return append(append(args, "--"), command...)
}

// writeWrapper writes the program that the driver starts as the browser. It keeps the file descriptors 3 and 4, over which
// the driver speaks, hands the profile folder (made by the driver) to the account, and makes the kernel end the browser
// when the driver ends, however it ends.
func (a account) writeWrapper(home, executable string) (string, error) {
	var b strings.Builder
	b.WriteString("#!/bin/sh\n")
	if a.name != "" {
		fmt.Fprintf(&b, "for arg in \"$@\"; do case \"$arg\" in --user-data-dir=*) chown -R %d:%d \"${arg#*=}\";; esac; done\n", a.uid, a.gid)
	}
	fmt.Fprintf(&b, "exec setpriv --pdeathsig KILL")
	for _, arg := range a.drop(executable) {
		b.WriteString(" " + shellQuote(arg))
	}
	b.WriteString(" \"$@\"\n")
	path := filepath.Join(home, "chromium")
	return path, os.WriteFile(path, []byte(b.String()), 0o755)
}

// writeNode writes the program that the library starts as Node. It notes its process id, which the library does not tell,
// and gives the driver a temporary folder below home and none of the host's environment.
func writeNode(home, node string) (path, pidFile string, err error) {
	path, pidFile = filepath.Join(home, "node"), filepath.Join(home, "driver.pid")
	script := fmt.Sprintf("#!/bin/sh\necho $$ >%s\nexec env -i PATH=\"$PATH\" HOME=%s TMPDIR=%s %s \"$@\"\n",
		shellQuote(pidFile), shellQuote(home), shellQuote(home), shellQuote(node))
	return path, pidFile, os.WriteFile(path, []byte(script), 0o755)
}

func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
