package web

import (
	"context"
	"net/http"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// processStore is what staff see of the processes.
type processStore interface {
	Processes(ctx context.Context) ([]host.Process, error)
}

func (s site) processList(w http.ResponseWriter, r *http.Request) {
	all, err := s.Processes.Processes(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.Processes(s.frame(r, "Processes"), all))
}
