package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// run runs a command and returns what it printed.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v (what the tests need from Debian comes with .ci/install --test)\n%s", filepath.Base(name), strings.Join(args, " "), err, out)
	}
	return string(out)
}

// npm fetches what the lockfile in dir names.
func npm(t *testing.T, dir string) {
	t.Helper()
	run(t, dir, "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund")
}

// The contract can be kept in any language: a conformance adapter in each of four passes every check.
func TestConformanceInEveryLanguage(t *testing.T) {
	t.Parallel()
	adapters, err := filepath.Abs("../../sdk/conform")
	if err != nil {
		t.Fatal(err)
	}
	for language, build := range map[string]func(t *testing.T, file string){
		"go": func(t *testing.T, file string) {
			run(t, adapters, program(t), "adapter", "build", "-o", file, "go")
		},
		"assemblyscript": func(t *testing.T, file string) {
			npm(t, filepath.Join(adapters, "assemblyscript"))
			run(t, adapters, program(t), "adapter", "build", "-o", file, "assemblyscript")
		},
		"c": func(t *testing.T, file string) {
			run(t, adapters, "c/build.sh", file)
			run(t, adapters, program(t), "adapter", "build", file)
		},
		"rust": func(t *testing.T, file string) {
			run(t, adapters, "env", "RUSTC=/usr/bin/rustc", "rust/build.sh", file) // Debian's, which has the library for WebAssembly
			run(t, adapters, program(t), "adapter", "build", file)
		},
	} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), language+".wasm")
			build(t, file)
			out := run(t, adapters, program(t), "adapter", "conform", file)
			vectors, err := os.ReadDir(filepath.Join(adapters, "vectors"))
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(out, ": vector "); n != len(vectors) || !strings.Contains(out, " 0 failed\n") {
				t.Errorf("%d of %d vectors were checked:\n%s", n, len(vectors), out)
			}
			if language == "assemblyscript" {
				helpersAgree(t, file)
			}
		})
	}
}

// What `adapter new --language assemblyscript` writes builds and passes its cases in a folder that has nothing of the repository.
func TestNewAssemblyScriptAdapter(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	run(t, dir, program(t), "adapter", "new", "yellow-pages", "--language", "assemblyscript")
	npm(t, filepath.Join(dir, "yellow-pages"))
	out := run(t, dir, program(t), "adapter", "test", "yellow-pages")
	cases, err := filepath.Glob(filepath.Join(dir, "yellow-pages", "testdata", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out, "ok   "); n != len(cases) || n == 0 {
		t.Errorf("%d of %d cases pass:\n%s", n, len(cases), out)
	}
}
