-- name: ProgressReport :one
SELECT * FROM progress_reports WHERE submission_id = @submission_id AND fence = @fence AND status = @status;

-- name: InsertProgressReport :exec
INSERT INTO progress_reports (submission_id, fence, status, fingerprint, answer) VALUES (@submission_id, @fence, @status, @fingerprint, @answer);

-- name: LockSubmission :one
SELECT * FROM job_results WHERE id = @id FOR UPDATE;

-- name: ClaimStands :one
-- Whether the fence is the last one and its lease has not run out.
SELECT (fence = @fence AND coalesce(lease_until > clock_timestamp(), false))::boolean FROM job_results WHERE id = @id FOR SHARE;

-- name: CountProof :one
-- What was kept since a moment of kinds that show an answer.
SELECT count(*)::int FROM evidence WHERE submission_id = @submission_id AND kind = ANY(@kinds::text[]) AND created_at >= @since;

-- name: ClaimableSubmissions :many
-- Those that are admitted, that nobody holds and that machines may send, the longest due first.
SELECT r.id FROM job_results r JOIN jobs j ON j.id = r.job_id JOIN directories d ON d.slug = r.directory
WHERE r.status = 'admitted' AND r.due_at <= clock_timestamp() AND (r.lease_until IS NULL OR r.lease_until < clock_timestamp())
  AND j.held = '' AND j.status = 'in_progress' AND (d.policy = 'allowed' OR (d.policy = 'unknown' AND j.automation_allowed))
  AND (cardinality(@directories::text[]) = 0 OR r.directory = ANY(@directories))
ORDER BY r.due_at LIMIT 8;

-- name: MaySend :one
SELECT (d.policy = 'allowed' OR (d.policy = 'unknown' AND j.automation_allowed))::boolean
FROM job_results r JOIN jobs j ON j.id = r.job_id JOIN directories d ON d.slug = r.directory WHERE r.id = @id;
