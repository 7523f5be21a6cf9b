-- name: TryDispatchLock :one
-- One dispatcher at a time; the others have nothing to do meanwhile.
SELECT pg_try_advisory_xact_lock(hashtext('dispatch'));

-- name: AnythingPlanned :one
SELECT EXISTS (SELECT FROM job_results WHERE status = 'planned');

-- name: DispatchClock :one
SELECT time, clock_timestamp()::timestamptz AS now FROM dispatch_clock;

-- name: SetDispatchClock :exec
UPDATE dispatch_clock SET time = @time;

-- name: UnderWay :one
-- Submissions that workers have, or are about to take. One that waits, for its press window or for its turn, takes no worker.
SELECT count(*)::int FROM job_results r JOIN jobs ON jobs.id = r.job_id
WHERE r.status IN ('admitted', 'filling', 'submitting') AND (r.lease_until > clock_timestamp() OR r.due_at <= clock_timestamp() AND jobs.held = '');

-- name: JobShares :many
SELECT s.job_id, s.served, jobs.package_type FROM job_shares s JOIN jobs ON jobs.id = s.job_id
WHERE jobs.status = 'in_progress' AND jobs.held = '' AND EXISTS (SELECT FROM job_results r WHERE r.job_id = s.job_id AND r.status = 'planned')
ORDER BY s.served, jobs.created_at, s.job_id;

-- name: JoinShares :exec
SELECT join_shares(@job_id);

-- name: SetShares :exec
UPDATE job_shares SET served = v.served FROM (SELECT unnest(@jobs::uuid[]) AS job_id, unnest(@served::float8[]) AS served) v
WHERE job_shares.job_id = v.job_id;

-- name: DropShares :exec
DELETE FROM job_shares WHERE job_id = ANY(@jobs::uuid[])
    AND NOT EXISTS (SELECT FROM job_results r WHERE r.job_id = job_shares.job_id AND r.status = 'planned');

-- name: WantedDirectories :many
-- Directories that something is planned for, with what is on its way to them. What is held is not.
SELECT sqlc.embed(d), coalesce(u.admitted, 0)::int AS admitted, coalesce(u.under_way, 0)::int AS under_way
FROM directories d
LEFT JOIN (
    SELECT r.directory, count(*) FILTER (WHERE r.status = 'admitted') AS admitted, count(*) FILTER (WHERE r.status <> 'admitted') AS under_way
    FROM job_results r JOIN jobs ON jobs.id = r.job_id
    WHERE r.status IN ('admitted', 'filling', 'submitting') AND jobs.held = '' AND (r.status <> 'submitting' OR r.lease_until > clock_timestamp())
    GROUP BY r.directory
) u ON u.directory = d.slug
WHERE EXISTS (SELECT FROM job_results r WHERE r.directory = d.slug AND r.status = 'planned');

-- name: PlannedSubmissions :many
-- The best of each job, but for the directories that are closed.
SELECT c.id, c.job_id, c.directory FROM unnest(@jobs::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
    SELECT r.id, r.job_id, r.directory, r.position FROM job_results r
    WHERE r.job_id = wanted.id AND r.status = 'planned' AND r.directory NOT IN (SELECT unnest(@closed::text[]))
    ORDER BY r.position LIMIT @most) c
ORDER BY c.job_id, c.position;

-- name: AdmitSubmissions :many
-- What somebody is changing just now is left for the next round: nobody waits for this one.
UPDATE job_results SET status = 'admitted', due_at = clock_timestamp(), updated_at = now()
WHERE id IN (SELECT r.id FROM job_results r WHERE r.id = ANY(@ids::uuid[]) AND r.status = 'planned' FOR UPDATE SKIP LOCKED)
RETURNING id, job_id, directory;

-- name: RecordAdmissions :exec
INSERT INTO queue_history (job_id, directory, event_type, event_data)
SELECT unnest(@jobs::uuid[]), unnest(@directories::text[]), 'submission_admitted', @event_data;

-- name: LockTraffic :one
-- A directory as it stays until the transaction ends, and the claims of it.
SELECT sqlc.embed(d), clock_timestamp()::timestamptz AS now
FROM directories d WHERE d.slug = @slug FOR NO KEY UPDATE;

-- name: Visitors :one
-- Submissions of a directory that workers have, but for one.
SELECT count(*)::int FROM job_results
WHERE directory = @directory AND id <> @but AND status IN ('filling', 'submitting') AND lease_until > clock_timestamp();

-- name: SetTraffic :exec
UPDATE directories SET next_at = @next_at, day = @day, begun = @begun, failures = @failures, outages = @outages,
    paused_at = sqlc.narg('paused_at'), paused_until = sqlc.narg('paused_until'), pause_reason = @pause_reason
WHERE slug = @slug;

-- name: SharePaused :one
-- Whether nothing is begun or pressed in the directory, or anywhere, until the transaction ends.
SELECT coalesce(d.paused_at IS NOT NULL AND (d.paused_until IS NULL OR d.paused_until > clock_timestamp()), false)::boolean AS directory,
    coalesce(s.on_since IS NOT NULL AND (s.on_until IS NULL OR s.on_until > clock_timestamp()), false)::boolean AS all_of_it,
    EXISTS (SELECT FROM whereabouts w WHERE w.server <> server_here())::boolean AS moved
FROM directories d, switches s WHERE d.slug = @slug AND s.name = 'pause' FOR SHARE;

-- name: PauseSwitch :one
SELECT on_since, on_until, reason, clock_timestamp()::timestamptz AS now,
    EXISTS (SELECT FROM whereabouts w WHERE w.server <> server_here())::boolean AS moved
FROM switches WHERE name = 'pause';

-- name: SetPauseSwitch :exec
UPDATE switches SET on_since = sqlc.narg('on_since'), on_until = sqlc.narg('on_until'), reason = @reason WHERE name = 'pause';

-- name: PostponeSubmission :exec
-- Never to an earlier time: what was pressed is not looked up before its window has closed.
UPDATE job_results SET due_at = greatest(due_at, @due_at) WHERE id = @id AND fence = @fence AND status = @status
    AND (lease_until IS NULL OR lease_until < clock_timestamp());

-- name: DirectoryStandings :many
-- How every directory stands. Those under way are the ones that a worker holds.
SELECT sqlc.embed(d), coalesce(u.planned, 0)::int AS planned, coalesce(u.admitted, 0)::int AS admitted, coalesce(u.under_way, 0)::int AS under_way
FROM directories d
LEFT JOIN (
    SELECT directory, count(*) FILTER (WHERE status = 'planned') AS planned, count(*) FILTER (WHERE status = 'admitted') AS admitted,
        count(*) FILTER (WHERE status IN ('filling', 'submitting') AND lease_until > clock_timestamp()) AS under_way
    FROM job_results WHERE status IN ('planned', 'admitted', 'filling', 'submitting') GROUP BY directory
) u ON u.directory = d.slug
ORDER BY lower(d.name), d.slug;

-- name: JobStandings :many
-- Jobs that have something planned, who was served least first.
SELECT sqlc.embed(jobs), customers.company_name, s.served, p.planned::int AS planned
FROM job_shares s JOIN jobs ON jobs.id = s.job_id JOIN customers ON customers.id = jobs.customer_id
CROSS JOIN LATERAL (SELECT count(*) AS planned FROM job_results r WHERE r.job_id = s.job_id AND r.status = 'planned') p
WHERE jobs.status = 'in_progress' AND p.planned > 0
ORDER BY s.served, jobs.created_at LIMIT 50;
