package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/directorybolt/directorybolt/host"
)

// reportPicture serves the screenshot of a listing to the customer whose it is.
func (s site) reportPicture(w http.ResponseWriter, r *http.Request) {
	job, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	report, err := s.Reports.Report(r.Context(), customer(r), job)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.picture(w, r, report)
}

// picture serves the screenshot that the address names, if it is one of the report's.
func (s site) picture(w http.ResponseWriter, r *http.Request, report host.Report) {
	digest := chi.URLParam(r, "digest")
	for _, row := range report.Rows {
		if digest == "" || row.Picture != digest {
			continue
		}
		data, err := s.Blobs.Get(r.Context(), digest)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "image/jpeg")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
		w.Write(data)
		return
	}
	s.fail(w, r, host.Errorf(host.NotFound, "This report has no such picture."))
}
