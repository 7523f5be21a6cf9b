-- name: PutMember :one
INSERT INTO members (email, role) VALUES (@email, @role)
ON CONFLICT (lower(email)) DO UPDATE SET role = excluded.role
RETURNING *;

-- name: DeleteMember :execrows
DELETE FROM members WHERE lower(email) = lower(@email);

-- name: Members :many
SELECT * FROM members ORDER BY role DESC, lower(email);

-- name: MemberByEmail :one
SELECT * FROM members WHERE lower(email) = lower(@email);
