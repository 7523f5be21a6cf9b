package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// signInOpen shows the button that a link to sign in is used with.
func (s site) signInOpen(w http.ResponseWriter, r *http.Request) {
	email, err := s.Access.SignInLink(r.Context(), chi.URLParam(r, "token"))
	to := ownPath(r.URL.Query().Get("to"))
	if err != nil {
		s.signInGone(w, r, to, err)
		return
	}
	s.render(w, r, http.StatusOK, page.OpenLink(s.frame(r, "Welcome back"), email, to))
}

// signInUse uses the link up and signs in.
func (s site) signInUse(w http.ResponseWriter, r *http.Request) {
	to := ownPath(r.PostFormValue("to"))
	email, err := s.Access.UseSignInLink(r.Context(), chi.URLParam(r, "token"))
	if err != nil {
		s.signInGone(w, r, to, err)
		return
	}
	identities, err := s.Access.Identities(r.Context(), email)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if len(identities) == 0 { // since the link was sent, the address was changed or the account deleted
		s.signInGone(w, r, to, host.Errorf(host.NotFound, "There is no account with %s any more.", email))
		return
	}
	s.admit(w, r, email, to, identities)
}

// signInGone offers a new link for one that does not work.
func (s site) signInGone(w http.ResponseWriter, r *http.Request, to string, err error) {
	if host.KindOf(err) != host.NotFound {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusNotFound, page.LinkGone(s.frame(r, "This link does not work any more"), err.Error(), page.SignInForm{To: to}))
}
