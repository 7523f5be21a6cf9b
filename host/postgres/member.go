package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// PutMember lets somebody sign in with the role. Sessions that a known member has under another role end.
func (d *DB) PutMember(ctx context.Context, email string, role host.Role) error {
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		member, err := q.PutMember(ctx, db.PutMemberParams{Email: text(email), Role: string(role)})
		if err != nil {
			return fmt.Errorf("put member: %w", err)
		}
		if err := q.DeleteSessionsOfMember(ctx, &member.ID); err != nil {
			return fmt.Errorf("delete sessions of member: %w", err)
		}
		return nil
	})
}

// RemoveMember takes the right to sign in away, and ends the member's sessions.
func (d *DB) RemoveMember(ctx context.Context, email string) error {
	n, err := d.read().DeleteMember(ctx, email)
	if err != nil {
		return fmt.Errorf("delete member: %w", err)
	}
	if n == 0 {
		return host.Errorf(host.NotFound, "there is no member %s", email)
	}
	return nil
}

// Members returns all of them, staff first.
func (d *DB) Members(ctx context.Context) ([]host.Member, error) {
	rows, err := d.read().Members(ctx)
	if err != nil {
		return nil, fmt.Errorf("members: %w", err)
	}
	var out []host.Member
	for _, r := range rows {
		out = append(out, host.Member{ID: r.ID, Email: r.Email, Role: host.Role(r.Role), CreatedAt: r.CreatedAt})
	}
	return out, nil
}
