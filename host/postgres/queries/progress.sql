-- name: ProgressReport :one
SELECT * FROM progress_reports WHERE submission_id = @submission_id AND fence = @fence AND status = @status;

-- name: InsertProgressReport :exec
INSERT INTO progress_reports (submission_id, fence, status, fingerprint, answer) VALUES (@submission_id, @fence, @status, @fingerprint, @answer);

-- name: LockSubmission :one
SELECT * FROM job_results WHERE id = @id FOR UPDATE;

-- name: HoldsClaim :one
SELECT (fence = @fence AND lease_until > clock_timestamp())::boolean FROM job_results WHERE id = @id;

-- name: EvidenceOfKind :one
-- What was kept of the claim since the intent, of a kind that shows an answer.
SELECT count(*)::int FROM evidence e WHERE e.submission_id = @submission_id AND e.kind = ANY(@kinds::text[]) AND e.created_at >= @since;

-- name: ClaimableSubmissions :many
-- Those that are admitted and that nobody holds, the longest due first.
SELECT r.id FROM job_results r JOIN jobs j ON j.id = r.job_id
WHERE r.status = 'admitted' AND r.due_at <= clock_timestamp() AND (r.lease_until IS NULL OR r.lease_until < clock_timestamp())
  AND j.held = '' AND j.status = 'in_progress' AND (cardinality(@directories::text[]) = 0 OR r.directory = ANY(@directories))
ORDER BY r.due_at LIMIT 8;
