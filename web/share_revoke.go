package web

import "net/http"

func (s site) shareRevoke(w http.ResponseWriter, r *http.Request) {
	shareID, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	share, err := s.Reports.RevokeShare(r.Context(), customer(r), shareID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/portal/reports/"+share.Job.String()+"#share", http.StatusSeeOther)
}
