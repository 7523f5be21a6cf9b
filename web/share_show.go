package web

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

const sharePath = "/r/"

// shareShow shows a report to whoever has the link.
func (s site) shareShow(w http.ResponseWriter, r *http.Request) {
	token := chi.URLParam(r, "token")
	report, ok := s.shared(w, r)
	if !ok {
		return
	}
	if err := s.compare(r.Context(), &report); err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.SharedReport(page.ReportView{
		Report: report, At: time.Now().UTC(), KeptUntil: s.keptUntil(report), Shared: true,
		Picture: func(digest string) string { return sharePath + token + "/picture/" + digest },
	}))
}

// sharePicture serves the screenshot of a listing to whoever has the link.
func (s site) sharePicture(w http.ResponseWriter, r *http.Request) {
	if report, ok := s.shared(w, r); ok {
		s.picture(w, r, report)
	}
}

// shared returns the report that the link in the address shows, or says that it shows none.
func (s site) shared(w http.ResponseWriter, r *http.Request) (host.Report, bool) {
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	now := time.Now()
	share, report, err := s.Reports.SharedReport(r.Context(), chi.URLParam(r, "token"), now)
	if err != nil {
		s.fail(w, r, host.Errorf(host.KindOf(err), "There is no report at this address. Check that the link is complete."))
		return report, false
	}
	text := ""
	switch share.Ended(now) {
	case "revoked":
		text = "Whoever made this link has withdrawn it. Ask them for a new one if you still need the report."
	case "expired":
		text = "This link worked until " + share.ExpiresAt.UTC().Format("2 January 2006") + ". Ask whoever sent it for a new one."
	default:
		return report, true
	}
	s.render(w, r, http.StatusGone, page.Message(s.frame(r, "This link has ended"), text))
	return report, false
}
