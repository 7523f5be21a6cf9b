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
		row, err := q.DraftOfCustomer(ctx, &customer)
		if errors.Is(err, pgx.ErrNoRows) {
			row, err = q.InsertDraft(ctx, db.InsertDraftParams{CustomerID: &customer})
		}
		if err != nil {
			return fmt.Errorf("draft of customer: %w", err)
		}
		out, err = draft(row)
		return err
	})
	return out, err
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
