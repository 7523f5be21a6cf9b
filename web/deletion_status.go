package web

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// deletionStatus tells whoever knows the reference whether a deletion is done, and nothing else.
func (s site) deletionStatus(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
	d, err := s.Deletions.DeletionByReference(r.Context(), strings.ToUpper(chi.URLParam(r, "reference")))
	if err != nil {
		s.fail(w, r, host.Errorf(host.KindOf(err), "There is no deletion with this reference. It stands in the mail as DEL, eight letters and digits."))
		return
	}
	s.render(w, r, http.StatusOK, page.DeletionStatus(s.frame(r, "Deletion "+d.Reference), d))
}
