package stripetest

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

type object = map[string]any

// session is a checkout with all that became of it.
type session struct {
	id, status, payment string // status and payment_status, in Stripe's words
	email               string
	currency            string
	amount, tax         int64
	created             int64
	metadata            map[string]string
	url, success, back  string

	intent   string // ids; empty until the buyer is through
	customer string
	invoice  string
	declined bool // the bank said no
	refunded int64
	key      string // of the charge
}

func (s *session) born() (string, int64) { return s.id, s.created }

func (s *session) object(expand map[string]bool) object {
	o := object{
		"id": s.id, "object": "checkout.session", "mode": "payment", "status": s.status, "payment_status": s.payment, "livemode": false,
		"amount_total": s.amount, "amount_subtotal": s.amount - s.tax, "currency": s.currency, "created": s.created, "metadata": s.metadata,
		"customer_email": s.email, "url": nil, "success_url": s.success, "cancel_url": s.back, "client_reference_id": s.metadata["draft"],
		"total_details": object{"amount_tax": s.tax, "amount_discount": 0, "amount_shipping": 0},
	}
	if s.status == "open" {
		o["url"] = s.url
	}
	if s.intent == "" {
		return o
	}
	o["payment_intent"], o["customer"], o["customer_details"] = s.intent, s.customer, object{"email": s.email}
	if expand["payment_intent"] {
		status := map[bool]string{true: "succeeded", false: "processing"}[s.payment == "paid"]
		if s.declined {
			status = "requires_payment_method"
		}
		o["payment_intent"] = object{"id": s.intent, "object": "payment_intent", "amount": s.amount, "status": status}
	}
	if s.invoice != "" {
		o["invoice"] = s.invoice
		if expand["invoice"] {
			// There is none: the test checkout says that no money moves.
			o["invoice"] = object{"id": s.invoice, "object": "invoice", "hosted_invoice_url": s.url}
		}
	}
	return o
}

func (s *session) charge() object {
	return object{
		"id": s.key, "object": "charge", "amount": s.amount, "amount_refunded": s.refunded, "refunded": s.refunded == s.amount,
		"currency": s.currency, "payment_intent": s.intent, "created": s.created, "livemode": false, "paid": true,
	}
}

type refund struct {
	id      string
	of      *session
	amount  int64
	created int64
}

func (r *refund) born() (string, int64) { return r.id, r.created }

func (r *refund) object(expand map[string]bool) object {
	o := object{
		"id": r.id, "object": "refund", "amount": r.amount, "currency": r.of.currency, "status": "succeeded", "created": r.created,
		"payment_intent": r.of.intent, "charge": r.of.key,
	}
	if expand["charge"] {
		o["charge"] = r.of.charge()
	}
	return o
}

type dispute struct {
	id, status string
	of         *session
	created    int64
}

func (d *dispute) born() (string, int64) { return d.id, d.created }

func (d *dispute) object() object {
	return object{
		"id": d.id, "object": "dispute", "amount": d.of.amount, "currency": d.of.currency, "status": d.status, "reason": "general", "livemode": false,
		"created": d.created, "payment_intent": d.of.intent, "charge": d.of.key,
	}
}

func (s *Server) session(id string) *session {
	for _, x := range s.sessions {
		if x.id == id || x.intent == id && id != "" {
			return x
		}
	}
	return nil
}

func (s *Server) createSession(r *http.Request, expand map[string]bool) answer {
	price, err := strconv.ParseInt(r.Form.Get("line_items[0][price_data][unit_amount]"), 10, 64)
	quantity := number(r, "line_items[0][quantity]", 0)
	if err != nil || price < 0 || quantity < 1 || r.Form.Get("mode") != "payment" || r.Form.Get("success_url") == "" {
		return failure(http.StatusBadRequest, "invalid_request_error", "parameter_missing", "a payment needs line items, a mode and a success_url")
	}
	x := &session{
		id: newID("cs_test_"), status: "open", payment: "unpaid", email: r.Form.Get("customer_email"), customer: r.Form.Get("customer"),
		currency: r.Form.Get("line_items[0][price_data][currency]"), amount: price * quantity, created: now(), metadata: metadata(r.Form),
		success: r.Form.Get("success_url"), back: r.Form.Get("cancel_url"),
	}
	if r.Form.Get("automatic_tax[enabled]") == "true" {
		x.tax = x.amount / 10
		x.amount += x.tax
	}
	x.url = s.pages + x.id
	s.sessions = append(s.sessions, x)
	return ok(x.object(expand))
}

func (s *Server) createRefund(r *http.Request, expand map[string]bool) answer {
	x := s.session(r.Form.Get("payment_intent"))
	if x == nil || x.payment != "paid" {
		return failure(http.StatusNotFound, "invalid_request_error", "resource_missing", "no such payment")
	}
	if x.refunded == x.amount {
		return failure(http.StatusBadRequest, "invalid_request_error", "charge_already_refunded", "it was given back already")
	}
	return ok(s.refund(x, number(r, "amount", x.amount-x.refunded)).object(expand))
}

func (s *Server) refund(x *session, amount int64) *refund {
	made := &refund{id: newID("re_"), of: x, amount: min(amount, x.amount-x.refunded), created: now()}
	x.refunded += made.amount
	s.refunds = append(s.refunds, made)
	s.emit("charge.refunded", x.charge())
	return made
}

func metadata(form url.Values) map[string]string {
	out := map[string]string{}
	for name, values := range form {
		if key, ok := strings.CutPrefix(name, "metadata["); ok {
			out[strings.TrimSuffix(key, "]")] = values[0]
		}
	}
	return out
}

func number(r *http.Request, name string, otherwise int64) int64 {
	n, err := strconv.ParseInt(r.Form.Get(name), 10, 64)
	if err != nil {
		return otherwise
	}
	return n
}

// pay lets the buyer through; paid says whether the money is here at once.
func (s *session) pay(paid bool) {
	s.status, s.intent, s.key = "complete", newID("pi_"), newID("ch_")
	s.customer = cmp.Or(s.customer, newID("cus_"))
	s.email = cmp.Or(s.email, "buyer@example.com")
	if paid {
		s.settle()
	}
}

func (s *session) settle() { s.payment, s.invoice = "paid", newID("in_") }
