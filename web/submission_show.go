package web

import (
	"encoding/json"
	"net/http"

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
	var sent []page.Sent
	for _, e := range evidence {
		if e.Kind != "values" {
			continue
		}
		data, err := s.Blobs.Get(ctx, e.Digest)
		if err == nil {
			sent = nil // a later press replaces what an earlier one sent
			err = json.Unmarshal(data, &sent)
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
	}
	s.render(w, r, http.StatusOK, page.Submission(s.frame(r, submission.DirectoryName), submission, sent, events, evidence))
}
