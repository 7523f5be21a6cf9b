package web

import (
	"net/http"
	"time"

	"github.com/directorybolt/directorybolt/web/page"
)

func (s site) listingShow(w http.ResponseWriter, r *http.Request) {
	submission, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	detail, err := s.Portal.Detail(r.Context(), customer(r), submission)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	sent, err := s.sentValues(r.Context(), detail.Evidence)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.DetailPage(s.frame(r, detail.DirectoryName), detail, sent, rerunSaid(r), time.Now()))
}

// listingEvidence serves one piece of evidence of a submission of the customer's.
func (s site) listingEvidence(w http.ResponseWriter, r *http.Request) {
	submission, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	evidence, err := s.Portal.EvidenceOf(r.Context(), customer(r), submission)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.serveEvidence(w, r, evidence)
}
