package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

// machineWith is a machine that has the files, whose node reports the version, and where nobody is root.
func machineWith(t *testing.T, nodeVersion string, environ []string, files ...string) machine {
	t.Helper()
	root := t.TempDir()
	m := machine{root: root, environ: environ, uid: 1000, driver: filepath.Join(root, "driver")}
	for _, name := range files {
		write(t, filepath.Join(m.root, name), "")
	}
	programs := t.TempDir()
	if nodeVersion != "" {
		write(t, filepath.Join(programs, "node"), "#!/bin/sh\necho "+nodeVersion+"\n")
	}
	write(t, filepath.Join(programs, "unshare"), "#!/bin/sh\nexit 0\n")
	t.Setenv("PATH", programs)
	return m
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o755); err != nil {
		t.Fatal(err)
	}
}

var complete = []string{
	"usr/lib/postgresql/15/bin/initdb",
	"usr/lib/chromium/chromium-headless-shell",
	"usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
	"usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
}

func TestDoctor(t *testing.T) {
	for name, c := range map[string]struct {
		node    string
		environ []string
		files   []string
		runs    bool
		says    []string
	}{
		"complete":           {node: "v20.20.2", files: complete, runs: true, says: []string{"advice   Browser's driver", "npm registry", "Adapter contract         serves modules built for contract 1\n", "Everything needed is here."}},
		"driver here":        {node: "v20.20.2", files: append([]string{"driver/package/cli.js"}, complete...), runs: true, says: []string{"ok       Browser's driver"}},
		"no postgres":        {node: "v20.20.2", files: complete[1:], says: []string{"apt-get install --no-install-recommends postgresql\n"}},
		"database elsewhere": {node: "v20.20.2", files: complete[1:], environ: []string{"DATABASE_URL=x"}, runs: true, says: []string{"advice   PostgreSQL"}},
		"no chromium":        {node: "v20.20.2", files: append(complete[2:], complete[0]), says: []string{"apt-get install --no-install-recommends chromium-headless-shell\n"}},
		"no fonts":           {node: "v20.20.2", files: complete[:2], runs: true, says: []string{"advice   Fonts", "fonts-liberation fonts-dejavu-core"}},
		"no node":            {files: complete, says: []string{"missing  Node.js", "install Node.js 20"}},
		"old node":           {node: "v18.19.0", files: complete, says: []string{"v18.19.0 is too old"}},
		"parts that are gone": {
			node: "v22.1.0", files: complete, runs: true,
			environ: []string{"PREFECT_API_KEY=s3cret", "CREWAI_URL=s3cret", "NEXT_PUBLIC_SUPABASE_URL=s3cret", "SUPABASE_KEY=s3cret", "HOME=/"},
			says:    []string{"unused   PREFECT_API_KEY", "unused   CREWAI_URL", "unused   NEXT_PUBLIC_SUPABASE_URL", "unset SUPABASE_KEY"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			err := new(DoctorCmd).report(&out, machineWith(t, c.node, c.environ, c.files...).examine())
			if (err == nil) != c.runs {
				t.Errorf("error %v, want it to run: %t", err, c.runs)
			}
			if err != nil && host.KindOf(err) != host.Unavailable {
				t.Errorf("kind %s, want %s", host.KindOf(err), host.Unavailable)
			}
			for _, want := range c.says {
				if !strings.Contains(out.String(), want) {
					t.Errorf("does not say %q:\n%s", want, out.String())
				}
			}
			if strings.Contains(out.String(), "s3cret") || strings.Contains(out.String(), "HOME") {
				t.Errorf("prints a value, or a variable that is none of its business:\n%s", out.String())
			}
		})
	}
}

func TestDoctorRefusedNamespace(t *testing.T) {
	for file, want := range map[string]string{
		"proc/sys/kernel/unprivileged_userns_clone":             "sysctl -w kernel.unprivileged_userns_clone=1",
		"proc/sys/user/max_user_namespaces":                     "sysctl -w user.max_user_namespaces=15000",
		"proc/sys/kernel/apparmor_restrict_unprivileged_userns": "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
		"nothing": "seccomp",
	} {
		t.Run(filepath.Base(file), func(t *testing.T) {
			m := machineWith(t, "v20.0.0", nil, complete...)
			write(t, filepath.Join(os.Getenv("PATH"), "unshare"), "#!/bin/sh\nexit 1\n")
			content := "0\n"
			if strings.Contains(file, "apparmor") {
				content = "1\n"
			}
			write(t, filepath.Join(m.root, file), content)
			if got := m.sandbox(); got.State != stateMissing || !strings.Contains(got.Fix, want) {
				t.Errorf("got %+v, want it missing and the fix %q", got, want)
			}
		})
	}
}

func TestDoctorJSON(t *testing.T) {
	var out bytes.Buffer
	err := (&DoctorCmd{JSON: true}).report(&out, machineWith(t, "v20.0.0", []string{"SUPABASE_URL=s3cret"}, complete[1:]...).examine())
	if err == nil {
		t.Error("no error, though PostgreSQL is missing")
	}
	var got []finding
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, out.String())
	}
	states := make(map[string]findingState)
	for _, f := range got {
		states[f.Name] = f.State
	}
	if states["PostgreSQL"] != stateMissing || states["Node.js"] != stateOK || states["SUPABASE_URL"] != stateUnused {
		t.Errorf("got %v", states)
	}
}
