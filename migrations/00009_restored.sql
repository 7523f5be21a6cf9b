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

-- +goose Down
DROP TABLE whereabouts;
ALTER TABLE jobs DROP COLUMN restored_at;
