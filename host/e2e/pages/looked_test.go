package pages

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/billing/stripetest"
)

// who looks at a page.
type who string

const (
	asNobody      who = ""
	asCustomer    who = "customer"    // an order is under way
	asWaiting     who = "waiting"     // has paid, and not approved a profile
	asFinished    who = "finished"    // the order is done
	asNewcomer    who = "newcomer"    // has bought nothing
	asLeaving     who = "leaving"     // has asked for the deletion of the account
	asUnconfirmed who = "unconfirmed" // has bought something, and not opened the mail
	asStaff       who = "staff"
)

// looked are the pages that are looked at: by axe, for screenshots, for their width. A page that is added to the site goes in here.
var looked = []struct {
	name, path string
	who        who
	act        func(playwright.Page) error // leads to what is looked at from the page at the path; nil: it is there
}{
	{"landing", "/", asNobody, nil},
	{"pricing", "/pricing", asNobody, nil},
	{"directories", "/directories", asNobody, nil},
	{"directories-package", "/directories?package=starter", asNobody, nil},
	{"directories-none", "/directories?q=zzz", asNobody, nil},
	{"sample-report", "/sample-report", asNobody, nil},
	{"faq", "/faq", asNobody, nil},
	{"terms", "/terms", asNobody, nil},
	{"privacy", "/privacy", asNobody, nil},
	{"bot", "/bot", asNobody, nil},
	{"developers", "/developers", asNobody, nil},
	{"components", "/components", asNobody, nil},
	{"not-found", "/nothing", asNobody, nil},
	{"contact", "/contact", asNobody, nil},
	{"contact-customer", "/contact?about={live}", asCustomer, nil},

	{"visitor-profile", "/profile?package=growth", asNobody, nil},
	{"visitor-import", "/profile/import", asNobody, nil},
	{"visitor-check", "/profile?check=1", asNobody, nil},
	{"checkout", "/checkout?package=starter", asNobody, nil},
	{"checkout-cancelled", "/checkout?package=starter&cancelled=1", asCustomer, nil},
	{"checkout-test", "/checkout/test/{open}", asNobody, nil},
	{"checkout-waiting", "/checkout/done?session={open}", asNobody, nil},
	{"checkout-slow", "/checkout/done?session={open}&since=1", asNobody, nil},
	{"checkout-paid", "/checkout/done?session={paid}", asWaiting, nil},

	{"sign-in", "/sign-in", asNobody, nil},
	{"sign-in-sent", "/sign-in", asNobody, askForLink},
	{"sign-in-open", "/sign-in/LINK", asNobody, nil},
	{"sign-in-used", "/sign-in/USED", asNobody, nil},

	{"listings", "/portal", asCustomer, nil},
	{"listings-problems", "/portal?show=problems", asCustomer, nil},
	{"listings-no-match", "/portal?q=zzz", asCustomer, nil},
	{"listings-waiting", "/portal", asWaiting, nil},
	{"listings-finished", "/portal", asFinished, nil},
	{"listings-none", "/portal", asNewcomer, nil},
	{"listing-live", "/portal/d/{proved}", asFinished, nil},
	{"listing-failed", "/portal/d/{failed}", asCustomer, nil},
	{"listing-needs", "/portal/d/{needs}", asCustomer, nil},
	{"needs", "/portal/needs", asCustomer, nil},
	{"needs-none", "/portal/needs", asNewcomer, nil},
	{"need", "/portal/needs/{task}", asCustomer, nil},
	{"activity", "/portal/activity", asCustomer, nil},
	{"activity-none", "/portal/activity", asNewcomer, nil},
	{"reports", "/portal/reports", asFinished, nil},
	{"reports-waiting", "/portal/reports", asWaiting, nil},
	{"reports-none", "/portal/reports", asNewcomer, nil},
	{"report", "/portal/reports/{report}", asFinished, nil},
	{"report-running", "/portal/reports/{running}", asCustomer, nil},
	{"report-shared", "/r/SHARE", asNobody, nil},
	{"profile", "/portal/profile", asCustomer, nil},
	{"profile-check", "/portal/profile?check=1", asWaiting, nil},
	{"profile-approve", "/portal/profile/approve", asCustomer, nil},
	{"profile-import", "/portal/profile/import", asCustomer, nil},
	{"account", "/portal/account", asWaiting, nil},
	{"account-none", "/portal/account", asNewcomer, nil},
	{"programs", "/portal/account/api", asFinished, nil},
	{"programs-none", "/portal/account/api", asNewcomer, nil},
	{"programs-key", "/portal/account/api", asFinished, makeKey},
	{"programs-unconfirmed", "/portal/account/api", asUnconfirmed, nil},
	{"webhook", "/portal/account/api/webhooks/{webhook}", asFinished, nil},
	{"account-delete", "/portal/account/delete", asFinished, nil},
	{"account-leaving", "/portal/account/delete", asLeaving, nil},
	{"order", "/portal/orders/{order}", asWaiting, nil},
	{"order-cancel", "/portal/orders/{order}/cancel", asWaiting, nil},
	{"deletion", "/deletion/{reference}", asNobody, nil},

	{"staff-jobs", "/staff", asStaff, nil},
	{"staff-job", "/staff/jobs/{job}", asStaff, nil},
	{"staff-job-paid", "/staff/jobs/{order}", asStaff, nil},
	{"staff-submission", "/staff/submissions/{submission}", asStaff, nil},
	{"staff-mails", "/staff/mails", asStaff, nil},
	{"staff-metrics", "/staff/metrics", asStaff, nil},
	{"staff-processes", "/staff/processes", asStaff, nil},
	{"staff-directories", "/staff/directories", asStaff, nil},
	{"staff-directories-paused", "/staff/directories?show=paused", asStaff, nil},
	{"staff-directory-pause", "/staff/directories?directory=example-001", asStaff, nil},
}

