package billing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/stripe/stripe-go/v85"

	"github.com/directorybolt/directorybolt/host"
)

const (
	reconcileEvery  = 10 * time.Minute
	sessionsBack    = 4 * 24 * time.Hour   // an unpaid session ends within one day; banks that answer later are asked for by what we have open
	refundsBack     = 30 * 24 * time.Hour  // Stripe repeats a message for three days
	disputesBack    = 120 * 24 * time.Hour // a dispute is decided within some months
	unheardPatience = 15 * time.Minute     // after which we ask for a checkout that we have opened
)

// Run compares Stripe with us every ten minutes, until ctx ends.
func (d *Desk) Run(ctx context.Context) {
	tick := time.NewTicker(reconcileEvery)
	defer tick.Stop()
	for {
		if err := d.Reconcile(ctx); err != nil && ctx.Err() == nil {
			d.config.Log.ErrorContext(ctx, "payments not reconciled", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Reconcile lets us know what Stripe knows and we do not, the way messages do, and asks for the refunds that are wanted. One part that fails does not
// keep the others from being done.
func (d *Desk) Reconcile(ctx context.Context) error {
	return errors.Join(d.reconcileSessions(ctx), d.reconcileRefunds(ctx), d.reconcileDisputes(ctx), d.reconcileUnsettled(ctx))
}

func since(age time.Duration) *stripe.RangeQueryParams {
	return &stripe.RangeQueryParams{GreaterThanOrEqual: time.Now().Add(-age).Unix()}
}

func (d *Desk) reconcileSessions(ctx context.Context) error {
	params := &stripe.CheckoutSessionListParams{CreatedRange: since(sessionsBack)}
	params.Limit = stripe.Int64(100)
	params.AddExpand("data.payment_intent")
	params.AddExpand("data.invoice")
	var failed error
	for s, err := range d.stripe.V1CheckoutSessions.List(ctx, params).All(ctx) {
		if err != nil {
			return errors.Join(failed, trouble("list checkouts", err))
		}
		failed = errors.Join(failed, d.tell(ctx, s))
	}
	return failed
}

// tell applies the state of a session, once for each state.
func (d *Desk) tell(ctx context.Context, s *stripe.CheckoutSession) error {
	if err := ours(s); err != nil {
		if errors.Is(err, errForeign) {
			return nil
		}
		return err
	}
	status := sessionStatus(s)
	facts := sessionFacts(s, status) // when it was paid is not among them
	state := string(status)
	if facts.InvoiceURL != "" {
		state += ":invoiced"
	}
	return d.found(ctx, s.ID, state, s.Created, facts)
}

// sessionStatus needs the payment intent: a session stays complete and unpaid when the bank says no in the end.
func sessionStatus(s *stripe.CheckoutSession) host.PaymentStatus {
	switch {
	case isPaid(s) && s.Status == stripe.CheckoutSessionStatusComplete:
		return host.PaymentPaid
	case s.Status == stripe.CheckoutSessionStatusExpired:
		return host.PaymentExpired
	case s.Status != stripe.CheckoutSessionStatusComplete:
		return host.PaymentOpen
	}
	if i := s.PaymentIntent; i != nil && (i.Status == stripe.PaymentIntentStatusRequiresPaymentMethod || i.Status == stripe.PaymentIntentStatusCanceled) {
		return host.PaymentFailed
	}
	return host.PaymentProcessing
}

func (d *Desk) reconcileRefunds(ctx context.Context) error {
	params := &stripe.RefundListParams{CreatedRange: since(refundsBack)}
	params.Limit = stripe.Int64(100)
	params.AddExpand("data.charge") // it says how much was given back in all
	var failed error
	for r, err := range d.stripe.V1Refunds.List(ctx, params).All(ctx) {
		if err != nil {
			return errors.Join(failed, trouble("list refunds", err))
		}
		if r.Charge == nil {
			continue
		}
		if f := chargeFacts(r.Charge); f.Intent != "" && f.Refunded > 0 {
			failed = errors.Join(failed, d.found(ctx, f.Intent, fmt.Sprintf("refunded:%d", f.Refunded), r.Created, f))
		}
	}
	return failed
}

func (d *Desk) reconcileDisputes(ctx context.Context) error {
	params := &stripe.DisputeListParams{CreatedRange: since(disputesBack)}
	params.Limit = stripe.Int64(100)
	var failed error
	for dispute, err := range d.stripe.V1Disputes.List(ctx, params).All(ctx) {
		if err != nil {
			return errors.Join(failed, trouble("list disputes", err))
		}
		if f := disputeFacts(dispute); f.Intent != "" {
			failed = errors.Join(failed, d.found(ctx, dispute.ID, string(f.Dispute), dispute.Created, f))
		}
	}
	return failed
}

// reconcileUnsettled asks for each checkout that we have opened and not heard of, however old, and for each refund that is not confirmed.
func (d *Desk) reconcileUnsettled(ctx context.Context) error {
	payments, err := d.config.Unsettled(ctx, unheardPatience)
	if err != nil {
		return err
	}
	var failed error
	for _, p := range payments {
		if !p.RefundWantedAt.IsZero() {
			failed = errors.Join(failed, d.Refund(ctx, p))
			continue
		}
		params := &stripe.CheckoutSessionRetrieveParams{}
		params.AddExpand("payment_intent")
		params.AddExpand("invoice")
		s, err := d.stripe.V1CheckoutSessions.Retrieve(ctx, p.Session, params)
		switch {
		case refused(err, stripe.ErrorCodeResourceMissing): // of another account, or of a test checkout that is gone
			err = d.found(ctx, p.Session, "gone", p.CreatedAt.Unix(), host.Payment{Session: p.Session, Status: host.PaymentExpired})
		case err != nil:
			err = trouble("look up checkout", err)
		default:
			err = d.tell(ctx, s)
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

// found applies what a comparison has shown. Its id says what was found, so that the same is applied once.
func (d *Desk) found(ctx context.Context, object, state string, created int64, facts host.Payment) error {
	outcome, err := d.config.Apply(ctx, host.PaymentEvent{
		ID: "reconcile:" + object + ":" + state, Type: "reconcile", Object: object, CreatedAt: time.Unix(created, 0), Facts: facts,
	})
	if err != nil {
		return fmt.Errorf("reconcile %s: %w", object, err)
	}
	d.config.Log.DebugContext(ctx, "payment compared", "object", object, "state", state, "outcome", outcome)
	return nil
}
