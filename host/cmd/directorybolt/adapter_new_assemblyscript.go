package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/directorybolt/directorybolt/plugins"
	"github.com/directorybolt/directorybolt/sdk/assemblyscript"
)

// newAssemblyScript writes a working adapter in AssemblyScript, and the SDK it needs beside it. The compiler comes from npm.
func newAssemblyScript(dir, name string) error {
	rename := renamer(name)
	// The template names the SDK as the folder above it; a new adapter has it in .sdk.
	place := strings.NewReplacer(`"file:.."`, `"file:.sdk"`, `"..": {`, `".sdk": {`, `"resolved": ".."`, `"resolved": ".sdk"`)
	if err := copyFiles(assemblyscript.Source, "template", func(file string, content []byte) (string, []byte) {
		return filepath.Join(dir, file), []byte(place.Replace(rename.Replace(string(content))))
	}); err != nil {
		return err
	}
	// Both templates are the same adapter, so they have the same cases.
	if err := copyFiles(plugins.Template, "hello/testdata", func(file string, content []byte) (string, []byte) {
		return filepath.Join(dir, "testdata", file), []byte(rename.Replace(string(content)))
	}); err != nil {
		return err
	}
	if err := copyFiles(assemblyscript.Source, ".", func(file string, content []byte) (string, []byte) {
		if strings.HasPrefix(file, "template"+string(filepath.Separator)) {
			return "", nil
		}
		return filepath.Join(dir, ".sdk", file), content
	}); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, ".gitignore"), []byte("node_modules/\n*.wasm\n"), 0o644); err != nil {
		return err
	}
	fmt.Printf("%s is a working adapter for a made-up directory. Next:\n  cd %s\n  npm ci\n  directorybolt adapter test\n"+
		"Then put your directory's form in assembly/index.ts and its pages in testdata.\n", dir, dir)
	return nil
}
