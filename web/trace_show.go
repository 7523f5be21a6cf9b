package web

import (
	"mime"
	"net/http"
)

// traceShow hands out the trace of a submission as a file.
func (s site) traceShow(w http.ResponseWriter, r *http.Request) {
	submissionID, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	file, directory, err := s.Traces.Trace(r.Context(), submissionID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": directory + ".trace"}))
	h.Set("Cache-Control", "no-store") // it is a customer's data
	w.Write(file)
}
