package payments

import (
	"bytes"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/billing/stripetest"
)

func (x *till) reconcile() {
	x.t.Helper()
	if err := x.desk.Reconcile(x.t.Context()); err != nil {
		x.t.Fatal(err)
	}
}

// TestReconcileFindsWhatWasMissed takes every course without a single message: comparing comes to the same as the messages would have, once however
// often it is done, and messages that come afterwards change nothing.
func TestReconcileFindsWhatWasMissed(t *testing.T) {
	t.Parallel()
	x := open(t)
	sessions := make([]string, len(courses))
	paid := 0
	for i, c := range courses {
		sessions[i] = x.checkout("missed@acme.example", i%2 == 0)
		x.do(sessions[i], c.steps...)
		if c.paid {
			paid++
		}
	}
	x.forget(sessions[4])
	all := func(when string) {
		t.Helper()
		for i, s := range sessions {
			x.check(s, i)
		}
		if jobs := x.count("SELECT count(*)::int FROM jobs"); jobs != paid {
			t.Errorf("%s: %d jobs for %d paid payments", when, jobs, paid)
		}
	}
	x.reconcile()
	all("compared")
	x.reconcile()
	all("compared again")
	x.deliverAll()
	all("messages came after all")
	if status := x.payment(sessions[3]).Status; status != host.PaymentFailed {
		t.Errorf("what the bank declined is %s", status)
	}
	if url := x.payment(sessions[4]).InvoiceURL; url == "" {
		t.Error("the invoice was not found")
	}
}

// TestReconcileAsksForOldCheckouts has one that is too old to be listed and that we know nothing of.
func TestReconcileAsksForOldCheckouts(t *testing.T) {
	t.Parallel()
	x := open(t)
	session := x.checkout("old@acme.example", true)
	x.do(session, stripetest.Pay)
	x.stripe.Age(session)
	x.reconcile()
	if p := x.payment(session); p.Status != host.PaymentOpen {
		t.Fatalf("a checkout of some minutes ago that is not listed is %s", p.Status)
	}
	if _, err := x.db.Pool().Exec(t.Context(), "UPDATE payments SET created_at = now() - interval '10 days'"); err != nil {
		t.Fatal(err)
	}
	x.reconcile()
	x.check(session, 4)
}

// TestCancellationIsRefunded has Stripe fail, and lose its answer, at the moment of the refund.
func TestCancellationIsRefunded(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]func(*stripetest.Server){
		"in order":    func(*stripetest.Server) {},
		"down":        func(s *stripetest.Server) { s.Fail(100) },
		"answer lost": func(s *stripetest.Server) { s.Drop(100) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := open(t)
			session := x.checkout("cancels@acme.example", true)
			x.do(session, stripetest.Pay)
			x.deliverAll()
			p, err := x.db.CancelOrder(t.Context(), x.payment(session).Customer, x.payment(session).Job)
			if err != nil {
				t.Fatal(err)
			}
			fault(x.stripe)
			err = x.desk.Refund(t.Context(), p)
			if name == "in order" != (err == nil) || err != nil && host.KindOf(err) != host.Unavailable {
				t.Fatalf("refund: %v", err)
			}
			x.stripe.Fail(0)
			x.stripe.Drop(0)
			for range 3 { // whoever asks again gives nothing back twice
				x.reconcile()
			}
			x.deliverAll()
			if p = x.payment(session); p.Refunded != p.Amount || x.job(p).Status != host.JobCancelled {
				t.Errorf("%d of %d given back, job %s", p.Refunded, p.Amount, x.job(p).Status)
			}
			refunds := 0
			for _, e := range x.stripe.Events() {
				if e.Type == "charge.refunded" {
					refunds++
				}
			}
			if refunds != 1 {
				t.Errorf("%d refunds at Stripe", refunds)
			}
		})
	}
}

