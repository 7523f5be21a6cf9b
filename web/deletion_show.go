package web

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// deletionStore keeps the wishes of customers to be deleted. Somebody else carries them out when they are due.
type deletionStore interface {
	Deletion(ctx context.Context, customer uuid.UUID) (host.DeletionView, error)
	RequestDeletion(ctx context.Context, want host.Deletion, mail host.Mail) error
	CancelDeletion(ctx context.Context, customer uuid.UUID, now time.Time) (host.Deletion, error)
	DeletionByReference(ctx context.Context, reference string) (host.Deletion, error)
}

func (s site) deletionShow(w http.ResponseWriter, r *http.Request) {
	s.showDeletion(w, r, http.StatusOK, "", "")
}

// showDeletion shows what deletion means, with what was typed and what is wrong with it.
func (s site) showDeletion(w http.ResponseWriter, r *http.Request, status int, typed, wrong string) {
	view, err := s.Deletions.Deletion(r.Context(), customer(r))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	due := time.Now().Add(host.DeletionNotice)
	if view.Pending != nil {
		due = view.Pending.DueAt
	}
	s.render(w, r, status, page.Deletion(s.frame(r, "Delete the account"), view, due.In(zone(r)), typed, wrong, r.URL.Query().Has("kept")))
}
