-- name: QueueMail :exec
INSERT INTO mails (customer_id, key, kind, recipient, subject, body, due_at)
VALUES (sqlc.narg('customer_id'), sqlc.narg('key'), @kind, @recipient, @subject, @body, @due_at)
ON CONFLICT (key) DO NOTHING;
