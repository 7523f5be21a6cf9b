package pages

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var lighthouse = flag.Bool("lighthouse", false, "measure pages with Lighthouse; .ci/install --figures fetches it")

// measured are the pages whose figures are promised.
var measured = []struct {
	name, path string
	who        who
}{
	{"landing", "/", asNobody},
	{"pricing", "/pricing", asNobody},
	{"listings, 300 rows", "/portal", asCustomer},
	{"profile", "/portal/profile", asCustomer},
}

// least is what each category of a page has to reach, of 100.
var least = map[string]int{"performance": 95, "accessibility": 100, "best-practices": 100}

// TestLighthouse measures as for a phone of the middle range on a slow line, which is what Lighthouse simulates unless told otherwise.
func TestLighthouse(t *testing.T) {
	if !*lighthouse {
		return
	}
	s, cookies, fill := inhabited(t, 300)
	for _, p := range measured {
		scores, failed := audit(t, s.url+fill.Replace(p.path), cookies[p.who])
		t.Logf("%-22s performance %d, accessibility %d, best practices %d", p.name, scores["performance"], scores["accessibility"], scores["best-practices"])
		for category, want := range least {
			if scores[category] < want {
				t.Errorf("%s: %s is %d, and at least %d is promised; what lost points:\n%s", p.name, category, scores[category], want, strings.Join(failed, "\n"))
			}
		}
	}
}

// audit runs Lighthouse on the page and returns its scores, of 100, and what lost points.
func audit(t *testing.T, address, cookie string) (scores map[string]int, failed []string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "report.json")
	args := []string{
		filepath.Join("..", "..", "..", ".cache", "node", "node_modules", "lighthouse", "cli", "index.js"), address, "--output=json", "--output-path=" + out, "--quiet",
		"--only-categories=performance,accessibility,best-practices", "--chrome-flags=--headless --no-sandbox --disable-dev-shm-usage",
	}
	if cookie != "" {
		headers := filepath.Join(t.TempDir(), "headers.json")
		if err := os.WriteFile(headers, []byte(`{"Cookie":"session=`+cookie+`"}`), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--extra-headers="+headers)
	}
	cmd := exec.CommandContext(t.Context(), "node", args...)
	cmd.Env = append(os.Environ(), "CHROME_PATH=/usr/lib/chromium/chromium-headless-shell")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("Lighthouse on %s: %v\n%s", address, err, said)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Categories map[string]struct{ Score float64 }
		Audits     map[string]struct {
			Title            string
			Score            *float64
			ScoreDisplayMode string
			Details          struct{ Items json.RawMessage }
		}
	}
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	scores = map[string]int{}
	for name, c := range report.Categories {
		scores[name] = int(c.Score*100 + .5)
	}
	for _, a := range report.Audits {
		if a.Score != nil && *a.Score < .9 && a.ScoreDisplayMode != "informative" {
			failed = append(failed, a.Title)
			var items []struct {
				Node struct{ Snippet, Explanation string }
			}
			if json.Unmarshal(a.Details.Items, &items) != nil {
				continue // of another shape, without elements
			}
			for _, item := range items[:min(2, len(items))] {
				if item.Node.Snippet != "" {
					failed = append(failed, item.Node.Snippet+": "+item.Node.Explanation)
				}
			}
		}
	}
	return scores, failed
}