// TestOneCheckoutForADoubleClick also loses Stripe's first answers.
func TestOneCheckoutForADoubleClick(t *testing.T) {
	t.Parallel()
	x := open(t)
	draft, err := x.db.NewDraft(t.Context(), "browser")
	if err != nil {
		t.Fatal(err)
	}
	o := host.Order{Draft: draft.ID, Package: host.Growth, Directories: 80, Email: "twice@acme.example"}
	addresses := map[string]bool{}
	x.stripe.Drop(1)
	for range 3 {
		address, err := x.desk.Checkout(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		addresses[address] = true
	}
	if len(addresses) != 1 {
		t.Errorf("one order has opened %d checkouts", len(addresses))
	}
	o.Attempt = 1
	if address, err := x.desk.Checkout(t.Context(), o); err != nil || addresses[address] {
		t.Errorf("another purchase has opened %s, %v", address, err)
	}
	if n := x.count("SELECT count(*)::int FROM payments"); n != 2 {
		t.Errorf("%d payments are open, want 2", n)
	}
}

// TestWhoBuys: a new visitor becomes a customer; one who names a known business without being signed in gives it a job and touches nothing else.
func TestWhoBuys(t *testing.T) {
	t.Parallel()
	x := open(t)
	first := x.checkout("ann@acme.example", true)
	x.do(first, stripetest.Pay)
	x.deliverAll()
	p := x.payment(first)
	if !p.First || x.job(p).ProfileVersion != 1 || x.count("SELECT count(*)::int FROM consents WHERE customer_id = $1", p.Customer) != 1 {
		t.Errorf("first purchase: %+v, profile version %d", p, x.job(p).ProfileVersion)
	}
	stranger := x.checkout("ann@acme.example", false)
	if _, err := x.db.Pool().Exec(t.Context(), `UPDATE drafts SET company_name = 'Acme', approved = '{"name": "Not Acme"}', consent = '{"who": "Eve"}' WHERE customer_id IS NULL`); err != nil {
		t.Fatal(err)
	}
	x.do(stranger, stripetest.Pay)
	x.deliverAll()
	q := x.payment(stranger)
	if q.First || q.Customer != p.Customer || q.Job == p.Job || x.job(q).ProfileVersion != 1 {
		t.Errorf("second purchase: %+v, profile version %d", q, x.job(q).ProfileVersion)
	}
	if n := x.count("SELECT count(*)::int FROM profile_versions"); n != 1 {
		t.Errorf("a stranger has made %d versions of the profile", n-1)
	}
	waits := x.checkout("bob@other.example", false)
	x.do(waits, stripetest.Pay)
	x.deliverAll()
	if j := x.job(x.payment(waits)); j.Status != host.JobPending || j.ProfileVersion != 0 || x.count("SELECT count(*)::int FROM queue_history WHERE job_id = $1 AND event_type = 'job_waiting'", j.ID) != 1 {
		t.Errorf("a job without a profile: %+v", j)
	}
	// A deleted customer's payment stays paid and makes no second job.
	if _, err := x.db.Pool().Exec(t.Context(), "DELETE FROM customers WHERE id = $1", p.Customer); err != nil {
		t.Fatal(err)
	}
	if _, err := x.db.Pool().Exec(t.Context(), "UPDATE payments SET email = '', stripe_customer = '', invoice_url = '' WHERE id = $1", p.ID); err != nil {
		t.Fatal(err)
	}
	x.do(first, stripetest.Dispute)
	x.deliverAll()
	x.reconcile()
	if p := x.payment(first); p.Email+p.StripeCustomer+p.InvoiceURL != "" || p.Dispute != host.DisputeOpen {
		t.Errorf("what was deleted came back with a message: %+v", p)
	}
	if jobs := x.count("SELECT count(*)::int FROM jobs"); jobs != 1 {
		t.Errorf("%d jobs after the deletion, want the other customer's", jobs)
	}
}

func TestOtherModeIsRefused(t *testing.T) {
	t.Parallel()
	x := open(t)
	session := x.checkout("live@acme.example", true)
	x.do(session, stripetest.Pay)
	e := x.stripe.Events()[0]
	live := stripetest.Sign(e.Type, bytes.ReplaceAll(e.Payload, []byte(`"livemode":false`), []byte(`"livemode":true`)), x.stripe.Secret, time.Now())
	if err := x.deliver(live); host.KindOf(err) != host.Denied {
		t.Errorf("a live payment was taken with a test key: %v", err)
	}
	foreign := stripetest.Sign(e.Type, bytes.ReplaceAll(e.Payload, []byte(`"package"`), []byte(`"other"`)), x.stripe.Secret, time.Now())
	if err := x.deliver(foreign); err != nil {
		t.Errorf("a payment of something else: %v", err)
	}
	if n := x.count("SELECT count(*)::int FROM stripe_events WHERE outcome = 'ignored'"); n != 1 || x.count("SELECT count(*)::int FROM jobs") != 0 {
		t.Errorf("%d messages are recorded as ignored, want 1, and no job", n)
	}
}
