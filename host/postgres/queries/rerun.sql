-- name: RerunCandidates :many
-- Failed submissions, and how often each was tried again on request. Failed says that nothing was pressed, or that a look-up proved that
-- nothing came of it.
SELECT r.id, r.directory, (SELECT count(*) FROM queue_history h
    WHERE h.job_id = r.job_id AND h.directory = r.directory AND h.event_type IN ('submission_planned', 'submission_admitted') AND h.event_data ->> 'from' = 'failed')::int AS reruns
FROM job_results r
WHERE r.job_id = @job_id AND r.status = 'failed' AND r.id = coalesce(sqlc.narg('only')::uuid, r.id)
ORDER BY r.id FOR UPDATE OF r;

-- name: RerunSubmissions :many
UPDATE job_results SET status = @status, attempts = 0, due_at = now(), lease_until = NULL, error_log = '',
    result_data = result_data || '{"note": ""}', updated_at = now()
WHERE id = ANY(@ids::uuid[]) AND status = 'failed'
RETURNING id, directory;

-- name: RerunJobOf :one
SELECT job_id FROM job_results WHERE id = @id;
