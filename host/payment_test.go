package host_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// anyFacts is one message about a payment, as any of Stripe's could read.
func anyFacts(r *rand.Rand) host.Payment {
	at := time.Unix(1_800_000_000+r.Int64N(1000), 0).UTC()
	session := host.Payment{
		Session: "cs_1", Package: host.Growth, Directories: 80, Draft: uuid.NameSpaceURL, Email: "owner@acme.example", Amount: 29900, Currency: "usd",
	}
	switch r.IntN(9) {
	case 0:
		session.Status = host.PaymentOpen
	case 1:
		session.Status, session.Intent = host.PaymentProcessing, "pi_1"
	case 2:
		session.Status, session.Intent, session.PaidAt, session.Tax = host.PaymentPaid, "pi_1", at, 100
	case 3:
		session.Status, session.Intent = host.PaymentFailed, "pi_1"
	case 4:
		session.Status = host.PaymentExpired
	case 5:
		return host.Payment{Intent: "pi_1", Amount: 29900, Refunded: 29900, Currency: "usd"}
	case 6:
		return host.Payment{Intent: "pi_1", Amount: 29900, Refunded: 1 + r.Int64N(29899), Currency: "usd"}
	default:
		return host.Payment{Intent: "pi_1", Dispute: []host.Dispute{host.DisputeOpen, host.DisputeWon, host.DisputeLost}[r.IntN(3)]}
	}
	return session
}

// TestPaymentIsTheSameInAnyOrder merges random messages in two random orders, the second with repetitions.
func TestPaymentIsTheSameInAnyOrder(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	for n := range 10_000 {
		facts := make([]host.Payment, 1+r.IntN(8))
		for i := range facts {
			facts[i] = anyFacts(r)
		}
		var once, again host.Payment
		for _, f := range facts {
			once = once.Merge(f)
		}
		facts = append(facts, facts[r.IntN(len(facts))], facts[0])
		r.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
		for _, f := range facts {
			again = again.Merge(f)
		}
		if once != again || once.Fate() != again.Fate() {
			t.Fatalf("seed %d, sequence %d: the order of %d messages matters:\n%+v\n%+v", seed, n, len(facts), once, again)
		}
		split := host.Payment{}
		for _, f := range facts[:len(facts)/2] {
			split = split.Merge(f)
		}
		var rest host.Payment
		for _, f := range facts[len(facts)/2:] {
			rest = rest.Merge(f)
		}
		if merged := split.Merge(rest); merged != again {
			t.Fatalf("seed %d, sequence %d: two halves of what is known come to something else than the whole", seed, n)
		}
	}
}

func TestFate(t *testing.T) {
	t.Parallel()
	paid := host.Payment{Status: host.PaymentPaid, Amount: 100, Intent: "pi"}
	with := func(change func(*host.Payment)) host.Payment {
		p := paid
		change(&p)
		return p
	}
	for name, c := range map[string]struct {
		p                    host.Payment
		job, cancelled, held bool
		refundable           bool
	}{
		"nothing known":       {host.Payment{}, false, false, false, false},
		"refund before paid":  {host.Payment{Intent: "pi", Amount: 100, Refunded: 100}, false, false, false, false},
		"dispute before paid": {host.Payment{Intent: "pi", Dispute: host.DisputeOpen}, false, false, false, false},
		"bank still thinking": {host.Payment{Status: host.PaymentProcessing, Amount: 100}, false, false, false, false},
		"paid":                {paid, true, false, false, true},
		"nothing to pay":      {host.Payment{Status: host.PaymentPaid}, true, false, false, false},
		"part refunded":       {with(func(p *host.Payment) { p.Refunded = 99 }), true, false, false, true},
		"all refunded":        {with(func(p *host.Payment) { p.Refunded = 100 }), true, true, false, false},
		"refund wanted":       {with(func(p *host.Payment) { p.RefundWantedAt = time.Unix(1, 0) }), true, true, false, true},
		"wanted, and done":    {with(func(p *host.Payment) { p.RefundWantedAt, p.Refunded = time.Unix(1, 0), 100 }), true, true, false, false},
		"free and cancelled":  {host.Payment{Status: host.PaymentPaid, RefundWantedAt: time.Unix(1, 0)}, true, true, false, false},
		"disputed":            {with(func(p *host.Payment) { p.Dispute = host.DisputeOpen }), true, false, true, true},
		"dispute won":         {with(func(p *host.Payment) { p.Dispute = host.DisputeWon }), true, false, false, true},
		"dispute lost":        {with(func(p *host.Payment) { p.Dispute = host.DisputeLost }), true, true, false, false},
		"disputed, refunded":  {with(func(p *host.Payment) { p.Dispute, p.Refunded = host.DisputeOpen, 100 }), true, true, false, false},
	} {
		f := c.p.Fate()
		if f.Job != c.job || f.Cancelled != c.cancelled || f.Held != c.held || (f.Reason != "") != (c.cancelled || c.held) {
			t.Errorf("%s: %+v", name, f)
		}
		if strings.Contains(f.Reason, "on its way") && !c.refundable {
			t.Errorf("%s: %q, and there is no money to give back", name, f.Reason)
		}
		if c.p.Refundable() != c.refundable {
			t.Errorf("%s: refundable %v", name, !c.refundable)
		}
	}
}
