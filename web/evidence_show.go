package web

import (
	"io"
	"mime"
	"net/http"
	"time"

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
		if r.URL.Query().Has("save") {
			s.saveEvidence(w, r, e)
			return
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

// linkTime is how long a link to evidence outside our pages works. Whoever follows the redirect does so at once.
const linkTime = 5 * time.Minute

// saveEvidence hands a piece of evidence out as a file: from where it is kept, if that can do so, else through us.
func (s site) saveEvidence(w http.ResponseWriter, r *http.Request, e host.Evidence) {
	name := e.Kind + "-" + e.At.UTC().Format("20060102-150405") + ending(e.MediaType)
	link, err := s.Blobs.Link(r.Context(), e.Digest, name, e.MediaType, linkTime)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if link != "" {
		http.Redirect(w, r, link, http.StatusSeeOther)
		return
	}
	data, err := s.Blobs.Open(r.Context(), e.Digest)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer data.Close()
	h.Set("Content-Type", e.MediaType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	if _, err := io.Copy(w, data); err != nil {
		// It is too late for a page that says so. A cut connection shows that the file is not whole.
		s.Log.ErrorContext(r.Context(), "evidence broken off", "digest", e.Digest, "error", err)
		panic(http.ErrAbortHandler)
	}
}
