package web

import (
	"net/http"

	"github.com/directorybolt/directorybolt/web/page"
)

func (s site) landing(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusOK, page.Landing(s.frame(r, "Listed everywhere, with proof")))
}
