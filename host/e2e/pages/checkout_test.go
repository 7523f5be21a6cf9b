package pages

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/billing"
	"github.com/directorybolt/directorybolt/host/billing/stripetest"
	"github.com/directorybolt/directorybolt/host/postgres"
)

// takePayments opens the desk with a Stripe of its own, whose messages come to the pages at the address. Jobs are announced and not worked on.
func (s *site) takePayments(address string) {
	s.t.Helper()
	var err error
	if s.stripe, err = stripetest.Start(address+"/checkout/test/", address+"/api/webhook"); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = s.stripe.Close() })
	s.desk = billing.New(billing.Config{
		Key: stripetest.Key, WebhookSecret: s.stripe.Secret, Base: s.stripe.URL(), URL: address,
		Apply: func(ctx context.Context, e host.PaymentEvent) (string, error) {
			return s.db.ApplyPayment(ctx, e, postgres.Fulfilment{
				Enqueue: func(context.Context, pgx.Tx, uuid.UUID) error { return nil }, Receipt: billing.Receipt(address),
			})
		},
		Unsettled: s.db.UnsettledPayments, Log: slog.New(slog.DiscardHandler),
	})
}

// sell puts directories of the lowest tier into the catalogue.
func (s *site) sell(n int) {
	s.t.Helper()
	var all []host.Directory
	for i := range n {
		slug := fmt.Sprintf("sold-%03d", i)
		all = append(all, host.Directory{
			Slug: slug, Name: "Directory " + slug, Website: "https://" + slug + ".example", DAScore: i % 101, PriorityTier: 1, IsActive: true,
			Policy: host.PolicyAllowed, Adapter: "generic", Hosts: []string{slug + ".example"}, Start: "https://" + slug + ".example/add",
		})
	}
	if err := s.db.PutDirectories(s.t.Context(), all); err != nil {
		s.t.Fatal(err)
	}
}

// buy buys a package as a new visitor, by the test checkout, and returns the page that says that it is paid: its browser is signed in as the customer.
func (s *site) buy(v view, p host.Package, email string) (playwright.Page, host.Payment) {
	s.t.Helper()
	page := open(s.t, v, s.url+"/checkout?package="+string(p))
	put(s.t, page, "#email", email)
	choose(s.t, page, "Pay $")
	choose(s.t, page, "Pay")
	see(s.t, page, "Paid. Thank you.")
	address, err := page.Evaluate("location.href")
	if err != nil {
		s.t.Fatal(err)
	}
	_, session, _ := strings.Cut(address.(string), "session=")
	session, _, _ = strings.Cut(session, "&")
	payment, err := s.db.PaymentOfSession(s.t.Context(), session)
	if err != nil {
		s.t.Fatal(err)
	}
	return page, payment
}

func put(t *testing.T, page playwright.Page, where, what string) {
	t.Helper()
	if err := page.Locator(where).Fill(what); err != nil {
		t.Fatal(err)
	}
}

// press clicks the first button or link whose words begin so.
func choose(t *testing.T, page playwright.Page, words string) {
	t.Helper()
	if err := page.Locator("main :is(button, a.button)").Filter(playwright.LocatorFilterOptions{HasText: words}).First().Click(); err != nil {
		body, _ := page.Locator("main").InnerText()
		t.Fatalf("no %q to press: %v\non a page that says: %s", words, err, body)
	}
}

// see waits until the page says so.
func see(t *testing.T, page playwright.Page, words string) {
	t.Helper()
	if err := page.Locator("main").Filter(playwright.LocatorFilterOptions{HasText: words}).WaitFor(); err != nil {
		body, _ := page.Locator("main").InnerText()
		t.Fatalf("the page never says %q: %v\nit says: %s", words, err, body)
	}
}

