-- name: InsertSession :one
INSERT INTO sessions (token_hash, role, email, verified, customer_id, member_id, user_agent, expires_at)
VALUES (@token_hash, @role, @email, @verified, sqlc.narg('customer_id'), sqlc.narg('member_id'), @user_agent, now() + @life::interval)
RETURNING id, created_at, expires_at;

-- name: SessionByToken :one
SELECT sqlc.embed(sessions), coalesce(customers.company_name, '')::text AS company, coalesce(customers.time_zone, 'UTC')::text AS time_zone,
    (SELECT count(*) FROM attention_items a JOIN job_results r ON r.id = a.submission_id
     WHERE r.customer_id = sessions.customer_id AND a.audience = 'customer' AND a.resolved_at IS NULL)::int AS needs_you
FROM sessions LEFT JOIN customers ON customers.id = sessions.customer_id
WHERE token_hash = @token_hash AND expires_at > now();

-- name: DeleteSession :exec
DELETE FROM sessions WHERE token_hash = @token_hash;
