package billing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v85"
	"github.com/stripe/stripe-go/v85/webhook"

	"github.com/directorybolt/directorybolt/host"
)

// Webhook takes a message of Stripe's. [host.Invalid] and [host.Denied] say that it is not from Stripe or not for us; any other error that it could
// not be applied and has to come again.
func (d *Desk) Webhook(ctx context.Context, payload []byte, signature string) error {
	// What we read of a message has been the same in all versions of Stripe's API that speak of checkout sessions.
	var e stripe.Event
	err := errors.New("there is no secret to check it with")
	for secret := range strings.SplitSeq(d.config.WebhookSecret, ",") {
		if secret = strings.TrimSpace(secret); secret == "" {
			continue // an empty secret would be one that everybody knows
		}
		if e, err = webhook.ConstructEventWithOptions(payload, signature, secret, webhook.ConstructEventOptions{IgnoreAPIVersionMismatch: true}); err == nil {
			break
		}
	}
	if err != nil {
		return host.Errorf(host.Invalid, "this message is not signed by Stripe, or too old: %v", err)
	}
	if e.Livemode != d.live {
		return host.Errorf(host.Denied, "this message is of the other mode: test payments are not taken with a live key, nor live ones with a test key")
	}
	event, err := parse(e)
	if err != nil {
		return err
	}
	outcome, err := d.config.Apply(ctx, event)
	if err != nil {
		return fmt.Errorf("apply %s %s: %w", e.Type, e.ID, err)
	}
	d.config.Log.InfoContext(ctx, "payment message taken", "event", e.ID, "type", string(e.Type), "outcome", outcome)
	return nil
}

// parse makes an event out of a message. One that is none of our business has no facts.
func parse(e stripe.Event) (host.PaymentEvent, error) {
	event := host.PaymentEvent{ID: e.ID, Type: string(e.Type), CreatedAt: time.Unix(e.Created, 0)}
	if e.ID == "" || e.Data == nil {
		return event, host.Errorf(host.Invalid, "this message has no id or says nothing")
	}
	var err error
	switch e.Type {
	case stripe.EventTypeCheckoutSessionCompleted, stripe.EventTypeCheckoutSessionAsyncPaymentSucceeded,
		stripe.EventTypeCheckoutSessionAsyncPaymentFailed, stripe.EventTypeCheckoutSessionExpired:
		event.Object, event.Facts, err = ofSession(e)
	case stripe.EventTypeChargeRefunded:
		var c stripe.Charge
		if err = read(e, &c); err == nil {
			event.Object, event.Facts = c.ID, chargeFacts(&c)
		}
	case stripe.EventTypeChargeDisputeCreated, stripe.EventTypeChargeDisputeUpdated, stripe.EventTypeChargeDisputeClosed:
		var dispute stripe.Dispute
		if err = read(e, &dispute); err == nil {
			event.Object, event.Facts = dispute.ID, disputeFacts(&dispute)
		}
	}
	return event, err
}

func read(e stripe.Event, into any) error {
	if err := json.Unmarshal(e.Data.Raw, into); err != nil {
		return host.Errorf(host.Invalid, "message %s: %v", e.Type, err)
	}
	return nil
}

func ofSession(e stripe.Event) (object string, facts host.Payment, err error) {
	var s stripe.CheckoutSession
	if err := read(e, &s); err != nil {
		return "", facts, err
	}
	status := host.PaymentProcessing
	switch {
	case e.Type == stripe.EventTypeCheckoutSessionExpired:
		status = host.PaymentExpired
	case e.Type == stripe.EventTypeCheckoutSessionAsyncPaymentFailed:
		status = host.PaymentFailed
	case isPaid(&s):
		status = host.PaymentPaid
	}
	if err := ours(&s); err != nil {
		if errors.Is(err, errForeign) {
			return s.ID, host.Payment{}, nil
		}
		return s.ID, facts, err
	}
	facts = sessionFacts(&s, status)
	if status == host.PaymentPaid {
		facts.PaidAt = time.Unix(e.Created, 0)
	}
	return s.ID, facts, nil
}

// isPaid also holds where a promotion code has left nothing to pay.
func isPaid(s *stripe.CheckoutSession) bool {
	return s.PaymentStatus == stripe.CheckoutSessionPaymentStatusPaid || s.PaymentStatus == stripe.CheckoutSessionPaymentStatusNoPaymentRequired
}

// errForeign is of a session that something else has opened at the same Stripe account.
var errForeign = errors.New("this checkout was not opened by us")

// ours checks what we have let Stripe keep with a session.
func ours(s *stripe.CheckoutSession) error {
	name, ok := s.Metadata[metaPackage]
	if !ok || s.ID == "" {
		return errForeign
	}
	if _, err := host.TierOf(host.Package(name)); err != nil {
		return fmt.Errorf("session %s: %w", s.ID, err)
	}
	if _, err := uuid.Parse(s.Metadata[metaDraft]); err != nil {
		return fmt.Errorf("session %s: draft: %w", s.ID, err)
	}
	if n, err := strconv.ParseInt(s.Metadata[metaDirectories], 10, 31); err != nil || n < 0 {
		return fmt.Errorf("session %s: %q directories", s.ID, s.Metadata[metaDirectories])
	}
	return nil
}

// sessionFacts is what a session of ours says.
func sessionFacts(s *stripe.CheckoutSession, status host.PaymentStatus) host.Payment {
	f := host.Payment{
		Session: s.ID, Package: host.Package(s.Metadata[metaPackage]), Email: s.CustomerEmail, Currency: string(s.Currency),
		Amount: max(s.AmountTotal, 0), Status: status,
	}
	f.Draft, _ = uuid.Parse(s.Metadata[metaDraft])
	f.Directories, _ = strconv.Atoi(s.Metadata[metaDirectories])
	if s.PaymentIntent != nil {
		f.Intent = s.PaymentIntent.ID
	}
	if s.Customer != nil {
		f.StripeCustomer = s.Customer.ID
	}
	if s.CustomerDetails != nil && s.CustomerDetails.Email != "" {
		f.Email = s.CustomerDetails.Email
	}
	if s.TotalDetails != nil {
		f.Tax = max(s.TotalDetails.AmountTax, 0)
	}
	if s.Invoice != nil {
		f.InvoiceURL = s.Invoice.HostedInvoiceURL
	}
	return f
}

// chargeFacts is what a charge says of refunds.
func chargeFacts(c *stripe.Charge) host.Payment {
	if c.PaymentIntent == nil || c.PaymentIntent.ID == "" {
		return host.Payment{}
	}
	return host.Payment{
		Intent: c.PaymentIntent.ID, Amount: max(c.Amount, 0), Refunded: max(c.AmountRefunded, 0), Currency: string(c.Currency),
	}
}

// disputeFacts is what a dispute says. An inquiry counts as a dispute: until the bank is satisfied, nothing is to be sent.
func disputeFacts(d *stripe.Dispute) host.Payment {
	if d.PaymentIntent == nil || d.PaymentIntent.ID == "" {
		return host.Payment{}
	}
	f := host.Payment{Intent: d.PaymentIntent.ID, Dispute: host.DisputeOpen}
	switch d.Status {
	case stripe.DisputeStatusWon, stripe.DisputeStatusWarningClosed, stripe.DisputeStatusPrevented:
		f.Dispute = host.DisputeWon
	case stripe.DisputeStatusLost:
		f.Dispute = host.DisputeLost
	}
	return f
}
