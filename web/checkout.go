package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// desk takes payments.
type desk interface {
	// Checkout returns where the buyer pays.
	Checkout(ctx context.Context, o host.Order) (address string, err error)
	Webhook(ctx context.Context, payload []byte, signature string) error
	Refund(ctx context.Context, p host.Payment) error
}

// paymentStore is what is known of payments.
type paymentStore interface {
	ForSale(ctx context.Context, p host.Package) (int, error)
	ChoosePackage(ctx context.Context, draft host.Draft, p host.Package, email string) error
	CheckoutsEnded(ctx context.Context, draft uuid.UUID) (int, error)
	StripeCustomer(ctx context.Context, customer uuid.UUID) (string, error)
	PaymentOfSession(ctx context.Context, session string) (host.Payment, error)
	PaymentOfJob(ctx context.Context, job uuid.UUID) (host.Payment, error)
	Payments(ctx context.Context, customer uuid.UUID) ([]host.Payment, error)
	CancelOrder(ctx context.Context, customer, job uuid.UUID) (host.Payment, error)
	HoldJob(ctx context.Context, staff, job uuid.UUID, reason string) error
	ReleaseJob(ctx context.Context, staff, job uuid.UUID, reason string) error
	CancelJob(ctx context.Context, staff, job uuid.UUID, reason string) (host.Payment, error)
	StartSession(ctx context.Context, token string, s host.Session, life time.Duration) (host.Session, error)
}

// testCheckout is where test payments are made. No money moves.
type testCheckout interface {
	Checkout(session string) (host.TestCheckout, error)
	Do(ctx context.Context, session, step string) error
}

// payable lets forms lead to where payments are made. Browsers hold the policy against the redirect that a form ends in, too.
func payable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", strings.Replace(h.Get("Content-Security-Policy"), "form-action 'self'", "form-action 'self' https://checkout.stripe.com", 1))
		next.ServeHTTP(w, r)
	})
}
