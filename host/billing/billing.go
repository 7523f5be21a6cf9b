// Package billing takes payments through Stripe: it opens checkouts, understands Stripe's messages, gives money back, and compares what Stripe knows
// with what we know. What a message means for an order is decided by [host.Payment]; keeping it is the store's.
package billing

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v85"

	"github.com/directorybolt/directorybolt/host"
)

// unreachable is what a customer reads when Stripe does not answer.
const unreachable = "Payment is not reachable just now. Nothing was charged and your choice is kept: try again in a minute."

// Config says how to reach Stripe.
type Config struct {
	Key            string // secret key
	WebhookSecret  string // two with a comma between them while one takes the place of the other
	Base           string // address of the API; empty for Stripe's own
	URL            string // of our pages, for the way back from a checkout
	Tax            bool   // Stripe computes and collects tax
	PromotionCodes bool   // buyers may enter them

	// Apply adds a message to what is known of its payment and does what follows from it, once for each id.
	Apply func(ctx context.Context, e host.PaymentEvent) (outcome string, err error)
	// Unsettled are the payments that were begun longer than patience ago and not heard of since, and those to refund.
	Unsettled func(ctx context.Context, patience time.Duration) ([]host.Payment, error)
	Log       *slog.Logger
}

// Desk is where payments are taken.
type Desk struct {
	config Config
	stripe *stripe.Client
	live   bool // the key moves money
}

// New returns a desk. A key that moves money is taken as such: whoever must not have one refuses it before.
func New(c Config) *Desk {
	retries := int64(2)
	backend := &stripe.BackendConfig{
		HTTPClient: &http.Client{Timeout: 20 * time.Second}, MaxNetworkRetries: &retries,
		LeveledLogger: &stripe.LeveledLogger{Level: stripe.LevelNull}, EnableTelemetry: stripe.Bool(false),
	}
	if c.Base != "" {
		backend.URL = &c.Base
	}
	return &Desk{config: c, live: Live(c.Key), stripe: stripe.NewClient(c.Key, stripe.WithBackends(stripe.NewBackendsWithConfig(backend)))}
}

// Live reports whether a key moves real money.
func Live(key string) bool {
	return strings.HasPrefix(key, "sk_live") || strings.HasPrefix(key, "rk_live")
}

// trouble says who acts on an error of Stripe's: time heals what is the network's or Stripe's, we what is ours. It never holds the key.
func trouble(what string, err error) error {
	var answer *stripe.Error
	if errors.As(err, &answer) && answer.HTTPStatusCode < http.StatusInternalServerError && answer.HTTPStatusCode != http.StatusTooManyRequests &&
		answer.HTTPStatusCode != http.StatusConflict {
		return host.Errorf(host.Internal, "%s: Stripe refuses it: %s (%s %s, request %s)", what, answer.Msg, answer.Type, answer.Code, answer.RequestID)
	}
	return &host.Error{Kind: host.Unavailable, Message: unreachable, Err: err}
}

// refused reports whether Stripe refuses with one of the codes.
func refused(err error, codes ...stripe.ErrorCode) bool {
	var answer *stripe.Error
	if !errors.As(err, &answer) {
		return false
	}
	for _, c := range codes {
		if answer.Code == c {
			return true
		}
	}
	return false
}
