-- name: DraftByToken :one
SELECT * FROM drafts WHERE token_hash = @token_hash;

-- name: DraftOfCustomer :one
SELECT * FROM drafts WHERE customer_id = @customer_id;

-- name: InsertDraft :one
INSERT INTO drafts (customer_id, token_hash) VALUES (sqlc.narg('customer_id'), sqlc.narg('token_hash')) RETURNING *;
