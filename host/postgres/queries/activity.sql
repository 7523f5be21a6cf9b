-- name: Activity :many
-- What happened to the submissions the viewer may see, newest first. before is the id of the last one seen; 0 for the newest.
SELECT h.id, h.job_id, h.event_type, h.event_data, h.timestamp, r.id AS submission_id, d.name
FROM queue_history h
JOIN job_results r ON r.job_id = h.job_id AND r.directory = h.directory
JOIN directories d ON d.slug = h.directory
WHERE (@before::bigint = 0 OR h.id < @before) AND h.event_type = ANY(@events::text[])
  AND (sqlc.narg('job_id')::uuid IS NULL OR h.job_id = sqlc.narg('job_id'))
ORDER BY h.id DESC LIMIT @most;
