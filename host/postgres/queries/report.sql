-- name: ReportJobs :many
SELECT sqlc.embed(jobs), customers.company_name FROM jobs JOIN customers ON customers.id = jobs.customer_id
ORDER BY jobs.created_at DESC;

-- name: ReportProfile :one
SELECT business_data, created_at FROM profile_versions WHERE customer_id = @customer_id AND version = @version;

-- name: ReportAsked :many
SELECT a.submission_id, a.message FROM attention_items a JOIN job_results r ON r.id = a.submission_id
WHERE r.job_id = @job_id AND a.audience = 'customer' AND a.resolved_at IS NULL;

-- name: ReportListings :many
-- The last picture and the last text of each listing.
SELECT DISTINCT ON (e.submission_id, e.media_type) e.submission_id, e.media_type, e.digest
FROM evidence e JOIN job_results r ON r.id = e.submission_id
WHERE r.job_id = @job_id AND e.kind = 'listing'
ORDER BY e.submission_id, e.media_type, e.id DESC;

-- name: ReportWeeks :many
SELECT (date_trunc('week', timestamp AT TIME ZONE 'UTC') AT TIME ZONE 'UTC')::timestamptz AS start,
    count(DISTINCT directory) FILTER (WHERE event_type = 'submission_submitting')::int AS sent,
    count(DISTINCT directory) FILTER (WHERE event_data ->> 'listing' IN ('live', 'duplicate'))::int AS live,
    count(DISTINCT directory) FILTER (WHERE event_type = 'submission_failed' OR event_data ->> 'listing' IN ('rejected', 'removed'))::int AS failed
FROM queue_history WHERE job_id = @job_id AND directory IS NOT NULL
GROUP BY 1 ORDER BY 1;

-- name: InsertShare :one
INSERT INTO report_shares (token_hash, customer_id, job_id, expires_at)
VALUES (@token_hash, @customer_id, @job_id, now() + @life::interval) RETURNING *;

-- name: SharesOfJob :many
SELECT * FROM report_shares WHERE job_id = @job_id ORDER BY created_at DESC, id;

-- name: RevokeShare :one
UPDATE report_shares SET revoked_at = coalesce(revoked_at, now()) WHERE id = @id RETURNING *;

-- name: ShareByToken :one
SELECT * FROM report_shares WHERE token_hash = @token_hash;
