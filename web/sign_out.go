package web

import "net/http"

// signOut ends this browser's session.
func (s site) signOut(w http.ResponseWriter, r *http.Request) {
	if token := s.token(r); token != "" {
		if err := s.Access.EndSession(r.Context(), token); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	s.setSession(w, "")
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
