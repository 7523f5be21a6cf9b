package web

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

const (
	confirmPatience = 2 * time.Minute // after which we say that it takes long
	buyersTime      = 2 * time.Hour   // within which whoever paid is let in without a link
)

// checkoutDone is where Stripe sends a buyer. What it says comes from Stripe's messages alone: that a buyer is here proves nothing.
func (s site) checkoutDone(w http.ResponseWriter, r *http.Request) {
	session := r.FormValue("session")
	began, err := strconv.ParseInt(r.FormValue("since"), 10, 64)
	if err != nil {
		began = time.Now().Unix()
	}
	v := page.DoneView{Session: session, Since: began, Slow: time.Since(time.Unix(began, 0)) > confirmPatience}
	p, err := s.Payments.PaymentOfSession(r.Context(), session)
	if err != nil && host.KindOf(err) != host.NotFound { // not heard of yet is no error
		s.fail(w, r, err)
		return
	}
	v.Payment = p
	draft, err := s.draft(r)
	if err == nil && draft.ID == p.Draft {
		v.Draft = &draft
	}
	if p.Status == host.PaymentPaid {
		if r, err = s.letBuyerIn(w, r, p, draft); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	v.SignedIn = p.Customer == viewer(r).Customer && viewer(r).Role == host.RoleCustomer
	w.Header().Set("Cache-Control", "private, no-store")
	s.render(w, r, http.StatusOK, page.CheckoutDone(s.frame(r, v.Title()), v))
}

// letBuyerIn signs in who has just paid as the customer that the payment has made, if it is their browser that began the order. The owner of the
// e-mail address has not opened it yet, so the session is not a verified one. It works once: the browser's draft is the customer's from here on.
func (s site) letBuyerIn(w http.ResponseWriter, r *http.Request, p host.Payment, draft host.Draft) (*http.Request, error) {
	if viewer(r).Role != "" || !p.First || draft.ID != p.Draft || draft.Customer != p.Customer || time.Since(p.FulfilledAt) > buyersTime {
		return r, nil
	}
	token := rand.Text()
	session, err := s.Payments.StartSession(r.Context(), token, host.Session{
		Role: host.RoleCustomer, Email: p.Email, Customer: p.Customer, UserAgent: r.UserAgent(),
	}, sessionLife)
	if err != nil {
		return r, err
	}
	s.setSession(w, token)
	http.SetCookie(w, &http.Cookie{Name: s.draftCookie(), Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode})
	session.Company = draft.CompanyName
	return as(r, session), nil
}
