package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"github.com/directorybolt/directorybolt/host"
)

// apiDirectory is a directory of the catalogue as programs read it.
type apiDirectory struct {
	Slug      string      `json:"slug"`
	Name      string      `json:"name"`
	Website   string      `json:"website"`
	Authority int         `json:"authority"` // domain authority, 0 to 100
	Tier      int         `json:"tier"`      // the lowest package that reaches it, from 1
	Active    bool        `json:"active"`
	Policy    host.Policy `json:"policy"`
	Asks      []string    `json:"asks"`     // what owners had to do for it lately
	Tried     int         `json:"tried"`    // submissions that came to an end in the last 90 days
	Accepted  int         `json:"accepted"` // of these, how many are live or in review
}

func directoryFor(e host.CatalogueEntry) apiDirectory {
	d := apiDirectory{
		Slug: e.Slug, Name: e.Name, Website: e.Website, Authority: e.DAScore, Tier: e.PriorityTier, Active: e.IsActive, Policy: e.Policy, Asks: e.Asks,
		Tried: e.Tried, Accepted: e.Accepted,
	}
	if d.Asks == nil {
		d.Asks = []string{}
	}
	return d
}

// apiDirectoryList is GET /api/v1/directories, by slug: nothing else of a directory stays as it is.
func (s site) apiDirectoryList(w http.ResponseWriter, r *http.Request) {
	most, err := pageSize(r)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	after, err := parseSlug(r.URL.Query().Get("cursor"))
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	c, err := s.Catalogue.Catalogue(r.Context())
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	var rest []apiDirectory
	for _, e := range c.Directories {
		if e.Slug > after {
			rest = append(rest, directoryFor(e))
		}
	}
	slices.SortFunc(rest, func(a, b apiDirectory) int { return cmp.Compare(a.Slug, b.Slug) })
	s.answer(w, r, http.StatusOK, paged(rest, most, func(d apiDirectory) string { return slugCursor(d.Slug) }))
}

// apiDirectoryShow is GET /api/v1/directories/{slug}.
func (s site) apiDirectoryShow(w http.ResponseWriter, r *http.Request) {
	c, err := s.Catalogue.Catalogue(r.Context())
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	for _, e := range c.Directories {
		if e.Slug == chi.URLParam(r, "slug") {
			s.answer(w, r, http.StatusOK, directoryFor(e))
			return
		}
	}
	s.failJSON(w, r, host.Errorf(host.NotFound, "There is no such directory."))
}