func makeKey(page playwright.Page) error {
	if err := page.GetByLabel("What it is for").Fill("Monthly report"); err != nil {
		return err
	}
	if err := page.GetByRole("button", playwright.PageGetByRoleOptions{Name: "Make the key"}).Click(); err != nil {
		return err
	}
	return page.GetByText("Your API key").WaitFor()
}

func askForLink(page playwright.Page) error {
	if err := page.Locator("input[type=email]").Fill("mary@acme.example"); err != nil {
		return err
	}
	if err := page.Locator("main form .button.primary").First().Click(); err != nil {
		return err
	}
	return page.GetByText("If there is an account").WaitFor()
}

// inhabited is a furnished site whose customers stand at every point of the way; n directories are in the catalogue and in the order under way.
func inhabited(t *testing.T, n int) (s *site, cookies map[who]string, fill *strings.Replacer) {
	t.Helper()
	s = serve(t)
	finished, finishedCookie := s.customer("mary@acme.example", "Acme Plumbing")
	report := s.ordered(finished, 15) // first: it orders all that the catalogue has
	done, err := s.db.Submissions(t.Context(), report.ID)
	fatal(t, err)
	s.exec(`INSERT INTO payments (customer_id, job_id, package_type, directories, email, currency, amount, tax, status, invoice_url, paid_at, fulfilled_at)
		SELECT customer_id, id, 'enterprise', dirs_paid, 'mary@acme.example', 'usd', 81700, 6800, 'paid', 'https://invoice.example/1', now(), now() FROM jobs WHERE id = $1`, report.ID)
	_, err = s.db.Share(t.Context(), finished.ID, report.ID, "SHARE", time.Hour)
	fatal(t, err)
	fatal(t, s.db.NewSignInLink(t.Context(), "LINK", finished.Email))
	cookies, ids := s.furnish(n)

	profile, err := os.ReadFile(filepath.Join("..", "..", "cmd", "directorybolt", "sample", "business.json"))
	fatal(t, err)
	running, err := s.db.CreateCustomer(t.Context(), host.Customer{Email: "office@copper.example", CompanyName: "Copper & Sons Plumbing", Tier: host.Starter, Profile: profile})
	fatal(t, err)
	runningCookie := s.signIn(host.Session{Role: host.RoleCustomer, Email: running.Email, Verified: true, Customer: running.ID})
	job, rows := s.job(running, n)
	var task int64
	s.row(&task, "SELECT id FROM attention_items WHERE submission_id = $1", rows[6])

	webhook := s.programsOf(finished)
	unconfirmedCookie := s.signIn(host.Session{Role: host.RoleCustomer, Email: finished.Email, Customer: finished.ID})
	_, newcomerCookie := s.customer("new@example.com", "Corner Books")
	leaving, leavingCookie := s.customer("gone@example.com", "Gone Fishing")
	reference := "DEL-7KQ2-M4XA"
	fatal(t, s.db.RequestDeletion(t.Context(), host.Deletion{Reference: reference, Customer: leaving.ID, RequestedAt: time.Now(), DueAt: time.Now().Add(host.DeletionNotice)},
		host.Mail{Customer: leaving.ID, Key: "deletion", Kind: "deletion", To: leaving.Email, Subject: "Your account will be deleted", Body: "On Friday."}))

	var waiting uuid.UUID
	s.row(&waiting, `INSERT INTO customers (email, company_name, business_data, profile_version, tier) VALUES ('dana@harbor.example', 'Harbor & Oak Dental', '{}', 0, 'starter') RETURNING id`)
	waitingCookie := s.signIn(host.Session{Role: host.RoleCustomer, Email: "dana@harbor.example", Verified: true, Customer: waiting, UserAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
	paid := s.checkout(waitingCookie)
	fatal(t, s.stripe.Do(t.Context(), paid, stripetest.Pay))
	payment, err := s.db.PaymentOfSession(t.Context(), paid)
	fatal(t, err)

	for i, p := range []host.Process{
		{Host: "web-1", Roles: []string{"web", "intake", "dispatch"}, Parts: []host.Part{{Name: "database", OK: true}, {Name: "order queue", OK: true, Detail: "3 wait, 1 are worked on, the oldest waited 4s; 0 dead letters"}}},
		{Host: "worker-1", Roles: []string{"worker"}, Slots: 4, Working: 3, Parts: []host.Part{{Name: "disk", OK: true, Detail: "81205 MB left"}, {Name: "browser", OK: true}}},
		{Host: "worker-2", Roles: []string{"worker"}, Parts: []host.Part{{Name: "disk", Detail: "the disk is full: 97 MB are left and 512 MB must stay free"}}},
		{Host: "worker-3", Roles: []string{"worker"}, Slots: 4},
	} {
		p.ID, p.PID, p.Version = uuid.New(), 4000+i, "0f3c9a1b2d4e"
		fatal(t, s.db.Beat(t.Context(), p))
	}
	s.exec("UPDATE processes SET seen_at = now() + CASE host WHEN 'worker-3' THEN interval '-1 minute' ELSE interval '1 hour' END") // for as long as they are looked at

	for asked, cookie := range map[who]string{
		asCustomer: runningCookie, asWaiting: waitingCookie, asFinished: finishedCookie, asNewcomer: newcomerCookie, asLeaving: leavingCookie, asUnconfirmed: unconfirmedCookie,
	} {
		cookies[asked] = cookie
	}
	return s, cookies, strings.NewReplacer(append(ids,
		"{live}", rows[0].String(), "{needs}", rows[6].String(), "{failed}", rows[5].String(), "{running}", job.String(), "{task}", fmt.Sprint(task),
		"{report}", report.ID.String(), "{proved}", done[0].Submission.ID.String(), "{reference}", reference, "{webhook}", webhook,
		"{open}", s.checkout(newcomerCookie), "{paid}", paid, "{order}", payment.Job.String())...)
}

// programsOf gives a customer keys and an endpoint that has been sent something, and returns its id.
func (s *site) programsOf(c host.Customer) string {
	s.t.Helper()
	s.key(c.ID, host.Scopes...)
	s.exec(`INSERT INTO api_keys (customer_id, name, prefix, token_hash, scopes, expires_at, last_used_at) VALUES ($1, 'Warehouse', 'dbk_7QK2', 'warehouse', '{read}', now() - interval '1 day', now() - interval '3 days')`, c.ID)
	e, err := s.db.CreateWebhookEndpoint(s.t.Context(), c.ID, host.WebhookEndpoint{URL: "https://hooks.acme.example/directorybolt"}, "whsec_x")
	fatal(s.t, err)
	for _, status := range []host.WebhookStatus{host.WebhookDelivered, host.WebhookFailed, host.WebhookPending} {
		_, err := s.db.TestWebhook(s.t.Context(), c.ID, e.ID)
		fatal(s.t, err)
		w, err := s.db.ClaimWebhook(s.t.Context(), time.Minute, 2)
		fatal(s.t, err)
		a := host.WebhookAttempt{Status: 503, Duration: 412 * time.Millisecond}
		if status == host.WebhookDelivered {
			a.Status = 204
		}
		fatal(s.t, s.db.WebhookTried(s.t.Context(), w, a, status, time.Hour, false, nil))
	}
	return e.ID.String()
}

// checkout begins to pay for a package, and returns Stripe's name for that.
func (s *site) checkout(cookie string) string {
	s.t.Helper()
	got := s.do(http.MethodPost, "/checkout", cookie, url.Values{"package": {"starter"}})
	_, session, ok := strings.Cut(got.header.Get("Location"), "/checkout/test/")
	if !ok {
		s.t.Fatalf("no checkout: %d %.300s", got.code, got.body)
	}
	return session
}

// furnished is a site with a catalogue of n directories, and an order of most of them whose submissions stand in different ways.
func furnished(t *testing.T, n int) (s *site, cookies map[who]string, fill *strings.Replacer) {
	t.Helper()
	s = serve(t)
	cookies, ids := s.furnish(n)
	return s, cookies, strings.NewReplacer(ids...)
}

// furnish does what [furnished] says, and returns what stands in addresses for what.
func (s *site) furnish(n int) (cookies map[who]string, ids []string) {
	s.t.Helper()
	var directories []host.Directory
	for i := range n {
		slug := fmt.Sprintf("example-%03d", i)
		directories = append(directories, host.Directory{
			Slug: slug, Name: fmt.Sprintf("Example Directory %03d", i), Website: "https://" + slug + ".example", DAScore: 95 - i*90/n, PriorityTier: 1 + i%5, IsActive: i%9 != 0,
			Policy: []host.Policy{host.PolicyAllowed, host.PolicyUnknown, host.PolicyProhibited}[i%3], Adapter: "generic", Hosts: []string{slug + ".example"}, Start: "https://" + slug + ".example/add",
			Manners: host.DefaultManners,
		})
	}
	if err := s.db.PutDirectories(s.t.Context(), directories); err != nil {
		s.t.Fatal(err)
	}
	fatal(s.t, s.db.PauseDirectory(s.t.Context(), uuid.Nil, "example-002", "They asked us to wait until their new form is up.", time.Time{}))
	s.exec("UPDATE directories SET outages = 3, next_at = now() + interval '4 minutes' WHERE slug = 'example-004'")
	s.exec("UPDATE directories SET failures = 3, day = (now() AT TIME ZONE 'UTC')::date, begun = 17 WHERE slug = 'example-003'")
	c, cookie := s.customer("owner@juniper.example", "Juniper & Pine Dental")
	job, submission := s.sampleOrder(c)
	var member uuid.UUID
	if err := s.db.Pool().QueryRow(s.t.Context(), `INSERT INTO members (email, role) VALUES ('staff@example.com', 'staff') RETURNING id`).Scan(&member); err != nil {
		s.t.Fatal(err)
	}
	cookies = map[who]string{
		asCustomer: cookie, asStaff: s.signIn(host.Session{Role: host.RoleStaff, Email: "staff@example.com", Verified: true, Member: member}),
	}
	return cookies, []string{"{job}", job.String(), "{submission}", submission.String()}
}

// sampleOrder is an order under way. How its submissions came to stand as they do is not told: these tests look at pages only.
func (s *site) sampleOrder(c host.Customer) (job, submission uuid.UUID) {
	s.t.Helper()
	created, err := s.db.CreateJob(s.t.Context(), c.ID, host.Enterprise)
	if err != nil {
		s.t.Fatal(err)
	}
	err = s.db.AnnounceJob(s.t.Context(), created.ID, c.ProfileVersion, func(context.Context, pgx.Tx) error { return nil })
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = s.db.StartJob(s.t.Context(), created.ID, func(_ json.RawMessage, slug string) (string, error) { return created.ID.String() + slug, nil })
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = s.db.Pool().Exec(s.t.Context(), `
		UPDATE job_results r SET status = v.status, listing = v.listing, listing_url = v.url, verdict = v.verdict, quote = v.quote, result_data = jsonb_build_object('note', v.note),
			intents = CASE WHEN v.status IN ('submitted', 'unknown') THEN 1 ELSE 0 END
		FROM (SELECT id, row_number() OVER (ORDER BY directory) % 8 AS n FROM job_results WHERE job_id = $1) o
		JOIN (VALUES
			(0, 'submitted', 'live', 'https://example.com/listing', 'yes', 'Your listing is published.', ''),
			(1, 'submitted', 'live', 'https://example.com/listing', 'yes', 'Thank you, your entry is online.', ''),
			(2, 'submitted', 'under_review', '', 'yes', 'We review new entries within 5 days.', ''),
			(3, 'needs_attention', 'none', '', '', '', 'A code was sent to your phone'),
			(4, 'failed', 'none', '', '', '', 'The form has changed'),
			(5, 'skipped', 'none', '', '', '', 'Lists restaurants only'),
			(6, 'admitted', 'none', '', '', '', ''),
			(7, 'filling', 'none', '', '', '', '')
		) v (n, status, listing, url, verdict, quote, note) ON v.n = o.n
		WHERE r.id = o.id`, created.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	err = s.db.Pool().QueryRow(s.t.Context(), `SELECT id FROM job_results WHERE job_id = $1 AND listing = 'live' ORDER BY directory LIMIT 1`, created.ID).Scan(&submission)
	if err != nil {
		s.t.Fatal(err)
	}
	return created.ID, submission
}
