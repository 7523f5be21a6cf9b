-- name: RecordEvent :exec
INSERT INTO queue_history (job_id, directory, event_type, event_data)
VALUES (@job_id, @directory, @event_type, @event_data);

-- name: RecordTransitions :exec
INSERT INTO queue_history (job_id, directory, event_type, event_data)
SELECT @job_id::uuid, unnest(@directories::text[]), @event_type::text, @event_data::jsonb;

-- name: Notify :exec
-- Listeners are told whose job has changed, and which.
SELECT pg_notify('directorybolt', customer_id || ' ' || id) FROM jobs WHERE id = @job_id;

-- name: EventsOfSubmission :many
SELECT h.* FROM queue_history h JOIN job_results r ON r.job_id = h.job_id AND r.directory = h.directory
WHERE r.id = @id ORDER BY h.id;

-- name: OpenAttention :exec
INSERT INTO attention_items (submission_id, audience, reason, field, message, deadline)
VALUES (@submission_id, @audience, @reason, @field, @message, sqlc.narg('deadline'));

-- name: CloseAttention :exec
UPDATE attention_items SET resolved_at = now() WHERE submission_id = @submission_id AND resolved_at IS NULL;

-- name: InsertEvidence :exec
-- An image becomes the screenshot of the submission.
WITH shown AS (
    UPDATE job_results SET screenshot_url = @digest WHERE id = @submission_id AND fence = @fence AND starts_with(@media_type::text, 'image/')
)
INSERT INTO evidence (submission_id, attempt, kind, media_type, digest, size, page)
VALUES (@submission_id, @attempt, @kind, @media_type, @digest, @size, @page);

-- name: EvidenceOfSubmission :many
SELECT * FROM evidence WHERE submission_id = @submission_id ORDER BY id;
