-- +goose Up

-- What customers see and do. Version 0 of a profile: bought, not approved yet.
ALTER TABLE customers
    ADD COLUMN stripe_customer text    NOT NULL DEFAULT '',
    ADD COLUMN time_zone       text    NOT NULL DEFAULT 'UTC', -- IANA name
    ADD COLUMN mail_start      boolean NOT NULL DEFAULT true,  -- which mails are wanted
    ADD COLUMN mail_needs      boolean NOT NULL DEFAULT true,
    ADD COLUMN mail_done       boolean NOT NULL DEFAULT true;

ALTER TABLE jobs
    ADD COLUMN dirs_paid integer NOT NULL DEFAULT 0,  -- directories that were paid for; 0: nobody paid
    ADD COLUMN held      text    NOT NULL DEFAULT '' CHECK (held IN ('', 'dispute', 'staff')), -- nothing is sent while it is
    ADD COLUMN reason    text    NOT NULL DEFAULT ''; -- why it was held or cancelled, in words anyone may read

-- The order in which transactions become visible is that of neither ids nor clocks: readers of what is new go by the transaction.
ALTER TABLE queue_history ADD COLUMN xact xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX queue_history_news ON queue_history (job_id, xact);
CREATE INDEX queue_history_latest ON queue_history (job_id, id);

-- What was typed into the profile form, valid or not. One that is not a customer's yet is found by the visitor's cookie.
CREATE TABLE drafts (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    customer_id  uuid UNIQUE REFERENCES customers ON DELETE CASCADE,
    token_hash   bytea UNIQUE, -- SHA-256 of the cookie
    package_type text        NOT NULL DEFAULT '' CHECK (package_type IN ('', 'starter', 'growth', 'professional', 'enterprise')),
    email        text        NOT NULL DEFAULT '',
    company_name text        NOT NULL DEFAULT '',
    fields       jsonb       NOT NULL DEFAULT '{}', -- values as typed, by form field
    approved     jsonb,                             -- the clean profile, once the owner approved it; NULL again with the next change
    consent      jsonb,                             -- the owner's word that went with it, as it goes to consents
    revision     integer     NOT NULL DEFAULT 0,    -- rises with each save
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CHECK (customer_id IS NOT NULL OR token_hash IS NOT NULL)
);

-- A payment and what became of it. A job exists for each that was paid, and for no other.
CREATE TABLE payments (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    customer_id      uuid REFERENCES customers ON DELETE SET NULL, -- invoices outlive a deletion
    job_id           uuid UNIQUE REFERENCES jobs ON DELETE SET NULL,
    draft_id         uuid,
    first            boolean     NOT NULL DEFAULT false, -- it made its customer: who bought may look at what was bought
    package_type     text        NOT NULL DEFAULT '' CHECK (package_type IN ('', 'starter', 'growth', 'professional', 'enterprise')),
    directories      integer     NOT NULL DEFAULT 0, -- that the buyer was promised
    checkout_session text UNIQUE, -- Stripe's ids
    payment_intent   text UNIQUE,
    stripe_customer  text        NOT NULL DEFAULT '',
    email            text        NOT NULL DEFAULT '',
    currency         text        NOT NULL DEFAULT '', -- ISO 4217, lower case
    amount           bigint      NOT NULL DEFAULT 0,  -- in the currency's smallest unit, as are the others
    tax              bigint      NOT NULL DEFAULT 0,
    refunded         bigint      NOT NULL DEFAULT 0,
    status           text        NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'processing', 'paid', 'failed', 'expired')),
    dispute          text        NOT NULL DEFAULT '' CHECK (dispute IN ('', 'open', 'won', 'lost')),
    invoice_url      text        NOT NULL DEFAULT '',
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    paid_at          timestamptz,
    fulfilled_at     timestamptz, -- its job was made; stays when the job is deleted with its customer, so that no second one is made
    refund_wanted_at timestamptz, -- all of it is to be given back: asked of Stripe until Stripe says that it was
    CHECK (job_id IS NULL OR fulfilled_at IS NOT NULL)
);
CREATE INDEX payments_customer ON payments (customer_id, created_at DESC);
CREATE INDEX payments_draft ON payments (draft_id);
CREATE INDEX payments_unsettled ON payments (created_at) WHERE status IN ('open', 'processing') OR refund_wanted_at IS NOT NULL;

