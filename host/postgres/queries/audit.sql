-- name: Audit :exec
INSERT INTO audit_log (role, actor, action, object, reason) VALUES (@role, sqlc.narg('actor'), @action, @object, @reason);
