-- name: CustomerByID :one
SELECT * FROM customers WHERE id = @id;

-- name: ApprovedProfile :one
SELECT * FROM profile_versions WHERE customer_id = @customer_id AND version = @version;

-- name: RenameCustomer :exec
UPDATE customers SET company_name = @company_name WHERE id = @id;

-- name: AdoptTimeZone :exec
-- A time zone that was chosen stays.
UPDATE customers SET time_zone = @time_zone WHERE id = @id AND time_zone = 'UTC';

-- name: InsertConsent :exec
INSERT INTO consents (customer_id, who, email, text_version, text_digest, profile_version)
VALUES (@customer_id, @who, @email, @text_version, @text_digest, @profile_version);

-- name: LockJobsOfCustomer :many
-- Those that a profile can still be for.
SELECT * FROM jobs WHERE customer_id = @customer_id AND status IN ('pending', 'in_progress', 'completed') ORDER BY id FOR UPDATE;

-- name: SetProfileOfJobs :exec
UPDATE jobs SET profile_version = @profile_version, updated_at = now() WHERE id = ANY(@jobs::uuid[]);

-- name: LockSubmissionsToDo :many
-- Those that no worker holds and that no press may have reached: a claim waits for the lock and then reads the version anew.
SELECT r.id, r.job_id, r.directory FROM job_results r JOIN jobs j ON j.id = r.job_id
WHERE r.customer_id = @customer_id AND r.status IN ('planned', 'admitted', 'needs_attention') AND j.status IN ('in_progress', 'completed')
ORDER BY r.id FOR UPDATE OF r;

-- name: SetProfileOfSubmissions :exec
UPDATE job_results r SET profile_version = @profile_version, business_key = @business_key, idempotency_key = k.key, updated_at = now()
FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@keys::text[]) AS key) k WHERE r.id = k.id;

-- name: ResumeCorrected :many
-- Those that waited for a correction of the profile.
UPDATE job_results SET status = 'admitted', due_at = now(), attempts = 0, updated_at = now()
WHERE id = ANY(@ids::uuid[]) AND status = 'needs_attention' AND id IN (
    SELECT submission_id FROM attention_items WHERE reason = 'profile' AND audience = 'customer' AND resolved_at IS NULL)
RETURNING *;

-- name: AnswerAttention :exec
UPDATE attention_items SET resolved_at = now(), outcome = 'answered' WHERE submission_id = ANY(@submissions::uuid[]) AND resolved_at IS NULL;
