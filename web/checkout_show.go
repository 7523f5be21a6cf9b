package web

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// checkoutShow is the summary of an order, before anything is paid.
func (s site) checkoutShow(w http.ResponseWriter, r *http.Request) {
	draft, err := s.draft(r)
	if err != nil && host.KindOf(err) != host.NotFound { // nothing typed yet is fine
		s.fail(w, r, err)
		return
	}
	chosen := host.Package(cmp.Or(r.FormValue("package"), string(draft.Package), string(host.Starter)))
	order, err := s.order(r, draft, chosen)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.showOrder(w, r, http.StatusOK, page.CheckoutView{Order: order, Draft: draft, Cancelled: r.FormValue("cancelled") != ""})
}

func (s site) showOrder(w http.ResponseWriter, r *http.Request, status int, v page.CheckoutView) {
	tier, err := host.TierOf(v.Order.Package)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v.Tier = tier
	w.Header().Set("Cache-Control", "private, no-store")
	s.render(w, r, status, page.Checkout(s.frame(r, "Your order"), v))
}

// order is what the viewer would pay for, with the number of directories that the package has today.
func (s site) order(r *http.Request, draft host.Draft, p host.Package) (host.Order, error) {
	if _, err := host.TierOf(p); err != nil {
		return host.Order{}, err
	}
	n, err := s.Payments.ForSale(r.Context(), p)
	if err != nil {
		return host.Order{}, err
	}
	o := host.Order{Draft: draft.ID, Package: p, Directories: n, Company: draft.CompanyName, Email: draft.Email}
	if v := viewer(r); v.Role == host.RoleCustomer {
		o.Company, o.Email = v.Company, v.Email
		if o.StripeCustomer, err = s.Payments.StripeCustomer(r.Context(), v.Customer); err != nil {
			return o, err
		}
	}
	if typed := strings.TrimSpace(r.PostFormValue("email")); typed != "" {
		o.Email = typed
	}
	return o, nil
}
