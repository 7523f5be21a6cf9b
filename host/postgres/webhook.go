package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// WebhookEndpoints returns the customer's endpoints, oldest first.
func (d *DB) WebhookEndpoints(ctx context.Context, customer uuid.UUID) (out []host.WebhookEndpoint, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		rows, err := q.WebhookEndpoints(ctx, customer)
		if err != nil {
			return fmt.Errorf("webhook endpoints: %w", err)
		}
		for _, r := range rows {
			out = append(out, webhookEndpoint(r))
		}
		return nil
	})
	return out, err
}

// WebhookEndpoint returns one of the customer's endpoints.
func (d *DB) WebhookEndpoint(ctx context.Context, customer, id uuid.UUID) (out host.WebhookEndpoint, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.WebhookEndpoint(ctx, id)
		out = webhookEndpoint(row)
		return found(err, "webhook endpoint", id)
	})
	return out, err
}

// CreateWebhookEndpoint stores an endpoint whose messages the secret signs. [host.Conflict] says that there are too many.
func (d *DB) CreateWebhookEndpoint(ctx context.Context, customer uuid.UUID, e host.WebhookEndpoint, secret string) (out host.WebhookEndpoint, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		if _, err := q.LockCustomer(ctx, customer); err != nil { // who counts waits for who adds
			return found(err, "customer", customer)
		}
		n, err := q.CountWebhookEndpoints(ctx, customer)
		if err != nil {
			return fmt.Errorf("count webhook endpoints: %w", err)
		}
		if n >= host.MaxWebhookEndpoints {
			return host.Errorf(host.Conflict, "There are %d endpoints already. Delete one that is not needed any more.", n)
		}
		row, err := q.InsertWebhookEndpoint(ctx, db.InsertWebhookEndpointParams{CustomerID: customer, Url: text(e.URL), Events: list(e.Events)})
		if err != nil {
			return fmt.Errorf("insert webhook endpoint: %w", err)
		}
		out = webhookEndpoint(row)
		if err := q.InsertWebhookSecret(ctx, db.InsertWebhookSecretParams{EndpointID: out.ID, Secret: secret}); err != nil {
			return fmt.Errorf("insert webhook secret: %w", err)
		}
		return audit(ctx, q, host.RoleCustomer, customer, "webhook_created", out.ID.String(), "")
	})
	return out, err
}

// DeleteWebhookEndpoint ends an endpoint and forgets its deliveries.
func (d *DB) DeleteWebhookEndpoint(ctx context.Context, customer, id uuid.UUID) error {
	return d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		n, err := q.DeleteWebhookEndpoint(ctx, id)
		if err != nil {
			return fmt.Errorf("delete webhook endpoint: %w", err)
		}
		if n == 0 {
			return host.Errorf(host.NotFound, "there is no webhook endpoint %s", id)
		}
		return audit(ctx, q, host.RoleCustomer, customer, "webhook_deleted", id.String(), "")
	})
}

// RotateWebhookSecret signs an endpoint's messages with the secret. The one before goes on signing beside it for [host.WebhookOverlap].
func (d *DB) RotateWebhookSecret(ctx context.Context, customer, id uuid.UUID, secret string) (out host.WebhookEndpoint, err error) {
	err = d.withEndpoint(ctx, customer, id, "webhook_secret_rotated", func(q *db.Queries, e host.WebhookEndpoint) error {
		out = e
		if err := q.RetireWebhookSecrets(ctx, db.RetireWebhookSecretsParams{EndpointID: id, Overlap: host.WebhookOverlap}); err != nil {
			return fmt.Errorf("retire webhook secrets: %w", err)
		}
		return q.InsertWebhookSecret(ctx, db.InsertWebhookSecretParams{EndpointID: id, Secret: secret})
	})
	return out, err
}

// EnableWebhookEndpoint lets messages go to an endpoint again that was disabled. What happened meanwhile is not told.
func (d *DB) EnableWebhookEndpoint(ctx context.Context, customer, id uuid.UUID) error {
	return d.withEndpoint(ctx, customer, id, "webhook_enabled", func(q *db.Queries, _ host.WebhookEndpoint) error {
		return q.EnableWebhookEndpoint(ctx, id)
	})
}

