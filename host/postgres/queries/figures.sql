-- name: FiguresByDay :many
-- What counts is what the history says: a later look at a listing changes the row, and not the day on which it was taken.
SELECT days.day::timestamptz AS day,
    count(*) FILTER (WHERE event_type = 'job_completed')::int AS completed,
    count(*) FILTER (WHERE event_type = 'submission_submitted' AND coalesce(event_data->>'listing', '') <> 'rejected')::int AS taken,
    count(*) FILTER (WHERE event_type = 'submission_submitted' AND event_data->>'listing' = 'rejected')::int AS refused,
    count(*) FILTER (WHERE event_type = 'submission_failed')::int AS failed,
    count(*) FILTER (WHERE event_type = 'submission_unknown')::int AS unknown
FROM generate_series(date_trunc('day', now(), 'UTC') - interval '13 days', date_trunc('day', now(), 'UTC'), interval '1 day') AS days (day)
LEFT JOIN queue_history ON timestamp >= days.day AND timestamp < days.day + interval '1 day'
GROUP BY days.day ORDER BY days.day;

-- name: FiguresByDirectory :many
WITH ended AS (
    SELECT job_id, directory, min(timestamp) FILTER (WHERE event_type = 'submission_filling') AS began,
        max(timestamp) FILTER (WHERE event_type IN ('submission_submitted', 'submission_failed', 'submission_unknown')) AS ended,
        (array_agg(CASE WHEN event_data->>'listing' = 'rejected' THEN 'refused' ELSE event_data->>'to' END ORDER BY id DESC)
            FILTER (WHERE event_type IN ('submission_submitted', 'submission_failed', 'submission_unknown')))[1]::text AS how
    FROM queue_history WHERE timestamp > now() - interval '30 days' AND directory IS NOT NULL GROUP BY job_id, directory
)
SELECT d.slug, d.name,
    count(*) FILTER (WHERE how = 'submitted')::int AS taken, count(*) FILTER (WHERE how = 'refused')::int AS refused,
    count(*) FILTER (WHERE how = 'failed')::int AS failed, count(*) FILTER (WHERE how = 'unknown')::int AS unknown,
    coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended - began)), 0)::float8 AS typical,
    coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM ended - began)), 0)::float8 AS slow
FROM ended JOIN directories d ON d.slug = ended.directory
WHERE ended.ended IS NOT NULL
GROUP BY d.slug, d.name
ORDER BY (count(*) FILTER (WHERE how <> 'submitted'))::float8 / count(*) DESC, count(*) DESC, d.slug LIMIT 200;

-- name: FiguresOfLoad :one
SELECT
    (SELECT count(*) FROM jobs WHERE status = 'pending' AND announced_at IS NOT NULL)::int AS orders,
    coalesce((SELECT extract(epoch FROM now() - min(announced_at)) FROM jobs WHERE status = 'pending' AND announced_at IS NOT NULL), 0)::float8 AS oldest,
    (SELECT count(*) FROM job_results WHERE status IN ('planned', 'admitted'))::int AS waiting,
    (SELECT count(*) FROM job_results WHERE status IN ('filling', 'submitting') AND lease_until > now())::int AS under_way,
    (SELECT count(*) FROM attention_items WHERE resolved_at IS NULL)::int AS needs,
    coalesce((SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM s.timestamp - a.timestamp))
        FROM queue_history s JOIN queue_history a ON a.job_id = s.job_id AND a.event_type = 'job_announced'
        WHERE s.event_type = 'job_started' AND s.timestamp > now() - interval '7 days'), 0)::float8 AS order_latency,
    coalesce((SELECT sum(dirs_total) FROM jobs WHERE created_at > now() - interval '30 days' AND status <> 'cancelled'), 0)::int AS paid,
    coalesce((SELECT sum(dirs_done) FROM jobs WHERE created_at > now() - interval '30 days' AND status <> 'cancelled'), 0)::int AS done;
