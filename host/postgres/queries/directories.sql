-- name: PutDirectory :exec
INSERT INTO directories (slug, name, website, da_score, priority_tier, is_active, policy, adapter, config, hosts, asset_hosts, start)
VALUES (@slug, @name, @website, @da_score, @priority_tier, @is_active, @policy, @adapter, @config, @hosts, @asset_hosts, @start)
ON CONFLICT (slug) DO UPDATE SET
    name = excluded.name, website = excluded.website, da_score = excluded.da_score, priority_tier = excluded.priority_tier,
    is_active = excluded.is_active, policy = excluded.policy, adapter = excluded.adapter, config = excluded.config,
    hosts = excluded.hosts, asset_hosts = excluded.asset_hosts, start = excluded.start, updated_at = now();

-- name: AddDirectory :exec
INSERT INTO directories (slug, name, website, da_score, priority_tier, is_active, policy, adapter, config, hosts, asset_hosts, start)
VALUES (@slug, @name, @website, @da_score, @priority_tier, @is_active, @policy, @adapter, @config, @hosts, @asset_hosts, @start)
ON CONFLICT (slug) DO NOTHING;

-- name: DirectoryBySlug :one
SELECT * FROM directories WHERE slug = @slug;

-- name: DirectoriesByTier :many
SELECT slug FROM directories
WHERE priority_tier <= @max_priority AND is_active = true
ORDER BY da_score DESC, slug LIMIT @most;
