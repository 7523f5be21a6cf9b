-- name: CustomersOfEmail :many
SELECT id, company_name FROM customers WHERE lower(email) = lower(@email) ORDER BY created_at DESC, id;

-- name: Account :one
SELECT email, company_name, tier, time_zone, mail_start, mail_needs, mail_done, created_at FROM customers WHERE id = @id;

-- name: SetTimeZone :exec
UPDATE customers SET time_zone = @time_zone, updated_at = now() WHERE id = @id;

-- name: SetNotifications :exec
UPDATE customers SET mail_start = @mail_start, mail_needs = @mail_needs, mail_done = @mail_done, updated_at = now() WHERE id = @id;

-- name: SetEmail :one
-- Returns what it was before.
UPDATE customers c SET email = @email, updated_at = now() FROM (SELECT id, email FROM customers WHERE customers.id = @id FOR UPDATE) old
WHERE c.id = old.id RETURNING old.email, c.company_name;
