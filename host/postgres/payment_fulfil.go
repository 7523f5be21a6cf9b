package postgres

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// fulfil gives a payment its customer and its job. With an approved profile the job is announced, without it waits.
func fulfil(ctx context.Context, tx pgx.Tx, q *db.Queries, p host.Payment, f Fulfilment) (host.Payment, error) {
	draft, err := q.LockPaidDraft(ctx, p.Draft)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) { // the money is here: without a draft the job waits for a profile
		return p, fmt.Errorf("draft: %w", err)
	}
	buyer, first, err := buyer(ctx, q, p, draft)
	if err != nil {
		return p, err
	}
	if first && draft.ID != uuid.Nil {
		draft.CustomerID = &buyer.ID
		if err := q.GiveDraft(ctx, db.GiveDraftParams{ID: draft.ID, CustomerID: &buyer.ID}); err != nil {
			return p, fmt.Errorf("give draft to customer: %w", err)
		}
	}
	// Who is not signed in may say to be anybody: what they typed stays out of a profile that is there already.
	if known(draft.CustomerID) == buyer.ID {
		if buyer, err = approve(ctx, q, buyer, draft); err != nil {
			return p, err
		}
	}
	row, err := q.InsertPaidJob(ctx, db.InsertPaidJobParams{CustomerID: buyer.ID, PackageType: string(p.Package), DirsPaid: int32(p.Directories)})
	if err != nil {
		return p, fmt.Errorf("insert job: %w", err)
	}
	if err := q.FulfilPayment(ctx, db.FulfilPaymentParams{ID: p.ID, CustomerID: &buyer.ID, JobID: &row.ID, First: first}); err != nil {
		return p, fmt.Errorf("tie payment to job: %w", err)
	}
	p.Customer, p.Job, p.First = buyer.ID, row.ID, first
	if err := record(ctx, q, row.ID, "job_paid", map[string]any{"package": p.Package, "directories": p.Directories}); err != nil {
		return p, err
	}
	if p.Fate().Cancelled {
		return p, nil // and told by the cancellation
	}
	waits := buyer.ProfileVersion == 0
	if err := begun(ctx, tx, q, row.ID, buyer.ProfileVersion, f); err != nil {
		return p, err
	}
	return p, queueMail(ctx, q, f.Receipt(p, host.Customer{ID: buyer.ID, Email: buyer.Email, CompanyName: buyer.CompanyName}, waits))
}

// begun announces a job that was paid, or says what it waits for.
func begun(ctx context.Context, tx pgx.Tx, q *db.Queries, job uuid.UUID, profileVersion int32, f Fulfilment) error {
	if profileVersion == 0 {
		return record(ctx, q, job, "job_waiting", map[string]string{"for": "profile"})
	}
	if _, err := q.AnnounceJob(ctx, db.AnnounceJobParams{ID: job, ProfileVersion: &profileVersion}); err != nil {
		return fmt.Errorf("announce job: %w", err)
	}
	if err := record(ctx, q, job, "job_announced", nil); err != nil {
		return err
	}
	return f.Enqueue(ctx, tx, job)
}

// buyer is the customer whom a payment is by: who was signed in, or whoever has this e-mail address and company, or a new one.
func buyer(ctx context.Context, q *db.Queries, p host.Payment, draft db.Draft) (c db.Customer, first bool, err error) {
	email := text(cmp.Or(p.Email, draft.Email))
	who := db.CustomerByCompanyParams{Email: email, CompanyName: cmp.Or(draft.CompanyName, email)}
	if draft.CustomerID != nil {
		c, err = q.LockCustomer(ctx, *draft.CustomerID)
	} else {
		c, err = q.CustomerByCompany(ctx, who)
	}
	if errors.Is(err, pgx.ErrNoRows) {
		c, err = q.InsertBuyer(ctx, db.InsertBuyerParams{
			Email: who.Email, CompanyName: who.CompanyName, Tier: string(p.Package), StripeCustomer: text(p.StripeCustomer),
		})
		if err == nil {
			return c, true, nil
		}
		if errors.Is(err, pgx.ErrNoRows) { // made by somebody else since we looked
			c, err = q.CustomerByCompany(ctx, who)
		}
	}
	if err != nil {
		return c, false, fmt.Errorf("customer: %w", err)
	}
	err = q.BuyAgain(ctx, db.BuyAgainParams{ID: c.ID, Tier: string(p.Package), StripeCustomer: text(p.StripeCustomer)})
	if err != nil {
		return c, false, fmt.Errorf("customer: %w", err)
	}
	return c, false, nil
}

// approve makes what the owner has approved in the draft the customer's profile, with the owner's consent, unless it is that already.
func approve(ctx context.Context, q *db.Queries, c db.Customer, draft db.Draft) (db.Customer, error) {
	if draft.Approved == nil || draft.Consent == nil {
		return c, nil
	}
	same, err := sameJSON(c.BusinessData, draft.Approved)
	if err != nil || same && c.ProfileVersion > 0 {
		return c, err
	}
	var consent host.Consent
	if err := json.Unmarshal(draft.Consent, &consent); err != nil {
		return c, fmt.Errorf("consent of draft: %w", err)
	}
	if c, err = q.ReplaceProfile(ctx, db.ReplaceProfileParams{ID: c.ID, BusinessData: draft.Approved}); err != nil {
		return c, fmt.Errorf("store profile: %w", err)
	}
	err = q.InsertProfileVersion(ctx, db.InsertProfileVersionParams{CustomerID: c.ID, Version: c.ProfileVersion, BusinessData: c.BusinessData})
	if err != nil {
		return c, fmt.Errorf("store profile: %w", err)
	}
	err = q.InsertBuyersConsent(ctx, db.InsertBuyersConsentParams{
		CustomerID: c.ID, Who: text(consent.Who), Email: text(consent.Email), TextVersion: text(consent.TextVersion),
		TextDigest: text(consent.TextDigest), ProfileVersion: c.ProfileVersion,
	})
	if err != nil {
		return c, fmt.Errorf("store consent: %w", err)
	}
	return c, nil
}
