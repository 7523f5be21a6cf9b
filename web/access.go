package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// accessStore is what signing in and out needs.
type accessStore interface {
	SendSignInLink(ctx context.Context, token string, m host.Mail) error
	SignInLink(ctx context.Context, token string) (email string, err error)
	UseSignInLink(ctx context.Context, token string) (email string, err error)
	Identities(ctx context.Context, email string) ([]host.Identity, error)
	StartSession(ctx context.Context, token string, s host.Session, life time.Duration) (host.Session, error)
	EndSession(ctx context.Context, token string) error
	EndSessions(ctx context.Context, s host.Session) error
}

// begin signs the browser in, under a token that nobody has seen before. What it was signed in as until then ends.
func (s site) begin(w http.ResponseWriter, r *http.Request, session host.Session) error {
	token := rand.Text()
	session.UserAgent = r.UserAgent()[:min(len(r.UserAgent()), 400)]
	if _, err := s.Access.StartSession(r.Context(), token, session, sessionLife); err != nil {
		return err
	}
	if before := s.token(r); before != "" {
		if err := s.Access.EndSession(r.Context(), before); err != nil {
			return err
		}
	}
	s.setSession(w, token)
	return nil
}

// beginAs is begin for somebody who has proved to own the e-mail address.
func (s site) beginAs(w http.ResponseWriter, r *http.Request, email string, i host.Identity) error {
	return s.begin(w, r, host.Session{Role: i.Role, Email: email, Verified: true, Customer: i.Customer, Member: i.Member})
}

// admit signs the owner of the e-mail address in and goes on to the path, by way of a choice if the address has several accounts.
func (s site) admit(w http.ResponseWriter, r *http.Request, email, to string, identities []host.Identity) {
	if err := s.beginAs(w, r, email, identities[0]); err != nil {
		s.fail(w, r, err)
		return
	}
	if len(identities) > 1 {
		to = "/sign-in/choose?to=" + url.QueryEscape(to)
	} else {
		to = destination(to, identities[0].Role)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// among returns the identity with the id, if it is one of them.
func among(identities []host.Identity, id string) (host.Identity, bool) {
	wanted, err := uuid.Parse(id)
	if err != nil {
		return host.Identity{}, false
	}
	for _, i := range identities {
		if i.ID() == wanted {
			return i, true
		}
	}
	return host.Identity{}, false
}

// destination is where somebody who signed in goes: the path they came for, else where they belong.
func destination(to string, role host.Role) string {
	if to = ownPath(to); to != "" {
		return to
	}
	switch role {
	case host.RoleCustomer:
		return "/portal"
	case host.RoleStaff:
		return "/staff"
	}
	return "/"
}

// ownPath returns the path if it leads nowhere but to our own pages, and else nothing. Browsers take "//" and "/\" for the beginning of another
// site's address, and drop tabs and line ends before they look.
func ownPath(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsFunc(to, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) {
		return ""
	}
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.HasPrefix(u.Path, "//") {
		return ""
	}
	return to
}

// addressOf returns the e-mail address that was typed. [host.Invalid] says that it is none.
func addressOf(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	parsed, err := mail.ParseAddress(typed)
	if err != nil || parsed.Address != typed || len(typed) > 254 {
		return "", host.Errorf(host.Invalid, "Write an e-mail address, like name@example.com.")
	}
	return typed, nil
}
