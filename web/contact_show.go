package web

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// supportStore keeps what customers write to us.
type supportStore interface {
	AskSupport(ctx context.Context, m host.SupportMessage, mail host.Mail) error
	DirectoryOf(ctx context.Context, customer, submission uuid.UUID) (string, error)
}

// contactShow has the mail address for everybody and a form for customers. ?about= is a submission of theirs.
func (s site) contactShow(w http.ResponseWriter, r *http.Request) {
	form := page.ContactForm{Sent: r.URL.Query().Has("sent")}
	if about, err := uuid.Parse(r.URL.Query().Get("about")); err == nil && customer(r) != uuid.Nil {
		name, err := s.Support.DirectoryOf(r.Context(), customer(r), about)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		form.About, form.Subject = about.String(), "Wrong data on "+name
	}
	s.render(w, r, http.StatusOK, page.Contact(s.frame(r, "Contact"), s.SupportEmail, form))
}
