-- name: SettleHere :one
-- The first server that works on the rows is theirs.
INSERT INTO whereabouts (server) VALUES (server_here()) ON CONFLICT (only_one) DO UPDATE SET server = whereabouts.server
RETURNING (server = server_here())::boolean AS here;

-- name: MoveHere :exec
INSERT INTO whereabouts (server) VALUES (server_here()) ON CONFLICT (only_one) DO UPDATE SET server = excluded.server, since = now();

-- name: DoubtJobs :execrows
UPDATE jobs SET restored_at = clock_timestamp();

-- name: AuditRestored :exec
INSERT INTO audit_log (role, action, object, reason) VALUES ('operator', 'restored', 'database', @reason);
