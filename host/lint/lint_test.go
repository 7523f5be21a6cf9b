package lint

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// sound is an adapter with nothing to mend.
func sound() (sdk.Adapter, map[string]string) {
	a := sdk.Adapter{
		Name: "x", Version: "1.0.0", Summary: "X.", Author: "A", Licence: "MIT", Hosts: []string{"x.example"}, Start: "https://x.example/add", Requires: []string{"phone"},
		Plan: func(t sdk.Turn) (sdk.Move, error) {
			if t.Business.Phone.E164 == "" {
				return sdk.Reject("phone", "No phone."), nil
			}
			return sdk.Do(sdk.Fill(sdk.Label("Phone"), t.Business.Phone.National), sdk.Fill(sdk.CSS("#fax"), "1"), sdk.Submit(sdk.Button("Add"))), nil
		},
		Verify: func(sdk.Turn) (sdk.Move, error) { return sdk.Unknown(), nil },
		Lookup: func(sdk.Turn) (sdk.Move, error) { return sdk.Unknown(), nil },
	}
	return a, map[string]string{
		"main.go": `package main

import "github.com/directorybolt/directorybolt/sdk"

var adapter = sdk.Adapter{
	Name: "x", Hosts: []string{"x.example"},
	Start: "https://x.example/add", Version: "1.0.0",
	Requires: []string{"phone"},
}

var steps = []sdk.Step{sdk.Fill(sdk.Label("Phone"), ""), sdk.Fill(sdk.CSS("#fax"), ""), sdk.Submit(sdk.Button("Add"))}
`,
		"testdata/pages/add.json": `{"url": "https://x.example/add", "controls": [{"ref": "c1", "label": "Phone"}], "buttons": [{"ref": "b1", "text": "Add"}]}`,
		"testdata/pages/add.html": `<form><input name=phone><input id=fax><button>Add</button></form>`,
		"testdata/plan.json": `{"op": "plan", "page": "pages/add.json", "expect": {"kind": "do", "steps": [
			{"kind": "fill", "target": {"by": "label", "value": "Phone"}, "value": "(415) 555-0132"}, {"kind": "fill", "target": {"by": "css", "value": "#fax"}, "value": "1"},
			{"kind": "submit", "target": {"by": "role", "role": "button", "value": "Add"}}]}}`,
		"testdata/plan-without-phone.json": `{"op": "plan", "business": {"name": "Acme"}, "expect": {"kind": "reject", "reject": {"field": "phone", "message": "No phone."}}}`,
		"testdata/verify.json":             `{"op": "verify", "page": {"text": "Thank you"}, "expect": {"kind": "verdict", "verdict": {"answer": "unknown"}}}`,
		"testdata/lookup.json":             `{"op": "lookup", "page": {"text": "?"}, "expect": {"kind": "verdict", "verdict": {"answer": "unknown"}}}`,
	}
}

// findings lints the adapter and returns each finding as "place severity rule".
func findings(t *testing.T, a sdk.Adapter, files map[string]string) (all []string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cases, err := sdktest.Read(dir, a.Manifest())
	if err != nil {
		t.Fatal(err)
	}
	got, err := Check(Adapter{dir, a.Manifest(), cases, func(op sdk.Op, turn *sdk.Turn) (*sdk.Answer, error) { return a.Call(op, turn), nil }})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range got {
		if f.Message == "" || f.Fix == "" {
			t.Errorf("%+v lacks words", f)
		}
		all = append(all, f.Place()+" "+f.Severity+" "+f.Rule)
	}
	return all
}

