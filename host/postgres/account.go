package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// Account returns what the customer has set.
func (d *DB) Account(ctx context.Context, customer uuid.UUID) (a host.Account, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		r, err := q.Account(ctx, customer)
		if err != nil {
			return found(err, "customer", customer)
		}
		a = host.Account{
			Email: r.Email, Company: r.CompanyName, Package: host.Package(r.Tier), TimeZone: r.TimeZone, CreatedAt: r.CreatedAt,
			Wanted: host.Notifications{Start: r.MailStart, Needs: r.MailNeeds, Done: r.MailDone},
		}
		return nil
	})
	return a, err
}

// SetTimeZone stores in which zone the customer reads times: an IANA name.
func (d *DB) SetTimeZone(ctx context.Context, customer uuid.UUID, zone string) error {
	return d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		return q.SetTimeZone(ctx, db.SetTimeZoneParams{ID: customer, TimeZone: zone})
	})
}

// SetNotifications stores which mails the customer wants.
func (d *DB) SetNotifications(ctx context.Context, customer uuid.UUID, n host.Notifications) error {
	return d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		return q.SetNotifications(ctx, db.SetNotificationsParams{ID: customer, MailStart: n.Start, MailNeeds: n.Needs, MailDone: n.Done})
	})
}
