-- name: InsertAPIKey :one
INSERT INTO api_keys (customer_id, name, prefix, token_hash, scopes, expires_at)
VALUES (@customer_id, @name, @prefix, @token_hash, @scopes, sqlc.narg('expires_at')) RETURNING *;

-- name: CountAPIKeys :one
SELECT count(*)::int FROM api_keys WHERE customer_id = @customer_id AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now());

-- name: APIKeyByToken :one
SELECT * FROM api_keys WHERE token_hash = @token_hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now());

-- name: APIKeyUsed :exec
UPDATE api_keys SET last_used_at = now() WHERE id = @id AND (last_used_at IS NULL OR last_used_at <= now() - @every::interval);

-- name: APIKeysOfCustomer :many
SELECT * FROM api_keys WHERE customer_id = @customer_id ORDER BY created_at DESC, id;

-- name: RevokeAPIKey :execrows
UPDATE api_keys SET revoked_at = now() WHERE id = @id AND revoked_at IS NULL;

-- name: APIKeys :many
SELECT sqlc.embed(api_keys), customers.email, customers.company_name FROM api_keys JOIN customers ON customers.id = api_keys.customer_id
ORDER BY api_keys.created_at DESC, api_keys.id;
