package web

import (
	"context"
	"crypto/rand"
	"net/http"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

type draftStore interface {
	NewDraft(ctx context.Context, token string) (host.Draft, error)
	Draft(ctx context.Context, token string) (host.Draft, error)
	DraftOf(ctx context.Context, customer uuid.UUID) (host.Draft, error)
}

func (s site) draftCookie() string {
	if s.secure() {
		return "__Host-draft"
	}
	return "draft"
}

// draft returns what the viewer has typed so far: a customer's own draft, or that of the visitor's browser. [host.NotFound] says that the
// browser has none.
func (s site) draft(r *http.Request) (host.Draft, error) {
	if c := customer(r); c != uuid.Nil {
		return s.Drafts.DraftOf(r.Context(), c)
	}
	c, err := r.Cookie(s.draftCookie())
	if err != nil {
		return host.Draft{}, host.Errorf(host.NotFound, "Nothing has been typed in this browser yet.")
	}
	return s.Drafts.Draft(r.Context(), c.Value)
}

// begunDraft is draft that begins one where there is none, and lets the browser keep its token.
func (s site) begunDraft(w http.ResponseWriter, r *http.Request) (host.Draft, error) {
	d, err := s.draft(r)
	if host.KindOf(err) != host.NotFound {
		return d, err
	}
	token := rand.Text()
	http.SetCookie(w, &http.Cookie{
		Name: s.draftCookie(), Value: token, Path: "/", MaxAge: int(host.DraftAge.Seconds()),
		HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	})
	return s.Drafts.NewDraft(r.Context(), token)
}
