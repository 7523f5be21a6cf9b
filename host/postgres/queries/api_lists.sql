-- name: JobsPage :many
-- What comes after a place in the order of creation, newest first. Jobs that are made meanwhile come before the first page.
SELECT * FROM jobs
WHERE (sqlc.narg('status')::text IS NULL OR jobs.status = sqlc.narg('status'))
  AND (sqlc.narg('after_at')::timestamptz IS NULL OR (jobs.created_at, jobs.id) < (sqlc.narg('after_at'), sqlc.narg('after_id')::uuid))
ORDER BY jobs.created_at DESC, jobs.id DESC LIMIT @most;

-- name: ResultsPage :many
SELECT sqlc.embed(job_results), directories.name, directories.website, directories.da_score,
    coalesce((SELECT audience FROM attention_items WHERE submission_id = job_results.id AND resolved_at IS NULL), '')::text AS waiting,
    coalesce(directories.paused_at IS NOT NULL AND (directories.paused_until IS NULL OR directories.paused_until > now()), false)::boolean AS paused
FROM job_results JOIN directories ON directories.slug = job_results.directory
WHERE (sqlc.narg('job_id')::uuid IS NULL OR job_results.job_id = sqlc.narg('job_id'))
  AND (sqlc.narg('directory')::text IS NULL OR job_results.directory = sqlc.narg('directory'))
  AND (sqlc.narg('status')::text IS NULL OR job_results.status = sqlc.narg('status'))
  AND (sqlc.narg('updated_since')::timestamptz IS NULL OR job_results.updated_at >= sqlc.narg('updated_since'))
  AND (sqlc.narg('after_at')::timestamptz IS NULL OR (job_results.created_at, job_results.id) < (sqlc.narg('after_at'), sqlc.narg('after_id')::uuid))
ORDER BY job_results.created_at DESC, job_results.id DESC LIMIT @most;
