package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// CreateAPIKey stores a key of the customer's that the token is. Only a digest of the token is kept. [host.Conflict] says that there are too many.
func (d *DB) CreateAPIKey(ctx context.Context, k host.APIKey, token string) (out host.APIKey, err error) {
	err = d.as(ctx, k.Customer, func(_ pgx.Tx, q *db.Queries) error {
		if _, err := q.LockCustomer(ctx, k.Customer); err != nil { // who counts waits for who adds
			return found(err, "customer", k.Customer)
		}
		n, err := q.CountAPIKeys(ctx, k.Customer)
		if err != nil {
			return fmt.Errorf("count API keys: %w", err)
		}
		if n >= host.MaxAPIKeys {
			return host.Errorf(host.Conflict, "There are %d keys already. Revoke one that is not used any more.", n)
		}
		p := db.InsertAPIKeyParams{
			CustomerID: k.Customer, Name: text(k.Name), Prefix: token[:min(len(token), len(host.APIKeyPrefix)+6)], TokenHash: digest(token), ExpiresAt: moment(k.ExpiresAt),
		}
		for _, s := range k.Scopes {
			p.Scopes = append(p.Scopes, string(s))
		}
		row, err := q.InsertAPIKey(ctx, p)
		if err != nil {
			return fmt.Errorf("insert API key: %w", err)
		}
		out = apiKey(row)
		return audit(ctx, q, host.RoleCustomer, k.Customer, "api_key_created", out.ID.String(), "")
	})
	return out, err
}

// APIKey returns the key that the token is, and remembers that it was used; [host.NotFound] says that it is none, or none any more.
func (d *DB) APIKey(ctx context.Context, token string) (host.APIKey, error) {
	row, err := d.read().APIKeyByToken(ctx, digest(token))
	if err != nil {
		return host.APIKey{}, found(err, "API key", "like this")
	}
	k := apiKey(row)
	if time.Since(k.LastUsed) < seenEvery {
		return k, nil
	}
	if err := d.read().APIKeyUsed(ctx, db.APIKeyUsedParams{ID: k.ID, Every: seenEvery}); err != nil {
		return k, fmt.Errorf("API key was used: %w", err)
	}
	return k, nil
}

// APIKeysOf returns the keys of a customer, newest first, those that are no longer good among them.
func (d *DB) APIKeysOf(ctx context.Context, customer uuid.UUID) (out []host.APIKey, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		rows, err := q.APIKeysOfCustomer(ctx, customer)
		if err != nil {
			return fmt.Errorf("API keys of customer: %w", err)
		}
		for _, r := range rows {
			out = append(out, apiKey(r))
		}
		return nil
	})
	return out, err
}

// RevokeAPIKey makes a key of the customer's useless. [host.NotFound] says that there is none, or that it is useless already.
func (d *DB) RevokeAPIKey(ctx context.Context, customer, id uuid.UUID) error {
	return d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		n, err := q.RevokeAPIKey(ctx, id)
		if err != nil {
			return fmt.Errorf("revoke API key: %w", err)
		}
		if n == 0 {
			return host.Errorf(host.NotFound, "There is no such key, or it was revoked already.")
		}
		return audit(ctx, q, host.RoleCustomer, customer, "api_key_revoked", id.String(), "")
	})
}

// KeyOwner is a key with whose it is.
type KeyOwner struct {
	host.APIKey
	Email, Company string
}

// APIKeys returns the keys of all customers, newest first, for staff.
func (d *DB) APIKeys(ctx context.Context) ([]KeyOwner, error) {
	rows, err := d.read().APIKeys(ctx)
	if err != nil {
		return nil, fmt.Errorf("API keys: %w", err)
	}
	out := make([]KeyOwner, len(rows))
	for i, r := range rows {
		out[i] = KeyOwner{apiKey(r.ApiKey), r.Email, r.CompanyName}
	}
	return out, nil
}

func apiKey(r db.ApiKey) host.APIKey {
	k := host.APIKey{
		ID: r.ID, Customer: r.CustomerID, Name: r.Name, Prefix: r.Prefix, CreatedAt: r.CreatedAt,
		LastUsed: known(r.LastUsedAt), ExpiresAt: known(r.ExpiresAt), RevokedAt: known(r.RevokedAt),
	}
	for _, s := range r.Scopes {
		k.Scopes = append(k.Scopes, host.Scope(s))
	}
	return k
}
