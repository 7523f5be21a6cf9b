-- name: InsertSupportMessage :exec
INSERT INTO support_messages (customer_id, submission_id, subject, message)
VALUES (@customer_id, sqlc.narg('submission_id'), @subject, @message);

-- name: SupportAbout :one
SELECT d.name FROM job_results r JOIN directories d ON d.slug = r.directory WHERE r.id = @id;
