package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/directorybolt/directorybolt/host/bench/sandbox/plan"
	"github.com/directorybolt/directorybolt/host/sandbox"
)

// guests is a folder of compiled modules, by name: adapter, extism and knqyf263 are the plan in Go, c is the plan in C, loop spins.
type guests struct{ dir string }

func (g guests) path(name string) string { return filepath.Join(g.dir, name+".wasm") }

func (g guests) read(name string) ([]byte, error) { return os.ReadFile(g.path(name)) }

// build compiles all guests, each the way its host documents. It runs in the folder of this program.
func (g guests) build(ctx context.Context) error {
	builds := [][]string{{"../../../bin/directorybolt", "adapter", "build", "-o", g.path("adapter"), "./guest/adapter"}}
	for _, name := range []string{"extism", "knqyf263"} {
		builds = append(builds, []string{"go", "build", "-buildmode=c-shared", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", g.path(name), "./guest/" + name})
	}
	for name, source := range map[string]string{"c": "plan.c", "loop": "loop.c"} {
		builds = append(builds, []string{"clang", "--target=wasm32-wasi", "--sysroot=/usr", "-mexec-model=reactor", "-nodefaultlibs", "-lc",
			"-O2", "-Wl,--strip-all", "-o", g.path(name), "guest/c/" + source})
	}
	for _, b := range builds {
		cmd := exec.CommandContext(ctx, b[0], b[1:]...)
		if b[0] == "go" {
			cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("build a guest (`make bench` installs and builds what that needs): %v: %w\n%s", b, err, out)
		}
	}
	for _, name := range []string{"c", "loop"} {
		wasm, err := g.read(name)
		if err != nil {
			return err
		}
		if wasm, err = sandbox.AppendManifest(wasm, plan.Adapter.Manifest()); err != nil {
			return err
		}
		if err := os.WriteFile(g.path(name), wasm, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// variant returns the module as it would be if it were built with other constants in place of [plan.Stamp] and [plan.Number], and that stamp: no two have
// the same data or the same code.
func variant(wasm []byte, number int) (module, stamp []byte, err error) {
	stamp = fmt.Appendf(nil, "%s%04d", plan.Stamp[:len(plan.Stamp)-4], number)
	module = bytes.ReplaceAll(wasm, []byte(plan.Stamp), stamp)
	constant := instruction(plan.Number)
	if !bytes.Contains(module, constant) {
		return nil, nil, errors.New("the constant is not in the code of the guest")
	}
	return bytes.ReplaceAll(module, constant, instruction(plan.Number+number)), stamp, nil
}

// instruction is i64.const with a number of 32 bits.
func instruction(number int) []byte {
	b := []byte{0x42}
	for range 4 {
		b = append(b, byte(number)|0x80)
		number >>= 7
	}
	return append(b, byte(number))
}
