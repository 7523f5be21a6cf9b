package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// taskAnswers lets submissions go on that waited for their customer.
type taskAnswers interface {
	AnswerTask(ctx context.Context, customer uuid.UUID, task int64) error
}

// needsAnswer lets the submission go on.
func (s site) needsAnswer(w http.ResponseWriter, r *http.Request) { s.settle(w, r, s.Tasks.AnswerTask) }

// needsSkip leaves the directory out.
func (s site) needsSkip(w http.ResponseWriter, r *http.Request) { s.settle(w, r, s.Portal.SkipTask) }

// settle settles a task. One that is settled already stays so, and its page says how.
func (s site) settle(w http.ResponseWriter, r *http.Request, how func(ctx context.Context, customer uuid.UUID, task int64) error) {
	task, err := s.task(r)
	if err == nil {
		err = how(r.Context(), customer(r), task.ID)
	}
	if err != nil && host.KindOf(err) != host.Conflict {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, fmt.Sprintf("/portal/needs/%d", task.ID), http.StatusSeeOther)
}
