-- +goose Up

-- A trace says all that its calls depend on, so that they can be repeated anywhere. The defaults are what earlier calls ran under.
ALTER TABLE traces
    ADD COLUMN adapter    text        NOT NULL DEFAULT '', -- name and version that the module gives itself
    ADD COLUMN version    text        NOT NULL DEFAULT '',
    ADD COLUMN contract   integer     NOT NULL DEFAULT 1,
    ADD COLUMN wazero     text        NOT NULL DEFAULT 'v1.12.0',
    ADD COLUMN clock      timestamptz NOT NULL DEFAULT '2026-01-01 00:00:00+00', -- that the guest was given
    ADD COLUMN seed       bigint      NOT NULL DEFAULT 0,
    ADD COLUMN work       bigint      NOT NULL DEFAULT 0,
    ADD COLUMN compressed boolean     NOT NULL DEFAULT false, -- request and answer are gzip
    ADD COLUMN cut        text        NOT NULL DEFAULT '';    -- why request and answer are empty, where they are too large to keep
-- They are removed by age.
CREATE INDEX traces_created ON traces (created_at);

-- +goose Down
DELETE FROM traces WHERE compressed; -- the columns would no longer say how to read them
DROP INDEX traces_created;
ALTER TABLE traces
    DROP COLUMN adapter, DROP COLUMN version, DROP COLUMN contract, DROP COLUMN wazero, DROP COLUMN clock, DROP COLUMN seed,
    DROP COLUMN work, DROP COLUMN compressed, DROP COLUMN cut;
