package postgres

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// StartSession stores a session that the token opens for the length of life. Only a digest of the token is kept.
func (d *DB) StartSession(ctx context.Context, token string, s host.Session, life time.Duration) (host.Session, error) {
	row, err := d.read().InsertSession(ctx, db.InsertSessionParams{
		TokenHash: digest(token), Role: string(s.Role), Email: text(s.Email), Verified: s.Verified,
		CustomerID: optional(s.Customer), MemberID: optional(s.Member), UserAgent: text(s.UserAgent), Life: life,
	})
	if err != nil {
		return s, fmt.Errorf("insert session: %w", err)
	}
	s.ID, s.CreatedAt, s.SeenAt, s.ExpiresAt = row.ID, row.CreatedAt, row.CreatedAt, row.ExpiresAt
	return s, nil
}

// Session returns the session that the token opens; [host.NotFound] says that it opens none, or none any more.
func (d *DB) Session(ctx context.Context, token string) (host.Session, error) {
	row, err := d.read().SessionByToken(ctx, digest(token))
	if err != nil {
		return host.Session{}, found(err, "session", "of this browser")
	}
	s := session(row.Session)
	s.Company, s.TimeZone, s.NeedsYou = row.Company, row.TimeZone, int(row.NeedsYou)
	return s, nil
}

// EndSession makes the token useless.
func (d *DB) EndSession(ctx context.Context, token string) error {
	if err := d.read().DeleteSession(ctx, digest(token)); err != nil {
		return fmt.Errorf("delete session: %w", err)
	}
	return nil
}

func session(r db.Session) host.Session {
	s := host.Session{
		ID: r.ID, Role: host.Role(r.Role), Email: r.Email, Verified: r.Verified, UserAgent: r.UserAgent,
		CreatedAt: r.CreatedAt, SeenAt: r.SeenAt, ExpiresAt: r.ExpiresAt,
	}
	if r.CustomerID != nil {
		s.Customer = *r.CustomerID
	}
	if r.MemberID != nil {
		s.Member = *r.MemberID
	}
	return s
}

// digest is how secrets that open something are kept: as their SHA-256.
func digest(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// optional is NULL for the zero id.
func optional(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}
