package web

import (
	"context"
	"net/http"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// outbox is the mails that wait where nothing sends them.
type outbox interface {
	Outbox(ctx context.Context) ([]host.QueuedMail, error)
}

func (s site) outboxShow(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "private, no-store")
	mails, err := s.Outbox.Outbox(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.Outbox(s.frame(r, "Outbox"), mails))
}
