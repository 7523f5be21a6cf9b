-- name: PlanSubmissions :many
INSERT INTO job_results (job_id, customer_id, profile_version, business_key, directory, idempotency_key, position)
SELECT @job_id::uuid, @customer_id::uuid, @profile_version::int, @business_key::text,
    unnest(@directories::text[]), unnest(@idempotency_keys::text[]), unnest(@positions::int[])
ON CONFLICT (idempotency_key) DO NOTHING
RETURNING directory;

-- name: SubmissionByID :one
SELECT * FROM job_results WHERE id = @id;

-- name: ClaimSubmission :one
-- A claim is a compare-and-swap on what was read: status and fence. No other worker may hold it, and it must be due.
UPDATE job_results SET
    status = @to_status, fence = fence + 1, attempts = attempts + 1,
    lease_until = clock_timestamp() + @lease::interval, updated_at = now()
WHERE id = @id AND status = @from_status AND fence = @fence
  AND (lease_until IS NULL OR lease_until < clock_timestamp())
  AND due_at <= clock_timestamp()
RETURNING *;

-- name: RenewLease :execrows
UPDATE job_results SET lease_until = clock_timestamp() + @lease::interval
WHERE id = @id AND fence = @fence AND lease_until > clock_timestamp();

-- name: IntendPress :one
-- Nobody may claim the submission again before its press window has closed: it is not due until then. The tries to fill the form do not count
-- as tries to find out what came of the press.
UPDATE job_results SET
    status = @to_status, intents = intents + 1, attempts = 0, updated_at = now(),
    press_by = clock_timestamp() + @press_window::interval,
    due_at = clock_timestamp() + @press_window::interval
WHERE id = @id AND status = @from_status AND fence = @fence AND lease_until > clock_timestamp()
RETURNING *;

-- name: MoveSubmission :one
-- Ends a claim. The empty values of a change leave what was known before, except the note and the error. A claim that is not spent does not count
-- as an attempt.
UPDATE job_results SET
    status = @to_status, lease_until = NULL,
    due_at = clock_timestamp() + @after::interval,
    attempts = CASE WHEN status = 'submitting' AND @to_status = 'admitted' THEN 0 ELSE greatest(attempts - @unspent::int, 0) END,
    listing = CASE WHEN @listing::text = '' THEN listing ELSE @listing END,
    listing_url = CASE WHEN @listing_url::text = '' THEN listing_url ELSE @listing_url END,
    verdict = CASE WHEN @verdict::text = '' THEN verdict ELSE @verdict END,
    quote = CASE WHEN @verdict = '' THEN quote ELSE @quote::text END,
    reference = CASE WHEN @reference::text = '' THEN reference ELSE @reference END,
    refusals = refusals || @refusals::jsonb,
    result_data = result_data || jsonb_build_object('note', @note::text),
    error_log = @error_log, updated_at = now()
WHERE id = @id AND status = @from_status AND fence = @fence AND lease_until > clock_timestamp()
RETURNING *;

-- name: ReleaseSubmission :one
-- Lets go of a submission without moving it: its intent stands, and it is looked at again when it is due.
UPDATE job_results SET lease_until = NULL, due_at = greatest(clock_timestamp() + @after::interval, press_by),
    attempts = greatest(attempts - @unspent::int, 0),
    refusals = refusals || @refusals::jsonb, error_log = @error_log, updated_at = now()
WHERE id = @id AND status = @from_status AND fence = @fence AND lease_until > clock_timestamp()
RETURNING *;

-- name: LapsedSubmissions :many
-- Submissions that a worker should be at work on and none is: the worker has died, or its queue entry is lost. Marks them,
-- so that two reapers do not queue them twice.
UPDATE job_results SET due_at = clock_timestamp() WHERE id IN (
    SELECT id FROM job_results
    WHERE status IN ('admitted', 'filling', 'submitting')
      AND due_at < clock_timestamp() - @patience::interval
      AND (lease_until IS NULL OR lease_until < clock_timestamp())
      AND (status = 'submitting' OR NOT EXISTS (SELECT FROM jobs WHERE jobs.id = job_results.job_id AND jobs.held <> ''))
    ORDER BY due_at LIMIT 500 FOR UPDATE SKIP LOCKED)
RETURNING id;

-- name: SubmissionsOfJob :many
SELECT sqlc.embed(job_results), directories.name, directories.website, directories.da_score,
    coalesce((SELECT audience FROM attention_items WHERE submission_id = job_results.id AND resolved_at IS NULL), '')::text AS waiting,
    coalesce(directories.paused_at IS NOT NULL AND (directories.paused_until IS NULL OR directories.paused_until > now()), false)::boolean AS paused
FROM job_results JOIN directories ON directories.slug = job_results.directory
WHERE job_results.job_id = @job_id
ORDER BY directories.da_score DESC, directories.slug;

-- name: SubmissionWithDirectory :one
SELECT sqlc.embed(job_results), directories.name, directories.website, directories.da_score,
    coalesce((SELECT audience FROM attention_items WHERE submission_id = job_results.id AND resolved_at IS NULL), '')::text AS waiting,
    coalesce(directories.paused_at IS NOT NULL AND (directories.paused_until IS NULL OR directories.paused_until > now()), false)::boolean AS paused
FROM job_results JOIN directories ON directories.slug = job_results.directory
WHERE job_results.id = @id;

-- name: CountsOfJobs :many
SELECT job_id, status, listing,
    coalesce((SELECT audience FROM attention_items WHERE submission_id = job_results.id AND resolved_at IS NULL), '')::text AS waiting,
    count(*)::int AS submissions
FROM job_results WHERE job_id = ANY(@jobs::uuid[]) GROUP BY 1, 2, 3, 4;

-- name: CountsOfJob :many
-- For pages that follow one job: with a list of jobs the database would plan it each time.
SELECT job_id, status, listing,
    coalesce((SELECT audience FROM attention_items WHERE submission_id = job_results.id AND resolved_at IS NULL), '')::text AS waiting,
    count(*)::int AS submissions
FROM job_results WHERE job_id = @job_id GROUP BY 1, 2, 3, 4;
