package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/directorybolt/directorybolt/host"
)

// language is what an adapter is written in, told by what lies at its path.
type language string

const (
	golang         language = "go"
	assemblyScript language = "assemblyscript" // a folder with a package.json
	compiled       language = "compiled"       // no folder but a module, by whatever toolchain
)

func languageOf(path string) language {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return compiled
	}
	if _, err := os.Stat(filepath.Join(path, "package.json")); err == nil {
		return assemblyScript
	}
	return golang
}

// compileAssemblyScript runs the compiler that the folder's package.json asks for, with the settings in its asconfig.json.
func compileAssemblyScript(ctx context.Context, dir, file string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	compiler, err := filepath.Abs(filepath.Join(dir, "node_modules", "assemblyscript", "bin", "asc.js"))
	if err != nil {
		return err
	}
	if _, err := os.Stat(compiler); errors.Is(err, fs.ErrNotExist) {
		return host.Errorf(host.Invalid, "the AssemblyScript compiler is not in %s/node_modules: run `npm ci` in that folder first", dir)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return host.Errorf(host.Invalid, "Node.js is not installed: get version 20 or later from https://nodejs.org")
	}
	build := exec.CommandContext(ctx, node, compiler, "--outFile", file)
	build.Dir = dir
	return said(build)
}
