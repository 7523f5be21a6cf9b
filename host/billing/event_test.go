package billing

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/stripe/stripe-go/v85"
	"github.com/stripe/stripe-go/v85/webhook"

	"github.com/directorybolt/directorybolt/host"
)

const ourSession = `"id":"cs_1","object":"checkout.session","amount_total":14900,"currency":"usd","payment_intent":"pi_1","customer":"cus_1",
	"customer_details":{"email":"a@b.example"},"total_details":{"amount_tax":900},
	"metadata":{"package":"starter","draft":"6ba7b811-9dad-11d1-80b4-00c04fd430c8","directories":"50"}`

func message(kind, object string) []byte {
	return []byte(`{"id":"evt_1","object":"event","created":1800000000,"type":"` + kind + `","data":{"object":{` + object + `}}}`)
}

func parsed(t *testing.T, payload []byte) (host.PaymentEvent, error) {
	t.Helper()
	var e stripe.Event
	if err := json.Unmarshal(payload, &e); err != nil {
		t.Fatal(err)
	}
	return parse(e)
}

func TestParse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind, object string
		status       host.PaymentStatus
		dispute      host.Dispute
		refunded     int64
	}{
		"paid":              {"checkout.session.completed", ourSession + `,"payment_status":"paid"`, host.PaymentPaid, "", 0},
		"nothing to pay":    {"checkout.session.completed", ourSession + `,"payment_status":"no_payment_required"`, host.PaymentPaid, "", 0},
		"bank thinks":       {"checkout.session.completed", ourSession + `,"payment_status":"unpaid"`, host.PaymentProcessing, "", 0},
		"bank says yes":     {"checkout.session.async_payment_succeeded", ourSession + `,"payment_status":"paid"`, host.PaymentPaid, "", 0},
		"bank says no":      {"checkout.session.async_payment_failed", ourSession + `,"payment_status":"unpaid"`, host.PaymentFailed, "", 0},
		"expired":           {"checkout.session.expired", ourSession + `,"payment_status":"unpaid"`, host.PaymentExpired, "", 0},
		"refund":            {"charge.refunded", `"id":"ch_1","amount":14900,"amount_refunded":14900,"payment_intent":"pi_1"`, "", "", 14900},
		"refund, expanded":  {"charge.refunded", `"id":"ch_1","amount":14900,"amount_refunded":1,"payment_intent":{"id":"pi_1"}`, "", "", 1},
		"dispute":           {"charge.dispute.created", `"id":"du_1","payment_intent":"pi_1","status":"needs_response"`, "", host.DisputeOpen, 0},
		"inquiry":           {"charge.dispute.created", `"id":"du_1","payment_intent":"pi_1","status":"warning_needs_response"`, "", host.DisputeOpen, 0},
		"inquiry closed":    {"charge.dispute.closed", `"id":"du_1","payment_intent":"pi_1","status":"warning_closed"`, "", host.DisputeWon, 0},
		"dispute won":       {"charge.dispute.closed", `"id":"du_1","payment_intent":"pi_1","status":"won"`, "", host.DisputeWon, 0},
		"dispute lost":      {"charge.dispute.closed", `"id":"du_1","payment_intent":"pi_1","status":"lost"`, "", host.DisputeLost, 0},
		"evidence was sent": {"charge.dispute.updated", `"id":"du_1","payment_intent":"pi_1","status":"under_review"`, "", host.DisputeOpen, 0},
	} {
		e, err := parsed(t, message(c.kind, c.object))
		if f := e.Facts; err != nil || f.Intent != "pi_1" || f.Status != c.status || f.Dispute != c.dispute || f.Refunded != c.refunded || e.Object == "" {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
	}
	e, err := parsed(t, message("checkout.session.completed", ourSession+`,"payment_status":"paid"`))
	f := e.Facts
	if err != nil || f.Package != host.Starter || f.Directories != 50 || f.Email != "a@b.example" || f.Tax != 900 || f.StripeCustomer != "cus_1" || f.PaidAt.Unix() != 1800000000 {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestParseRefusesOrIgnores(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		payload []byte
		ok      bool
	}{
		"another kind":       {message("customer.created", `"id":"cus_1"`), true},
		"not our checkout":   {message("checkout.session.completed", `"id":"cs_1","payment_status":"paid","metadata":{}`), true},
		"no payment intent":  {message("charge.refunded", `"id":"ch_1","amount":1,"amount_refunded":1`), true},
		"other object":       {message("charge.dispute.closed", `"id":7`), false},
		"unknown package":    {message("checkout.session.completed", strings.Replace(ourSession, "starter", "golden", 1)), false},
		"draft is no id":     {message("checkout.session.completed", strings.Replace(ourSession, "6ba7b811", "drop table", 1)), false},
		"too many":           {message("checkout.session.completed", strings.Replace(ourSession, `"50"`, `"99999999999"`, 1)), false},
		"negative":           {message("checkout.session.completed", strings.Replace(ourSession, `"50"`, `"-1"`, 1)), false},
		"without an id":      {[]byte(`{"object":"event","type":"charge.refunded","data":{"object":{}}}`), false},
		"without an object":  {[]byte(`{"id":"evt_1","object":"event","type":"charge.refunded"}`), false},
		"object is no thing": {[]byte(`{"id":"evt_1","type":"charge.refunded","data":{"object":{"payment_intent":[1]}}}`), false},
	} {
		e, err := parsed(t, c.payload)
		if (err == nil) != c.ok || e.Facts != (host.Payment{}) {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
	}
}

// FuzzParse holds what a message may say against what the database takes: a signed message must not be able to make nonsense of a payment.
func FuzzParse(f *testing.F) {
	f.Add(message("checkout.session.completed", ourSession+`,"payment_status":"paid"`))
	f.Add(message("charge.refunded", `"id":"ch_1","amount":-5,"amount_refunded":-7,"payment_intent":"pi_1"`))
	f.Add(message("charge.dispute.closed", `"id":"du_1","payment_intent":{"id":"pi_1"},"status":"won"`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		var e stripe.Event
		if json.Unmarshal(payload, &e) != nil {
			return
		}
		event, err := parse(e)
		p := event.Facts
		if err != nil {
			return
		}
		if p.Amount < 0 || p.Refunded < 0 || p.Tax < 0 || p.Directories < 0 || p.Directories > 1<<31-1 {
			t.Errorf("%+v", p)
		}
		if p.Session != "" {
			if _, err := host.TierOf(p.Package); err != nil {
				t.Error(err)
			}
		}
		if p.Merge(p) != p.Merge(host.Payment{}) {
			t.Errorf("to hear %+v twice makes a difference", p)
		}
	})
}

// TestTwoSecretsWhileOneIsReplaced signs with the secret that comes, the one that goes, none and a third.
func TestTwoSecretsWhileOneIsReplaced(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		configured, signed string
		ok                 bool
	}{
		"only":          {"whsec_1", "whsec_1", true},
		"coming":        {"whsec_2, whsec_1", "whsec_2", true},
		"going":         {"whsec_2, whsec_1", "whsec_1", true},
		"another":       {"whsec_2, whsec_1", "whsec_3", false},
		"both as one":   {"whsec_2,whsec_1", "whsec_2,whsec_1", false},
		"beside commas": {",whsec_1,", "", false},
		"none":          {"", "", false},
	} {
		taken := 0
		d := New(Config{Key: "sk_test_1", WebhookSecret: c.configured, Log: slog.New(slog.DiscardHandler), Apply: func(context.Context, host.PaymentEvent) (string, error) {
			taken++
			return "", nil
		}})
		signed := webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: message("charge.refunded", `"id":"ch_1","payment_intent":"pi_1"`), Secret: c.signed})
		err := d.Webhook(t.Context(), signed.Payload, signed.Header)
		if (err == nil) != c.ok || (taken == 1) != c.ok || err != nil && host.KindOf(err) != host.Invalid {
			t.Errorf("%s: taken %d times, %v", name, taken, err)
		}
	}
}
