-- name: QueueMail :exec
INSERT INTO mails (customer_id, key, kind, recipient, subject, body, due_at, expires_at)
VALUES (sqlc.narg('customer_id'), sqlc.narg('key'), @kind, @recipient, @subject, @body, @due_at, sqlc.narg('expires_at'))
ON CONFLICT (key) DO NOTHING;

-- name: ClaimMail :one
-- Takes the mail that is due next and keeps others off it for as long as sending may take. Whoever waits to sign in comes first.
UPDATE mails SET attempts = attempts + 1, due_at = now() + @lease::interval
WHERE id = (
    SELECT m.id FROM mails m WHERE m.sent_at IS NULL AND m.given_up_at IS NULL AND m.due_at <= now()
    ORDER BY m.kind <> 'sign_in', m.due_at, m.id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING sqlc.embed(mails), mail_wanted(kind, recipient)::boolean AS wanted, coalesce(expires_at <= now(), false)::boolean AS expired;

-- name: DeleteMail :exec
DELETE FROM mails WHERE id = @id;

-- name: MailSent :exec
UPDATE mails SET sent_at = now(), body = '', error = '' WHERE id = @id;

-- name: MailPostponed :exec
UPDATE mails SET error = @error, due_at = now() + @pause::interval WHERE id = @id AND sent_at IS NULL;

-- name: MailGivenUp :exec
UPDATE mails SET error = @error, given_up_at = now(), body = '' WHERE id = @id AND sent_at IS NULL;

-- name: MailsInTrouble :many
SELECT * FROM mails WHERE sent_at IS NULL AND error <> '' ORDER BY id DESC LIMIT 200;

-- name: Outbox :many
SELECT * FROM mails WHERE sent_at IS NULL AND given_up_at IS NULL AND mail_wanted(kind, recipient) ORDER BY id DESC LIMIT 100;
