package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"directorybolt": main, "record": record})
}

// TestScripts runs testdata/script: the commands as a person types them, in an empty folder. They may use the Go toolchain with what it has
// already built, but no network.
func TestScripts(t *testing.T) {
	values, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE", "GOROOT").Output()
	if err != nil {
		t.Fatalf("the Go toolchain is needed: %v", err)
	}
	lines := strings.Split(strings.TrimSpace(string(values)), "\n")
	repository, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("GOCACHE", lines[0])
			e.Setenv("GOMODCACHE", lines[1])
			e.Setenv("PATH", filepath.Join(lines[2], "bin")+string(os.PathListSeparator)+e.Getenv("PATH"))
			e.Setenv("GOPROXY", "off")
			e.Setenv("GOFLAGS", "")
			e.Setenv("GOTOOLCHAIN", "local")
			e.Setenv("REPOSITORY", repository)
			return nil
		},
	})
}
