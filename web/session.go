package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

type sessionStore interface {
	Session(ctx context.Context, token string) (host.Session, error)
}

const (
	// The prefix makes browsers refuse the cookie from anything but this very host over TLS.
	secureCookie = "__Host-session"
	localCookie  = "session" // on a machine of one's own there is no TLS
	sessionLife  = 30 * 24 * time.Hour
)

// secure reports whether browsers reach the pages over TLS.
func (s site) secure() bool { return strings.HasPrefix(s.URL, "https://") }

func (s site) cookieName() string {
	if s.secure() {
		return secureCookie
	}
	return localCookie
}

// setSession lets the browser keep the token; an empty one makes it forget.
func (s site) setSession(w http.ResponseWriter, token string) {
	c := &http.Cookie{
		Name: s.cookieName(), Value: token, Path: "/", MaxAge: int(sessionLife.Seconds()),
		HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	}
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// token is what the browser opens its session with, empty if it has none.
func (s site) token(r *http.Request) string {
	c, err := r.Cookie(s.cookieName())
	if err != nil {
		return ""
	}
	return c.Value
}

type sessionKey struct{}

// viewer is who asks; the zero session is nobody.
func viewer(r *http.Request) host.Session {
	session, _ := r.Context().Value(sessionKey{}).(host.Session)
	return session
}

// as is the request as asked by who has just signed in.
func as(r *http.Request, session host.Session) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), sessionKey{}, session))
}

// customer is whose data the request is about. Behind [site.customers] there is always one.
func customer(r *http.Request) uuid.UUID { return viewer(r).Customer }

// identified finds out who asks. A cookie that opens nothing is as good as none.
func (s site) identified(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token := s.token(r); token != "" {
			session, err := s.Sessions.Session(r.Context(), token)
			switch {
			case err == nil:
				r = as(r, session)
			case host.KindOf(err) != host.NotFound:
				s.fail(w, r, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// customers, contributors and staff let only their own through. Nobody is asked to sign in; somebody else finds nothing.
func (s site) customers(next http.Handler) http.Handler { return s.only(host.RoleCustomer, next) }

func (s site) staff(next http.Handler) http.Handler { return s.only(host.RoleStaff, next) }

func (s site) only(role host.Role, next http.Handler) http.Handler {
	return private(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch viewer(r).Role {
		case role:
			next.ServeHTTP(w, r)
		case "":
			to := "/sign-in"
			if r.Method == http.MethodGet {
				to += "?to=" + url.QueryEscape(r.URL.RequestURI())
			}
			http.Redirect(w, r, to, http.StatusSeeOther)
		default:
			s.fail(w, r, host.Errorf(host.NotFound, "There is nothing at this address."))
		}
	}))
}
