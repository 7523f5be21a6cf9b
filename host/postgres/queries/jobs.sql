-- name: InsertJob :one
INSERT INTO jobs (customer_id, package_type, only_directory, automation_allowed)
VALUES (@customer_id, @package_type, sqlc.narg('only_directory'), @automation_allowed) RETURNING *;

-- name: AnnounceJob :one
UPDATE jobs SET profile_version = @profile_version, announced_at = now(), updated_at = now()
WHERE id = @id AND status = 'pending'
RETURNING *;

-- name: JobByID :one
SELECT * FROM jobs WHERE id = @id;

-- name: AutomationAllowed :one
SELECT automation_allowed FROM jobs WHERE id = @id;

-- name: LockJob :one
SELECT * FROM jobs WHERE id = @id FOR UPDATE;

-- name: ShareJob :one
-- The job as it stays until the transaction ends: who cancels or holds it waits.
SELECT status, held, restored_at FROM jobs WHERE id = @id FOR SHARE;

-- name: StartJob :exec
UPDATE jobs SET status = 'in_progress', dirs_total = @dirs_total, updated_at = now() WHERE id = @id;

-- name: FailJob :exec
UPDATE jobs SET status = 'failed', completed_at = now(), updated_at = now() WHERE id = @id;

-- name: AdvanceJob :one
-- Counts by difference, not by counting rows: two submissions that settle at the same moment do not see each other.
UPDATE jobs SET
    dirs_done = dirs_done + @settled::int,
    status = CASE WHEN status = 'cancelled' THEN status WHEN dirs_done + @settled = dirs_total THEN 'completed' ELSE 'in_progress' END,
    completed_at = CASE WHEN status = 'cancelled' THEN completed_at WHEN dirs_done + @settled = dirs_total THEN now() END,
    updated_at = now()
WHERE id = @id AND status IN ('in_progress', 'completed', 'cancelled')
RETURNING *;

-- name: OverdueJobs :many
-- Jobs whose flow was started and that nobody has planned. Marks them started again.
UPDATE jobs SET triggered_at = now(), updated_at = now()
WHERE id IN (SELECT id FROM jobs
             WHERE status = 'pending' AND held = '' AND triggered_at < now() - @patience::interval
             ORDER BY triggered_at LIMIT 100 FOR UPDATE SKIP LOCKED)
RETURNING id;

-- name: UnheardJobs :many
-- Jobs that were announced and whose flow was never started. Marks them announced again.
UPDATE jobs SET announced_at = now(), updated_at = now()
WHERE id IN (SELECT id FROM jobs
             WHERE status = 'pending' AND held = '' AND triggered_at IS NULL AND announced_at < now() - @patience::interval
             ORDER BY announced_at LIMIT 100 FOR UPDATE SKIP LOCKED)
RETURNING id;

-- name: TriggerJob :exec
UPDATE jobs SET triggered_at = now(), updated_at = now() WHERE id = @id;

-- name: Jobs :many
SELECT sqlc.embed(jobs), customers.company_name FROM jobs JOIN customers ON customers.id = jobs.customer_id
ORDER BY jobs.created_at DESC LIMIT 200;

-- name: JobWithCompany :one
SELECT sqlc.embed(jobs), customers.company_name FROM jobs JOIN customers ON customers.id = jobs.customer_id
WHERE jobs.id = @id;
