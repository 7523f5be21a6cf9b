package postgres

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

const (
	sessionIdle = 14 * 24 * time.Hour // a session that nobody has used for so long has ended
	seenEvery   = 5 * time.Minute     // how exactly it is known when one was used last
)

// StartSession stores a session that the token opens for the length of life. Only a digest of the token is kept.
func (d *DB) StartSession(ctx context.Context, token string, s host.Session, life time.Duration) (host.Session, error) {
	q := d.read()
	if err := q.DeleteEndedSessions(ctx, sessionIdle); err != nil {
		return s, fmt.Errorf("delete ended sessions: %w", err)
	}
	row, err := q.InsertSession(ctx, db.InsertSessionParams{
		TokenHash: digest(token), Role: string(s.Role), Email: text(s.Email), Verified: s.Verified,
		CustomerID: optional(s.Customer), MemberID: optional(s.Member), UserAgent: text(s.UserAgent), Life: life,
	})
	if err != nil {
		return s, fmt.Errorf("insert session: %w", err)
	}
	s.ID, s.CreatedAt, s.SeenAt, s.ExpiresAt = row.ID, row.CreatedAt, row.CreatedAt, row.ExpiresAt
	return s, nil
}

// Session returns the session that the token opens, and remembers that it was used; [host.NotFound] says that it opens none, or none any more.
func (d *DB) Session(ctx context.Context, token string) (host.Session, error) {
	row, err := d.read().SessionByToken(ctx, db.SessionByTokenParams{TokenHash: digest(token), Idle: sessionIdle})
	if err != nil {
		return host.Session{}, found(err, "session", "of this browser")
	}
	s := session(row.Session)
	s.Company, s.TimeZone, s.NeedsYou = row.Company, row.TimeZone, int(row.NeedsYou)
	if time.Since(s.SeenAt) < seenEvery {
		return s, nil
	}
	if err := d.read().SessionSeen(ctx, db.SessionSeenParams{ID: s.ID, Every: seenEvery}); err != nil {
		return s, fmt.Errorf("session was seen: %w", err)
	}
	return s, nil
}

// Sessions returns the sessions of a customer that have not ended, the one used last first.
func (d *DB) Sessions(ctx context.Context, customer uuid.UUID) (out []host.Session, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		rows, err := q.SessionsOfCustomer(ctx, db.SessionsOfCustomerParams{CustomerID: &customer, Idle: sessionIdle})
		if err != nil {
			return fmt.Errorf("sessions of customer: %w", err)
		}
		for _, r := range rows {
			out = append(out, session(r))
		}
		return nil
	})
	return out, err
}

// EndSession makes the token useless.
func (d *DB) EndSession(ctx context.Context, token string) error {
	if err := d.read().DeleteSession(ctx, digest(token)); err != nil {
		return fmt.Errorf("delete session: %w", err)
	}
	return nil
}

// EndSessionOf ends one of the customer's sessions. [host.NotFound] says that it has ended already.
func (d *DB) EndSessionOf(ctx context.Context, customer, id uuid.UUID) error {
	return d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		n, err := q.DeleteSessionOfCustomer(ctx, db.DeleteSessionOfCustomerParams{CustomerID: &customer, ID: id})
		if err != nil {
			return fmt.Errorf("delete session of customer: %w", err)
		}
		if n == 0 {
			return host.Errorf(host.NotFound, "That session has ended already.")
		}
		return nil
	})
}

// EndSessions ends every session of whoever the session is of. If the session is a verified one, that is all with its e-mail address: those of
// other companies, too.
func (d *DB) EndSessions(ctx context.Context, s host.Session) error {
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		var err error
		if s.Role == host.RoleCustomer {
			err = q.DeleteSessionsOfCustomer(ctx, &s.Customer)
		} else {
			err = q.DeleteSessionsOfMember(ctx, &s.Member)
		}
		if err == nil && s.Verified {
			err = q.DeleteSessionsOfEmail(ctx, s.Email)
		}
		if err != nil {
			return fmt.Errorf("delete sessions: %w", err)
		}
		return nil
	})
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
