package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// trafficStore is how directories stand, and what pauses them.
type trafficStore interface {
	DirectoryStandings(ctx context.Context) ([]host.DirectoryStanding, error)
	JobStandings(ctx context.Context) ([]host.JobStanding, error)
	Paused(ctx context.Context) (host.Pause, error)
	PauseAll(ctx context.Context, staff uuid.UUID, reason string, until time.Time) error
	ResumeAll(ctx context.Context, staff uuid.UUID, reason string) error
	PauseDirectory(ctx context.Context, staff uuid.UUID, slug, reason string, until time.Time) error
	ResumeDirectory(ctx context.Context, staff uuid.UUID, slug, reason string) error
}

// trafficList shows how every directory stands, what is paused, and which jobs share the workers.
func (s site) trafficList(w http.ResponseWriter, r *http.Request) {
	all, err := s.Traffic.DirectoryStandings(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	t := page.Traffic{Show: r.URL.Query().Get("show"), Find: strings.TrimSpace(r.URL.Query().Get("q")), Now: time.Now()}
	if t.Paused, err = s.Traffic.Paused(r.Context()); err != nil {
		s.fail(w, r, err)
		return
	}
	if t.Jobs, err = s.Traffic.JobStandings(r.Context()); err != nil {
		s.fail(w, r, err)
		return
	}
	t.Choose(all, r.URL.Query().Get("directory"))
	s.render(w, r, http.StatusOK, page.TrafficList(s.frame(r, "Directories"), t))
}

func (s site) pauseAll(w http.ResponseWriter, r *http.Request) {
	s.traffic(w, r, func(ctx context.Context, staff uuid.UUID, reason string) error {
		return s.Traffic.PauseAll(ctx, staff, reason, time.Time{})
	})
}

func (s site) resumeAll(w http.ResponseWriter, r *http.Request) {
	s.traffic(w, r, s.Traffic.ResumeAll)
}

func (s site) directoryPause(w http.ResponseWriter, r *http.Request) {
	s.traffic(w, r, func(ctx context.Context, staff uuid.UUID, reason string) error {
		return s.Traffic.PauseDirectory(ctx, staff, chi.URLParam(r, "slug"), reason, time.Time{})
	})
}

func (s site) directoryResume(w http.ResponseWriter, r *http.Request) {
	s.traffic(w, r, func(ctx context.Context, staff uuid.UUID, reason string) error {
		return s.Traffic.ResumeDirectory(ctx, staff, chi.URLParam(r, "slug"), reason)
	})
}

// traffic does what staff want done to what is sent, for a reason that goes on record.
func (s site) traffic(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, staff uuid.UUID, reason string) error) {
	reason, err := reasonOf(r)
	if err == nil {
		err = do(r.Context(), viewer(r).Member, reason)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/staff/directories", http.StatusSeeOther)
}
