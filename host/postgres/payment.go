package postgres

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// Fulfilment is what happens in the transaction in which a payment gets its job.
type Fulfilment struct {
	Enqueue func(ctx context.Context, tx pgx.Tx, job uuid.UUID) error                 // of a job that is announced
	Receipt func(p host.Payment, c host.Customer, waitsForProfile bool) (m host.Mail) // to who paid
}

// Outcomes of a message about a payment.
const (
	EventApplied   = "applied"
	EventIgnored   = "ignored"   // none of our business; on record all the same
	EventDuplicate = "duplicate" // applied before: nothing has changed
)

// ApplyPayment adds what a message says to what is known of its payment, and does what follows from it for the job: all in one transaction, once for
// each id of a message, in whatever order messages come.
func (d *DB) ApplyPayment(ctx context.Context, e host.PaymentEvent, f Fulfilment) (outcome string, err error) {
	outcome = EventApplied
	if e.Facts.Session == "" && e.Facts.Intent == "" {
		outcome = EventIgnored
	}
	err = pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		fresh, err := q.InsertStripeEvent(ctx, db.InsertStripeEventParams{
			ID: text(e.ID), Type: text(e.Type), Object: text(e.Object), CreatedAt: e.CreatedAt, Outcome: outcome,
		})
		if err != nil {
			return fmt.Errorf("insert event: %w", err)
		}
		if fresh == 0 {
			outcome = EventDuplicate
		}
		if outcome != EventApplied {
			return nil
		}
		p, err := learn(ctx, q, e.Facts)
		if err != nil || !p.Fate().Job {
			return err
		}
		if p.FulfilledAt.IsZero() {
			if p, err = fulfil(ctx, tx, q, p, f); err != nil {
				return fmt.Errorf("fulfil payment: %w", err)
			}
		}
		if p.Job == uuid.Nil { // deleted with its customer
			return nil
		}
		row, err := q.LockJob(ctx, p.Job)
		if err != nil {
			return found(err, "job", p.Job)
		}
		if err := settleJob(ctx, q, row, p.Fate()); err != nil {
			return err
		}
		return q.Notify(ctx, p.Job)
	})
	return outcome, err
}

// learn merges facts into the one row of their payment. Facts without a session and facts without an intent can have made two of it.
func learn(ctx context.Context, q *db.Queries, facts host.Payment) (host.Payment, error) {
	keys := slices.Sorted(slices.Values([]string{facts.Session, facts.Intent}))
	for _, key := range slices.Compact(keys) {
		if key == "" {
			continue
		}
		if err := q.LockPaymentKey(ctx, text(key)); err != nil {
			return host.Payment{}, fmt.Errorf("lock payment: %w", err)
		}
	}
	rows, err := q.PaymentsNamed(ctx, db.PaymentsNamedParams{Session: text(facts.Session), Intent: text(facts.Intent)})
	if err != nil {
		return host.Payment{}, fmt.Errorf("payments: %w", err)
	}
	known := host.Payment{ID: uuid.New()}
	for i, r := range rows {
		if i == 0 {
			known = payment(r)
			continue
		}
		if err := q.DeletePayment(ctx, r.ID); err != nil {
			return known, fmt.Errorf("merge payments: %w", err)
		}
		known = known.Merge(payment(r))
	}
	if !known.FulfilledAt.IsZero() && known.Customer == uuid.Nil { // deleted: who it was does not come back
		facts.Email, facts.StripeCustomer, facts.InvoiceURL = "", "", ""
	}
	known = known.Merge(facts)
	row, err := q.PutPayment(ctx, db.PutPaymentParams{
		ID: known.ID, DraftID: optional(known.Draft), PackageType: string(known.Package), Directories: int32(known.Directories),
		Session: text(known.Session), Intent: text(known.Intent), StripeCustomer: text(known.StripeCustomer), Email: text(known.Email),
		Currency: text(known.Currency), Amount: known.Amount, Tax: known.Tax, Refunded: known.Refunded,
		Status: string(cmp.Or(known.Status, host.PaymentOpen)), Dispute: string(known.Dispute), InvoiceUrl: text(known.InvoiceURL), PaidAt: moment(known.PaidAt),
	})
	if err != nil {
		return known, fmt.Errorf("store payment: %w", err)
	}
	return payment(row), nil
}

