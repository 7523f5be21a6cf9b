package web

import (
	"net/http"

	"github.com/directorybolt/directorybolt/host"
)

// accountSessionEnd signs one browser out.
func (s site) accountSessionEnd(w http.ResponseWriter, r *http.Request) {
	sessionID, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	// One that has ended meanwhile is what was wanted.
	if err := s.Accounts.EndSessionOf(r.Context(), customer(r), sessionID); err != nil && host.KindOf(err) != host.NotFound {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/portal/account#sessions", http.StatusSeeOther)
}

// accountSessionsEnd signs every browser out, this one too.
func (s site) accountSessionsEnd(w http.ResponseWriter, r *http.Request) {
	if err := s.Access.EndSessions(r.Context(), viewer(r)); err != nil {
		s.fail(w, r, err)
		return
	}
	s.setSession(w, "")
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}
