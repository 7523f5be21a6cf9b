package main

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"

	"github.com/directorybolt/directorybolt/host/browser"
)

// handwritten is node/submit.js: the same submission without our engine, with the playwright-core that our driver is, so that
// both speak to the browser in the same version.
type handwritten struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	scratch string
}

func startHandwritten(driver string, d *directory) (*handwritten, error) {
	scratch, err := os.MkdirTemp("", "directorybolt-bench-node-")
	if err != nil {
		return nil, err
	}
	h := &handwritten{scratch: scratch}
	executable, err := unprivileged(scratch)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(scratch))
	}
	config, err := json.Marshal(map[string]any{
		"playwright": filepath.Join(driver, "package"),
		"executable": executable,
		"start":      d.start(),
		"upload":     upload,
		"button":     button,
		"answer":     answer,
		"image":      base64.StdEncoding.EncodeToString(picture()),
		"blocked":    []string{"*.png", "*.jpg", "*.jpeg", "*.gif", "*.webp", "*.ico", "*.woff", "*.woff2", "*google-analytics.com/*", "*googletagmanager.com/*"},
		"args":       []string{"--disable-quic", "--disable-background-networking", "--disable-domain-reliability", "--disable-component-update", "--no-pings", "--disable-breakpad"},
		"env":        map[string]string{"PATH": os.Getenv("PATH"), "HOME": scratch, "TMPDIR": scratch, "LANG": "C.UTF-8"},
	})
	if err != nil {
		return nil, err
	}
	h.cmd = exec.Command("node", "host/bench/node/submit.js", string(config))
	h.cmd.Env = append(os.Environ(), "TMPDIR="+scratch)
	h.cmd.Stderr = os.Stderr
	if h.in, err = h.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	h.out = bufio.NewReader(out)
	if err := h.cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start node: %w", err), os.RemoveAll(scratch))
	}
	return h, nil
}

// unprivileged writes the program that starts the browser. Root may not run it with its sandbox on; so it is run as nobody then.
func unprivileged(scratch string) (string, error) {
	if os.Getuid() != 0 {
		return browser.DefaultExecutable, nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(scratch, 0o777); err != nil {
		return "", err
	}
	name := filepath.Join(scratch, "chromium")
	script := fmt.Sprintf(`#!/bin/sh
for arg in "$@"; do case "$arg" in --user-data-dir=*) chown -R %[1]s:%[2]s "${arg#*=}";; esac; done
exec setpriv --no-new-privs --reuid=%[1]s --regid=%[2]s --clear-groups --inh-caps=-all -- %[3]s "$@"
`, nobody.Uid, nobody.Gid, browser.DefaultExecutable)
	return name, os.WriteFile(name, []byte(script), 0o755)
}

func (h *handwritten) submit(_ context.Context, round int) error {
	line, err := json.Marshal(values("by hand", round))
	if err != nil {
		return err
	}
	if _, err := h.in.Write(append(line, '\n')); err != nil {
		return err
	}
	outcome, err := h.out.ReadString('\n')
	if err != nil {
		return fmt.Errorf("node ended: %w", err)
	}
	if outcome = strings.TrimSpace(outcome); outcome != "ok" {
		return errors.New(outcome)
	}
	return nil
}

func (h *handwritten) stop() error {
	return errors.Join(h.in.Close(), h.cmd.Wait(), os.RemoveAll(h.scratch))
}
