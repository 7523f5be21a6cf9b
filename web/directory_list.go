package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// directoryList shows the catalogue. With ?package= it is the list that an order of the package would get today, in the order of selection.
func (s site) directoryList(w http.ResponseWriter, r *http.Request) {
	c, err := s.Catalogue.Catalogue(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	query := r.URL.Query()
	choice := page.DirectoryChoice{
		Words: strings.TrimSpace(query.Get("q")), Package: host.Package(query.Get("package")), Show: query.Get("show"), Sort: query.Get("sort"),
	}
	if choice.Package != "" {
		if _, err := host.TierOf(choice.Package); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	f := s.frame(r, "Directories")
	f.Description = "Every directory we submit to: its authority, what it asks of owners, and how our submissions went in the last 90 days."
	s.render(w, r, http.StatusOK, page.Directories(f, c, choice, chosen(c, choice)))
}

// chosen are the directories that the choice leaves.
func chosen(c host.Catalogue, choice page.DirectoryChoice) []host.CatalogueEntry {
	rows := slices.Clone(c.Directories)
	if choice.Package != "" {
		rows = selected(c, choice.Package)
	}
	rows = slices.DeleteFunc(rows, func(d host.CatalogueEntry) bool {
		return choice.Show == "open" && !d.IsActive || choice.Show == "paused" && d.IsActive || !matches(d, choice.Words)
	})
	if choice.Sort == "name" {
		slices.SortStableFunc(rows, func(a, b host.CatalogueEntry) int {
			return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
		})
	}
	return rows
}

func selected(c host.Catalogue, p host.Package) []host.CatalogueEntry {
	bySlug := map[string]host.CatalogueEntry{}
	for _, d := range c.Directories {
		bySlug[d.Slug] = d
	}
	var rows []host.CatalogueEntry
	for _, offer := range c.Offers {
		if offer.Package != p {
			continue
		}
		for _, slug := range offer.Slugs {
			if d, ok := bySlug[slug]; ok {
				rows = append(rows, d)
			}
		}
	}
	return rows
}

// matches reports whether every word occurs in the directory's name or address.
func matches(d host.CatalogueEntry, words string) bool {
	text := strings.ToLower(d.Name + " " + d.Website)
	for _, word := range strings.Fields(strings.ToLower(words)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
