package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web"
)

// till is a store in which nobody has paid, and a desk that answers every message with err.
type till struct{ err error }

var errNoOrder = host.Errorf(host.NotFound, "There is no such order.")

func (till) ForSale(context.Context, host.Package) (int, error)                    { return 40, nil }
func (till) ChoosePackage(context.Context, host.Draft, host.Package, string) error { return nil }
func (till) CheckoutsEnded(context.Context, uuid.UUID) (int, error)                { return 0, nil }
func (till) StripeCustomer(context.Context, uuid.UUID) (string, error)             { return "", nil }
func (till) PaymentOfSession(context.Context, string) (host.Payment, error) {
	return host.Payment{}, errNoOrder
}
func (till) PaymentOfJob(context.Context, uuid.UUID) (host.Payment, error) {
	return host.Payment{}, errNoOrder
}
func (till) Payments(context.Context, uuid.UUID) ([]host.Payment, error) { return nil, nil }
func (till) CancelOrder(context.Context, uuid.UUID, uuid.UUID) (host.Payment, error) {
	return host.Payment{}, errNoOrder
}
func (till) HoldJob(context.Context, uuid.UUID, uuid.UUID, string) error    { return nil }
func (till) ReleaseJob(context.Context, uuid.UUID, uuid.UUID, string) error { return nil }
func (till) CancelJob(context.Context, uuid.UUID, uuid.UUID, string) (host.Payment, error) {
	return host.Payment{}, nil
}
func (till) StartSession(_ context.Context, _ string, s host.Session, _ time.Duration) (host.Session, error) {
	return s, nil
}
func (t till) Checkout(context.Context, host.Order) (string, error) {
	return "https://checkout.stripe.com/c/pay/cs_1", t.err
}
func (t till) Webhook(context.Context, []byte, string) error { return t.err }
func (t till) Refund(context.Context, host.Payment) error    { return t.err }

// NewDraft and the others are the drafts of a browser that has typed nothing.
func (till) NewDraft(context.Context, string) (host.Draft, error)   { return host.Draft{ID: jobID}, nil }
func (till) Draft(context.Context, string) (host.Draft, error)      { return host.Draft{}, errNoOrder }
func (till) DraftOf(context.Context, uuid.UUID) (host.Draft, error) { return host.Draft{}, errNoOrder }

func ask(x till, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	web.New(web.Config{Sessions: shop{}, Drafts: x, Billing: x, Payments: x, Log: slog.New(slog.DiscardHandler)}).ServeHTTP(w, r)
	return w
}

func TestWebhookAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		size int
		want int
	}{
		"taken":         {nil, 100, http.StatusOK},
		"forged":        {host.Errorf(host.Invalid, "not signed"), 100, http.StatusBadRequest},
		"other mode":    {host.Errorf(host.Denied, "live"), 100, http.StatusBadRequest},
		"database away": {host.Errorf(host.Unavailable, "away"), 100, http.StatusInternalServerError}, // Stripe sends it again
		"broken":        {errors.New("column missing"), 100, http.StatusInternalServerError},
		"too large":     {nil, 1 << 20, http.StatusRequestEntityTooLarge},
	} {
		w := ask(till{c.err}, httptest.NewRequest(http.MethodPost, "/api/webhook", strings.NewReader(strings.Repeat("x", c.size))))
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", name, w.Code, c.want)
		}
		if c.err != nil && strings.Contains(w.Body.String(), c.err.Error()) {
			t.Errorf("%s: the cause leaks: %s", name, w.Body)
		}
	}
}

func TestCheckoutAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		form string
		err  error
		want int
		says string
	}{
		"goes to Stripe":  {"package=growth&email=a@b.example", nil, http.StatusSeeOther, ""},
		"no address":      {"package=growth&email=nobody", nil, http.StatusUnprocessableEntity, "Enter an e-mail address"},
		"unknown package": {"package=golden&email=a@b.example", nil, http.StatusUnprocessableEntity, "is not one we sell"},
		"Stripe away":     {"package=growth&email=a@b.example", host.Errorf(host.Unavailable, "away"), http.StatusServiceUnavailable, "Nothing was charged"},
		"Stripe refuses":  {"package=growth&email=a@b.example", errors.New("bad key sk_test_1"), http.StatusServiceUnavailable, "Nothing was charged"},
	} {
		r := httptest.NewRequest(http.MethodPost, "/checkout", strings.NewReader(c.form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := ask(till{c.err}, r)
		body := w.Body.String()
		if w.Code != c.want || !strings.Contains(body, c.says) || strings.Contains(body, "sk_test") {
			t.Errorf("%s: %d, want %d: %s", name, w.Code, c.want, body)
		}
		if w.Code == http.StatusServiceUnavailable && (!strings.Contains(body, `value="growth"`) || !strings.Contains(body, `value="a@b.example"`)) {
			t.Errorf("%s: the choice is not kept: %s", name, body)
		}
		if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'self' https://checkout.stripe.com;") {
			t.Errorf("%s: browsers would refuse the way to Stripe: %s", name, policy)
		}
	}
}

// TestNothingOfTheTestCheckoutExists where it was not asked for.
func TestNothingOfTheTestCheckoutExists(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		w := ask(till{}, httptest.NewRequest(method, "/checkout/test/cs_1", nil))
		if w.Code != http.StatusNotFound && w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
}
