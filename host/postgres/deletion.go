package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// stopped is what a customer reads of an order and its directories that a deletion has ended.
const stopped = "Stopped, for the owner has asked to delete the account."

// Deletion returns what a customer has to know before asking for deletion, or while it is pending.
func (d *DB) Deletion(ctx context.Context, customer uuid.UUID) (out host.DeletionView, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		c, err := q.DeletionCustomer(ctx, customer)
		if err != nil {
			return found(err, "customer", customer)
		}
		out.Email, out.Company = c.Email, c.CompanyName
		pending, err := q.DeletionPending(ctx, &customer)
		if err == nil {
			p := deletion(pending)
			out.Pending = &p
		} else if !errors.Is(err, pgx.ErrNoRows) {
			return fmt.Errorf("pending deletion: %w", err)
		}
		running, err := q.DeletionRunning(ctx)
		if err != nil {
			return fmt.Errorf("running orders: %w", err)
		}
		for _, r := range running {
			out.Running = append(out.Running, host.Stopped{
				Job: r.ID, Package: host.Package(r.PackageType), ToDo: int(r.ToDo), DirsPaid: int(r.DirsPaid), CreatedAt: r.CreatedAt,
			})
		}
		listings, err := q.DeletionListings(ctx)
		if err != nil {
			return fmt.Errorf("listings of customer: %w", err)
		}
		for _, r := range listings {
			s, err := summary(db.SubmissionWithDirectoryRow(r))
			if err != nil {
				return err
			}
			out.Listings = append(out.Listings, s)
		}
		payments, err := q.DeletionPayments(ctx)
		out.Payments = int(payments)
		return err
	})
	return out, err
}

// notLeaving refuses what would begin work for a customer whose account is about to be deleted.
func notLeaving(ctx context.Context, q *db.Queries, customer uuid.UUID) error {
	_, err := q.DeletionPending(ctx, &customer)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("pending deletion: %w", err)
	}
	return host.Errorf(host.Denied, "The account is about to be deleted, so nothing more is sent. Keep the account first: the account page says how.")
}

// RequestDeletion stores the wish with its mail, and ends what is still running. [host.Conflict] says that one is pending already.
func (d *DB) RequestDeletion(ctx context.Context, want host.Deletion, mail host.Mail) error {
	err := d.as(ctx, want.Customer, func(_ pgx.Tx, q *db.Queries) error {
		_, err := q.InsertDeletion(ctx, db.InsertDeletionParams{
			Reference: want.Reference, CustomerID: &want.Customer, RequestedAt: want.RequestedAt, DueAt: want.DueAt,
		})
		if refusedBy(err, "deletions_open") {
			return host.Errorf(host.Conflict, "The deletion of this account has been asked for already.")
		}
		if err != nil {
			return fmt.Errorf("insert deletion: %w", err)
		}
		jobs, err := q.LockRunning(ctx)
		if err != nil {
			return fmt.Errorf("running orders: %w", err)
		}
		for _, job := range jobs {
			if err := cancelJob(ctx, q, job, stopped, stopped); err != nil {
				return err
			}
			if err := q.Notify(ctx, job); err != nil {
				return fmt.Errorf("notify: %w", err)
			}
		}
		if err := queueMail(ctx, q, mail); err != nil {
			return err
		}
		return recordDeletion(ctx, q, &want.Customer, "deletion_requested", want.Reference)
	})
	return err
}

// CancelDeletion takes the customer's wish back. [host.NotFound] says that there is none any more. Orders that it has ended stay ended.
func (d *DB) CancelDeletion(ctx context.Context, customer uuid.UUID, now time.Time) (out host.Deletion, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.CancelDeletion(ctx, db.CancelDeletionParams{CustomerID: &customer, At: &now})
		if errors.Is(err, pgx.ErrNoRows) {
			return host.Errorf(host.NotFound, "No deletion of this account is pending.")
		}
		if err != nil {
			return fmt.Errorf("cancel deletion: %w", err)
		}
		out = deletion(row)
		return recordDeletion(ctx, q, &customer, "deletion_cancelled", row.Reference)
	})
	return out, err
}

// DeletionByReference returns the deletion with the reference, for whoever knows it.
func (d *DB) DeletionByReference(ctx context.Context, reference string) (host.Deletion, error) {
	row, err := d.read().DeletionByReference(ctx, text(reference))
	if err != nil {
		return host.Deletion{}, found(err, "deletion", text(reference))
	}
	return deletion(row), nil
}

// DeleteDue carries one deletion out that is due, and reports whether there was one. Everything that names the customer goes in one transaction; the
// blobs follow, see [DB.SweepBlobs].
func (d *DB) DeleteDue(ctx context.Context, now time.Time) (done bool, err error) {
	err = pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		due, err := q.DueDeletion(ctx, now)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("due deletion: %w", err)
		}
		done = true
		if err := erase(ctx, q, due.ID, due.Email); err != nil {
			return err
		}
		return finish(ctx, q, due.Reference, now)
	})
	return done && err == nil, err
}

func erase(ctx context.Context, q *db.Queries, customer uuid.UUID, email string) error {
	if err := q.DoomEvidence(ctx, customer); err != nil {
		return fmt.Errorf("doom evidence: %w", err)
	}
	if err := q.DoomImages(ctx, customer); err != nil {
		return fmt.Errorf("doom images: %w", err)
	}
	// Whoever bought since they asked for deletion has what they paid for neither done nor any more.
	if err := q.RefundUnfinished(ctx, &customer); err != nil {
		return fmt.Errorf("refund what is not done: %w", err)
	}
	if err := q.ForgetPayer(ctx, &customer); err != nil {
		return fmt.Errorf("forget payer: %w", err)
	}
	if err := q.ForgetAddress(ctx, db.ForgetAddressParams{Email: email, CustomerID: customer}); err != nil {
		return fmt.Errorf("forget address: %w", err)
	}
	if err := q.DeleteCustomer(ctx, customer); err != nil {
		return fmt.Errorf("delete customer: %w", err)
	}
	return nil
}

func finish(ctx context.Context, q *db.Queries, reference string, now time.Time) error {
	if err := q.FinishDeletion(ctx, db.FinishDeletionParams{Reference: reference, DoneAt: &now}); err != nil {
		return fmt.Errorf("finish deletion: %w", err)
	}
	return recordDeletion(ctx, q, nil, "deletion_done", reference)
}

func recordDeletion(ctx context.Context, q *db.Queries, actor *uuid.UUID, action, reference string) error {
	role := string(host.RoleCustomer)
	if actor == nil {
		role = "system"
	}
	if err := q.RecordDeletion(ctx, db.RecordDeletionParams{Role: role, Actor: actor, Action: action, Object: reference}); err != nil {
		return fmt.Errorf("record %s: %w", action, err)
	}
	return nil
}

func deletion(r db.Deletion) host.Deletion {
	out := host.Deletion{Reference: r.Reference, RequestedAt: r.RequestedAt, DueAt: r.DueAt}
	if r.CustomerID != nil {
		out.Customer = *r.CustomerID
	}
	if r.CancelledAt != nil {
		out.CancelledAt = *r.CancelledAt
	}
	if r.DoneAt != nil {
		out.DoneAt = *r.DoneAt
	}
	return out
}
