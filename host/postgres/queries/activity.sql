-- name: Activity :many
-- What happened to the submissions the viewer may see, newest first. before is the id of the last one seen; 0 for the newest.
SELECT h.id, h.job_id, h.event_type, h.event_data, h.timestamp, r.id AS submission_id, d.name
FROM queue_history h
JOIN job_results r ON r.job_id = h.job_id AND r.directory = h.directory
JOIN directories d ON d.slug = h.directory
WHERE (@before::bigint = 0 OR h.id < @before) AND h.event_type = ANY(@events::text[])
ORDER BY h.id DESC LIMIT @most;

-- name: ActivityOfJob :many
-- What happened last in a job. A question of its own, and with as few choices as can be, so that the database need not plan it each time.
SELECT h.id, h.job_id, h.event_type, h.event_data, h.timestamp, r.id AS submission_id, d.name
FROM queue_history h
JOIN job_results r ON r.job_id = h.job_id AND r.directory = h.directory
JOIN directories d ON d.slug = h.directory
WHERE h.job_id = @job_id AND h.event_type = ANY(@events::text[])
ORDER BY h.id DESC LIMIT 8;
