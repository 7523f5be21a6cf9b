-- name: InsertSession :one
INSERT INTO sessions (token_hash, role, email, verified, customer_id, member_id, user_agent, expires_at)
VALUES (@token_hash, @role, @email, @verified, sqlc.narg('customer_id'), sqlc.narg('member_id'), @user_agent, now() + @life::interval)
RETURNING id, created_at, expires_at;

-- name: SessionByToken :one
SELECT sqlc.embed(sessions), coalesce(customers.company_name, '')::text AS company, coalesce(customers.time_zone, 'UTC')::text AS time_zone,
    (SELECT count(*) FROM attention_items a JOIN job_results r ON r.id = a.submission_id
     WHERE r.customer_id = sessions.customer_id AND a.audience = 'customer' AND a.resolved_at IS NULL)::int AS needs_you
FROM sessions LEFT JOIN customers ON customers.id = sessions.customer_id
WHERE token_hash = @token_hash AND expires_at > now() AND seen_at > now() - @idle::interval;

-- name: SessionSeen :exec
UPDATE sessions SET seen_at = now() WHERE id = @id AND seen_at <= now() - @every::interval;

-- name: SessionsOfCustomer :many
SELECT * FROM sessions WHERE customer_id = @customer_id AND expires_at > now() AND seen_at > now() - @idle::interval
ORDER BY seen_at DESC, id;

-- name: DeleteSession :exec
DELETE FROM sessions WHERE token_hash = @token_hash;

-- name: DeleteSessionOfCustomer :execrows
DELETE FROM sessions WHERE customer_id = @customer_id AND id = @id;

-- name: DeleteSessionsOfCustomer :exec
DELETE FROM sessions WHERE customer_id = @customer_id;

-- name: DeleteSessionsOfMember :exec
DELETE FROM sessions WHERE member_id = @member_id;

-- name: DeleteSessionsOfEmail :exec
DELETE FROM sessions WHERE lower(email) = lower(@email);

-- name: DeleteEndedSessions :exec
DELETE FROM sessions WHERE expires_at <= now() OR seen_at <= now() - @idle::interval;
