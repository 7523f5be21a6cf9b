package web

import (
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// Bounds of what is written to us, in characters.
const (
	maxSubject = 150
	maxMessage = 5000
)

// contactCreate stores a customer's message and mails it to the operator.
func (s site) contactCreate(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	form := page.ContactForm{
		About:   r.PostFormValue("about"),
		Subject: strings.Join(strings.Fields(r.PostFormValue("subject")), " "),
		Message: strings.TrimSpace(r.PostFormValue("message")),
	}
	switch {
	case form.Subject == "" || form.Message == "":
		form.Wrong = "Write a subject and a message: without both we cannot tell what to do."
	case utf8.RuneCountInString(form.Subject) > maxSubject:
		form.Wrong = fmt.Sprintf("The subject is longer than %d characters. Put the details into the message.", maxSubject)
	case utf8.RuneCountInString(form.Message) > maxMessage:
		form.Wrong = fmt.Sprintf("The message is longer than %d characters. Shorten it, or write a mail.", maxMessage)
	}
	if form.Wrong != "" {
		s.render(w, r, http.StatusUnprocessableEntity, page.Contact(s.frame(r, "Contact"), s.SupportEmail, form))
		return
	}
	who := viewer(r)
	about, _ := uuid.Parse(form.About)
	m := host.SupportMessage{Customer: who.Customer, Submission: about, Subject: form.Subject, Message: form.Message}
	body := fmt.Sprintf("From %s, %s\n", who.Email, who.Company)
	if about != uuid.Nil {
		body += "About " + s.URL + "/staff/submissions/" + about.String() + "\n"
	}
	mail := host.Mail{Customer: who.Customer, Kind: "support", To: s.SupportEmail, Subject: "Support: " + form.Subject, Body: body + "\n" + form.Message + "\n"}
	if err := s.Support.AskSupport(r.Context(), m, mail); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/contact?sent", http.StatusSeeOther)
}
