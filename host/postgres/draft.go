package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// NewDraft stores an empty draft for a visitor, found again by the token, of which only a digest is kept.
func (d *DB) NewDraft(ctx context.Context, token string) (host.Draft, error) {
	row, err := d.read().InsertDraft(ctx, db.InsertDraftParams{TokenHash: digest(token)})
	if err != nil {
		return host.Draft{}, fmt.Errorf("insert draft: %w", err)
	}
	return draft(row)
}

// Draft returns the draft of the visitor with the token, also when it has become a customer's since.
func (d *DB) Draft(ctx context.Context, token string) (host.Draft, error) {
	row, err := d.read().DraftByToken(ctx, digest(token))
	if err != nil {
		return host.Draft{}, found(err, "draft", "of this browser")
	}
	return draft(row)
}

// DraftOf returns the draft of a customer, an empty one if nothing was typed yet.
func (d *DB) DraftOf(ctx context.Context, customer uuid.UUID) (out host.Draft, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		out, err = draftOf(ctx, q, customer)
		return err
	})
	return out, err
}

func draftOf(ctx context.Context, q *db.Queries, customer uuid.UUID) (host.Draft, error) {
	row, err := q.DraftOfCustomer(ctx, &customer)
	if errors.Is(err, pgx.ErrNoRows) {
		row, err = q.InsertDraft(ctx, db.InsertDraftParams{CustomerID: &customer})
	}
	if err != nil {
		return host.Draft{}, fmt.Errorf("draft of customer: %w", err)
	}
	return draft(row)
}

func draft(r db.Draft) (host.Draft, error) {
	out := host.Draft{
		ID: r.ID, Package: host.Package(r.PackageType), Email: r.Email, CompanyName: r.CompanyName,
		Approved: r.Approved, Revision: int(r.Revision), UpdatedAt: r.UpdatedAt,
	}
	if r.CustomerID != nil {
		out.Customer = *r.CustomerID
	}
	if err := json.Unmarshal(r.Fields, &out.Fields); err != nil {
		return out, fmt.Errorf("fields of draft %s: %w", r.ID, err)
	}
	if r.Consent != nil {
		if err := json.Unmarshal(r.Consent, &out.Consent); err != nil {
			return out, fmt.Errorf("consent of draft %s: %w", r.ID, err)
		}
	}
	return out, nil
}

// SaveDraft stores the fields and the package of a draft over the revision it was read at, and returns it as stored. Whatever differs from before
// takes the approval away. [host.Conflict] says that it was saved elsewhere meanwhile: nothing has changed.
func (d *DB) SaveDraft(ctx context.Context, in host.Draft) (out host.Draft, err error) {
	fields, err := json.Marshal(in.Fields)
	if err != nil {
		return out, fmt.Errorf("fields of draft %s: %w", in.ID, err)
	}
	save := func(q *db.Queries) error {
		row, err := q.SaveDraft(ctx, db.SaveDraftParams{
			ID: in.ID, Revision: int32(in.Revision), CustomerID: optional(in.Customer), Fields: document(fields),
			Email: text(in.Email), CompanyName: text(in.CompanyName), PackageType: string(in.Package),
		})
		if errors.Is(err, pgx.ErrNoRows) {
			return host.Errorf(host.Conflict, "The profile was changed elsewhere since you opened it.")
		}
		if err != nil {
			return fmt.Errorf("save draft: %w", err)
		}
		out, err = draft(row)
		return err
	}
	if in.Customer == uuid.Nil {
		return out, save(d.read())
	}
	err = d.as(ctx, in.Customer, func(_ pgx.Tx, q *db.Queries) error { return save(q) })
	return out, err
}

// ApproveDraft keeps the owner's word on the draft of a visitor who has not bought yet. Errors are those of approving a profile:
// see [DB.ApproveProfile].
func (d *DB) ApproveDraft(ctx context.Context, id uuid.UUID, a host.Approval) error {
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		row, err := q.LockDraft(ctx, db.LockDraftParams{ID: id})
		if err != nil {
			return found(err, "draft", id)
		}
		stored, err := draft(row)
		if err != nil {
			return err
		}
		_, err = approveDraft(ctx, q, stored, a)
		return err
	})
}

// approveDraft checks that the draft is the one that was shown and can be approved, marks it, and returns the profile it makes.
func approveDraft(ctx context.Context, q *db.Queries, d host.Draft, a host.Approval) (profile json.RawMessage, err error) {
	if d.Revision != a.Revision {
		return nil, host.Errorf(host.Conflict, "The profile was changed since it was shown to you. Look at it again, then approve it.")
	}
	business, missing := d.Check()
	if len(missing) > 0 {
		return nil, &host.Error{Kind: host.Invalid, Message: "The profile cannot be approved yet: some details need a change.", Err: missing}
	}
	if profile, err = json.Marshal(business); err != nil {
		return nil, err
	}
	profile = document(profile)
	consent, err := json.Marshal(a.Consent)
	if err != nil {
		return nil, err
	}
	if err := q.ApproveDraft(ctx, db.ApproveDraftParams{ID: d.ID, Approved: profile, Consent: document(consent)}); err != nil {
		return nil, fmt.Errorf("approve draft: %w", err)
	}
	return profile, nil
}
