-- name: LockLinks :exec
-- Held until the transaction ends, so that two who ask at once are counted one after the other.
SELECT pg_advisory_xact_lock(hashtextextended('links ' || @subject::text, 0));

-- name: CountLinksOfEmail :one
SELECT count(*)::int FROM links WHERE lower(email) = lower(@email) AND created_at > now() - @within::interval;

-- name: CountLinksOfCustomer :one
SELECT count(*)::int FROM links WHERE customer_id = @customer_id AND created_at > now() - @within::interval;

-- name: InsertLink :exec
INSERT INTO links (token_hash, purpose, email, customer_id, expires_at)
VALUES (@token_hash, @purpose, @email, sqlc.narg('customer_id'), now() + @life::interval);

-- name: Link :one
SELECT email FROM links WHERE token_hash = @token_hash AND purpose = @purpose AND used_at IS NULL AND expires_at > now();

-- name: UseLink :one
UPDATE links SET used_at = now()
WHERE token_hash = @token_hash AND purpose = @purpose AND used_at IS NULL AND expires_at > now()
RETURNING email;

-- name: DeleteOldLinks :exec
DELETE FROM links WHERE created_at < now() - interval '1 day';
