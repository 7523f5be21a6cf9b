package postgres

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/gowebpki/jcs"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// CreateCustomer stores a customer with the first version of the profile, and returns it as stored.
func (d *DB) CreateCustomer(ctx context.Context, c host.Customer) (host.Customer, error) {
	err := pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		row, err := q.InsertCustomer(ctx, db.InsertCustomerParams{
			Email: c.Email, CompanyName: c.CompanyName, BusinessData: c.Profile, Tier: string(c.Tier),
		})
		if err != nil {
			return err
		}
		c.ID, c.ProfileVersion = row.ID, int(row.ProfileVersion)
		return q.InsertProfileVersion(ctx, db.InsertProfileVersionParams{
			CustomerID: row.ID, Version: row.ProfileVersion, BusinessData: c.Profile,
		})
	})
	if err != nil {
		return host.Customer{}, fmt.Errorf("insert customer: %w", err)
	}
	return c, nil
}

// PutProfile stores a profile for the customer with this e-mail and company, as a new version if it differs from the
// current one. A customer who is not known yet is created. It returns the customer as stored.
func (d *DB) PutProfile(ctx context.Context, c host.Customer) (host.Customer, error) {
	var known db.Customer
	err := pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		var err error
		if known, err = q.CustomerByCompany(ctx, db.CustomerByCompanyParams{Email: c.Email, CompanyName: c.CompanyName}); err != nil {
			return err
		}
		same, err := sameJSON(known.BusinessData, c.Profile)
		if err != nil || same {
			return err
		}
		if known, err = q.ReplaceProfile(ctx, db.ReplaceProfileParams{ID: known.ID, BusinessData: c.Profile}); err != nil {
			return err
		}
		return q.InsertProfileVersion(ctx, db.InsertProfileVersionParams{
			CustomerID: known.ID, Version: known.ProfileVersion, BusinessData: c.Profile,
		})
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return d.CreateCustomer(ctx, c)
	}
	if err != nil {
		return host.Customer{}, fmt.Errorf("store profile: %w", err)
	}
	c.ID, c.ProfileVersion = known.ID, int(known.ProfileVersion)
	return c, nil
}

// sameJSON compares content: the database keeps JSON in an order of its own.
func sameJSON(a, b json.RawMessage) (bool, error) {
	canonicalA, errA := jcs.Transform(a)
	canonicalB, errB := jcs.Transform(b)
	return bytes.Equal(canonicalA, canonicalB), errors.Join(errA, errB)
}

// Profile returns one version of a customer's profile, as JSON.
func (d *DB) Profile(ctx context.Context, customer uuid.UUID, version int) (json.RawMessage, error) {
	data, err := d.read().ProfileVersion(ctx, db.ProfileVersionParams{CustomerID: customer, Version: int32(version)})
	return data, found(err, "profile of customer", customer)
}
