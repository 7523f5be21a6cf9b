package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// queueMail adds a mail in the transaction that it tells of. One whose key was used before is not sent again.
func queueMail(ctx context.Context, q *db.Queries, m host.Mail) error {
	p := db.QueueMailParams{
		CustomerID: optional(m.Customer), Kind: m.Kind, Recipient: text(m.To), Subject: text(m.Subject), Body: text(m.Body), DueAt: m.Due,
	}
	if m.Key != "" {
		p.Key = &m.Key
	}
	if m.Due.IsZero() {
		p.DueAt = time.Now()
	}
	if err := q.QueueMail(ctx, p); err != nil {
		return fmt.Errorf("queue mail: %w", err)
	}
	return nil
}

// QueueMail adds a mail of its own.
func (d *DB) QueueMail(ctx context.Context, m host.Mail) error { return queueMail(ctx, d.read(), m) }