-- Each event of Stripe's is applied once.
CREATE TABLE stripe_events (
    id          text PRIMARY KEY,
    type        text        NOT NULL,
    object      text        NOT NULL, -- id of what it is about
    created_at  timestamptz NOT NULL, -- by Stripe's clock
    received_at timestamptz NOT NULL DEFAULT now(),
    outcome     text        NOT NULL
);

-- Who may sign in beside customers.
CREATE TABLE members (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email      text        NOT NULL,
    role       text        NOT NULL CHECK (role IN ('contributor', 'staff')),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX members_email ON members (lower(email));

-- Links in mails, good for one use.
CREATE TABLE links (
    token_hash  bytea PRIMARY KEY, -- SHA-256
    purpose     text        NOT NULL CHECK (purpose IN ('sign_in', 'change_email')),
    email       text        NOT NULL, -- to sign in with, or to change to
    customer_id uuid REFERENCES customers ON DELETE CASCADE,
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz
);
CREATE INDEX links_email ON links (lower(email), created_at);
CREATE INDEX links_customer ON links (customer_id, created_at);

CREATE TABLE sessions (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    token_hash  bytea       NOT NULL UNIQUE, -- SHA-256 of the cookie
    role        text        NOT NULL CHECK (role IN ('customer', 'contributor', 'staff')),
    email       text        NOT NULL,
    verified    boolean     NOT NULL, -- the owner of the e-mail address opened it; else whoever paid
    customer_id uuid REFERENCES customers ON DELETE CASCADE,
    member_id   uuid REFERENCES members ON DELETE CASCADE,
    user_agent  text        NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL DEFAULT now(),
    seen_at     timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    CHECK ((role = 'customer') = (customer_id IS NOT NULL) AND (role <> 'customer') = (member_id IS NOT NULL))
);
CREATE INDEX sessions_customer ON sessions (customer_id);
CREATE INDEX sessions_email ON sessions (lower(email));

-- The owner's word that we may list the business, and under what text it was given.
CREATE TABLE consents (
    id              bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    customer_id     uuid        NOT NULL REFERENCES customers ON DELETE CASCADE,
    who             text        NOT NULL, -- name of the person, as given
    email           text        NOT NULL, -- that the session was signed in with
    text_version    text        NOT NULL,
    text_digest     text        NOT NULL, -- SHA-256 of the text that was shown, hex
    profile_version integer     NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX consents_customer ON consents (customer_id, id);

-- A correction can change what identifies a business to others, never what it is to us: one listing a directory still holds. Where a business that
-- had moved got a second one before this was the rule, the latest stands for them.
ALTER TABLE job_results ADD COLUMN doubled boolean NOT NULL DEFAULT false;
UPDATE job_results r SET doubled = true
WHERE (status IN ('submitting', 'unknown') OR listing IN ('under_review', 'live')) AND EXISTS (
    SELECT FROM job_results o
    WHERE o.customer_id = r.customer_id AND o.directory = r.directory AND (o.created_at, o.id) > (r.created_at, r.id)
      AND (o.status IN ('submitting', 'unknown') OR o.listing IN ('under_review', 'live')));
CREATE UNIQUE INDEX job_results_one_listing_of_customer ON job_results (customer_id, directory)
    WHERE (status IN ('submitting', 'unknown') OR listing IN ('under_review', 'live')) AND NOT doubled;

ALTER TABLE attention_items
    ADD COLUMN deadline    timestamptz,
    ADD COLUMN reminded_at timestamptz,
    ADD COLUMN answer      jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN outcome     text  NOT NULL DEFAULT '' CHECK (outcome IN ('', 'answered', 'skipped'));

-- Mails to send. The text of one that was sent is removed: it can hold a link that signs in.
CREATE TABLE mails (
    id          bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    customer_id uuid REFERENCES customers ON DELETE CASCADE,
    key         text UNIQUE, -- what is told, where it is told once: "done:<job>"
    kind        text        NOT NULL,
    recipient   text        NOT NULL,
    subject     text        NOT NULL,
    body        text        NOT NULL, -- plain text
    created_at  timestamptz NOT NULL DEFAULT now(),
    due_at      timestamptz NOT NULL DEFAULT now(), -- not before; while it is being sent, when it may be tried again
    expires_at  timestamptz,                        -- of no use to the recipient afterwards
    attempts    integer     NOT NULL DEFAULT 0,
    error       text        NOT NULL DEFAULT '',    -- why the last attempt did not succeed
    sent_at     timestamptz,
    given_up_at timestamptz
);
CREATE INDEX mails_due ON mails (due_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX mails_customer ON mails (customer_id, id);

-- Whoever asks for a link to sign in with gets the same answer after the same work, so one is queued for addresses that nobody has an account
-- with, too. Those are not sent: else anybody could have us write to strangers.
-- +goose StatementBegin
CREATE FUNCTION mail_wanted(kind text, recipient text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT kind <> 'sign_in'
        OR EXISTS (SELECT FROM customers c WHERE lower(c.email) = lower(recipient))
        OR EXISTS (SELECT FROM members m WHERE lower(m.email) = lower(recipient))
$$;
-- +goose StatementEnd

-- Links that show a report to whoever has them.
CREATE TABLE report_shares (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    token_hash  bytea       NOT NULL UNIQUE,
    customer_id uuid        NOT NULL REFERENCES customers ON DELETE CASCADE,
    job_id      uuid        NOT NULL REFERENCES jobs ON DELETE CASCADE,
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    revoked_at  timestamptz
);
CREATE INDEX report_shares_customer ON report_shares (customer_id, created_at DESC);

-- Deletions of a customer's data. What is left of a done one says nothing of the customer.
CREATE TABLE deletions (
    reference    text PRIMARY KEY,
    customer_id  uuid REFERENCES customers ON DELETE SET NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    due_at       timestamptz NOT NULL,
    cancelled_at timestamptz,
    done_at      timestamptz
);
CREATE UNIQUE INDEX deletions_open ON deletions (customer_id) WHERE cancelled_at IS NULL AND done_at IS NULL;

-- What customers wrote to us.
CREATE TABLE support_messages (
    id            bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    customer_id   uuid        NOT NULL REFERENCES customers ON DELETE CASCADE,
    submission_id uuid REFERENCES job_results ON DELETE CASCADE,
    subject       text        NOT NULL,
    message       text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX support_messages_customer ON support_messages (customer_id, id);

-- When the customer was told of it, together with whatever else was open.
ALTER TABLE attention_items ADD COLUMN told_at timestamptz;

-- Blobs that lost a row that named them. Those that no other row names are removed; until then a crash loses none of them.
CREATE TABLE doomed_blobs (
    digest text PRIMARY KEY,
    since  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX evidence_digest ON evidence (digest);
CREATE INDEX evidence_created ON evidence (created_at); -- it is removed by age

-- What people did, without personal data: it outlives the deletion of a customer, so it references nothing.
CREATE TABLE audit_log (
    id     bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at     timestamptz NOT NULL DEFAULT now(),
    role   text        NOT NULL,
    actor  uuid,                          -- customer or member; NULL: the program itself
    action text        NOT NULL,
    object text        NOT NULL DEFAULT '',
    reason text        NOT NULL DEFAULT '',
    data   jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_at ON audit_log (at DESC);

-- +goose StatementBegin
CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_log is append only';
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse();

-- Requests of customers run under a role that owns nothing: a query without the right condition shows nothing instead of everything.
-- The roles of a cluster are shared by its databases, so another one may have made it.
-- +goose StatementBegin
DO $$
BEGIN
    CREATE ROLE directorybolt_web NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'directorybolt_web', 'MEMBER') THEN
        GRANT directorybolt_web TO CURRENT_USER;
    END IF;
END $$;
-- +goose StatementEnd

GRANT USAGE ON SCHEMA public TO directorybolt_web;
GRANT SELECT ON directories TO directorybolt_web;
GRANT SELECT, UPDATE ON customers, jobs, job_results, attention_items TO directorybolt_web;
GRANT SELECT, INSERT ON profile_versions, consents TO directorybolt_web; -- what was approved never changes
GRANT SELECT, INSERT, UPDATE ON drafts, mails, report_shares, support_messages, deletions TO directorybolt_web;
GRANT SELECT, INSERT ON queue_history TO directorybolt_web;
GRANT INSERT ON audit_log TO directorybolt_web;
GRANT SELECT ON evidence, payments TO directorybolt_web;
GRANT UPDATE (refund_wanted_at, updated_at) ON payments TO directorybolt_web;
GRANT SELECT, DELETE ON sessions TO directorybolt_web;
GRANT SELECT, INSERT, UPDATE ON links TO directorybolt_web;

ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE profile_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_results ENABLE ROW LEVEL SECURITY;
ALTER TABLE attention_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE traces ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE links ENABLE ROW LEVEL SECURITY;
ALTER TABLE consents ENABLE ROW LEVEL SECURITY;
ALTER TABLE mails ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_shares ENABLE ROW LEVEL SECURITY;
ALTER TABLE deletions ENABLE ROW LEVEL SECURITY;
ALTER TABLE support_messages ENABLE ROW LEVEL SECURITY;

-- The select makes the setting a constant of the query instead of a call for each row.
-- +goose StatementBegin
CREATE FUNCTION app_customer() RETURNS uuid LANGUAGE sql STABLE AS
    $$ SELECT nullif(current_setting('app.customer_id', true), '')::uuid $$;
-- +goose StatementEnd
CREATE POLICY own ON customers TO directorybolt_web USING (id = (SELECT app_customer()));
CREATE POLICY own ON profile_versions TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON jobs TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON job_results TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON drafts TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON payments TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON sessions TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON links TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON consents TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON mails TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON report_shares TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON deletions TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON support_messages TO directorybolt_web USING (customer_id = (SELECT app_customer()));
-- These see the rows of job_results and jobs that the policies above show.
CREATE POLICY own ON attention_items TO directorybolt_web USING (EXISTS (SELECT FROM job_results r WHERE r.id = submission_id));
CREATE POLICY own ON evidence TO directorybolt_web USING (EXISTS (SELECT FROM job_results r WHERE r.id = submission_id));
CREATE POLICY own ON queue_history TO directorybolt_web USING (EXISTS (SELECT FROM jobs j WHERE j.id = job_id));

-- +goose Down
DROP POLICY own ON customers;
DROP POLICY own ON profile_versions;
DROP POLICY own ON jobs;
DROP POLICY own ON job_results;
DROP POLICY own ON attention_items;
DROP POLICY own ON evidence;
DROP POLICY own ON queue_history;
ALTER TABLE customers DISABLE ROW LEVEL SECURITY;
ALTER TABLE profile_versions DISABLE ROW LEVEL SECURITY;
ALTER TABLE jobs DISABLE ROW LEVEL SECURITY;
ALTER TABLE job_results DISABLE ROW LEVEL SECURITY;
ALTER TABLE attention_items DISABLE ROW LEVEL SECURITY;
ALTER TABLE evidence DISABLE ROW LEVEL SECURITY;
ALTER TABLE traces DISABLE ROW LEVEL SECURITY;
ALTER TABLE queue_history DISABLE ROW LEVEL SECURITY;
DROP TABLE audit_log, support_messages, deletions, report_shares, mails, consents, sessions, links, members, stripe_events, payments, drafts;
DROP FUNCTION audit_log_refuse, app_customer, mail_wanted;
DROP INDEX job_results_one_listing_of_customer;
ALTER TABLE job_results DROP COLUMN doubled;
DROP TABLE doomed_blobs;
DROP INDEX evidence_digest, evidence_created;
ALTER TABLE attention_items DROP COLUMN told_at;
ALTER TABLE attention_items DROP COLUMN deadline, DROP COLUMN reminded_at, DROP COLUMN answer, DROP COLUMN outcome;
DROP INDEX queue_history_latest;
DROP INDEX queue_history_news;
ALTER TABLE queue_history DROP COLUMN xact;
ALTER TABLE jobs DROP COLUMN dirs_paid, DROP COLUMN held, DROP COLUMN reason;
ALTER TABLE customers DROP COLUMN stripe_customer, DROP COLUMN time_zone, DROP COLUMN mail_start, DROP COLUMN mail_needs, DROP COLUMN mail_done;
-- The role stays: other databases of the cluster may use it.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM directorybolt_web;
REVOKE USAGE ON SCHEMA public FROM directorybolt_web;
