package web

import (
	"crypto/rand"
	"net/http"
	"net/url"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// signInAsk has a link mailed. Whether there is an account with the address shows neither in the answer nor in the time it takes.
func (s site) signInAsk(w http.ResponseWriter, r *http.Request) {
	form := page.SignInForm{Email: r.PostFormValue("email"), To: ownPath(r.PostFormValue("to")), Staff: s.Organisation != nil}
	email, err := addressOf(form.Email)
	if err == nil {
		form.Email = email
		err = s.mailSignInLink(r, form)
	}
	switch kind := host.KindOf(err); {
	case err == nil:
		s.render(w, r, http.StatusOK, page.LinkSent(s.frame(r, "Look into your mailbox"), form, s.Outbox != nil))
	case kind == host.Invalid, kind == host.Limited:
		form.Problem = err.Error()
		s.render(w, r, statuses[kind].code, page.SignIn(s.frame(r, "Sign in"), form))
	default:
		s.fail(w, r, err)
	}
}

func (s site) mailSignInLink(r *http.Request, form page.SignInForm) error {
	token := rand.Text()
	link := s.URL + "/sign-in/" + token
	if form.To != "" {
		link += "?to=" + url.QueryEscape(form.To)
	}
	return s.Access.SendSignInLink(r.Context(), token, host.Mail{
		To:      form.Email,
		Subject: "Your link to sign in",
		Body: "Open this link to sign in to DirectoryBolt. It works once, within 15 minutes:\n\n" + link +
			"\n\nIf you did not ask for it, you need not do anything: without the link nobody gets in.\n",
	})
}
