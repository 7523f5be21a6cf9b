package page

import (
	"fmt"
	"strings"

	"github.com/directorybolt/directorybolt/host"
)

// Money writes an amount in its currency's smallest unit, for currencies of which a hundred make one.
func Money(amount int64, currency string) string {
	if currency == "" || strings.EqualFold(currency, "usd") {
		return fmt.Sprintf("$%d.%02d", amount/100, amount%100)
	}
	return fmt.Sprintf("%d.%02d %s", amount/100, amount%100, strings.ToUpper(currency))
}

// PaymentWords says where a payment stands, in words for everybody.
func PaymentWords(p host.Payment) string {
	switch {
	case p.RefundedInFull():
		return "Refunded in full"
	case p.Status == host.PaymentPaid && !p.RefundWantedAt.IsZero():
		return "Refund on its way"
	case p.Dispute == host.DisputeOpen:
		return "Disputed with the bank"
	case p.Dispute == host.DisputeLost:
		return "Taken back by the bank"
	case p.Refunded > 0:
		return "Paid, " + Money(p.Refunded, p.Currency) + " refunded"
	}
	switch p.Status {
	case host.PaymentPaid:
		return "Paid"
	case host.PaymentProcessing:
		return "The bank is still working on it"
	case host.PaymentExpired:
		return "Not paid in time"
	case host.PaymentFailed:
		return "The bank declined it"
	}
	return "Not paid yet"
}

// paymentLook is the badge's colour and icon.
func paymentLook(p host.Payment) look {
	switch {
	case p.RefundedInFull(), p.Status == host.PaymentPaid && !p.RefundWantedAt.IsZero():
		return look{"info", "repeat"}
	case p.Dispute == host.DisputeOpen, p.Dispute == host.DisputeLost:
		return look{"warn", "alert"}
	case p.Status == host.PaymentPaid:
		return look{"ok", "check"}
	case p.Status == host.PaymentFailed, p.Status == host.PaymentExpired:
		return look{"bad", "failed"}
	}
	return look{"info", "clock"}
}

// trialSteps are the words for what can be done at the test checkout.
var trialSteps = map[string]string{
	"pay": "Pay", "pay_later": "Pay later by bank", "settle": "The bank says yes", "decline": "The bank says no", "expire": "Let it expire",
	"refund": "Refund all", "part": "Refund a third", "dispute": "Open a dispute", "win": "Bank decides for us", "lose": "Bank decides for the buyer",
}
