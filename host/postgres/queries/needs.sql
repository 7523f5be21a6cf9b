-- name: OpenTasks :many
-- What waits for the customer, the earliest deadline first.
SELECT sqlc.embed(attention_items), r.directory, r.job_id, d.name, d.website, r.status
FROM attention_items JOIN job_results r ON r.id = attention_items.submission_id JOIN directories d ON d.slug = r.directory
WHERE attention_items.audience = 'customer' AND attention_items.resolved_at IS NULL
ORDER BY attention_items.deadline NULLS LAST, attention_items.created_at, attention_items.id;

-- name: Task :one
SELECT sqlc.embed(attention_items), r.directory, r.job_id, d.name, d.website, r.status
FROM attention_items JOIN job_results r ON r.id = attention_items.submission_id JOIN directories d ON d.slug = r.directory
WHERE attention_items.id = @id AND attention_items.audience = 'customer';

-- name: ResolveTask :one
-- Only the first answer counts.
UPDATE attention_items SET resolved_at = now(), outcome = @outcome
WHERE id = @id AND audience = 'customer' AND resolved_at IS NULL
RETURNING submission_id;

-- name: ResolveTaskOf :exec
UPDATE attention_items SET resolved_at = now(), outcome = @outcome
WHERE submission_id = @submission_id AND resolved_at IS NULL;
