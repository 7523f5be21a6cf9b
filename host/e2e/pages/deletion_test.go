package pages

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

func TestAccountIsDeletedAfterSevenDays(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("mary@acme.example", "Acme Plumbing")
	job := s.ordered(c, 5)
	_, err := rerunner{s.db}.Rerun(t.Context(), c.ID, job.ID, uuid.Nil, 1) // so that something of it still runs
	fatal(t, err)
	page := open(t, view{width: 1280, height: 900, session: session, noScript: true}, s.url+"/portal/account/delete")
	says(t, page, "An order is still running", "1 directory is left out", "https://finder000.example/listing/42")
	fatal(t, page.Locator("#company").Fill("Acme"))
	pressButton(t, page, "Delete the account of Acme Plumbing")
	says(t, page, "This is not the name of the business.")
	fatal(t, page.Locator("#company").Fill("acme plumbing"))
	pressButton(t, page, "Delete the account of Acme Plumbing")
	says(t, page, "Tick that the running order may be stopped")
	fatal(t, page.Locator("input[name=stop]").Check())
	pressButton(t, page, "Delete the account of Acme Plumbing")
	says(t, page, "This account will be deleted", "DEL-")
	pressButton(t, page, "Keep the account")
	says(t, page, "The account stays.")

	fatal(t, page.Locator("#company").Fill("Acme Plumbing"))
	pressButton(t, page, "Delete the account of Acme Plumbing")
	reference, err := page.Locator("code").InnerText()
	fatal(t, err)
	if n := s.count("SELECT count(*)::int FROM mails WHERE kind = 'deletion' AND body LIKE '%' || $1 || '%'", reference); n != 1 {
		t.Errorf("%d mails name the reference", n)
	}
	if done, err := s.db.DeleteDue(t.Context(), time.Now().Add(host.DeletionNotice-time.Minute)); err != nil || done {
		t.Errorf("deleted before its time: %v", err)
	}
	if code, body := status(t, s.url+"/deletion/"+strings.ToLower(reference), ""); code != 200 || !strings.Contains(body, "Planned for") || strings.Contains(body, "Acme") {
		t.Errorf("the public page while it is pending: %d", code)
	}
	if done, err := s.db.DeleteDue(t.Context(), time.Now().Add(host.DeletionNotice+time.Minute)); err != nil || !done {
		t.Fatalf("not deleted when due: %v", err)
	}
	shot := s.put(snapshot(t)) // as the order has put it
	if n, err := s.db.SweepBlobs(t.Context(), func(ctx context.Context, digest string) (bool, error) { return s.blobs.Remove(ctx, digest, 0) }); err != nil || n != 2 {
		t.Errorf("%d blobs removed, %v; want the screenshot and the text of the listings", n, err)
	}
	if _, err := s.blobs.Get(t.Context(), shot); host.KindOf(err) != host.NotFound {
		t.Errorf("the screenshot is still there: %v", err)
	}
	if code, body := status(t, s.url+"/deletion/"+reference, ""); code != 200 || !strings.Contains(body, "Done on") {
		t.Errorf("the public page afterwards: %d", code)
	}
	if code, _ := status(t, s.url+"/portal/reports", session); code != http.StatusSeeOther {
		t.Errorf("the session goes on: %d", code)
	}
}

func TestCustomersWriteToUs(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("mary@acme.example", "Acme Plumbing")
	job := s.ordered(c, 5)
	rows, err := s.db.Submissions(t.Context(), job.ID)
	fatal(t, err)
	about := s.url + "/contact?about=" + rows[0].Submission.ID.String()
	nobody := open(t, phone, about)
	says(t, nobody, "support@directorybolt.example")
	if n, err := nobody.Locator("form textarea").Count(); err != nil || n != 0 {
		t.Errorf("nobody gets a form: %d, %v", n, err)
	}
	page := open(t, view{width: 390, height: 844, session: session}, about)
	if subject, err := page.Locator("#subject").InputValue(); err != nil || subject != "Wrong data on Town Finder 0" {
		t.Errorf("the subject is %q, %v", subject, err)
	}
	fatal(t, page.Locator("#message").Fill("The phone number is an old one."))
	pressButton(t, page, "Send")
	says(t, page, "Your message has arrived.")
	if n := s.count("SELECT count(*)::int FROM mails WHERE kind = 'support' AND recipient = 'support@directorybolt.example' AND body LIKE '%an old one%'"); n != 1 {
		t.Errorf("%d mails reach us", n)
	}
	_, stranger := s.customer("eve@evil.example", "Evil")
	if code, body := status(t, about, stranger); code != http.StatusNotFound || strings.Contains(body, "Town Finder") {
		t.Errorf("a stranger learns of the submission: %d", code)
	}
}
