package web

import (
	"net/http"
)

// listingSkip leaves a directory out that nothing was sent to.
func (s site) listingSkip(w http.ResponseWriter, r *http.Request) {
	submission, err := id(r)
	if err == nil {
		err = s.Portal.SkipListing(r.Context(), customer(r), submission)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/portal/d/"+submission.String(), http.StatusSeeOther)
}
