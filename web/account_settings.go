package web

import (
	"net/http"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

func (s site) accountNotifications(w http.ResponseWriter, r *http.Request) {
	wanted := host.Notifications{
		Start: r.PostFormValue("start") != "",
		Needs: r.PostFormValue("needs") != "",
		Done:  r.PostFormValue("done") != "",
	}
	if err := s.Accounts.SetNotifications(r.Context(), customer(r), wanted); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/portal/account?saved=notifications", http.StatusSeeOther)
}

func (s site) accountTimeZone(w http.ResponseWriter, r *http.Request) {
	zone := r.PostFormValue("zone")
	// "Local" is this machine's, which means nothing to the customer.
	if _, err := time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" || len(zone) > 60 {
		s.accountProblem(w, r, page.AccountPage{Problem: "zone"}, host.Errorf(host.Invalid, "Choose one of the time zones in the list."))
		return
	}
	if err := s.Accounts.SetTimeZone(r.Context(), customer(r), zone); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/portal/account?saved=zone", http.StatusSeeOther)
}