func TestFindings(t *testing.T) {
	type change func(a *sdk.Adapter, files map[string]string)
	in := func(file, from, to string) change {
		return func(_ *sdk.Adapter, files map[string]string) { files[file] = strings.ReplaceAll(files[file], from, to) }
	}
	for name, c := range map[string]struct {
		change change
		want   []string
	}{
		"nothing": {func(*sdk.Adapter, map[string]string) {}, nil},
		"no verify": {func(a *sdk.Adapter, files map[string]string) { a.Verify = nil; delete(files, "testdata/verify.json") },
			[]string{"main.go:5 error no-verify"}},
		"no lookup": {func(a *sdk.Adapter, files map[string]string) { a.Lookup = nil; delete(files, "testdata/lookup.json") },
			[]string{"main.go:5 warning no-lookup"}},
		"no case of a function": {func(_ *sdk.Adapter, files map[string]string) { delete(files, "testdata/lookup.json") },
			[]string{"testdata error no-case"}},
		"hosts": {func(a *sdk.Adapter, _ map[string]string) {
			a.Hosts = append(a.Hosts, "https://y.example", "*.y.example", "127.0.0.1", "Y.example", "y", "y.example:99999", "y.example:8080")
		}, slices.Repeat([]string{"main.go error bad-host"}, 6)},
		"no hosts":         {func(a *sdk.Adapter, _ map[string]string) { a.Hosts = nil }, []string{"main.go:5 error no-hosts"}},
		"start elsewhere":  {func(a *sdk.Adapter, _ map[string]string) { a.Start = "https://y.example/" }, []string{"main.go:7 error start-off-hosts"}},
		"start is no page": {func(a *sdk.Adapter, _ map[string]string) { a.Start = "x.example/add" }, []string{"main.go:7 error bad-start"}},
		"start in the clear": {func(a *sdk.Adapter, _ map[string]string) { a.Start = "http://x.example/add" },
			[]string{"main.go:7 warning start-without-tls"}},
		"version": {func(a *sdk.Adapter, _ map[string]string) { a.Version = "one" }, []string{"main.go:7 error bad-version"}},
		"nameless": {func(a *sdk.Adapter, _ map[string]string) { a.Author, a.Licence, a.Summary = "", "", "" },
			[]string{"main.go:5 warning no-author", "main.go:5 warning no-licence", "main.go:5 warning no-summary"}},
		"a label that is gone": {in("testdata/pages/add.json", `"Phone"`, `"Telephone"`),
			[]string{"main.go:11 error target-missed", "main.go:11 warning selector-unmatched"}},
		"a button that is there twice under another kind": {in("testdata/pages/add.json", `{"ref": "b1", "text": "Add"}`, `{"ref": "b1", "text": "Add", "type": "submit"}, {"ref": "b2", "text": "Add", "type": "button"}`),
			[]string{"main.go:11 error target-missed"}},
		"a selector that finds nothing": {in("testdata/pages/add.html", "id=fax", "id=telefax"), []string{"main.go:11 error target-missed", "main.go:11 warning selector-unmatched"}},
		"a selector that finds two":     {in("testdata/pages/add.html", "name=phone", "id=fax"), []string{"main.go:11 error target-missed"}},
		"a selector nobody can judge":   {func(_ *sdk.Adapter, files map[string]string) { delete(files, "testdata/pages/add.html") }, []string{"main.go:11 warning selector-unjudged"}},
		"a selector that is none":       {in("main.go", "#fax", "#[fax"), []string{"main.go:11 error bad-selector"}},
		"a case that fails":             {in("testdata/plan-without-phone.json", "No phone", "Not a phone"), []string{"testdata/plan-without-phone.json error case-fails"}},
		"a quote that is not on the page": {func(a *sdk.Adapter, _ map[string]string) {
			a.Lookup = func(sdk.Turn) (sdk.Move, error) { return sdk.Absent("Nothing found"), nil }
		}, []string{"testdata/lookup.json error case-fails"}},
		"a requirement nobody tried": {func(a *sdk.Adapter, files map[string]string) { a.Requires = append(a.Requires, "email") }, []string{"main.go warning requires-untried"}},
		"a requirement not named":    {func(a *sdk.Adapter, _ map[string]string) { a.Requires = nil }, []string{"main.go:8 warning requires-lacks"}},
		"a page of no case":          {func(_ *sdk.Adapter, files map[string]string) { files["testdata/pages/old.json"] = "{}" }, []string{"testdata/pages/old.json warning page-unused"}},
		"never submits": {func(a *sdk.Adapter, files map[string]string) {
			files["testdata/plan.json"] = files["testdata/plan-without-phone.json"]
			delete(files, "testdata/pages/add.json")
			files["testdata/verify.json"] = `{"op": "verify", "page": {"controls": [{"ref": "c1", "label": "Phone"}], "buttons": [{"ref": "b1", "text": "Add"}]}, "expect": {"kind": "verdict", "verdict": {"answer": "unknown"}}}`
		}, []string{"main.go:11 warning selector-unjudged", "testdata warning no-submit"}},
		"heavy": {in("main.go", `import "github`, "import \"fmt\"\nimport \"github"), []string{"main.go:3 warning heavy-import"}},
	} {
		t.Run(name, func(t *testing.T) {
			a, files := sound()
			c.change(&a, files)
			if got := findings(t, a, files); !slices.Equal(got, c.want) {
				t.Errorf("%q\nwant %q", got, c.want)
			}
		})
	}
}
