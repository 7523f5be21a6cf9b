package web

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// reportStore holds what orders have come to. Everything but SharedReport is a customer's own.
type reportStore interface {
	Reports(ctx context.Context, customer uuid.UUID) ([]host.Report, error)
	Report(ctx context.Context, customer, job uuid.UUID) (host.Report, error)
	Share(ctx context.Context, customer, job uuid.UUID, token string, life time.Duration) (host.ReportShare, error)
	Shares(ctx context.Context, customer, job uuid.UUID) ([]host.ReportShare, error)
	RevokeShare(ctx context.Context, customer, id uuid.UUID) (host.ReportShare, error)
	SharedReport(ctx context.Context, token string, now time.Time) (host.ReportShare, host.Report, error)
}

func (s site) reportList(w http.ResponseWriter, r *http.Request) {
	reports, err := s.Reports.Reports(r.Context(), customer(r))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.Reports(s.frame(r, "Reports"), reports, time.Now().In(zone(r))))
}

// zone is where the viewer's clock is.
func zone(r *http.Request) *time.Location {
	place, err := time.LoadLocation(viewer(r).TimeZone)
	if err != nil {
		return time.UTC
	}
	return place
}
