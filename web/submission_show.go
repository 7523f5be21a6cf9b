package web

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

func (s site) submissionShow(w http.ResponseWriter, r *http.Request) {
	submissionID, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	ctx := r.Context()
	submission, err := s.Staff.Submission(ctx, submissionID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	events, err := s.Staff.Events(ctx, submissionID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	evidence, err := s.Staff.Evidence(ctx, submissionID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	sent, err := s.sentValues(ctx, evidence)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.Submission(s.frame(r, submission.DirectoryName), submission, sent, events, evidence))
}

// sentValues reads what was filled in from the evidence.
func (s site) sentValues(ctx context.Context, evidence []host.Evidence) (sent []page.Sent, err error) {
	for _, e := range evidence {
		if e.Kind != "values" {
			continue
		}
		data, err := s.Blobs.Get(ctx, e.Digest)
		if host.KindOf(err) == host.NotFound && err != nil { // a worker still waits for the bucket to take it
			sent = nil
			continue
		}
		if err == nil {
			sent = nil // a later press replaces what an earlier one sent
			err = json.Unmarshal(data, &sent)
		}
		if err != nil {
			return nil, err
		}
	}
	return sent, nil
}
