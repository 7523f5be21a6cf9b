package web

import (
	"net/http"

	"github.com/directorybolt/directorybolt/web/page"
)

func (s site) jobList(w http.ResponseWriter, r *http.Request) {
	jobs, err := s.Staff.Jobs(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.Jobs(s.frame(r, "Jobs"), jobs))
}