func TestBuying(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.sell(60)
	page, p := s.buy(phone, host.Starter, "owner@acme.example")
	if !p.First || p.Job == uuid.Nil || p.Directories != 50 || p.Amount != 149_00 {
		t.Errorf("payment %+v", p)
	}
	see(t, page, "Your business profile is not approved yet")
	see(t, page, "Finish profile")
	if _, err := page.Goto(s.url + "/portal/orders/" + p.Job.String()); err != nil {
		t.Fatal(err)
	}
	see(t, page, "$149.00")
	choose(t, page, "Cancel order")
	see(t, page, "Cancel the Starter package?")
	choose(t, page, "Cancel order and refund $149.00")
	see(t, page, "Refund")
	for p.Refunded == 0 { // until Stripe's message is in
		var err error
		if p, err = s.db.PaymentOfJob(t.Context(), p.Job); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := page.Reload(); err != nil {
		t.Fatal(err)
	}
	see(t, page, "Refunded in full")
}

func TestCheckoutWithoutScript(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.sell(3)
	page := open(t, view{width: 1280, height: 900, noScript: true}, s.url+"/checkout?package=starter")
	see(t, page, "3 of up to 50")
	put(t, page, "#email", "later@acme.example")
	choose(t, page, "Pay $")
	see(t, page, "no money moves")
	choose(t, page, "Pay later by bank")
	see(t, page, "Your bank is still working on it")
	done := page.URL()
	_, session, _ := strings.Cut(done, "session=")
	if err := s.stripe.Do(t.Context(), session, stripetest.Settle); err != nil {
		t.Fatal(err)
	}
	choose(t, page, "Check again")
	see(t, page, "Paid. Thank you.")
}

func TestCheckoutKeepsTheChoice(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.sell(3)
	page := open(t, desktop, s.url+"/checkout?package=growth")
	put(t, page, "#email", "back@acme.example")
	choose(t, page, "Pay $")
	see(t, page, "no money moves")
	if err := page.Locator("text=Go back without paying").Click(); err != nil {
		t.Fatal(err)
	}
	see(t, page, "You came back without paying")
	see(t, page, "Growth package")
	if email, err := page.Locator("#email").InputValue(); err != nil || email != "back@acme.example" {
		t.Errorf("the e-mail address is %q, %v; want what was typed", email, err)
	}
}

// TestUnreachableStripe asks over HTTP, for the browser's console would complain of the 503.
func TestUnreachableStripe(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.sell(3)
	s.stripe.Fail(100)
	answer, err := http.PostForm(s.url+"/checkout", map[string][]string{"package": {"growth"}, "email": {"a@b.example"}})
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body := new(strings.Builder)
	if err := answer.Write(body); err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body.String(), "Nothing was charged") || !strings.Contains(body.String(), "a@b.example") {
		t.Errorf("%s: %s", answer.Status, body)
	}
}

// TestOrdersAreTheirCustomersOnly asks for somebody else's order, to see it and to cancel it.
func TestOrdersAreTheirCustomersOnly(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.sell(3)
	_, p := s.buy(desktop, host.Starter, "owner@acme.example")
	_, stranger := s.customer("eve@other.example", "Other")
	for _, ask := range []struct{ method, path string }{{"GET", ""}, {"GET", "/cancel"}, {"POST", "/cancel"}} {
		r, err := http.NewRequestWithContext(t.Context(), ask.method, s.url+"/portal/orders/"+p.Job.String()+ask.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.AddCookie(&http.Cookie{Name: "session", Value: stranger})
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s %s as another customer: %s", ask.method, ask.path, answer.Status)
		}
	}
	if p, err := s.db.PaymentOfJob(t.Context(), p.Job); err != nil || !p.RefundWantedAt.IsZero() {
		t.Errorf("another customer has cancelled the order: %+v, %v", p, err)
	}
}

func TestStaffSeeThePayment(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.sell(60)
	_, p := s.buy(desktop, host.Starter, "disputed@acme.example")
	member := uuid.New()
	if _, err := s.db.Pool().Exec(t.Context(), "INSERT INTO members (id, email, role) VALUES ($1, 'staff@example.com', 'staff')", member); err != nil {
		t.Fatal(err)
	}
	v := desktop
	v.session = s.signIn(host.Session{Role: host.RoleStaff, Email: "staff@example.com", Verified: true, Member: member})
	page := open(t, v, s.url+"/staff/jobs/"+p.Job.String())
	choose(t, page, "Open a dispute")
	see(t, page, "Held: dispute")
	choose(t, page, "Bank decides for us")
	see(t, page, "Hold: send nothing")
	put(t, page, "#reason", "waiting for a call")
	choose(t, page, "Hold: send nothing")
	see(t, page, "Held: staff")
	see(t, page, "waiting for a call")
	put(t, page, "#reason", "asked by phone")
	choose(t, page, "Cancel this job and refund $149.00")
	see(t, page, "Refund")
}
