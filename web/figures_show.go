package web

import (
	"net/http"

	"github.com/directorybolt/directorybolt/web/page"
)

// figuresShow shows staff how the whole has been doing.
func (s site) figuresShow(w http.ResponseWriter, r *http.Request) {
	figures, err := s.Staff.Figures(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.Figures(s.frame(r, "Metrics"), figures))
}
