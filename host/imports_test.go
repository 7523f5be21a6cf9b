package host_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/directorybolt/directorybolt/"

// TestImports reads the import lines itself instead of asking `go list`: Go's test cache sees the files a test opens, but not
// those a child process opens, so a test that shells out would pass stale.
func TestImports(t *testing.T) {
	root := ".."
	files := 0
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			base := entry.Name()
			// host/tools is a module of its own; testdata and hidden folders are not built.
			if base == "testdata" || base == "node_modules" || base == "tools" || (name != root && strings.HasPrefix(base, ".")) {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		files++
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if why := forbidden(filepath.ToSlash(rel), imported, strings.HasSuffix(name, "_test.go")); why != "" {
				t.Errorf("%s imports %s: %s", strings.TrimPrefix(name, root+"/"), imported, why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 10 {
		t.Fatalf("read %d Go files: the test looks in the wrong place", files)
	}
}

// forbidden says why a file in folder (from the repository's root) must not import the path, or "" if it may.
func forbidden(folder, imported string, test bool) string {
	inside, ours := strings.CutPrefix(imported, module)
	if strings.HasPrefix(inside, "host/cmd/") && !within(inside, folder) {
		return "programs are not imported"
	}
	switch {
	case within(folder, "host/cmd"), within(folder, "host/e2e"), within(folder, "host/bench"):
		return "" // they tie the parts together
	case within(folder, "sdk"):
		// Its tests hold the codec against protobuf's own, which no adapter carries.
		if (ours && !within(inside, "sdk")) || (!ours && !standard(imported) && !test) {
			return "sdk is what every adapter carries; it uses the standard library only"
		}
	case within(folder, "plugins"):
		if (ours && !within(inside, "sdk") && !within(inside, part(folder))) || (!ours && !standard(imported)) {
			return "an adapter uses sdk, its own folder and the standard library only"
		}
	case within(folder, "migrations"):
		if ours || !standard(imported) {
			return "migrations only embed their files"
		}
	case !ours || inside == "host" || within(inside, "sdk") || within(inside, "migrations"):
		return "" // nouns and libraries are for all
	case folder == "host":
		return "the nouns import none of their subfolders"
	case !within(inside, part(folder)):
		return "siblings do not know each other; declare the interface you need and let host/cmd pass it in"
	}
	return ""
}

// part is the unit that may import itself: "host/browser", "plugins/generic", "web".
func part(folder string) string {
	names := strings.SplitN(folder, "/", 3)
	if names[0] == "web" {
		return "web"
	}
	return path.Join(names[:min(2, len(names))]...)
}

func within(folder, parent string) bool {
	return folder == parent || strings.HasPrefix(folder, parent+"/")
}

// standard reports whether the path is in the standard library: its first element is no host name.
func standard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".")
}

func TestForbidden(t *testing.T) {
	for _, c := range []struct {
		folder, imported string
		want             bool
	}{
		{"host/worker", "host", false},
		{"host/worker", "sdk", false},
		{"host/worker", "host/worker/model", false},
		{"host/worker/model", "host/worker", false},
		{"host/worker", "host/browser", true},
		{"host/worker", "host/browser/observe", true},
		{"host/work", "host/worker", true},
		{"host/postgres", "migrations", false},
		{"host/worker", "web", true},
		{"host", "sdk", false},
		{"host", "host/browser", true},
		{"host/cmd/directorybolt", "host/browser", false},
		{"host/e2e", "host/cmd/directorybolt", true},
		{"host/e2e", "host/localdirectories", false},
		{"web", "web/page", false},
		{"web/page", "host", false},
		{"web", "host/postgres", true},
		{"sdk", "host", true},
		{"sdk/sdktest", "sdk", false},
		{"sdk/sdktest", "host/sandbox", true},
		{"plugins/generic", "sdk", false},
		{"plugins/generic", "plugins/generic/words", false},
		{"plugins/generic", "plugins/hello", true},
		{"plugins/generic", "host", true},
		{"plugins/generic", "host/localdirectories", true},
		{"migrations", "host", true},
	} {
		if why := forbidden(c.folder, module+c.imported, false); (why != "") != c.want {
			t.Errorf("%s imports %s: %q, want forbidden %t", c.folder, c.imported, why, c.want)
		}
	}
	for folder, want := range map[string]bool{"sdk": true, "plugins/hello": true, "migrations": true, "host/browser": false, "host": false} {
		if why := forbidden(folder, "golang.org/x/net/html", false); (why != "") != want {
			t.Errorf("%s imports a library: %q, want forbidden %t", folder, why, want)
		}
		if why := forbidden(folder, "encoding/json", false); why != "" {
			t.Errorf("%s imports the standard library: %q", folder, why)
		}
	}
	if why := forbidden("sdk", "google.golang.org/protobuf/proto", true); why != "" {
		t.Errorf("a test of sdk imports a library: %q", why)
	}
	if why := forbidden("sdk", module+"host", true); why == "" {
		t.Error("a test of sdk may import host")
	}
}
