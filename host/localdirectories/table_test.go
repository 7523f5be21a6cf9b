package localdirectories

import "testing"

// The table of sites has no holes: names are unique, options are there, every kind has a site.
func TestSitesAreComplete(t *testing.T) {
	slugs, used := map[string]bool{}, map[string]bool{}
	for _, s := range sites {
		if slugs[s.Slug] {
			t.Errorf("two sites are called %s", s.Slug)
		}
		slugs[s.Slug], used[s.Kind] = true, true
		names := map[string]bool{}
		for _, f := range s.Fields {
			if names[f.Name] {
				t.Errorf("%s has two inputs called %s", s.Slug, f.Name)
			}
			names[f.Name] = true
			switch f.Type {
			case "select", "radio", "checks", "check", "listbox", "select2":
				if len(f.Options) == 0 {
					t.Errorf("%s: %s has no options", s.Slug, f.Name)
				}
			}
		}
		if wordsOf[s.Lang].Home == "" {
			t.Errorf("%s: no words in %s", s.Slug, s.Lang)
		}
		if (s.Kind == "validation") != (rules[s.Rule].good != nil) {
			t.Errorf("%s: kind %s with rule %q", s.Slug, s.Kind, s.Rule)
		}
		if n := len(samplesFor(&s)); n < 5 {
			t.Errorf("%s shows only %d listings of its own", s.Slug, n)
		}
	}
	for name := range kinds {
		if !used[name] {
			t.Errorf("no site is of kind %s", name)
		}
	}
	if len(sites) < 56 || len(kinds) < 18 {
		t.Errorf("%d sites of %d kinds", len(sites), len(kinds))
	}
}