// TestWebhook sends a test to an endpoint, and returns the id of its delivery. [host.Conflict] says that the endpoint is disabled.
func (d *DB) TestWebhook(ctx context.Context, customer, id uuid.UUID) (delivery uuid.UUID, err error) {
	err = d.withEndpoint(ctx, customer, id, "webhook_tested", func(q *db.Queries, e host.WebhookEndpoint) error {
		if err := enabled(e); err != nil {
			return err
		}
		payload, err := json.Marshal(map[string]any{
			"type": host.WebhookTest, "timestamp": time.Now().UTC().Format("2006-01-02T15:04:05.000000Z"), "data": map[string]any{"endpoint_id": id},
		})
		if err != nil {
			return err
		}
		message, err := q.InsertWebhookMessage(ctx, db.InsertWebhookMessageParams{CustomerID: customer, Type: host.WebhookTest, Payload: payload})
		if err != nil {
			return fmt.Errorf("insert webhook message: %w", err)
		}
		delivery, err = q.InsertWebhookDelivery(ctx, db.InsertWebhookDeliveryParams{EndpointID: id, MessageID: message})
		return err
	})
	return delivery, err
}

// RedeliverWebhook sends a message once more that was delivered or given up. [host.Conflict] says that it is on its way as it is.
func (d *DB) RedeliverWebhook(ctx context.Context, customer, endpoint, delivery uuid.UUID) error {
	return d.withEndpoint(ctx, customer, endpoint, "webhook_redelivered", func(q *db.Queries, e host.WebhookEndpoint) error {
		if err := enabled(e); err != nil {
			return err
		}
		if _, err := q.WebhookDelivery(ctx, db.WebhookDeliveryParams{ID: delivery, EndpointID: endpoint}); err != nil {
			return found(err, "webhook delivery", delivery)
		}
		n, err := q.RedeliverWebhook(ctx, db.RedeliverWebhookParams{ID: delivery, EndpointID: endpoint})
		if err == nil && n == 0 {
			return host.Errorf(host.Conflict, "This is on its way already.")
		}
		return err
	})
}

func enabled(e host.WebhookEndpoint) error {
	if !e.DisabledAt.IsZero() {
		return host.Errorf(host.Conflict, "The endpoint is disabled. Enable it first.")
	}
	return nil
}

// withEndpoint locks an endpoint of the customer's and records what is done with it.
func (d *DB) withEndpoint(ctx context.Context, customer, id uuid.UUID, action string, fn func(*db.Queries, host.WebhookEndpoint) error) error {
	return d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.LockWebhookEndpoint(ctx, id)
		if err != nil {
			return found(err, "webhook endpoint", id)
		}
		if err := fn(q, webhookEndpoint(row)); err != nil {
			return err
		}
		return audit(ctx, q, host.RoleCustomer, customer, action, id.String(), "")
	})
}

// WebhookDeliveries returns deliveries to an endpoint of the customer's with their attempts, newest first.
func (d *DB) WebhookDeliveries(ctx context.Context, customer, endpoint uuid.UUID, after host.Place, most int) (out []host.WebhookDelivery, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		if _, err := q.WebhookEndpoint(ctx, endpoint); err != nil {
			return found(err, "webhook endpoint", endpoint)
		}
		rows, err := q.WebhookDeliveriesPage(ctx, db.WebhookDeliveriesPageParams{
			EndpointID: endpoint, AfterAt: moment(after.At), AfterID: optional(after.ID), Most: int32(most),
		})
		if err != nil {
			return fmt.Errorf("webhook deliveries: %w", err)
		}
		at, ids := map[uuid.UUID]int{}, []uuid.UUID{}
		for i, r := range rows {
			out = append(out, webhookDelivery(r.WebhookDelivery, r.Type, r.Payload))
			at[r.WebhookDelivery.ID], ids = i, append(ids, r.WebhookDelivery.ID)
		}
		attempts, err := q.WebhookAttempts(ctx, ids)
		if err != nil {
			return fmt.Errorf("webhook attempts: %w", err)
		}
		for _, a := range attempts {
			d := &out[at[a.DeliveryID]]
			d.Attempts = append(d.Attempts, host.WebhookAttempt{Status: int(a.Status), Error: a.Error, Duration: time.Duration(a.DurationMs) * time.Millisecond, At: a.At})
		}
		return nil
	})
	return out, err
}

func webhookEndpoint(r db.WebhookEndpoint) host.WebhookEndpoint {
	return host.WebhookEndpoint{
		ID: r.ID, URL: r.Url, Events: r.Events, CreatedAt: r.CreatedAt, Reason: r.Reason, FailingSince: known(r.FailingSince), DisabledAt: known(r.DisabledAt),
	}
}

func webhookDelivery(r db.WebhookDelivery, kind string, payload json.RawMessage) host.WebhookDelivery {
	return host.WebhookDelivery{
		ID: r.ID, Endpoint: r.EndpointID, Message: r.MessageID, Type: kind, Payload: payload, Status: host.WebhookStatus(r.Status),
		Tries: int(r.Attempts), DueAt: r.DueAt, CreatedAt: r.CreatedAt, SettledAt: known(r.SettledAt),
	}
}
