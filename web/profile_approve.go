package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// profileReview shows the profile as it will be sent, to be approved. One that cannot be goes back to the form.
func (s site) profileReview(w http.ResponseWriter, r *http.Request) {
	s.review(w, r, http.StatusOK, "", "")
}

func (s site) review(w http.ResponseWriter, r *http.Request, status int, who, wrong string) {
	state, err := s.state(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	business, missing := state.Draft.Check()
	if len(missing) > 0 {
		http.Redirect(w, r, base(r)+"?check=1", http.StatusSeeOther)
		return
	}
	if who == "" {
		who = business.Contract().Contact.Name
	}
	f := s.frame(r, "Approve the profile")
	f.Path = base(r)
	s.render(w, r, status, page.ProfileApprove(f, page.Approve{
		Base: base(r), Revision: state.Draft.Revision, Business: business, Who: who, Wrong: wrong, Next: nextWords(customer(r) != uuid.Nil),
	}))
}

// profileApprove takes the owner's word.
func (s site) profileApprove(w http.ResponseWriter, r *http.Request) {
	form, _, err := readForm(w, r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	who := strings.Join(strings.Fields(form.Get("who")), " ")
	if wrong := unsaid(form, who); wrong != "" {
		s.review(w, r, http.StatusUnprocessableEntity, who, wrong)
		return
	}
	approval := host.Approval{Revision: revisionOf(form), Consent: host.Consent{
		Who: cut(who, 120), Email: viewer(r).Email, TextVersion: host.ConsentVersion, TextDigest: host.ConsentDigest(),
	}}
	if c := customer(r); c != uuid.Nil {
		_, err = s.Approvals.ApproveProfile(r.Context(), c, approval)
	} else {
		err = s.approveVisitors(r, approval)
	}
	switch {
	case err == nil:
		http.Redirect(w, r, base(r)+"?approved=1", http.StatusSeeOther)
	case host.KindOf(err) == host.Conflict:
		s.review(w, r, http.StatusConflict, who, err.Error())
	case host.KindOf(err) == host.Invalid:
		http.Redirect(w, r, base(r)+"?check=1", http.StatusSeeOther)
	default:
		s.fail(w, r, err)
	}
}

// unsaid is what is missing of an owner's word.
func unsaid(form url.Values, who string) string {
	switch {
	case form.Get("text") != host.ConsentDigest():
		return "The text has changed since the page was opened. Read it again, then approve."
	case who == "":
		return "Write your name: it is kept with your approval."
	case form.Get("agree") != "yes":
		return "Tick that you agree: without it we may not send anything."
	}
	return ""
}

func (s site) approveVisitors(r *http.Request, a host.Approval) error {
	d, err := s.draft(r)
	if err != nil {
		return err
	}
	a.Consent.Email = d.Email
	return s.Profiles.ApproveDraft(r.Context(), d.ID, a)
}
