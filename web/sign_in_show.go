package web

import (
	"net/http"

	"github.com/directorybolt/directorybolt/web/page"
)

func (s site) signInShow(w http.ResponseWriter, r *http.Request) {
	to := ownPath(r.URL.Query().Get("to"))
	if role := viewer(r).Role; role != "" {
		http.Redirect(w, r, destination(to, role), http.StatusSeeOther)
		return
	}
	s.render(w, r, http.StatusOK, page.SignIn(s.frame(r, "Sign in"), page.SignInForm{To: to, Staff: s.Organisation != nil}))
}
