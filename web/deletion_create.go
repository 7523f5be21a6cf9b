package web

import (
	"crypto/rand"
	"net/http"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// deletionCreate asks for deletion, once the customer has typed the name of the business.
func (s site) deletionCreate(w http.ResponseWriter, r *http.Request) {
	if err := owner(r); err != nil {
		s.fail(w, r, err)
		return
	}
	view, err := s.Deletions.Deletion(r.Context(), customer(r))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	typed := r.PostFormValue("company")
	if !strings.EqualFold(strings.Join(strings.Fields(typed), " "), strings.Join(strings.Fields(view.Company), " ")) {
		s.showDeletion(w, r, http.StatusUnprocessableEntity, typed, "This is not the name of the business. Type it as it stands above.")
		return
	}
	if len(view.Running) > 0 && r.PostFormValue("stop") == "" {
		s.showDeletion(w, r, http.StatusUnprocessableEntity, typed, "Tick that the running order may be stopped, or wait until it is done.")
		return
	}
	now := time.Now()
	secret := rand.Text()
	want := host.Deletion{
		Reference: "DEL-" + secret[:4] + "-" + secret[4:8], Customer: customer(r), RequestedAt: now, DueAt: now.Add(host.DeletionNotice),
	}
	if err := s.Deletions.RequestDeletion(r.Context(), want, s.deletionMail(view, want)); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/portal/account/delete", http.StatusSeeOther)
}

func (s site) deletionMail(view host.DeletionView, want host.Deletion) host.Mail {
	due := want.DueAt.UTC().Format("Monday 2 January 2006, 15:04 MST")
	return host.Mail{
		Customer: want.Customer, Kind: "deletion", To: view.Email,
		Subject: "Your account will be deleted: " + want.Reference,
		Body: "You have asked us to delete the DirectoryBolt account of " + strings.Join(strings.Fields(view.Company), " ") + ".\n\n" +
			"It is deleted on " + due + ".\n\n" +
			"Until then you can change your mind, or take your data with you:\n" + s.URL + "/portal/account/delete\n\n" +
			"It was not you? Open the same page, keep the account, and sign out everywhere on the account page.\n\n" +
			"Your reference is " + want.Reference + ". This page says whether it is done, and nothing else:\n" + s.URL + "/deletion/" + want.Reference + "\n",
	}
}
