package sdk

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// Every adapter carries what this package imports: the list is short on purpose.
func TestImports(t *testing.T) {
	allowed := map[string]bool{"errors": true, "math": true, "slices": true, "strconv": true, "strings": true, "unicode/utf8": true, "unsafe": true}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "source.go" { // source.go is not built for WebAssembly
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range parsed.Imports {
			if path := strings.Trim(i.Path.Value, `"`); !allowed[path] {
				t.Errorf("%s imports %s; every adapter would carry it", file, path)
			}
		}
	}
}
