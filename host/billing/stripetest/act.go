package stripetest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v85/webhook"

	"github.com/directorybolt/directorybolt/host"
)

// What a buyer, the bank or Stripe can do to a session.
const (
	Pay      = "pay"       // the money is here at once
	PayLater = "pay_later" // the bank takes its time
	Settle   = "settle"    // the bank says yes
	Decline  = "decline"   // the bank says no
	Expire   = "expire"    // nobody pays in time
	Refund   = "refund"    // all is given back
	Part     = "part"      // a third is given back
	Dispute  = "dispute"   // the buyer wants the money back from the bank
	Win      = "win"       // the bank decides for us
	Lose     = "lose"      // the bank decides for the buyer
)

// steps says from where each can be done, and how. A session stands at its status and payment status, a paid one also at its last dispute.
var steps = map[string]struct {
	from []string
	do   func(s *Server, x *session)
}{
	Pay: {[]string{"open"}, func(s *Server, x *session) {
		x.pay(true)
		s.emit("checkout.session.completed", x.object(nil))
	}},
	PayLater: {[]string{"open"}, func(s *Server, x *session) {
		x.pay(false)
		s.emit("checkout.session.completed", x.object(nil))
	}},
	Settle: {[]string{"processing"}, func(s *Server, x *session) {
		x.settle()
		s.emit("checkout.session.async_payment_succeeded", x.object(nil))
	}},
	Decline: {[]string{"processing"}, func(s *Server, x *session) {
		x.declined = true
		s.emit("checkout.session.async_payment_failed", x.object(nil))
	}},
	Expire: {[]string{"open"}, func(s *Server, x *session) {
		x.status = "expired"
		s.emit("checkout.session.expired", x.object(nil))
	}},
	Refund: {[]string{"paid"}, func(s *Server, x *session) { s.refund(x, x.amount) }},
	Part:   {[]string{"paid"}, func(s *Server, x *session) { s.refund(x, x.amount/3) }},
	Dispute: {[]string{"paid"}, func(s *Server, x *session) {
		d := &dispute{id: newID("du_"), status: "needs_response", of: x, created: now()}
		s.disputes = append(s.disputes, d)
		s.emit("charge.dispute.created", d.object())
	}},
	Win:  {[]string{"disputed"}, func(s *Server, x *session) { s.decide(x, "won") }},
	Lose: {[]string{"disputed"}, func(s *Server, x *session) { s.decide(x, "lost") }},
}

func (s *Server) decide(x *session, status string) {
	d := s.disputeOf(x)
	d.status = status
	s.emit("charge.dispute.closed", d.object())
}

func (s *Server) disputeOf(x *session) *dispute {
	for _, d := range slices.Backward(s.disputes) {
		if d.of == x {
			return d
		}
	}
	return nil
}

// stand is where a session stands.
func (s *Server) stand(x *session) string {
	switch d := s.disputeOf(x); {
	case x.status != "complete":
		return x.status
	case x.declined:
		return "declined"
	case x.payment != "paid":
		return "processing"
	case d != nil:
		return map[bool]string{true: "disputed", false: d.status}[d.status == "needs_response"]
	case x.refunded == x.amount:
		return "refunded"
	}
	return "paid"
}

// Checkout says what a session is for and what can be done to it. [host.NotFound] says that there is none of this id.
func (s *Server) Checkout(id string) (host.TestCheckout, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.session(id)
	if x == nil {
		return host.TestCheckout{}, host.Errorf(host.NotFound, "There is no such test checkout. They are forgotten when the program stops: begin anew from the prices.")
	}
	c := host.TestCheckout{
		Session: x.id, Package: host.Package(x.metadata["package"]), Email: x.email, Amount: x.amount, Tax: x.tax, Stand: s.stand(x),
		Success: strings.ReplaceAll(x.success, "{CHECKOUT_SESSION_ID}", x.id), Back: x.back,
	}
	for _, step := range []string{Pay, PayLater, Settle, Decline, Expire, Part, Refund, Dispute, Win, Lose} {
		if slices.Contains(steps[step].from, c.Stand) {
			c.Steps = append(c.Steps, step)
		}
	}
	return c, nil
}

// Do does a step to a session, named by its own id or its payment's, and posts the message about it. An error of the webhook is returned: the step is
// done all the same.
func (s *Server) Do(ctx context.Context, id, step string) error {
	e, address, err := s.do(id, step)
	if err != nil || address == "" {
		return err
	}
	return Post(ctx, address, e)
}

func (s *Server) do(id, step string) (Event, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x, what := s.session(id), steps[step]
	if x == nil {
		return Event{}, "", host.Errorf(host.NotFound, "There is no such test checkout.")
	}
	if !slices.Contains(what.from, s.stand(x)) {
		return Event{}, "", host.Errorf(host.Conflict, "A test checkout that is %s cannot be told to %q.", s.stand(x), step)
	}
	what.do(s, x)
	return s.events[len(s.events)-1], s.webhook, nil
}

// emit signs a message and keeps it.
func (s *Server) emit(kind string, about object) {
	payload, err := json.Marshal(object{
		"id": newID("evt_"), "object": "event", "api_version": version, "created": now(), "livemode": false, "type": kind, "data": object{"object": about},
	})
	if err != nil {
		panic(err) // of our own making
	}
	s.events = append(s.events, Sign(kind, payload, s.Secret, time.Now()))
}

// Sign makes a message that was sent at a time.
func Sign(kind string, payload []byte, secret string, at time.Time) Event {
	signed := webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: payload, Secret: secret, Timestamp: at})
	return Event{Type: kind, Payload: payload, Signature: signed.Header}
}

// Events returns all messages so far, posted or not.
func (s *Server) Events() []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.events)
}

// Post delivers a message.
func Post(ctx context.Context, address string, e Event) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(e.Payload))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Stripe-Signature", e.Signature)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return host.Errorf(host.Unavailable, "the webhook does not answer: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the webhook answers %s to %s", answer.Status, e.Type)
	}
	return nil
}
