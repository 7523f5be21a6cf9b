-- name: NoticesOfJobs :many
-- Jobs of which their customers have not been told yet that they started, that they are done, or that they wait for the profile.
WITH due AS (
    SELECT 'start' AS kind, jobs.id FROM jobs JOIN customers ON customers.id = jobs.customer_id
    WHERE customers.mail_start AND jobs.status = 'in_progress'
    UNION ALL
    SELECT 'done', jobs.id FROM jobs JOIN customers ON customers.id = jobs.customer_id
    WHERE customers.mail_done AND jobs.status = 'completed'
    UNION ALL
    SELECT 'profile', jobs.id FROM jobs
    WHERE jobs.dirs_paid > 0 AND jobs.status = 'pending' AND jobs.profile_version IS NULL AND jobs.created_at < sqlc.arg(now)::timestamptz - interval '1 day'
)
SELECT due.kind::text AS kind, sqlc.embed(jobs), customers.email, customers.company_name, customers.time_zone
FROM due JOIN jobs ON jobs.id = due.id JOIN customers ON customers.id = jobs.customer_id
WHERE jobs.created_at > sqlc.arg(now)::timestamptz - interval '60 days'
  AND NOT EXISTS (SELECT 1 FROM mails WHERE mails.key = due.kind || ':' || jobs.id)
  AND NOT EXISTS (SELECT 1 FROM deletions d WHERE d.customer_id = customers.id AND d.cancelled_at IS NULL AND d.done_at IS NULL)
ORDER BY jobs.created_at LIMIT 100;

-- name: CustomersInNeed :many
-- Customers with something open that they were not told of, and who were told nothing of the kind for some hours.
SELECT DISTINCT r.customer_id FROM attention_items a JOIN job_results r ON r.id = a.submission_id JOIN customers c ON c.id = r.customer_id
WHERE a.audience = 'customer' AND a.resolved_at IS NULL AND a.told_at IS NULL AND c.mail_needs
  AND (a.deadline IS NULL OR a.deadline > sqlc.arg(now)::timestamptz) -- those that nobody can be told of in time would crowd out the others
  AND NOT EXISTS (SELECT 1 FROM attention_items b JOIN job_results s ON s.id = b.submission_id
                  WHERE s.customer_id = r.customer_id AND b.told_at > sqlc.arg(now)::timestamptz - @pause::interval)
  AND NOT EXISTS (SELECT 1 FROM deletions d WHERE d.customer_id = c.id AND d.cancelled_at IS NULL AND d.done_at IS NULL)
LIMIT 100;

-- name: CustomersToRemind :many
-- Customers with something open for days, or soon too late, that they were not reminded of.
SELECT DISTINCT r.customer_id FROM attention_items a JOIN job_results r ON r.id = a.submission_id JOIN customers c ON c.id = r.customer_id
WHERE a.audience = 'customer' AND a.resolved_at IS NULL AND a.reminded_at IS NULL AND c.mail_needs
  AND (a.deadline IS NULL OR a.deadline > sqlc.arg(now)::timestamptz)
  AND (a.created_at < sqlc.arg(now)::timestamptz - @patience::interval
       OR (a.deadline < sqlc.arg(now)::timestamptz + @notice::interval AND a.told_at < sqlc.arg(now)::timestamptz - @pause::interval))
  AND NOT EXISTS (SELECT 1 FROM deletions d WHERE d.customer_id = c.id AND d.cancelled_at IS NULL AND d.done_at IS NULL)
LIMIT 100;

-- name: LockNoticed :one
SELECT email, company_name, time_zone FROM customers WHERE id = @id FOR NO KEY UPDATE;

-- name: NoticedTasks :many
SELECT a.id, a.message, a.deadline, a.told_at, a.reminded_at, d.name AS directory
FROM attention_items a JOIN job_results r ON r.id = a.submission_id JOIN directories d ON d.slug = r.directory
WHERE r.customer_id = @customer_id AND a.audience = 'customer' AND a.resolved_at IS NULL
  AND (a.deadline IS NULL OR a.deadline > sqlc.arg(now)::timestamptz)
ORDER BY a.deadline NULLS LAST, a.id;

-- name: MarkTold :exec
UPDATE attention_items SET told_at = coalesce(told_at, sqlc.arg(now)::timestamptz), reminded_at = CASE WHEN @remind::boolean THEN sqlc.arg(now)::timestamptz ELSE reminded_at END
WHERE id = ANY(@ids::bigint[]);
