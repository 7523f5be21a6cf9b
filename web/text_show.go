package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/directorybolt/directorybolt/web/page"
)

// text answers with a page that says the same to everybody.
func (s site) text(title, description string, show func(page.Frame) templ.Component) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		f := s.frame(r, title)
		f.Description = description
		s.render(w, r, http.StatusOK, show(f))
	}
}

// searchable are the pages that search engines are told of.
var searchable = []string{"/", "/pricing", "/directories", "/sample-report", "/faq", "/developers", "/terms", "/privacy", "/bot"}

func (s site) robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintf(w, "User-agent: *\nDisallow: /portal\nDisallow: /staff\nDisallow: /checkout\nDisallow: /profile\nDisallow: /components\n\nSitemap: %s/sitemap.xml\n", s.URL)
}

func (s site) sitemap(w http.ResponseWriter, _ *http.Request) {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, path := range searchable {
		fmt.Fprintf(&b, "<url><loc>%s%s</loc></url>\n", templ.EscapeString(s.URL), path)
	}
	b.WriteString("</urlset>\n")
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	_, _ = w.Write([]byte(b.String())) // whoever went away does not need it
}
