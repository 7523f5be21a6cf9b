-- name: InsertWebhookEndpoint :one
INSERT INTO webhook_endpoints (customer_id, url, events) VALUES (@customer_id, @url, @events) RETURNING *;

-- name: CountWebhookEndpoints :one
SELECT count(*)::int FROM webhook_endpoints WHERE customer_id = @customer_id;

-- name: WebhookEndpoints :many
SELECT * FROM webhook_endpoints WHERE customer_id = @customer_id ORDER BY created_at, id;

-- name: WebhookEndpoint :one
SELECT * FROM webhook_endpoints WHERE id = @id;

-- name: LockWebhookEndpoint :one
-- What happens meanwhile can still be written down to be told.
SELECT * FROM webhook_endpoints WHERE id = @id FOR NO KEY UPDATE;

-- name: DeleteWebhookEndpoint :execrows
DELETE FROM webhook_endpoints WHERE id = @id;

-- name: EnableWebhookEndpoint :exec
UPDATE webhook_endpoints SET disabled_at = NULL, failing_since = NULL, reason = '' WHERE id = @id;

-- name: InsertWebhookSecret :exec
INSERT INTO webhook_secrets (endpoint_id, secret) VALUES (@endpoint_id, @secret);

-- name: RetireWebhookSecrets :exec
-- The one in use goes on for the overlap, and an older one ends when it was to.
UPDATE webhook_secrets SET expires_at = now() + @overlap::interval WHERE endpoint_id = @endpoint_id AND expires_at IS NULL;

-- name: InsertWebhookMessage :one
INSERT INTO webhook_messages (customer_id, type, payload) VALUES (@customer_id, @type, @payload) RETURNING id;

-- name: InsertWebhookDelivery :one
INSERT INTO webhook_deliveries (endpoint_id, message_id) VALUES (@endpoint_id, @message_id) RETURNING id;

-- name: WebhookDeliveriesPage :many
SELECT sqlc.embed(d), m.type, m.payload FROM webhook_deliveries d JOIN webhook_messages m ON m.id = d.message_id
WHERE d.endpoint_id = @endpoint_id
  AND (sqlc.narg('after_at')::timestamptz IS NULL OR (d.created_at, d.id) < (sqlc.narg('after_at'), sqlc.narg('after_id')::uuid))
ORDER BY d.created_at DESC, d.id DESC LIMIT @most;

-- name: WebhookDelivery :one
SELECT sqlc.embed(d), m.type, m.payload FROM webhook_deliveries d JOIN webhook_messages m ON m.id = d.message_id
WHERE d.id = @id AND d.endpoint_id = @endpoint_id;

-- name: WebhookAttempts :many
SELECT * FROM webhook_attempts WHERE delivery_id = ANY(@deliveries::uuid[]) ORDER BY id;

-- name: RedeliverWebhook :execrows
-- Once more from the beginning, unless it is on its way as it is.
UPDATE webhook_deliveries SET status = 'pending', attempts = 0, due_at = now(), settled_at = NULL
WHERE id = @id AND endpoint_id = @endpoint_id AND status <> 'pending';

-- name: ClaimWebhook :one
-- The delivery that is due first, of an endpoint that has not its fill of what is under way: one that answers slowly must not hold up the others. Those
-- to endpoints that fail come after all others: a few that never answer would fill every place.
UPDATE webhook_deliveries SET attempts = attempts + 1, leased_until = now() + @lease::interval, due_at = now() + @lease::interval
WHERE id = (
    SELECT d.id FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id
    WHERE d.status = 'pending' AND d.due_at <= now() AND e.disabled_at IS NULL
      AND (SELECT count(*) FROM webhook_deliveries o WHERE o.endpoint_id = d.endpoint_id AND o.leased_until > now()) < @each::int
    ORDER BY e.failing_since IS NOT NULL, d.due_at, d.id LIMIT 1 FOR UPDATE OF d SKIP LOCKED)
RETURNING *;

-- name: WebhookToSend :one
SELECT m.type, m.payload, e.url FROM webhook_deliveries d JOIN webhook_messages m ON m.id = d.message_id JOIN webhook_endpoints e ON e.id = d.endpoint_id
WHERE d.id = @id;

-- name: WebhookSecrets :many
SELECT secret FROM webhook_secrets WHERE endpoint_id = @endpoint_id AND (expires_at IS NULL OR expires_at > now()) ORDER BY id DESC;

-- name: InsertWebhookAttempt :exec
INSERT INTO webhook_attempts (delivery_id, status, error, duration_ms) VALUES (@delivery_id, @status, @error, @duration_ms);

-- name: SettleWebhook :execrows
-- What another has claimed meanwhile is the other's.
UPDATE webhook_deliveries SET status = @status, leased_until = NULL, due_at = now() + @after::interval,
    settled_at = CASE WHEN @status = 'pending' THEN NULL ELSE now() END
WHERE id = @id AND attempts = @attempts AND status = 'pending';

-- name: WebhookSucceeded :exec
UPDATE webhook_endpoints SET failing_since = NULL WHERE id = @id AND failing_since IS NOT NULL;

-- name: WebhookFailing :one
UPDATE webhook_endpoints SET failing_since = coalesce(failing_since, now()) WHERE id = @id
RETURNING (failing_since <= now() - @patience::interval)::boolean AS hopeless, customer_id, url, disabled_at;

-- name: DisableWebhookEndpoint :execrows
UPDATE webhook_endpoints SET disabled_at = now(), reason = @reason WHERE id = @id AND disabled_at IS NULL;

-- name: FailWebhooksOf :exec
UPDATE webhook_deliveries SET status = 'failed', settled_at = now(), leased_until = NULL WHERE endpoint_id = @endpoint_id AND status = 'pending';

-- name: EmailOfCustomer :one
SELECT email FROM customers WHERE id = @id;

-- name: DropWebhooks :exec
DELETE FROM webhook_messages WHERE created_at < now() - @age::interval;
