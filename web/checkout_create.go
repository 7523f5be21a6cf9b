package web

import (
	"net/http"
	"net/mail"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// checkoutCreate sends the buyer to where they pay. Whatever goes wrong, the choice is kept.
func (s site) checkoutCreate(w http.ResponseWriter, r *http.Request) {
	draft, err := s.begunDraft(w, r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	order, err := s.order(r, draft, host.Package(r.PostFormValue("package")))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v := page.CheckoutView{Order: order, Draft: draft}
	if _, err := mail.ParseAddress(order.Email); err != nil || len(order.Email) > 254 {
		v.EmailProblem = "Enter an e-mail address like name@example.com. The receipt and the link to sign in go there."
		s.showOrder(w, r, http.StatusUnprocessableEntity, v)
		return
	}
	if order.Directories == 0 {
		v.Problem = "No directory is for sale in this package just now, so we do not take your money. Try another package or come back later."
		s.showOrder(w, r, http.StatusConflict, v)
		return
	}
	if err := s.Payments.ChoosePackage(r.Context(), draft, order.Package, order.Email); err != nil {
		s.fail(w, r, err)
		return
	}
	if v.Order.Attempt, err = s.Payments.CheckoutsEnded(r.Context(), draft.ID); err != nil {
		s.fail(w, r, err)
		return
	}
	address, err := s.payAt(r, v.Order)
	if err != nil {
		s.Log.ErrorContext(r.Context(), "checkout not opened", "error", err)
		v.Problem = "Payment is not reachable just now. Nothing was charged and your choice is kept: try again in a minute."
		s.showOrder(w, r, http.StatusServiceUnavailable, v)
		return
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
}

func (s site) payAt(r *http.Request, o host.Order) (string, error) {
	if s.Billing == nil {
		return "", host.Errorf(host.Unavailable, "no payment can be taken: STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are not set")
	}
	return s.Billing.Checkout(r.Context(), o)
}
