package machines

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/billing/stripetest"
)

// buyer buys packages, and tries again where a machine has gone away, as a visitor does and as Stripe does with its messages.
type buyer struct {
	town *town
	web  string // address of the machine that serves pages
}

// purchase is an order that was paid.
type purchase struct{ company, session string }

var areas = []string{"415", "212", "312", "617", "206"}

// business is the n-th: its number is nobody's, and no other business's.
func business(n int) (host.Business, error) {
	name := fmt.Sprintf("Moved Business %d", n)
	return host.ParseBusiness(fmt.Appendf(nil, `{"name": %q, "phone": "+1%s555%04d", "description": "We mend what breaks, day and night, and write down what we did.",
		"email": "office%d@example.com", "website": "https://moved%d.example.com/", "categories": ["Plumber"], "contact": {"name": "Dana Example"},
		"address": {"street": "1 Main Street", "city": "San Francisco", "region": "CA", "postal_code": "94105", "country": "US"}}`,
		name, areas[n/100%len(areas)], 100+n%100, n, n))
}

// buy gives the owner's word on a profile, goes through the checkout and has Stripe tell of the payment, twice.
func (b *buyer) buy(ctx context.Context, n int) (purchase, error) {
	owner, err := business(n)
	if err != nil {
		return purchase{}, err
	}
	p := purchase{company: owner.Name}
	var token, checkout string
	if err := insist(ctx, func() error { token = rand.Text(); return b.approve(ctx, token, owner) }); err != nil {
		return p, fmt.Errorf("approve the profile: %w", err)
	}
	form := url.Values{"package": {string(host.Starter)}, "email": {owner.Email}}
	if err := insist(ctx, func() (err error) { checkout, err = b.post(ctx, token, form); return err }); err != nil {
		return p, fmt.Errorf("check out: %w", err)
	}
	p.session = path.Base(checkout)
	if err := b.town.stripe.Do(ctx, p.session, stripetest.Pay); err != nil {
		return p, err
	}
	for _, e := range b.town.stripe.Events() {
		if !strings.Contains(string(e.Payload), p.session) {
			continue
		}
		for range 2 {
			if err := insist(ctx, func() error { return stripetest.Post(ctx, b.web+"/api/webhook", e) }); err != nil {
				return p, fmt.Errorf("tell of the payment: %w", err)
			}
		}
	}
	return p, nil
}

func (b *buyer) approve(ctx context.Context, token string, owner host.Business) error {
	db := b.town.db
	draft, err := db.NewDraft(ctx, token)
	if err != nil {
		return err
	}
	draft.CompanyName, draft.Package, draft.Fields = owner.Name, host.Starter, host.DraftFields(owner)
	if draft, err = db.SaveDraft(ctx, draft); err != nil {
		return err
	}
	return db.ApproveDraft(ctx, draft.ID, host.Approval{Revision: draft.Revision, Consent: host.Consent{
		Who: owner.Name, Email: owner.Email, TextVersion: host.ConsentVersion, TextDigest: host.ConsentDigest(),
	}})
}

// post sends the form of the checkout and returns where the buyer pays.
func (b *buyer) post(ctx context.Context, token string, form url.Values) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.web+"/checkout", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "draft", Value: token})
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	to, err := answer.Location()
	if err != nil {
		return "", fmt.Errorf("the checkout answers %s", answer.Status)
	}
	return to.String(), nil
}

// insist tries until it works, for two minutes.
func insist(ctx context.Context, try func() error) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for {
		err := try()
		if err == nil || !pause(ctx, 200*time.Millisecond) {
			return err
		}
	}
}
