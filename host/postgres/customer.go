package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
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

// Profile returns one version of a customer's profile, as JSON.
func (d *DB) Profile(ctx context.Context, customer uuid.UUID, version int) (json.RawMessage, error) {
	data, err := d.read().ProfileVersion(ctx, db.ProfileVersionParams{CustomerID: customer, Version: int32(version)})
	return data, found(err, "profile of customer", customer)
}
