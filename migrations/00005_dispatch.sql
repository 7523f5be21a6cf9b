-- +goose Up

-- How a directory is to be treated, whoever's submissions they are, and how it stands.
ALTER TABLE directories
    ADD COLUMN at_once      integer     NOT NULL DEFAULT 1 CHECK (at_once >= 0),         -- submissions under way; 0: any number
    ADD COLUMN gap          interval    NOT NULL DEFAULT '1 minute' CHECK (gap >= '0'),  -- between the beginnings of two visits
    ADD COLUMN daily        integer     NOT NULL DEFAULT 100 CHECK (daily >= 0),         -- begun in a day (UTC); 0: any number
    ADD COLUMN quiet_from   integer     NOT NULL DEFAULT 0 CHECK (quiet_from BETWEEN 0 AND 1439), -- minutes of the day (UTC)
    ADD COLUMN quiet_until  integer     NOT NULL DEFAULT 0 CHECK (quiet_until BETWEEN 0 AND 1439), -- in which nothing is begun; equal: none
    ADD COLUMN next_at      timestamptz NOT NULL DEFAULT now(),                          -- no visit begins before
    ADD COLUMN day          date        NOT NULL DEFAULT '2000-01-01',                   -- the day (UTC) that begun counts
    ADD COLUMN begun        integer     NOT NULL DEFAULT 0,                              -- submissions begun on that day
    ADD COLUMN failures     integer     NOT NULL DEFAULT 0,                              -- of its adapter, in a row
    ADD COLUMN outages      integer     NOT NULL DEFAULT 0,                              -- visits in a row that the site turned away
    ADD COLUMN paused_at    timestamptz,                                                 -- nothing is begun or pressed from then on
    ADD COLUMN paused_until timestamptz,                                                 -- NULL: until somebody resumes it
    ADD COLUMN pause_reason text        NOT NULL DEFAULT '';

-- Jobs share the workers by weight. Each has a virtual time: what it was served, divided by its weight; the least is served next.
CREATE TABLE job_shares (
    job_id uuid PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
    served double precision NOT NULL
);
ALTER TABLE job_results ADD COLUMN position integer NOT NULL DEFAULT 0; -- in its job: the best directory first
CREATE INDEX job_results_planned ON job_results (job_id, position) WHERE status = 'planned';
CREATE INDEX job_results_wanted ON job_results (directory) WHERE status = 'planned';
CREATE INDEX job_results_under_way ON job_results (directory) WHERE status IN ('admitted', 'filling', 'submitting');

-- The virtual time that was served last: one row, for ever.
CREATE TABLE dispatch_clock (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    time double precision NOT NULL DEFAULT 0
);
INSERT INTO dispatch_clock DEFAULT VALUES;

-- Switches of the whole shop. The rows are there for ever: whoever depends on one locks it.
CREATE TABLE switches (
    name     text PRIMARY KEY,
    on_since timestamptz,                 -- NULL: off
    on_until timestamptz,                 -- NULL: until somebody turns it off
    reason   text NOT NULL DEFAULT ''
);
INSERT INTO switches (name) VALUES ('pause'); -- nothing is begun or pressed anywhere

-- A job joins those that share the workers where they stand: it has no claim on the time before it came. Customers' requests bring one back, too, and
-- their role has no business with the shares of others.
-- +goose StatementBegin
CREATE FUNCTION join_shares(job uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO job_shares (job_id, served) SELECT job, time FROM dispatch_clock ON CONFLICT (job_id) DO NOTHING
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION join_shares;
DROP TABLE switches, dispatch_clock, job_shares;
DROP INDEX job_results_planned, job_results_wanted, job_results_under_way;
ALTER TABLE job_results DROP COLUMN position;
ALTER TABLE directories DROP COLUMN at_once, DROP COLUMN gap, DROP COLUMN daily, DROP COLUMN quiet_from, DROP COLUMN quiet_until,
    DROP COLUMN next_at, DROP COLUMN day, DROP COLUMN begun, DROP COLUMN failures, DROP COLUMN outages,
    DROP COLUMN paused_at, DROP COLUMN paused_until, DROP COLUMN pause_reason;
