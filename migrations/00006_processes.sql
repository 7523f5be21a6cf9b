-- +goose Up

-- The programs that share this database. Only staff read it: the role of the pages is granted nothing.
CREATE TABLE processes (
    id         uuid PRIMARY KEY,
    host       text        NOT NULL,
    pid        integer     NOT NULL,
    roles      text[]      NOT NULL,
    version    text        NOT NULL,
    slots      integer     NOT NULL DEFAULT 0,  -- submissions that it makes at once; 0 while it takes none
    working    integer     NOT NULL DEFAULT 0,  -- submissions under way
    parts      jsonb       NOT NULL DEFAULT '[]', -- what it cannot do without, and how each part is
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now(),
    stopped_at timestamptz
);

-- +goose Down
DROP TABLE processes;
