-- name: PutDirectory :exec
INSERT INTO directories (slug, name, website, da_score, priority_tier, is_active, policy, adapter, config, hosts, asset_hosts, start,
    at_once, gap, daily, quiet_from, quiet_until)
VALUES (@slug, @name, @website, @da_score, @priority_tier, @is_active, @policy, @adapter, @config, @hosts, @asset_hosts, @start,
    @at_once, @gap, @daily, @quiet_from, @quiet_until)
ON CONFLICT (slug) DO UPDATE SET
    name = excluded.name, website = excluded.website, da_score = excluded.da_score, priority_tier = excluded.priority_tier,
    is_active = excluded.is_active, policy = excluded.policy, adapter = excluded.adapter, config = excluded.config,
    hosts = excluded.hosts, asset_hosts = excluded.asset_hosts, start = excluded.start, at_once = excluded.at_once, gap = excluded.gap,
    daily = excluded.daily, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, updated_at = now();

-- name: AddDirectory :exec
INSERT INTO directories (slug, name, website, da_score, priority_tier, is_active, policy, adapter, config, hosts, asset_hosts, start,
    at_once, gap, daily, quiet_from, quiet_until)
VALUES (@slug, @name, @website, @da_score, @priority_tier, @is_active, @policy, @adapter, @config, @hosts, @asset_hosts, @start,
    @at_once, @gap, @daily, @quiet_from, @quiet_until)
ON CONFLICT (slug) DO NOTHING;

-- name: DirectoryBySlug :one
SELECT * FROM directories WHERE slug = @slug;

-- name: DirectoriesByTier :many
SELECT slug FROM directories
WHERE priority_tier <= @max_priority AND is_active = true
ORDER BY da_score DESC, slug LIMIT @most;
