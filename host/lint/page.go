package lint

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/match"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// page is a captured page, with its source where that was kept.
type page struct {
	path   string // empty for one that stands in a case
	seen   *sdk.Page
	source *html.Node
	used   bool // by a case
}

// readPages reads testdata/pages and takes the pages that stand in cases.
func readPages(dir string, cases []sdktest.Case) (all []*page, err error) {
	paths, err := filepath.Glob(filepath.Join(dir, "testdata", "pages", "*.json"))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		p := &page{path: path, seen: new(sdk.Page)}
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(raw, p.seen); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if f, err := os.Open(strings.TrimSuffix(path, ".json") + ".html"); err == nil {
			p.source, err = html.Parse(f)
			f.Close()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", f.Name(), err)
			}
		}
		all = append(all, p)
	}
	for _, c := range cases {
		if path := c.PagePath(); path != "" {
			if p := at(all, path); p != nil {
				p.used = true
			}
		} else if c.Turn.Page != nil {
			all = append(all, &page{seen: c.Turn.Page, used: true})
		}
	}
	return all, nil
}

// at is the page read from path, nil if there is none.
func at(all []*page, path string) *page {
	for _, p := range all {
		if p.path == filepath.Clean(path) {
			return p
		}
	}
	return nil
}

// count is how many elements of the page t means: 0, 1, or 2 for more. It reports false where the page cannot tell.
func (p *page) count(t *sdk.Target) (n int, known bool) {
	switch _, result := match.Find(p.seen, t); result {
	case match.Found:
		return 1, true
	case match.Ambiguous:
		return 2, true
	case match.Missing:
		return 0, true
	}
	switch {
	case t.By == sdk.ByCSS:
		if p.source == nil {
			return 0, false
		}
		selector, err := cascadia.ParseGroup(t.Value)
		if err != nil {
			return 0, false
		}
		return min(2, len(cascadia.QueryAll(p.source, selector))), true
	case t.By == sdk.ByText:
		if p.seen.Has(t.Value) {
			return 1, true
		}
		return 0, true
	}
	return 0, t.Role == "button" || t.Role == "link"
}
