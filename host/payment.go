package host

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// PaymentStatus is payments.status.
type PaymentStatus string

// Statuses of a payment.
const (
	PaymentOpen       PaymentStatus = "open"       // asked for; nothing has come of it yet
	PaymentProcessing PaymentStatus = "processing" // the buyer is through, the bank is not
	PaymentExpired    PaymentStatus = "expired"    // nobody paid in time
	PaymentFailed     PaymentStatus = "failed"     // the bank said no
	PaymentPaid       PaymentStatus = "paid"
)

// paymentRank puts the statuses in the order in which one supersedes another, whichever is heard of first.
var paymentRank = []PaymentStatus{"", PaymentOpen, PaymentProcessing, PaymentExpired, PaymentFailed, PaymentPaid}

// Dispute is payments.dispute: whether the buyer's bank asks for the money back.
type Dispute string

// Disputes.
const (
	NoDispute   Dispute = ""
	DisputeOpen Dispute = "open"
	DisputeWon  Dispute = "won"  // the money is ours
	DisputeLost Dispute = "lost" // the money is gone
)

var disputeRank = []Dispute{NoDispute, DisputeOpen, DisputeWon, DisputeLost}

// Payment is what is known of one purchase: a row of payments. The zero value of a field says that nothing is known.
type Payment struct {
	ID             uuid.UUID
	Customer       uuid.UUID
	Job            uuid.UUID
	Draft          uuid.UUID // of who buys
	First          bool      // it made its customer
	Package        Package
	Directories    int    // that the buyer was promised
	Session        string // Stripe's id of the checkout session
	Intent         string // Stripe's id of the payment intent, by which refunds and disputes name it
	StripeCustomer string
	Email          string
	Currency       string // ISO 4217, lower case
	Amount         int64  // all that was to pay, in the currency's smallest unit, as are the others
	Tax            int64
	Refunded       int64
	Status         PaymentStatus
	Dispute        Dispute
	InvoiceURL     string
	CreatedAt      time.Time
	PaidAt         time.Time
	FulfilledAt    time.Time // its job was made
	RefundWantedAt time.Time // all of it is to be given back
}

// PaymentEvent is one message about a payment. Facts that name neither a session nor an intent say that the message is none of our business.
type PaymentEvent struct {
	ID        string // each is applied once
	Type      string
	Object    string // Stripe's id of what it is about
	CreatedAt time.Time
	Facts     Payment
}

// Merge adds facts to what is known. The result does not depend on the order in which facts come, nor on how often: each field only ever rises.
func (p Payment) Merge(facts Payment) Payment {
	p.Draft = later(p.Draft, facts.Draft)
	p.Package = max(p.Package, facts.Package)
	p.Directories = max(p.Directories, facts.Directories)
	p.Session = max(p.Session, facts.Session)
	p.Intent = max(p.Intent, facts.Intent)
	p.StripeCustomer = max(p.StripeCustomer, facts.StripeCustomer)
	p.Email = max(p.Email, facts.Email)
	p.Currency = max(p.Currency, facts.Currency)
	p.Amount = max(p.Amount, facts.Amount)
	p.Tax = max(p.Tax, facts.Tax)
	p.Refunded = max(p.Refunded, facts.Refunded)
	p.InvoiceURL = max(p.InvoiceURL, facts.InvoiceURL)
	p.Status = higher(paymentRank, p.Status, facts.Status)
	p.Dispute = higher(disputeRank, p.Dispute, facts.Dispute)
	p.PaidAt = earlier(p.PaidAt, facts.PaidAt)
	return p
}

func higher[T comparable](rank []T, a, b T) T {
	if slices.Index(rank, b) > slices.Index(rank, a) {
		return b
	}
	return a
}

func later(a, b uuid.UUID) uuid.UUID {
	if slices.Compare(a[:], b[:]) < 0 {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Fate is what a payment means for its job.
type Fate struct {
	Job       bool   // there is one
	Cancelled bool   // nothing more of it is sent
	Held      bool   // nothing of it is sent for now
	Reason    string // of the two, in words anyone may read
}

// Fate decides by all that is known. A payment that was given back still has its job, a cancelled one: it shows what became of the money.
func (p Payment) Fate() Fate {
	switch {
	case p.Status != PaymentPaid:
		return Fate{}
	case p.Dispute == DisputeLost:
		return Fate{Job: true, Cancelled: true, Reason: "The payment was taken back by the bank, so nothing more is sent."}
	case p.RefundedInFull() && !p.RefundWantedAt.IsZero():
		return Fate{Job: true, Cancelled: true, Reason: "The order was cancelled, and the payment refunded in full."}
	case p.RefundedInFull():
		return Fate{Job: true, Cancelled: true, Reason: "The payment was refunded in full, so nothing more is sent."}
	case !p.RefundWantedAt.IsZero() && p.Amount == 0:
		return Fate{Job: true, Cancelled: true, Reason: "The order was cancelled. Nothing had to be paid for it."}
	case !p.RefundWantedAt.IsZero():
		return Fate{Job: true, Cancelled: true, Reason: "The order was cancelled. The refund is on its way."}
	case p.Dispute == DisputeOpen:
		return Fate{Job: true, Held: true, Reason: "The payment is disputed with the bank. Nothing is sent until that is settled."}
	}
	return Fate{Job: true}
}

// RefundedInFull reports whether everything was given back. Where nothing had to be paid, there is nothing to give back.
func (p Payment) RefundedInFull() bool { return p.Refunded > 0 && p.Refunded >= p.Amount }

// Refundable reports whether there is money that can be given back.
func (p Payment) Refundable() bool {
	return p.Status == PaymentPaid && p.Intent != "" && p.Refunded < p.Amount && p.Dispute != DisputeLost
}

// Order is what somebody is about to pay for.
type Order struct {
	Draft          uuid.UUID
	Package        Package
	Directories    int // that are promised
	Company        string
	Email          string
	StripeCustomer string // of who bought before and has signed in
	Attempt        int    // checkouts of this draft that have come to an end; a new one is another purchase
}

// TestCheckout is a checkout at which no money moves.
type TestCheckout struct {
	Session string
	Package Package
	Email   string
	Amount  int64 // US cents, tax included
	Tax     int64
	Stand   string   // "open", "processing", "paid", ...
	Steps   []string // what can be done to it
	Success string   // where the buyer goes on to
	Back    string   // and where without paying
}
