package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/directorybolt/directorybolt/host"
)

// evidenceShow serves one piece of evidence, and only of the submission it was kept for.
func (s site) evidenceShow(w http.ResponseWriter, r *http.Request) {
	submissionID, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	evidence, err := s.Staff.Evidence(r.Context(), submissionID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.serveEvidence(w, r, evidence)
}

// serveEvidence serves the piece of the evidence that the address names.
func (s site) serveEvidence(w http.ResponseWriter, r *http.Request, evidence []host.Evidence) {
	for _, e := range evidence {
		if e.Digest != chi.URLParam(r, "digest") {
			continue
		}
		data, err := s.Blobs.Get(r.Context(), e.Digest)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		w.Header().Set("Content-Type", e.MediaType)
		// A stranger's page wrote this: it must never run as one of ours.
		w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
		w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
		w.Write(data)
		return
	}
	s.fail(w, r, host.Errorf(host.NotFound, "This submission has no such evidence."))
}
