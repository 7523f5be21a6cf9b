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

// CreateCustomer stores a customer with the first version of the profile, and returns it as stored. [host.Conflict] says that there is one with
// this e-mail and company.
func (d *DB) CreateCustomer(ctx context.Context, c host.Customer) (host.Customer, error) {
	c = recordable(c)
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
	if refusedBy(err, "customers_one_company") {
		return host.Customer{}, host.Errorf(host.Conflict, "there is a customer %s of %s already", c.Email, c.CompanyName)
	}
	if err != nil {
		return host.Customer{}, fmt.Errorf("insert customer: %w", err)
	}
	return c, nil
}

// PutProfile stores a profile for the customer with this e-mail and company, as a new version if it differs from the
// current one. A customer who is not known yet is created. It returns the customer as stored.
func (d *DB) PutProfile(ctx context.Context, c host.Customer) (host.Customer, error) {
	stored, err := d.replaceProfile(ctx, c)
	if host.KindOf(err) != host.NotFound {
		return stored, err
	}
	stored, err = d.CreateCustomer(ctx, c)
	if host.KindOf(err) == host.Conflict { // created by somebody else since we looked
		return d.replaceProfile(ctx, c)
	}
	return stored, err
}

// replaceProfile is PutProfile for a customer who is known; [host.NotFound] says that none is.
func (d *DB) replaceProfile(ctx context.Context, c host.Customer) (host.Customer, error) {
	c = recordable(c)
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
		return host.Customer{}, host.Errorf(host.NotFound, "there is no customer %s of %s", c.Email, c.CompanyName)
	}
	if err != nil {
		return host.Customer{}, fmt.Errorf("store profile: %w", err)
	}
	c.ID, c.ProfileVersion = known.ID, int(known.ProfileVersion)
	return c, nil
}

func recordable(c host.Customer) host.Customer {
	c.Email, c.CompanyName, c.Profile = text(c.Email), text(c.CompanyName), document(c.Profile)
	return c
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
