-- name: BeatProcess :exec
-- By the clock of the database, so that the clocks of the machines need not agree.
INSERT INTO processes (id, host, pid, roles, version, slots, working, parts)
VALUES (@id, @host, @pid, @roles, @version, @slots, @working, @parts)
ON CONFLICT (id) DO UPDATE SET slots = @slots, working = @working, parts = @parts, seen_at = now();

-- name: StopProcess :exec
UPDATE processes SET slots = 0, working = 0, seen_at = now(), stopped_at = now() WHERE id = @id;

-- name: ForgetProcesses :exec
DELETE FROM processes WHERE seen_at < now() - @age::interval;

-- name: Processes :many
SELECT sqlc.embed(processes), (stopped_at IS NULL AND seen_at < now() - @patience::interval)::boolean AS lost
FROM processes WHERE seen_at > now() - @age::interval
ORDER BY stopped_at IS NOT NULL, lost DESC, host, started_at DESC LIMIT 200;

-- name: LivingSlots :one
-- How many submissions the living workers make at once, all together.
SELECT coalesce(sum(slots), 0)::integer FROM processes WHERE stopped_at IS NULL AND seen_at > now() - @patience::interval;
