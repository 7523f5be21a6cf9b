-- name: Catalogue :many
SELECT d.slug, d.name, d.website, d.da_score, d.priority_tier, d.is_active, d.policy,
    coalesce(ended.tried, 0)::bigint AS tried, coalesce(ended.accepted, 0)::bigint AS accepted, coalesce(asked.reasons, '{}')::text[] AS asks
FROM directories d
LEFT JOIN (
    SELECT directory, count(*) AS tried, count(*) FILTER (WHERE status = 'submitted' AND listing IN ('under_review', 'live')) AS accepted
    FROM job_results WHERE status IN ('submitted', 'failed') AND updated_at >= @since::timestamptz GROUP BY directory
) ended ON ended.directory = d.slug
LEFT JOIN (
    SELECT r.directory, array_agg(DISTINCT i.reason ORDER BY i.reason) AS reasons
    FROM attention_items i JOIN job_results r ON r.id = i.submission_id
    WHERE i.audience = 'customer' AND i.created_at >= @since::timestamptz GROUP BY r.directory
) asked ON asked.directory = d.slug
ORDER BY d.da_score DESC, d.slug;

-- name: TypicalTimes :many
SELECT package_type, count(*) AS finished,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM completed_at - announced_at))::float8 AS median_seconds
FROM jobs
WHERE status = 'completed' AND completed_at >= @since::timestamptz AND announced_at IS NOT NULL AND only_directory IS NULL
GROUP BY package_type;
