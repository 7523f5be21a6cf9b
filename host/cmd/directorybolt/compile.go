package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/directorybolt/directorybolt/host/sandbox"
)

// CompileCmd is the process that this program compiles adapters in: a module made to be hard to compile takes that one's time and memory.
type CompileCmd struct{}

// Run compiles the module on standard input; it is told where to by the process that has started it.
func (CompileCmd) Run(ctx context.Context) error {
	return sandbox.CompileChild(ctx, os.Stdin, os.Stdout)
}

// openSandbox returns an engine that keeps compiled adapters in the folder and compiles them in a process of its own.
func openSandbox(ctx context.Context, cache string) (*sandbox.Engine, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return sandbox.New(ctx, sandbox.Config{CacheDir: cache, Compiler: []string{self, "compile"}})
}

// authorsCache is where the commands for authors keep compiled adapters, so that a second run is quick. Without a place for it, each run compiles anew.
func authorsCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "directorybolt", "compiled")
}
