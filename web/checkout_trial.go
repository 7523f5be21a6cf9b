package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/directorybolt/directorybolt/web/page"
)

// testCheckoutShow is where a test payment is made: in place of Stripe's page, and marked as no payment.
func (s site) testCheckoutShow(w http.ResponseWriter, r *http.Request) {
	c, err := s.TestCheckout.Checkout(chi.URLParam(r, "session"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.TestCheckout(s.frame(r, "Test checkout"), c))
}

// testCheckoutStep does what the buyer or the bank does, and goes where Stripe would lead.
func (s site) testCheckoutStep(w http.ResponseWriter, r *http.Request) {
	session := chi.URLParam(r, "session")
	if err := s.TestCheckout.Do(r.Context(), session, r.PostFormValue("step")); err != nil {
		s.fail(w, r, err)
		return
	}
	c, err := s.TestCheckout.Checkout(session)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	to := c.Success
	if c.Stand == "expired" {
		to = c.Back
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// jobTestPayment does a step to the payment of a job: a refund, a dispute, the bank's decision.
func (s site) jobTestPayment(w http.ResponseWriter, r *http.Request) {
	jobID, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p, err := s.Payments.PaymentOfJob(r.Context(), jobID)
	if err == nil {
		err = s.TestCheckout.Do(r.Context(), p.Session, r.PostFormValue("step"))
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/staff/jobs/"+jobID.String(), http.StatusSeeOther)
}
