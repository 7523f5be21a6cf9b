package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

func (s site) needsShow(w http.ResponseWriter, r *http.Request) {
	task, err := s.task(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.Need(s.frame(r, "Needs you"), task, time.Now()))
}

// task is the customer's task that the address names.
func (s site) task(r *http.Request) (host.Task, error) {
	n, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		return host.Task{}, host.Errorf(host.NotFound, "There is nothing at this address.")
	}
	return s.Portal.Task(r.Context(), customer(r), n)
}
