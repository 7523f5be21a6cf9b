package web

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// orderOf is the payment of the job in the address, if it is the customer's.
func (s site) orderOf(r *http.Request) (host.Payment, error) {
	job, err := id(r)
	if err != nil {
		return host.Payment{}, err
	}
	payments, err := s.Payments.Payments(r.Context(), customer(r))
	if err != nil {
		return host.Payment{}, err
	}
	for _, p := range payments {
		if p.Job == job && job != uuid.Nil {
			return p, nil
		}
	}
	return host.Payment{}, host.Errorf(host.NotFound, "There is no such order.")
}

// orderShow is a customer's receipt of one order.
func (s site) orderShow(w http.ResponseWriter, r *http.Request) {
	p, err := s.orderOf(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.Order(s.frame(r, "Order"), p))
}

// orderCancelAsk says what cancelling would do, before it is done.
func (s site) orderCancelAsk(w http.ResponseWriter, r *http.Request) {
	p, err := s.orderOf(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, page.OrderCancel(s.frame(r, "Cancel order"), p))
}

// orderCancel cancels an order on which no work has begun, and asks for the refund. Should Stripe not answer, it is asked again until it has.
func (s site) orderCancel(w http.ResponseWriter, r *http.Request) {
	job, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p, err := s.Payments.CancelOrder(r.Context(), customer(r), job)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.refund(r, p)
	http.Redirect(w, r, "/portal/orders/"+job.String(), http.StatusSeeOther)
}

func (s site) refund(r *http.Request, p host.Payment) {
	if p.RefundWantedAt.IsZero() || s.Billing == nil {
		return
	}
	if err := s.Billing.Refund(r.Context(), p); err != nil {
		s.Log.WarnContext(r.Context(), "refund not asked for yet", "job_id", p.Job, "error", err)
	}
}
