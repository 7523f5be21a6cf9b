package main

import (
	"context"
	"fmt"
	"net"
	"os"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/billing"
	"github.com/directorybolt/directorybolt/host/billing/stripetest"
	"github.com/directorybolt/directorybolt/host/postgres"
)

// payments says how payments are taken: by Stripe, by the test checkout, or not at all.
type payments struct {
	test bool // no money moves
	key  string

	webhookSecret string
	base          string // of Stripe's API
	tax           bool
	promotions    bool
}

// testPayments is for what runs on this machine and must not move money, whatever the environment says.
var testPayments = payments{test: true}

// paymentsFor reads the environment. Without Stripe's keys there is the test checkout, where only this machine can reach it or forced says so.
func paymentsFor(listen string, forced bool) (payments, error) {
	p := payments{
		key: os.Getenv("STRIPE_SECRET_KEY"), webhookSecret: os.Getenv("STRIPE_WEBHOOK_SECRET"), base: os.Getenv("STRIPE_API_BASE"),
		tax: os.Getenv("STRIPE_TAX") == "1", promotions: os.Getenv("STRIPE_PROMOTION_CODES") == "1",
	}
	switch {
	case p.key == "" && p.webhookSecret == "":
		return payments{test: forced || loopback(listen)}, nil
	case forced:
		return p, host.Errorf(host.Invalid, "--test-checkout is for a program without Stripe's keys: unset STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET")
	case p.key == "" || p.webhookSecret == "":
		return p, host.Errorf(host.Invalid, "STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET go together: set both, or neither for the test checkout")
	case p.base != "" && billing.Live(p.key):
		return p, host.Errorf(host.Invalid, "STRIPE_API_BASE would send a live key elsewhere than to Stripe: use a test key with it")
	}
	return p, nil
}

func loopback(listen string) bool {
	name, _, err := net.SplitHostPort(listen)
	ip := net.ParseIP(name)
	return err == nil && (name == "localhost" || ip != nil && ip.IsLoopback())
}

// takePayments opens the desk for pages at the address, and the stand-in for Stripe where no money is to move. Without either both are nil.
func (s *system) takePayments(ctx context.Context, address, webhook string) (*billing.Desk, *stripetest.Server, error) {
	p := s.payments
	var standIn *stripetest.Server
	if p.test {
		var err error
		if standIn, err = stripetest.Start(address+"/checkout/test/", webhook); err != nil {
			return nil, nil, err
		}
		s.closers = append(s.closers, standIn.Close)
		p.key, p.webhookSecret, p.base = stripetest.Key, standIn.Secret, standIn.URL()
	}
	if p.key == "" {
		return nil, nil, nil
	}
	desk := billing.New(billing.Config{
		Key: p.key, WebhookSecret: p.webhookSecret, Base: p.base, URL: address, Tax: p.tax, PromotionCodes: p.promotions,
		Apply: func(ctx context.Context, e host.PaymentEvent) (string, error) {
			return s.db.ApplyPayment(ctx, e, postgres.Fulfilment{Enqueue: s.worker.EnqueueJob, Receipt: billing.Receipt(address)})
		},
		Unsettled: s.db.UnsettledPayments, Log: s.log,
	})
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		desk.Run(running)
	}()
	s.closers = append(s.closers, func() error {
		stop()
		<-done
		return nil
	})
	if p.test {
		s.log.InfoContext(ctx, "test checkout is open: no money moves", "pages", address)
	} else {
		s.log.InfoContext(ctx, "payments are taken by stripe", "live", fmt.Sprint(billing.Live(p.key)))
	}
	return desk, standIn, nil
}
