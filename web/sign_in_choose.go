package web

import (
	"net/http"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// signInChoose asks as whom to go on.
func (s site) signInChoose(w http.ResponseWriter, r *http.Request) {
	identities, err := s.choices(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.Choose(s.frame(r, "Which account?"), identities, ownPath(r.URL.Query().Get("to"))))
}

// signInSwitch goes on as one of them.
func (s site) signInSwitch(w http.ResponseWriter, r *http.Request) {
	identities, err := s.choices(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	chosen, ok := among(identities, r.PostFormValue("as"))
	if !ok {
		s.fail(w, r, host.Errorf(host.NotFound, "That account is not one of yours."))
		return
	}
	if err := s.beginAs(w, r, viewer(r).Email, chosen); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, destination(r.PostFormValue("to"), chosen.Role), http.StatusSeeOther)
}

// choices are the accounts of a viewer's e-mail address: only of somebody who has proved to own it.
func (s site) choices(r *http.Request) ([]host.Identity, error) {
	if !viewer(r).Verified {
		return nil, host.Errorf(host.NotFound, "There is nothing at this address.")
	}
	return s.Access.Identities(r.Context(), viewer(r).Email)
}
