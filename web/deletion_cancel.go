package web

import (
	"net/http"
	"time"
)

func (s site) deletionCancel(w http.ResponseWriter, r *http.Request) {
	if _, err := s.Deletions.CancelDeletion(r.Context(), customer(r), time.Now()); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/portal/account/delete?kept", http.StatusSeeOther)
}
