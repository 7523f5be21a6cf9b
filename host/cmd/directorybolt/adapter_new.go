package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/plugins"
	"github.com/directorybolt/directorybolt/sdk"
)

const sdkModule = "github.com/directorybolt/directorybolt"

// AdapterNewCmd writes a folder with a working adapter and, outside the repository, the SDK it needs.
type AdapterNewCmd struct {
	Name     string   `arg:"" help:"Name of the adapter and its folder: lower-case letters, digits and dashes."`
	Language language `enum:"go,assemblyscript" default:"go" help:"What to write it in: go or assemblyscript."`
}

// Help says what comes after.
func (AdapterNewCmd) Help() string {
	return `Makes a folder with a small working adapter under your name, its cases, and, outside of the repository, the SDK it needs.

Example:
  directorybolt adapter new yellow-pages && cd yellow-pages && directorybolt adapter test

Exit codes: 0 made; 2 the name is not one; 1 a folder of this name is there.`
}

var adapterName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,63}$`)

// Run writes the folder.
func (c *AdapterNewCmd) Run() error {
	if !adapterName.MatchString(c.Name) {
		return host.Errorf(host.Invalid, "the name %q must be lower-case letters, digits and dashes and begin with a letter: yellow-pages", c.Name)
	}
	dir := c.Name
	if err := os.Mkdir(dir, 0o755); err != nil {
		return host.Errorf(host.Conflict, "%w: choose another name, or remove the folder", err)
	}
	if c.Language == assemblyScript {
		return newAssemblyScript(dir, c.Name)
	}
	if err := writeTemplate(dir, c.Name); err != nil {
		return err
	}
	if !inRepository(dir) {
		if err := writeSDK(dir, c.Name); err != nil {
			return err
		}
	}
	fmt.Printf("%s is a working adapter for a made-up directory. Next:\n  cd %s\n  directorybolt adapter test             all its cases, natively and in the sandbox\n"+
		"  directorybolt adapter dev URL          your directory's form beside what the adapter would do on it\n"+
		"  directorybolt adapter capture URL      keep that form as a test case\n"+
		"Then put your directory in main.go: Hosts, Start, and what plan fills in. No directory at hand: directorybolt adapter practice\n", dir, dir)
	return nil
}

// writeTemplate copies the adapter hello under the new name.
func writeTemplate(dir, name string) error {
	rename := renamer(name)
	return copyFiles(plugins.Template, "hello", func(file string, content []byte) (string, []byte) {
		return filepath.Join(dir, file), []byte(rename.Replace(string(content)))
	})
}

// renamer puts the name of an adapter in place of hello's.
func renamer(name string) *strings.Replacer {
	title := strings.ToUpper(name[:1]) + name[1:]
	return strings.NewReplacer("// Hello is the smallest adapter: one form, one check. Copy it to start yours.", "// "+title+" lists businesses in "+name+".example.",
		"hello", name, "Hello", title)
}

// writeSDK puts the SDK into the folder and makes it a Go module that needs nothing else.
func writeSDK(dir, name string) error {
	err := copyFiles(sdk.Source, ".", func(file string, content []byte) (string, []byte) {
		if strings.HasSuffix(file, "_test.go") {
			return "", nil
		}
		return filepath.Join(dir, ".sdk", "sdk", file), content
	})
	if err != nil {
		return err
	}
	for file, text := range map[string]string{
		"go.mod":      "module " + name + "\n\ngo 1.26\n\nrequire " + sdkModule + " v0.0.0\n\nreplace " + sdkModule + " => ./.sdk\n",
		".sdk/go.mod": "module " + sdkModule + "\n\ngo 1.26\n",
		".gitignore":  "*.wasm\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// copyFiles writes the files below root in source to where place says, with the content it gives; nowhere if it says nothing.
func copyFiles(source fs.FS, root string, place func(file string, content []byte) (string, []byte)) error {
	return fs.WalkDir(source, root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(source, file)
		if err != nil {
			return err
		}
		to, content := place(filepath.FromSlash(strings.TrimPrefix(file, path.Clean(root)+"/")), content)
		if to == "" {
			return nil
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.WriteFile(to, content, 0o644)
	})
}

// inRepository reports whether dir is below the repository, where adapters are packages of its module.
func inRepository(dir string) bool {
	at, err := filepath.Abs(dir)
	for ; err == nil; at = filepath.Dir(at) {
		content, readErr := os.ReadFile(filepath.Join(at, "go.mod"))
		if readErr == nil {
			return strings.HasPrefix(string(content), "module "+sdkModule+"\n")
		}
		if at == filepath.Dir(at) {
			return false
		}
	}
	return false
}
