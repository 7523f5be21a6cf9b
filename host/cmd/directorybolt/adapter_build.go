package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/sdk"
)

// AdapterBuildCmd compiles an adapter, in Go or AssemblyScript, or takes a module that another toolchain compiled, and gives it its manifest.
type AdapterBuildCmd struct {
	Path   string `arg:"" optional:"" default:"." help:"Folder of the adapter, or FILE.wasm built from another language."`
	Output string `short:"o" placeholder:"FILE" help:"File to write; NAME.wasm in the adapter's folder, or FILE.wasm itself, if not given."`
	JSON   bool   `name:"json" help:"Print one JSON object instead of text; --help says which."`
}

// buildReport is what --json prints.
type buildReport struct {
	Name     string `json:"name"`
	Version  string `json:"version"`
	Contract uint32 `json:"contract"`
	File     string `json:"file"`
	Bytes    int    `json:"bytes"`
	SHA256   string `json:"sha256"`
}

// Help says what is written.
func (AdapterBuildCmd) Help() string {
	return `Compiles the adapter, asks it for its manifest and appends that to the module, so that the host can read it without running
code. The same source gives the same bytes on every machine.

Examples:
  directorybolt adapter build
  directorybolt adapter build -o bin/adapters/hello.wasm ./plugins/hello
  directorybolt adapter build mine.wasm           a module that another toolchain has compiled

With --json: {"name", "version", "contract", "file", "bytes", "sha256"}.

Exit codes: 0 written; 2 it does not compile, or its manifest is wrong; 1 something of ours went wrong.`
}

// Run writes the module and prints its size and digest.
func (c *AdapterBuildCmd) Run(ctx context.Context) (err error) {
	if _, err := os.Stat(c.Path); err != nil {
		return host.Errorf(host.Invalid, "%w: name the folder of an adapter, or a module", err)
	}
	engine, err := openSandbox(ctx, sandbox.Config{CacheDir: authorsCache()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close(ctx)) }()
	m, wasm, err := buildAdapter(ctx, engine, c.Path)
	if err != nil {
		return err
	}
	switch {
	case c.Output != "":
	case languageOf(c.Path) == compiled:
		c.Output = c.Path
	default:
		c.Output = filepath.Join(c.Path, m.Name+".wasm")
	}
	// A host that reads the folder meanwhile sees the old module or the new one, no half.
	whole := filepath.Join(filepath.Dir(c.Output), "."+filepath.Base(c.Output)+".new")
	if err := os.WriteFile(whole, wasm, 0o644); err != nil {
		return host.Errorf(host.Invalid, "write the module: %w", err)
	}
	if err := os.Rename(whole, c.Output); err != nil {
		return host.Errorf(host.Invalid, "write the module: %w", err)
	}
	built := buildReport{m.Name, m.Version, m.Contract, c.Output, len(wasm), fmt.Sprintf("%x", sha256.Sum256(wasm))}
	if c.JSON {
		printJSON(os.Stdout, built)
		return nil
	}
	fmt.Printf("%s %s, contract %d: %s, %d bytes, sha256 %s\n", built.Name, built.Version, built.Contract, built.File, built.Bytes, built.SHA256)
	return nil
}

// buildAdapter compiles the adapter at path, asks it for its manifest and appends it.
func buildAdapter(ctx context.Context, engine *sandbox.Engine, path string) (m sdk.Manifest, wasm []byte, err error) {
	temporary, err := os.MkdirTemp("", "directorybolt-adapter-*")
	if err != nil {
		return m, nil, err
	}
	defer func() { _ = os.RemoveAll(temporary) }()
	file := filepath.Join(temporary, "adapter.wasm")
	switch languageOf(path) {
	case compiled:
		file = path
	case assemblyScript:
		err = compileAssemblyScript(ctx, path, file)
	default:
		err = compileGo(ctx, path, file)
	}
	if err != nil {
		return m, nil, err
	}
	wasm, err = os.ReadFile(file)
	if err != nil {
		return m, nil, host.Errorf(host.Invalid, "%w", err)
	}
	if m, err = engine.Describe(ctx, wasm); err != nil {
		return m, nil, host.Errorf(host.Invalid, "ask the module to describe itself: %w", err)
	}
	wasm, err = sandbox.AppendManifest(wasm, m)
	return m, wasm, err
}

// compileGo: the same source gives the same bytes on every machine, so no paths and no version control stamp.
func compileGo(ctx context.Context, dir, file string) error {
	build, err := goTool(ctx, dir, "build", "-buildmode=c-shared", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", file, ".")
	if err != nil {
		return err
	}
	build.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0")
	return said(build)
}

// said runs a compiler; what it says becomes part of the refusal.
func said(compiler *exec.Cmd) error {
	if text, err := compiler.CombinedOutput(); err != nil {
		return host.Errorf(host.Invalid, "the adapter does not compile (%v):\n%s", err, bytes.TrimSpace(text))
	}
	return nil
}

// goTool is a command of the Go toolchain that runs in dir.
func goTool(ctx context.Context, dir string, args ...string) (*exec.Cmd, error) {
	path, err := exec.LookPath("go")
	if err != nil {
		return nil, host.Errorf(host.Invalid, "the Go toolchain is not installed: get Go 1.26 or later from https://go.dev/dl")
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = dir
	return cmd, nil
}
