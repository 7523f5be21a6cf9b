package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

const (
	webhookAge      = 30 * 24 * time.Hour // that messages and their deliveries are kept
	webhookPatience = 72 * time.Hour      // with an endpoint that nothing but failures comes from
)

// ClaimWebhook takes the delivery that is due next, of an endpoint with fewer than each under way. Nobody else gets it before lease is over: then
// whoever claimed it is taken for dead, and it is sent again. [host.NotFound] says that none is due.
func (d *DB) ClaimWebhook(ctx context.Context, lease time.Duration, each int) (out host.DueWebhook, err error) {
	err = pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		row, err := q.ClaimWebhook(ctx, db.ClaimWebhookParams{Lease: lease, Each: int32(each)})
		if errors.Is(err, pgx.ErrNoRows) {
			return host.Errorf(host.NotFound, "no webhook is due")
		}
		if err != nil {
			return fmt.Errorf("claim webhook: %w", err)
		}
		m, err := q.WebhookToSend(ctx, row.ID)
		if err != nil {
			return fmt.Errorf("webhook to send: %w", err)
		}
		out = host.DueWebhook{WebhookDelivery: webhookDelivery(row, m.Type, m.Payload), URL: m.Url}
		out.Secrets, err = q.WebhookSecrets(ctx, row.EndpointID)
		return err
	})
	return out, err
}

// WebhookTried records a try. With status pending the next is made after the pause. An endpoint that says it is gone, or that has failed for days, is
// disabled, and its owner told. tell words the mail.
func (d *DB) WebhookTried(ctx context.Context, w host.DueWebhook, a host.WebhookAttempt, status host.WebhookStatus, pause time.Duration, gone bool,
	tell func(url, why string) host.Mail) error {
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		if _, err := q.LockWebhookEndpoint(ctx, w.Endpoint); errors.Is(err, pgx.ErrNoRows) {
			return nil // it was deleted
		} else if err != nil {
			return fmt.Errorf("lock webhook endpoint: %w", err)
		}
		n, err := q.SettleWebhook(ctx, db.SettleWebhookParams{ID: w.ID, Attempts: int32(w.Tries), Status: string(status), After: pause})
		if err != nil {
			return fmt.Errorf("settle webhook: %w", err)
		}
		if n == 0 {
			return nil // another has it
		}
		err = q.InsertWebhookAttempt(ctx, db.InsertWebhookAttemptParams{
			DeliveryID: w.ID, Status: int32(a.Status), Error: text(a.Error), DurationMs: int32(a.Duration.Milliseconds()),
		})
		if err != nil {
			return fmt.Errorf("insert webhook attempt: %w", err)
		}
		if status == host.WebhookDelivered {
			return q.WebhookSucceeded(ctx, w.Endpoint)
		}
		f, err := q.WebhookFailing(ctx, db.WebhookFailingParams{ID: w.Endpoint, Patience: webhookPatience})
		switch {
		case err != nil:
			return fmt.Errorf("webhook endpoint is failing: %w", err)
		case gone:
			return disableWebhook(ctx, q, f.CustomerID, w, "It answered 410 Gone.", tell)
		case f.Hopeless:
			return disableWebhook(ctx, q, f.CustomerID, w, "Nothing could be delivered for three days.", tell)
		}
		return nil
	})
}

func disableWebhook(ctx context.Context, q *db.Queries, customer uuid.UUID, w host.DueWebhook, why string, tell func(url, why string) host.Mail) error {
	n, err := q.DisableWebhookEndpoint(ctx, db.DisableWebhookEndpointParams{ID: w.Endpoint, Reason: why})
	if err != nil {
		return fmt.Errorf("disable webhook endpoint: %w", err)
	}
	if n == 0 {
		return nil
	}
	// Whoever enables it again starts anew.
	if err := q.FailWebhooksOf(ctx, w.Endpoint); err != nil {
		return fmt.Errorf("give up deliveries: %w", err)
	}
	email, err := q.EmailOfCustomer(ctx, customer)
	if err != nil {
		return fmt.Errorf("address of customer: %w", err)
	}
	m := tell(w.URL, why)
	m.Customer, m.To, m.Kind = customer, email, "webhook"
	return queueMail(ctx, q, m)
}

// DropWebhooks removes messages that were told, or not, long ago.
func (d *DB) DropWebhooks(ctx context.Context) error {
	if err := d.read().DropWebhooks(ctx, webhookAge); err != nil {
		return fmt.Errorf("drop old webhooks: %w", err)
	}
	return nil
}
