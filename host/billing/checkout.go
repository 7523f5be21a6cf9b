package billing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/mail"
	"net/url"
	"strconv"
	"time"

	"github.com/stripe/stripe-go/v85"

	"github.com/directorybolt/directorybolt/host"
)

// Names of what we let Stripe keep with a checkout, to know by what was paid for.
const (
	metaPackage     = "package"
	metaDraft       = "draft"
	metaDirectories = "directories"
)

// Checkout opens a checkout at Stripe, or finds the one that the same order has opened today, and returns where the buyer pays.
func (d *Desk) Checkout(ctx context.Context, o host.Order) (address string, err error) {
	tier, err := host.TierOf(o.Package)
	if err != nil {
		return "", err
	}
	params := d.params(o, tier)
	key, err := d.checkoutKey(o, tier, time.Now())
	if err != nil {
		return "", err
	}
	params.SetIdempotencyKey(key)
	s, err := d.stripe.V1CheckoutSessions.Create(ctx, params)
	if err != nil {
		return "", trouble("open checkout", err)
	}
	// Should this fail, the session is found by reconciliation, and by its first message.
	_, err = d.config.Apply(ctx, host.PaymentEvent{
		ID: "opened:" + s.ID, Type: "opened", Object: s.ID, CreatedAt: time.Unix(s.Created, 0), Facts: sessionFacts(s, host.PaymentOpen),
	})
	return s.URL, err
}

func (d *Desk) params(o host.Order, tier host.Tier) *stripe.CheckoutSessionCreateParams {
	meta := map[string]string{metaPackage: string(o.Package), metaDraft: o.Draft.String(), metaDirectories: strconv.Itoa(o.Directories)}
	back := d.config.URL + "/checkout?" + url.Values{"package": {string(o.Package)}, "cancelled": {"1"}}.Encode()
	p := &stripe.CheckoutSessionCreateParams{
		Mode:              stripe.String(string(stripe.CheckoutSessionModePayment)),
		ClientReferenceID: stripe.String(o.Draft.String()),
		SuccessURL:        stripe.String(d.config.URL + "/checkout/done?session={CHECKOUT_SESSION_ID}"), // Stripe puts the id in
		CancelURL:         &back,
		InvoiceCreation:   &stripe.CheckoutSessionCreateInvoiceCreationParams{Enabled: stripe.Bool(true)},
		Metadata:          meta,
		PaymentIntentData: &stripe.CheckoutSessionCreatePaymentIntentDataParams{Metadata: meta},
		LineItems: []*stripe.CheckoutSessionCreateLineItemParams{{
			Quantity: stripe.Int64(1),
			PriceData: &stripe.CheckoutSessionCreateLineItemPriceDataParams{
				Currency: stripe.String("usd"), UnitAmount: &tier.Price,
				ProductData: &stripe.CheckoutSessionCreateLineItemPriceDataProductDataParams{
					Name:        stripe.String("DirectoryBolt " + string(o.Package)),
					Description: stripe.String(fmt.Sprintf("Submission of one business to %d directories", o.Directories)),
				},
			},
		}},
	}
	switch _, err := mail.ParseAddress(o.Email); {
	case o.StripeCustomer != "":
		p.Customer = &o.StripeCustomer
	case err == nil:
		p.CustomerEmail = &o.Email
	}
	if d.config.Tax {
		p.AutomaticTax = &stripe.CheckoutSessionCreateAutomaticTaxParams{Enabled: stripe.Bool(true)}
		if p.Customer != nil {
			p.CustomerUpdate = &stripe.CheckoutSessionCreateCustomerUpdateParams{Address: stripe.String("auto")}
		}
	}
	if d.config.PromotionCodes {
		p.AllowPromotionCodes = stripe.Bool(true)
	}
	return p
}

// checkoutKey is the same for the same order on the same day, so that a double click opens one checkout. Stripe refuses a key that comes with other
// parameters, so it is made of all that they depend on.
func (d *Desk) checkoutKey(o host.Order, t host.Tier, now time.Time) (string, error) {
	all, err := json.Marshal([]any{o, t.Price, d.config.URL, d.config.Tax, d.config.PromotionCodes, now.UTC().Format(time.DateOnly)})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(all)
	return "checkout:" + hex.EncodeToString(sum[:]), nil
}

// Refund gives back all of a payment that is left. To ask again changes nothing. Stripe's message confirms it.
func (d *Desk) Refund(ctx context.Context, p host.Payment) error {
	if !p.Refundable() {
		return nil
	}
	params := &stripe.RefundCreateParams{
		PaymentIntent: &p.Intent, Reason: stripe.String(string(stripe.RefundReasonRequestedByCustomer)),
	}
	params.SetIdempotencyKey("refund:" + p.ID.String())
	_, err := d.stripe.V1Refunds.Create(ctx, params)
	if err != nil && !refused(err, stripe.ErrorCodeChargeAlreadyRefunded) {
		return trouble("refund", err)
	}
	return nil
}
