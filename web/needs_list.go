package web

import (
	"net/http"
	"time"

	"github.com/directorybolt/directorybolt/web/page"
)

func (s site) needsList(w http.ResponseWriter, r *http.Request) {
	tasks, err := s.Portal.Tasks(r.Context(), customer(r))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.Needs(s.frame(r, "Needs you"), tasks, time.Now()))
}
