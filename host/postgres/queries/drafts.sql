-- name: DraftByToken :one
SELECT * FROM drafts WHERE token_hash = @token_hash;

-- name: DraftOfCustomer :one
SELECT * FROM drafts WHERE customer_id = @customer_id;

-- name: InsertDraft :one
-- Two requests at once begin one draft of a customer.
INSERT INTO drafts (customer_id, token_hash) VALUES (sqlc.narg('customer_id'), sqlc.narg('token_hash'))
ON CONFLICT (customer_id) DO UPDATE SET customer_id = excluded.customer_id
RETURNING *;

-- name: SaveDraft :one
-- What was approved stays approved only as long as nothing differs from it.
UPDATE drafts SET
    fields = @fields, email = @email, company_name = @company_name,
    package_type = CASE WHEN @package_type::text = '' THEN package_type ELSE @package_type END,
    approved = CASE WHEN fields = @fields THEN approved END,
    consent = CASE WHEN fields = @fields THEN consent END,
    revision = revision + CASE WHEN fields = @fields THEN 0 ELSE 1 END,
    updated_at = CASE WHEN fields = @fields THEN updated_at ELSE now() END
WHERE id = @id AND revision = @revision AND customer_id IS NOT DISTINCT FROM sqlc.narg('customer_id')
RETURNING *;

-- name: LockDraft :one
SELECT * FROM drafts WHERE id = @id AND customer_id IS NOT DISTINCT FROM sqlc.narg('customer_id') FOR UPDATE;

-- name: LockDraftOfCustomer :exec
SELECT FROM drafts WHERE customer_id = @customer_id FOR UPDATE;

-- name: ApproveDraft :exec
UPDATE drafts SET approved = @approved, consent = @consent, updated_at = now() WHERE id = @id;
