package web

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// accountEmailAsk mails a link to the address that the customer wants to change to: nobody is to lock themselves out by a typing mistake.
func (s site) accountEmailAsk(w http.ResponseWriter, r *http.Request) {
	if err := s.provenOwner(r); err != nil {
		s.fail(w, r, err)
		return
	}
	typed := r.PostFormValue("email")
	email, err := addressOf(typed)
	if err == nil && strings.EqualFold(email, viewer(r).Email) {
		err = host.Errorf(host.Invalid, "That is the address you have.")
	}
	if err == nil {
		token := rand.Text()
		err = s.Accounts.SendEmailLink(r.Context(), token, host.Mail{
			Customer: customer(r), To: email, Subject: "Confirm your new e-mail address",
			Body: "Somebody wants to sign in to the account of " + viewer(r).Company + " at DirectoryBolt with this address from now on. If that is you, open this link in the browser" +
				" that you are signed in with, within 15 minutes:\n\n" + s.URL + "/portal/account/email/" + token +
				"\n\nIf it is not you, you need not do anything: without the link nothing changes.\n",
		})
	}
	if err != nil {
		s.accountProblem(w, r, page.AccountPage{Problem: "email", Email: typed}, err)
		return
	}
	http.Redirect(w, r, "/portal/account?sent="+url.QueryEscape(email), http.StatusSeeOther)
}

// accountEmailOpen shows the button that changes the address. It asks for the customer's own session: a link that went to a wrong address must not
// open the account to whoever reads it there.
func (s site) accountEmailOpen(w http.ResponseWriter, r *http.Request) {
	if err := s.provenOwner(r); err != nil {
		s.fail(w, r, err)
		return
	}
	email, err := s.Accounts.EmailLink(r.Context(), customer(r), chi.URLParam(r, "token"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.ChangeEmail(s.frame(r, "Change the e-mail address"), viewer(r).Email, email))
}

// accountEmailChange changes the address, and signs this browser in anew with it; all others are signed out.
func (s site) accountEmailChange(w http.ResponseWriter, r *http.Request) {
	if err := s.provenOwner(r); err != nil {
		s.fail(w, r, err)
		return
	}
	email, err := s.Accounts.ChangeEmail(r.Context(), customer(r), chi.URLParam(r, "token"), host.Mail{
		Subject: "Your e-mail address was changed",
		Body: "The account of " + viewer(r).Company + " at DirectoryBolt has another e-mail address: this one does not sign in to it any more, and every browser but the one that" +
			" made the change was signed out.\n\nIf that was not you, write to us at once: " + s.URL + "/contact\n",
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if err := s.beginAs(w, r, email, host.Identity{Role: host.RoleCustomer, Customer: customer(r)}); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/portal/account", http.StatusSeeOther)
}

// provenOwner keeps those off who paid in this browser, but have not shown yet that the address is theirs.
func (s site) provenOwner(r *http.Request) error {
	if !viewer(r).Verified {
		return host.Errorf(host.Denied, "Confirm the e-mail address that you paid with first: your account page mails you the link.")
	}
	return nil
}
