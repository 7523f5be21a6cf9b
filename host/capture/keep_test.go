package capture

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

func TestKeptPagesAreCases(t *testing.T) {
	c := Case{Dir: t.TempDir(), Name: "add", Op: sdk.OpPlan, Page: &sdk.Page{URL: "https://x.example/add?a=1&b=2", Controls: []sdk.Control{{Ref: "c1", Label: "Name"}}}, HTML: "<p>"}
	kept, err := c.Keep()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := sdktest.Load(c.Dir, sdk.Manifest{Functions: []string{"plan"}})
	if err != nil || len(cases) != 1 || cases[0].Name != "plan-add" || cases[0].Turn.Page.Control("Name") == nil || cases[0].Turn.Page.URL != c.Page.URL {
		t.Errorf("cases %+v, error %v", cases, err)
	}
	if source, err := os.ReadFile(kept.HTML); err != nil || string(source) != "<p>" {
		t.Errorf("source %q, error %v", source, err)
	}
	if _, err := c.Keep(); host.KindOf(err) != host.Conflict {
		t.Errorf("the same name again: %v", err)
	}
	if err := os.WriteFile(kept.Case, []byte(`{"op": "plan", "expect": {}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	c.Replace = true
	if again, err := c.Keep(); err != nil || again.Case != "" {
		t.Errorf("replaced: %+v, error %v", again, err)
	}
	if mine, _ := os.ReadFile(kept.Case); string(mine) != `{"op": "plan", "expect": {}}` {
		t.Errorf("the author's case became %s", mine)
	}
	c.Name = filepath.Join("..", "x")
	if _, err := c.Keep(); host.KindOf(err) != host.Invalid {
		t.Errorf("a name that leads elsewhere: %v", err)
	}
}

func TestNameFor(t *testing.T) {
	for address, want := range map[string]string{
		"https://x.example/add": "add", "https://x.example/Add_Listing.php?x=1": "add-listing", "https://x.example/": "page", "https://x.example/büro/": "b-ro", "::": "page",
	} {
		if got := NameFor(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}
