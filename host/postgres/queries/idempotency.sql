-- name: ClaimIdempotencyKey :execrows
-- The first request with a key gets it, and so does one after its time, or after a first that came to no end.
INSERT INTO idempotency_keys (customer_id, key, fingerprint, owner) VALUES (@customer_id, @key, @fingerprint, @owner)
ON CONFLICT (customer_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, owner = excluded.owner, status = NULL, body = '', created_at = now()
WHERE idempotency_keys.created_at < now() - @life::interval
   OR (idempotency_keys.status IS NULL AND idempotency_keys.created_at < now() - @patience::interval AND idempotency_keys.fingerprint = excluded.fingerprint);

-- name: IdempotencyKey :one
SELECT * FROM idempotency_keys WHERE customer_id = @customer_id AND key = @key;

-- name: KeepAnswer :exec
UPDATE idempotency_keys SET status = @status, body = @body WHERE customer_id = @customer_id AND key = @key AND owner = @owner;

-- name: ReleaseIdempotencyKey :exec
DELETE FROM idempotency_keys WHERE customer_id = @customer_id AND key = @key AND owner = @owner;

-- name: DropIdempotencyKeys :exec
DELETE FROM idempotency_keys WHERE created_at < now() - @life::interval;
