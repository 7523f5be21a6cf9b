-- name: JobsOfCustomer :many
SELECT * FROM jobs ORDER BY created_at DESC, id;

-- name: JobOfCustomer :one
-- What was given back of the payment is said where the job is shown. What transactions from the cursor on write is read again next time: some are
-- under way.
SELECT sqlc.embed(jobs), pg_snapshot_xmin(pg_current_snapshot())::text AS cursor, coalesce(payments.refunded, 0)::bigint AS refunded, coalesce(payments.amount, 0)::bigint AS amount,
    coalesce(payments.currency, '')::text AS currency
FROM jobs LEFT JOIN payments ON payments.job_id = jobs.id
WHERE jobs.id = @id;

-- name: SubmissionsSince :many
SELECT sqlc.embed(job_results), directories.name, directories.website, directories.da_score,
    coalesce((SELECT audience FROM attention_items WHERE submission_id = job_results.id AND resolved_at IS NULL), '')::text AS waiting,
    coalesce(directories.paused_at IS NOT NULL AND (directories.paused_until IS NULL OR directories.paused_until > now()), false)::boolean AS paused
FROM job_results JOIN directories ON directories.slug = job_results.directory
WHERE job_results.job_id = @job_id AND job_results.directory IN
    (SELECT h.directory FROM queue_history h WHERE h.job_id = @job_id AND h.xact >= (@after::text)::xid8)
ORDER BY directories.da_score DESC, directories.slug;

-- name: OwnPace :one
-- How fast the last submissions of a job were settled, and when the last was.
SELECT count(*)::int AS settled, coalesce(extract(epoch FROM max(timestamp) - min(timestamp)), 0)::float8 AS seconds,
    coalesce(max(timestamp), 'epoch')::timestamptz AS last
FROM (SELECT timestamp FROM queue_history
      WHERE job_id = @job_id AND event_type IN ('submission_submitted', 'submission_unknown', 'submission_needs_attention', 'submission_failed', 'submission_skipped')
      ORDER BY id DESC LIMIT 40) recent;

-- name: EveryonesPace :one
-- Seconds for each directory in the jobs that were finished of late: a quarter were faster than low, a quarter slower than high.
SELECT count(*)::int AS jobs,
    coalesce(percentile_cont(0.25) WITHIN GROUP (ORDER BY pace), 0)::float8 AS low,
    coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY pace), 0)::float8 AS middle,
    coalesce(percentile_cont(0.75) WITHIN GROUP (ORDER BY pace), 0)::float8 AS high
FROM (SELECT (extract(epoch FROM completed_at - announced_at) / dirs_total)::float8 AS pace FROM jobs
      WHERE status = 'completed' AND dirs_total > 0 AND only_directory IS NULL AND completed_at > now() - interval '90 days'
        AND announced_at < completed_at
      ORDER BY completed_at DESC LIMIT 200) finished;

-- name: SkipSubmission :one
-- Passes over a directory while nothing of it is pressed and no worker holds it.
UPDATE job_results SET status = 'skipped', listing = 'none', lease_until = NULL, updated_at = now(),
    result_data = result_data || jsonb_build_object('note', @note::text)
WHERE id = @id AND status = @from_status AND fence = @fence AND status IN ('planned', 'admitted', 'needs_attention')
  AND (lease_until IS NULL OR lease_until < clock_timestamp())
RETURNING *;

-- name: ReadmitSubmission :one
-- What a person has answered goes on.
UPDATE job_results SET status = 'admitted', due_at = clock_timestamp(), attempts = 0, error_log = '', updated_at = now(),
    result_data = result_data || jsonb_build_object('note', ''::text)
WHERE id = @id AND status = 'needs_attention' AND fence = @fence
RETURNING *;
