-- +goose Up

-- When this job was last brought back from a backup. What was done for it after the backup is known to nobody: nothing of it is pressed before
-- the directory was asked.
ALTER TABLE jobs ADD COLUMN restored_at timestamptz;

-- Which server the rows were last worked on, so that a restored or promoted database is noticed before anything is pressed.
CREATE TABLE whereabouts (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    server   text        NOT NULL, -- system identifier, timeline and number of the database
    since    timestamptz NOT NULL DEFAULT now()
);

-- The server of this moment. A restored dump has another identifier or number of the database; a promoted standby, or a recovery to a point in time,
-- another timeline. That is read from where WAL is written now: pg_control_checkpoint() tells of a promotion only once a checkpoint has ended.
CREATE FUNCTION server_here() RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT concat_ws('/', s.system_identifier, ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::integer, d.oid)
    FROM pg_control_system() s, pg_database d WHERE d.datname = current_database()
$$;

-- +goose Down
DROP FUNCTION server_here;
DROP TABLE whereabouts;
ALTER TABLE jobs DROP COLUMN restored_at;
