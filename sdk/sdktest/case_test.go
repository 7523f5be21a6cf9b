package sdktest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

// folder writes files below testdata and returns the folder that has it.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, "testdata", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func one(t *testing.T, text string) (Case, string) {
	t.Helper()
	dir := folder(t, map[string]string{"one.json": text, "pages/add.json": `{"url": "https://x.example/add", "text": "Add your business"}`})
	cases, err := Load(dir, sdk.Manifest{Name: "x", Start: "https://x.example/add"})
	if err != nil {
		t.Fatal(err)
	}
	return cases[0], dir
}

func answers(m sdk.Move) Caller {
	return func(sdk.Op, *sdk.Turn) (*sdk.Answer, error) { return &sdk.Answer{Move: &m}, nil }
}

func TestACaseTellsTheAdapter(t *testing.T) {
	c, _ := one(t, `{"op": "lookup", "page": "pages/add.json", "number": 3, "state": "aGk=", "secrets": ["account.password"]}`)
	var got sdk.Turn
	_, _ = c.Run(func(op sdk.Op, turn *sdk.Turn) (*sdk.Answer, error) {
		got = *turn
		return &sdk.Answer{Move: new(sdk.Unknown())}, nil
	})
	if c.Op != sdk.OpLookup || c.Name != "one" || got.Page.Text != "Add your business" || got.Number != 3 || string(got.State) != "hi" ||
		len(got.Secrets) != 1 || got.Business.Name != Business().Name || got.Directory.Start != "https://x.example/add" {
		t.Errorf("op %v, name %q, turn %+v", c.Op, c.Name, got)
	}
}

func TestDifferenceIsShown(t *testing.T) {
	c, _ := one(t, `{"op": "plan", "expect": {"kind": "reject", "reject": {"field": "phone", "message": "No phone."}}}`)
	if r, err := c.Run(answers(sdk.Reject("phone", "No phone."))); !r.Passed() || err != nil {
		t.Errorf("the same answer: difference %q, error %v", r.Text(), err)
	}
	r, err := c.Run(answers(sdk.Reject("email", "No phone.")))
	if err != nil {
		t.Fatal(err)
	}
	if want := "reject.field\n    was  phone\n    now  email\n"; r.Text() != want || r.Passed() {
		t.Errorf("difference:\n%s\nwant\n%s", r.Text(), want)
	}
}

func TestUpdateWritesTheAnswer(t *testing.T) {
	c, dir := one(t, `{"op": "verify", "page": "pages/add.json"}`)
	if _, err := c.Run(answers(sdk.Unknown())); err == nil {
		t.Error("a case that expects nothing passes")
	}
	if err := c.Update(answers(sdk.Unknown())); err != nil {
		t.Fatal(err)
	}
	cases, err := Load(dir, sdk.Manifest{Name: "x", Start: "https://x.example/add"})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := cases[0].Run(answers(sdk.Unknown())); !r.Passed() || err != nil || cases[0].Turn.Page.Text != "Add your business" {
		t.Errorf("after the update: difference %q, error %v, page %+v", r.Text(), err, cases[0].Turn.Page)
	}
}

func TestWhatTheHostWouldNotTake(t *testing.T) {
	c, _ := one(t, `{"op": "verify", "page": "pages/add.json", "expect": {"kind": "verdict", "verdict": {"answer": "unknown"}}}`)
	for name, m := range map[string]sdk.Move{
		"a submit in verify":              sdk.Do(sdk.Submit(sdk.Button("Send"))),
		"a quote that is not on the page": sdk.UnderReview("We will look at it"),
		"a yes without a quote":           sdk.Live("https://x.example/1", ""),
	} {
		if _, err := c.Run(answers(m)); err == nil {
			t.Errorf("%s passes", name)
		}
		if err := c.Update(answers(m)); err == nil {
			t.Errorf("%s is written down as expected", name)
		}
	}
}

func TestMistakesInCases(t *testing.T) {
	m := sdk.Manifest{Name: "x", Functions: []string{"plan", "lookup"}}
	for name, files := range map[string]map[string]string{
		"an unknown op":              {"a.json": `{"op": "pay"}`},
		"a misspelt field":           {"a.json": `{"op": "plan", "exspect": {}}`},
		"a misspelt field of a page": {"a.json": `{"op": "plan", "page": {"txt": "x"}}`},
		"a page that is not there":   {"a.json": `{"op": "plan", "page": "pages/none.json"}`},
		"no JSON":                    {"a.json": `op: plan`},
		"a function without a case":  {"a.json": `{"op": "plan"}`},
		"no case":                    {},
	} {
		if _, err := Load(folder(t, files), m); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
