package web

import (
	"crypto/rand"
	"net/http"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// shareLives are the lives of links that can be chosen, by what the form sends.
var shareLives = map[string]time.Duration{"7": 7 * 24 * time.Hour, "30": 30 * 24 * time.Hour, "90": 90 * 24 * time.Hour}

// shareCreate makes a link and shows it on the report. It is not kept, so it is shown only this once.
func (s site) shareCreate(w http.ResponseWriter, r *http.Request) {
	job, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	life, ok := shareLives[r.PostFormValue("days")]
	if !ok {
		s.fail(w, r, host.Errorf(host.Invalid, "Choose how long the link works: 7, 30 or 90 days."))
		return
	}
	token := rand.Text()
	if _, err := s.Reports.Share(r.Context(), customer(r), job, token, life); err != nil {
		s.fail(w, r, err)
		return
	}
	s.showReport(w, r, http.StatusCreated, token)
}