// ChoosePackage keeps what a visitor or customer is about to buy with their draft. [host.Denied] says that nothing is sold to whoever is about to be
// deleted.
func (d *DB) ChoosePackage(ctx context.Context, draft host.Draft, p host.Package, email string) error {
	choose := func(_ pgx.Tx, q *db.Queries) error {
		err := q.ChooseForDraft(ctx, db.ChooseForDraftParams{ID: draft.ID, PackageType: string(p), Email: text(email)})
		if err != nil {
			return fmt.Errorf("choose package: %w", err)
		}
		return nil
	}
	if draft.Customer != uuid.Nil {
		return d.as(ctx, draft.Customer, func(tx pgx.Tx, q *db.Queries) error {
			if err := notLeaving(ctx, q, draft.Customer); err != nil {
				return err
			}
			return choose(tx, q)
		})
	}
	return choose(nil, d.read())
}

// ForSale is how many directories a package would get today.
func (d *DB) ForSale(ctx context.Context, p host.Package) (int, error) {
	tier, err := host.TierOf(p)
	if err != nil {
		return 0, err
	}
	n, err := d.read().ForSale(ctx, db.ForSaleParams{MaxPriority: int32(tier.MaxPriority), Most: int32(tier.Directories)})
	if err != nil {
		return 0, fmt.Errorf("count directories: %w", err)
	}
	return int(n), nil
}

// CheckoutsEnded is how many checkouts of a draft have come to an end, one way or another.
func (d *DB) CheckoutsEnded(ctx context.Context, draft uuid.UUID) (int, error) {
	n, err := d.read().RecentEnded(ctx, &draft)
	if err != nil {
		return 0, fmt.Errorf("count checkouts: %w", err)
	}
	return int(n), nil
}

// StripeCustomer is Stripe's id of a customer, empty for one who has not paid by it yet.
func (d *DB) StripeCustomer(ctx context.Context, customer uuid.UUID) (id string, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.CustomerContact(ctx, customer)
		id = row.StripeCustomer
		return found(err, "customer", customer)
	})
	return id, err
}

// PaymentOfSession returns the payment of a checkout session. Its id opens it: Stripe tells it to nobody but the buyer.
func (d *DB) PaymentOfSession(ctx context.Context, session string) (host.Payment, error) {
	row, err := d.read().PaymentOfSession(ctx, text(session))
	return payment(row), found(err, "payment of session", session)
}

// PaymentOfJob returns the payment of a job; [host.NotFound] says that nobody paid for it.
func (d *DB) PaymentOfJob(ctx context.Context, job uuid.UUID) (host.Payment, error) {
	row, err := d.read().PaymentOfJob(ctx, &job)
	return payment(row), found(err, "payment of job", job)
}

// Payments returns a customer's payments, newest first.
func (d *DB) Payments(ctx context.Context, customer uuid.UUID) (out []host.Payment, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		rows, err := q.PaymentsOfCustomer(ctx, &customer)
		for _, r := range rows {
			out = append(out, payment(r))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("payments of customer: %w", err)
	}
	return out, nil
}

// UnsettledPayments returns those that were begun longer than patience ago and not heard of since, and those whose refund is not confirmed.
func (d *DB) UnsettledPayments(ctx context.Context, patience time.Duration) ([]host.Payment, error) {
	rows, err := d.read().UnsettledPayments(ctx, patience)
	if err != nil {
		return nil, fmt.Errorf("unsettled payments: %w", err)
	}
	out := make([]host.Payment, len(rows))
	for i, r := range rows {
		out[i] = payment(r)
	}
	return out, nil
}

func payment(r db.Payment) host.Payment {
	return host.Payment{
		ID: r.ID, Customer: known(r.CustomerID), Job: known(r.JobID), Draft: known(r.DraftID), First: r.First,
		Package: host.Package(r.PackageType), Directories: int(r.Directories), Session: known(r.CheckoutSession), Intent: known(r.PaymentIntent),
		StripeCustomer: r.StripeCustomer, Email: r.Email, Currency: r.Currency, Amount: r.Amount, Tax: r.Tax, Refunded: r.Refunded,
		Status: host.PaymentStatus(r.Status), Dispute: host.Dispute(r.Dispute), InvoiceURL: r.InvoiceUrl, CreatedAt: r.CreatedAt,
		PaidAt: known(r.PaidAt), FulfilledAt: known(r.FulfilledAt), RefundWantedAt: known(r.RefundWantedAt),
	}
}

// known is the zero value for NULL.
func known[T any](v *T) (out T) {
	if v != nil {
		out = *v
	}
	return out
}

// moment is NULL for the zero time.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
