package pages

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

// TestWhoOnlyPaidGetsNoFurther is somebody who typed another's address at the checkout: they see what they bought, and neither the other accounts of
// that address, nor what leaves the program, nor may they take the account over.
func TestWhoOnlyPaidGetsNoFurther(t *testing.T) {
	t.Parallel()
	s := serve(t)
	victim, _ := s.customer("ada@example.com", "Ada's Bakery")
	bought, _ := s.customer("ada@example.com", "Eve's Bar")
	session := s.signIn(host.Session{Role: host.RoleCustomer, Email: "ada@example.com", Customer: bought.ID})
	for _, tt := range []struct {
		method, path string
		form         url.Values
		code         int
	}{
		{http.MethodGet, "/portal", nil, http.StatusOK},
		{http.MethodGet, "/sign-in/choose", nil, http.StatusNotFound},
		{http.MethodPost, "/sign-in/choose", url.Values{"as": {victim.ID.String()}}, http.StatusNotFound},
		{http.MethodPost, "/portal/account/email", url.Values{"email": {"eve@example.com"}}, http.StatusForbidden},
		{http.MethodGet, "/portal/account/email/anything", nil, http.StatusForbidden},
		{http.MethodPost, "/portal/account/email/anything", nil, http.StatusForbidden},
		{http.MethodGet, "/portal/account/export", nil, http.StatusForbidden},
		{http.MethodPost, "/portal/account/delete", url.Values{"company": {"Eve's Bar"}}, http.StatusForbidden},
	} {
		got := s.do(tt.method, tt.path, session, tt.form)
		if got.code != tt.code || strings.Contains(got.body, "Bakery") {
			t.Errorf("%s %s: %d, want %d and nothing of the other account", tt.method, tt.path, got.code, tt.code)
		}
	}
	if n := s.count("SELECT count(*)::int FROM mails WHERE recipient = 'eve@example.com'"); n != 0 {
		t.Errorf("%d links to take the account over were mailed", n)
	}
	if n := s.count("SELECT count(*)::int FROM deletions"); n != 0 {
		t.Errorf("%d deletions were asked for", n)
	}
}
