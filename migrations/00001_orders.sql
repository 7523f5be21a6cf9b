-- +goose Up

CREATE TABLE customers (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email           text        NOT NULL,
    company_name    text        NOT NULL,
    business_data   jsonb       NOT NULL,
    profile_version integer     NOT NULL DEFAULT 1,
    tier            text        NOT NULL CHECK (tier IN ('starter', 'growth', 'professional', 'enterprise')),
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX customers_one_company ON customers (lower(email), company_name);

-- A submission is made with the profile as it was approved, whatever the customer edits meanwhile.
CREATE TABLE profile_versions (
    customer_id   uuid        NOT NULL REFERENCES customers ON DELETE CASCADE,
    version       integer     NOT NULL,
    business_data jsonb       NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (customer_id, version)
);

CREATE TABLE directories (
    id            bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    slug          text        NOT NULL UNIQUE,
    name          text        NOT NULL,
    website       text        NOT NULL,
    da_score      integer     NOT NULL CHECK (da_score BETWEEN 0 AND 100),
    priority_tier integer     NOT NULL CHECK (priority_tier >= 1),
    is_active     boolean     NOT NULL,
    policy        text        NOT NULL CHECK (policy IN ('allowed', 'unknown', 'prohibited', 'api_only')),
    adapter       text        NOT NULL,
    config        jsonb       NOT NULL DEFAULT '{}',
    hosts         text[]      NOT NULL,
    asset_hosts   text[]      NOT NULL DEFAULT '{}',
    start         text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX directories_tier ON directories (da_score DESC) WHERE is_active;

CREATE TABLE jobs (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    customer_id     uuid        NOT NULL REFERENCES customers ON DELETE CASCADE,
    package_type    text        NOT NULL CHECK (package_type IN ('starter', 'growth', 'professional', 'enterprise')),
    status          text        NOT NULL DEFAULT 'pending'
                                CHECK (status IN ('pending', 'in_progress', 'completed', 'failed', 'cancelled')),
    only_directory  text REFERENCES directories (slug), -- made for one directory; NULL: for those of the package
    automation_allowed boolean  NOT NULL DEFAULT false, -- whoever ordered it has read the terms of its directories, and they allow it
    profile_version integer,     -- the approved profile; NULL until the owner approves
    dirs_total      integer     NOT NULL DEFAULT 0,
    dirs_done       integer     NOT NULL DEFAULT 0 CHECK (dirs_done BETWEEN 0 AND dirs_total),
    progress        integer     NOT NULL GENERATED ALWAYS AS
                                (CASE WHEN dirs_total = 0 THEN 0 ELSE 100 * dirs_done / dirs_total END) STORED,
    announced_at    timestamptz, -- handed to the workers; NULL while something is still missing
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    completed_at    timestamptz,
    FOREIGN KEY (customer_id, profile_version) REFERENCES profile_versions,
    CHECK (announced_at IS NULL OR profile_version IS NOT NULL)
);
CREATE INDEX jobs_open ON jobs (announced_at) WHERE status = 'pending';

CREATE TABLE job_results (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    job_id          uuid        NOT NULL REFERENCES jobs ON DELETE CASCADE,
    customer_id     uuid        NOT NULL REFERENCES customers ON DELETE CASCADE,
    directory       text        NOT NULL REFERENCES directories (slug),
    status          text        NOT NULL DEFAULT 'planned' CHECK (status IN
                    ('planned', 'admitted', 'filling', 'submitting', 'submitted', 'unknown', 'needs_attention', 'failed', 'skipped')),
    listing         text        NOT NULL DEFAULT 'none' CHECK (listing IN
                    ('none', 'under_review', 'live', 'rejected', 'removed', 'duplicate')),
    listing_url     text        NOT NULL DEFAULT '',
    verdict         text        NOT NULL DEFAULT '' CHECK (verdict IN ('', 'yes', 'no', 'unknown')),
    quote           text        NOT NULL DEFAULT '',
    reference       text        NOT NULL DEFAULT '',
    idempotency_key text        NOT NULL UNIQUE,
    business_key    text        NOT NULL,           -- SHA-256 of what identifies the business, whoever orders
    profile_version integer     NOT NULL,
    fence           bigint      NOT NULL DEFAULT 0, -- rises with each claim
    lease_until     timestamptz,                    -- NULL: no worker holds it
    intents         integer     NOT NULL DEFAULT 0, -- presses of Submit committed so far
    press_by        timestamptz,                    -- end of the press window of the last intent
    attempts        integer     NOT NULL DEFAULT 0, -- claims since planned or since the last intent
    due_at          timestamptz NOT NULL DEFAULT now(),
    refusals        jsonb       NOT NULL DEFAULT '[]',
    result_data     jsonb       NOT NULL DEFAULT '{}',
    error_log       text        NOT NULL DEFAULT '',
    screenshot_url  text        NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (job_id, directory),
    FOREIGN KEY (customer_id, profile_version) REFERENCES profile_versions,
    CHECK (status <> 'submitting' OR (intents > 0 AND press_by IS NOT NULL)),
    CHECK ((status = 'submitted' AND listing NOT IN ('none', 'duplicate'))
        OR (status = 'skipped' AND listing IN ('none', 'duplicate'))
        OR listing = 'none')
);
-- One business is in one directory once, also across orders, customers and edited profiles: while an intent is open or its listing exists.
CREATE UNIQUE INDEX job_results_one_listing ON job_results (business_key, directory)
    WHERE status IN ('submitting', 'unknown') OR listing IN ('under_review', 'live');
CREATE INDEX job_results_claimable ON job_results (due_at) WHERE status IN ('admitted', 'filling', 'submitting');
CREATE INDEX job_results_recent ON job_results (created_at DESC);

-- What a person has to look at. Open until resolved_at is set.
CREATE TABLE attention_items (
    id            bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    submission_id uuid        NOT NULL REFERENCES job_results ON DELETE CASCADE,
    audience      text        NOT NULL CHECK (audience IN ('customer', 'staff')),
    reason        text        NOT NULL,
    field         text        NOT NULL DEFAULT '',
    message       text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    resolved_at   timestamptz
);
CREATE UNIQUE INDEX attention_items_open ON attention_items (submission_id) WHERE resolved_at IS NULL;

CREATE TABLE evidence (
    id            bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    submission_id uuid        NOT NULL REFERENCES job_results ON DELETE CASCADE,
    attempt       integer     NOT NULL,
    kind          text        NOT NULL,
    media_type    text        NOT NULL,
    digest        text        NOT NULL, -- name in the blob store
    size          integer     NOT NULL,
    page          text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX evidence_submission ON evidence (submission_id, id);

-- Every call of an adapter, byte for byte, so that it can be repeated anywhere.
CREATE TABLE traces (
    id            bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    submission_id uuid        NOT NULL REFERENCES job_results ON DELETE CASCADE,
    attempt       integer     NOT NULL,
    op            text        NOT NULL,
    digest        text        NOT NULL, -- SHA-256 of the module
    request       bytea       NOT NULL,
    answer        bytea       NOT NULL,
    log           text        NOT NULL,
    failure       text        NOT NULL,
    duration_us   bigint      NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX traces_submission ON traces (submission_id, id);

-- What happened, without personal data: it outlives the deletion of a customer, so it references nothing.
CREATE TABLE queue_history (
    id         bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    job_id     uuid        NOT NULL,
    directory  text,
    event_type text        NOT NULL,
    event_data jsonb       NOT NULL DEFAULT '{}',
    timestamp  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX queue_history_job ON queue_history (job_id, directory, id);
CREATE INDEX queue_history_recent ON queue_history (timestamp DESC);

-- +goose StatementBegin
CREATE FUNCTION queue_history_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'queue_history is append only';
END $$;
-- +goose StatementEnd
CREATE TRIGGER queue_history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON queue_history
    FOR EACH STATEMENT EXECUTE FUNCTION queue_history_refuse();

-- +goose Down
DROP TABLE queue_history, traces, evidence, attention_items, job_results, jobs, directories, profile_versions, customers;
DROP FUNCTION queue_history_refuse();
