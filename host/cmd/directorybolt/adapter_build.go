package main

import (
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

// AdapterBuildCmd compiles an adapter with the standard Go toolchain.
type AdapterBuildCmd struct {
	Dir    string `arg:"" optional:"" default:"." type:"existingdir" help:"Folder of the adapter."`
	Output string `short:"o" placeholder:"FILE" help:"File to write; NAME.wasm in the adapter's folder if not given."`
}

// Run writes the module and prints its size and digest.
func (c *AdapterBuildCmd) Run(ctx context.Context) (err error) {
	engine, err := openSandbox(ctx, authorsCache())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close(ctx)) }()
	m, wasm, err := buildAdapter(ctx, engine, c.Dir)
	if err != nil {
		return err
	}
	if c.Output == "" {
		c.Output = filepath.Join(c.Dir, m.Name+".wasm")
	}
	if err := os.WriteFile(c.Output, wasm, 0o644); err != nil {
		return host.Errorf(host.Invalid, "write the module: %w", err)
	}
	fmt.Printf("%s %s, contract %d: %s, %d bytes, sha256 %x\n", m.Name, m.Version, m.Contract, c.Output, len(wasm), sha256.Sum256(wasm))
	return nil
}

// buildAdapter compiles the adapter in dir, asks it for its manifest and appends it.
func buildAdapter(ctx context.Context, engine *sandbox.Engine, dir string) (m sdk.Manifest, wasm []byte, err error) {
	temporary, err := os.MkdirTemp("", "directorybolt-adapter-*")
	if err != nil {
		return m, nil, err
	}
	defer func() { _ = os.RemoveAll(temporary) }()
	file := filepath.Join(temporary, "adapter.wasm")

	// The same source gives the same bytes on every machine: no paths, no version control stamp.
	build, err := goTool(ctx, dir, "build", "-buildmode=c-shared", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", file, ".")
	if err != nil {
		return m, nil, err
	}
	build.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0")
	if err := build.Run(); err != nil {
		return m, nil, host.Errorf(host.Invalid, "the adapter does not compile (%v)", err)
	}
	wasm, err = os.ReadFile(file)
	if err != nil {
		return m, nil, err
	}
	if m, err = engine.Describe(ctx, wasm); err != nil {
		return m, nil, host.Errorf(host.Invalid, "ask the module to describe itself: %w", err)
	}
	wasm, err = sandbox.AppendManifest(wasm, m)
	return m, wasm, err
}

// goTool is a command of the Go toolchain that runs in dir and speaks on our own output.
func goTool(ctx context.Context, dir string, args ...string) (*exec.Cmd, error) {
	path, err := exec.LookPath("go")
	if err != nil {
		return nil, host.Errorf(host.Invalid, "the Go toolchain is not installed: get Go 1.26 or later from https://go.dev/dl")
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, os.Stdout, os.Stderr
	return cmd, nil
}
