package web

import (
	"context"
	"net/http"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// mailStore is what staff see of the mails.
type mailStore interface {
	MailsInTrouble(ctx context.Context) ([]host.QueuedMail, error)
}

func (s site) mailList(w http.ResponseWriter, r *http.Request) {
	mails, err := s.Mails.MailsInTrouble(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.MailsInTrouble(s.frame(r, "Mails"), mails))
}
