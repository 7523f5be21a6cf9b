package lint

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// source is the adapter's Go source; empty for an adapter in another language.
type source struct {
	files []file
	set   *token.FileSet
}

type file struct {
	path  string
	lines []string
	tree  *ast.File
}

func readSource(dir string) (*source, error) {
	s := &source{set: token.NewFileSet()}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if path != dir && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(s.set, path, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		s.files = append(s.files, file{path, strings.Split(string(text), "\n"), tree})
		return nil
	})
	return s, err
}

// find is the first line that has text. Where none has, the first file is named without a line.
func (s *source) find(text string) (path string, line int) {
	for _, f := range s.files {
		for i, l := range f.lines {
			if strings.Contains(l, text) {
				return f.path, i + 1
			}
		}
	}
	if len(s.files) > 0 {
		return s.files[0].path, 0
	}
	return ".", 0
}

// written is a target that stands in the source as a literal.
type written struct {
	target sdk.Target
	path   string
	line   int
}

// ways are the functions of the SDK that make a target of a text.
var ways = map[string]func(string) sdk.Target{
	"Label": sdk.Label, "Button": sdk.Button, "Placeholder": sdk.Placeholder, "Name": sdk.Name, "Text": sdk.Text, "CSS": sdk.CSS,
}

// targets are the targets in the source whose text is a literal.
func (s *source) targets() (all []written) {
	for _, f := range s.files {
		ast.Inspect(f.tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			way, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if of, ok := way.X.(*ast.Ident); !ok || of.Name != "sdk" {
				return true
			}
			literal, ok := call.Args[0].(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING || ways[way.Sel.Name] == nil {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err == nil {
				all = append(all, written{ways[way.Sel.Name](text), f.path, s.set.Position(call.Pos()).Line})
			}
			return true
		})
	}
	return all
}

// heavy are packages that make an adapter much larger and slower to start.
var heavy = map[string]string{
	"fmt":           "strconv and + do the same; it adds 0.7 MB",
	"encoding/json": "read what you need by hand, or ask for it in the manifest's config; it adds 1.2 MB",
	"regexp":        "the functions of strings do for most; it adds 0.4 MB",
	"net/http":      "an adapter has no network",
	"os":            "an adapter has no files and no environment",
}

func (r *report) imports() {
	for _, f := range r.source.files {
		for _, spec := range f.tree.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if fix := heavy[name]; err == nil && fix != "" {
				r.add(Warning, "heavy-import", f.path, r.source.set.Position(spec.Pos()).Line, fix, "the adapter imports %s", name)
			}
		}
	}
}
