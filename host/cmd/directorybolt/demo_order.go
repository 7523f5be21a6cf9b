package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// order buys the Starter package for the sample business, the way a visitor does: profile, the owner's word, checkout, payment, message of the
// payment. Directories that are to know the business already are told of it first.
func (d *demo) order(ctx context.Context) (host.Job, error) {
	folder, err := fs.Sub(sample, "sample")
	if err != nil {
		return host.Job{}, err
	}
	b, _, err := readBusinessIn(ctx, folder, "business.json", d.system.blobs)
	if err != nil {
		return host.Job{}, err
	}
	d.business = b
	if err := d.local.seed(ctx, b); err != nil {
		return host.Job{}, fmt.Errorf("tell the directories of the business: %w", err)
	}
	token := rand.Text()
	if err := d.approve(ctx, token, b); err != nil {
		return host.Job{}, fmt.Errorf("approve the profile: %w", err)
	}
	session, err := d.pay(ctx, token, b.Email)
	if err != nil {
		return host.Job{}, fmt.Errorf("pay at the test checkout: %w", err)
	}
	payment, err := d.paid(ctx, session)
	if err != nil {
		return host.Job{}, err
	}
	summary, err := d.system.db.Job(ctx, payment.Job)
	if err != nil {
		return host.Job{}, err
	}
	link, err := d.signInLink(ctx, b.Email, "/portal")
	if err != nil {
		return host.Job{}, err
	}
	d.out.line("\n%s, %s\nOrder %s: Starter package, %d directories, $%d.%02d paid at the test checkout (no money moved)\nWatch as the customer, with a link that works once: %s\n",
		b.Name, b.Contract().Address.Full, payment.Job, payment.Directories, payment.Amount/100, payment.Amount%100, link)
	return summary.Job, nil
}

// approve types the profile and gives the owner's word on it.
func (d *demo) approve(ctx context.Context, token string, b host.Business) error {
	draft, err := d.system.db.NewDraft(ctx, token)
	if err != nil {
		return err
	}
	draft.Package, draft.Fields = host.Starter, host.DraftFields(b)
	if draft, err = d.system.db.SaveDraft(ctx, draft); err != nil {
		return err
	}
	return d.system.db.ApproveDraft(ctx, draft.ID, host.Approval{Revision: draft.Revision, Consent: host.Consent{
		Who: b.Name, Email: b.Email, TextVersion: host.ConsentVersion, TextDigest: host.ConsentDigest(),
	}})
}

// pay goes through the pages of the checkout, as the browser with the token of the draft, and returns the session that was paid.
func (d *demo) pay(ctx context.Context, token, email string) (session string, err error) {
	checkout, err := d.post(ctx, token, d.address+"/checkout", url.Values{"package": {string(host.Starter)}, "email": {email}})
	if err != nil {
		return "", err
	}
	if _, err := d.post(ctx, token, checkout, url.Values{"step": {"pay"}}); err != nil {
		return "", err
	}
	return path.Base(checkout), nil
}

// post sends a form and returns where the answer leads.
func (d *demo) post(ctx context.Context, token, address string, form url.Values) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
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
	if errors.Is(err, http.ErrNoLocation) {
		text, _ := io.ReadAll(io.LimitReader(answer.Body, 2000))
		return "", fmt.Errorf("%s answered %s: %s", address, answer.Status, text)
	}
	if err != nil {
		return "", err
	}
	return to.String(), nil
}

// paid waits for the message of the payment, which makes the order.
func (d *demo) paid(ctx context.Context, session string) (host.Payment, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		payment, err := d.system.db.PaymentOfSession(ctx, session)
		if err == nil && payment.Job != uuid.Nil {
			return payment, nil
		}
		if err != nil && host.KindOf(err) != host.NotFound {
			return payment, err
		}
		select {
		case <-ctx.Done():
			return payment, fmt.Errorf("the message of the payment did not come: %w", ctx.Err())
		case <-tick.C:
		}
	}
}
