package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"

	"github.com/directorybolt/directorybolt/host"
)

// organisation signs members in with an identity provider of their own.
type organisation interface {
	// SignInURL is where the browser goes to sign in, to come back to the redirect address with the state and a code.
	SignInURL(ctx context.Context, redirect, state, nonce, verifier string) (string, error)
	// Email returns the verified address of whom the code is for; [host.Denied] says that it has none to go by.
	Email(ctx context.Context, redirect, code, nonce, verifier string) (string, error)
}

const staffMinutes = 10 // that the way through the provider may take

func (s site) staffCookie() string {
	if s.secure() {
		return "__Host-staff"
	}
	return "staff"
}

func (s site) staffRedirect() string { return s.URL + "/sign-in/staff/callback" }

// signInStaff sends the browser to the provider. What has to come back with it unchanged waits in a cookie.
func (s site) signInStaff(w http.ResponseWriter, r *http.Request) {
	state, nonce, verifier := rand.Text(), rand.Text(), rand.Text()+rand.Text() // a verifier has 43 characters at least
	address, err := s.Organisation.SignInURL(r.Context(), s.staffRedirect(), state, nonce, verifier)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.setStaffCookie(w, strings.Join([]string{state, nonce, verifier, url.QueryEscape(ownPath(r.URL.Query().Get("to")))}, "."), staffMinutes*60)
	http.Redirect(w, r, address, http.StatusFound)
}

// signInStaffBack is where the provider sends the browser back to. Only members get in.
func (s site) signInStaffBack(w http.ResponseWriter, r *http.Request) {
	s.setStaffCookie(w, "", -1) // good for one attempt
	c, err := r.Cookie(s.staffCookie())
	if err != nil {
		s.fail(w, r, host.Errorf(host.Denied, "The sign-in took too long, or began in another browser. Begin again at /sign-in."))
		return
	}
	kept := strings.SplitN(c.Value, ".", 4)
	query := r.URL.Query()
	if len(kept) != 4 || subtle.ConstantTimeCompare([]byte(kept[0]), []byte(query.Get("state"))) != 1 {
		s.fail(w, r, host.Errorf(host.Denied, "This sign-in did not begin in this browser. Begin again at /sign-in."))
		return
	}
	if query.Get("code") == "" {
		s.fail(w, r, host.Errorf(host.Denied, "The sign-in was not finished. Begin again at /sign-in."))
		return
	}
	email, err := s.Organisation.Email(r.Context(), s.staffRedirect(), query.Get("code"), kept[1], kept[2])
	if err != nil {
		s.fail(w, r, err)
		return
	}
	identities, err := s.Access.Identities(r.Context(), email)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if len(identities) == 0 || identities[0].Role == host.RoleCustomer {
		s.fail(w, r, host.Errorf(host.Denied, "%s is not a member. Ask whoever runs this DirectoryBolt to add the address.", email))
		return
	}
	to, _ := url.QueryUnescape(kept[3])
	// Whoever comes by this door wants to be a member, also with an address that has bought something.
	s.admit(w, r, email, to, identities[:1])
}

func (s site) setStaffCookie(w http.ResponseWriter, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: s.staffCookie(), Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	})
}
