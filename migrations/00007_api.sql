-- +goose Up

-- What programs of customers come in with.
CREATE TABLE api_keys (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    customer_id  uuid        NOT NULL REFERENCES customers ON DELETE CASCADE,
    name         text        NOT NULL, -- what it is for, in the customer's words
    prefix       text        NOT NULL, -- its beginning, by which people tell keys apart
    token_hash   bytea       NOT NULL UNIQUE, -- SHA-256
    scopes       text[]      NOT NULL CHECK (scopes <@ ARRAY['read', 'write', 'webhooks'] AND cardinality(scopes) > 0),
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    expires_at   timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX api_keys_customer ON api_keys (customer_id, created_at DESC);

-- Answers to writes, by the key that the caller chose for each: a repeat gets the first answer. status is NULL while the first is under way.
CREATE TABLE idempotency_keys (
    customer_id uuid        NOT NULL REFERENCES customers ON DELETE CASCADE,
    key         text        NOT NULL,
    fingerprint bytea       NOT NULL, -- SHA-256 of what was asked
    owner       uuid        NOT NULL, -- the request that is under way
    status      integer,
    body        bytea       NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (customer_id, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

-- Where customers want to be told of what happens.
CREATE TABLE webhook_endpoints (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    customer_id   uuid        NOT NULL REFERENCES customers ON DELETE CASCADE,
    url           text        NOT NULL,
    events        text[]      NOT NULL DEFAULT '{}', -- types that are wanted; empty for all
    created_at    timestamptz NOT NULL DEFAULT now(),
    failing_since timestamptz, -- of an unbroken row of failures
    disabled_at   timestamptz,
    reason        text        NOT NULL DEFAULT '' -- why it was disabled, in words anyone may read
);
CREATE INDEX webhook_endpoints_customer ON webhook_endpoints (customer_id, created_at);

-- Apart, so that the role of the pages can make secrets and not read them.
CREATE TABLE webhook_secrets (
    id          bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    endpoint_id uuid        NOT NULL REFERENCES webhook_endpoints ON DELETE CASCADE,
    secret      text        NOT NULL, -- whsec_...: what signs cannot be kept as a digest
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz -- signed with until then, once another has taken its place
);
CREATE INDEX webhook_secrets_endpoint ON webhook_secrets (endpoint_id, id);

-- What is to be told, written in the transaction of what happened.
CREATE TABLE webhook_messages (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    customer_id uuid        NOT NULL REFERENCES customers ON DELETE CASCADE,
    type        text        NOT NULL,
    payload     jsonb       NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX webhook_messages_customer ON webhook_messages (customer_id);
CREATE INDEX webhook_messages_created ON webhook_messages (created_at);

-- A message on its way to an endpoint.
CREATE TABLE webhook_deliveries (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    endpoint_id  uuid        NOT NULL REFERENCES webhook_endpoints ON DELETE CASCADE,
    message_id   uuid        NOT NULL REFERENCES webhook_messages ON DELETE CASCADE,
    status       text        NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
    attempts     integer     NOT NULL DEFAULT 0,
    due_at       timestamptz NOT NULL DEFAULT now(),
    leased_until timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    settled_at   timestamptz
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_leased ON webhook_deliveries (endpoint_id, leased_until) WHERE leased_until IS NOT NULL;
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_message ON webhook_deliveries (message_id);

-- Tries of a delivery. What the other side wrote is not kept: it is a stranger's.
CREATE TABLE webhook_attempts (
    id          bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    delivery_id uuid        NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
    status      integer     NOT NULL, -- that was answered; 0: nothing was
    error       text        NOT NULL DEFAULT '',
    duration_ms integer     NOT NULL,
    at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX webhook_attempts_delivery ON webhook_attempts (delivery_id, id);

-- What a worker outside reported of a claim, so that the same report again gets the same answer.
CREATE TABLE progress_reports (
    submission_id uuid        NOT NULL REFERENCES job_results ON DELETE CASCADE,
    fence         bigint      NOT NULL,
    status        text        NOT NULL,
    fingerprint   bytea       NOT NULL, -- SHA-256 of the report
    answer        jsonb       NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (submission_id, fence, status)
);

GRANT SELECT, INSERT, UPDATE ON api_keys, idempotency_keys TO directorybolt_web;
GRANT DELETE ON idempotency_keys, webhook_endpoints TO directorybolt_web;
GRANT SELECT, INSERT, UPDATE ON webhook_endpoints TO directorybolt_web;
GRANT INSERT, SELECT (id, endpoint_id, expires_at), UPDATE (expires_at) ON webhook_secrets TO directorybolt_web;
GRANT SELECT, INSERT ON webhook_messages TO directorybolt_web;
GRANT SELECT, INSERT, UPDATE (status, attempts, due_at, settled_at) ON webhook_deliveries TO directorybolt_web;
GRANT SELECT ON webhook_attempts TO directorybolt_web;

ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_endpoints ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE progress_reports ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON api_keys TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON idempotency_keys TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON webhook_endpoints TO directorybolt_web USING (customer_id = (SELECT app_customer()));
CREATE POLICY own ON webhook_messages TO directorybolt_web USING (customer_id = (SELECT app_customer()));
-- These see the rows that the policies above show.
CREATE POLICY own ON webhook_secrets TO directorybolt_web USING (EXISTS (SELECT FROM webhook_endpoints e WHERE e.id = endpoint_id));
CREATE POLICY own ON webhook_deliveries TO directorybolt_web USING (EXISTS (SELECT FROM webhook_endpoints e WHERE e.id = endpoint_id))
    WITH CHECK (EXISTS (SELECT FROM webhook_endpoints e WHERE e.id = endpoint_id) AND EXISTS (SELECT FROM webhook_messages m WHERE m.id = message_id));
CREATE POLICY own ON webhook_attempts TO directorybolt_web USING (EXISTS (SELECT FROM webhook_deliveries d WHERE d.id = delivery_id));

-- Whatever writes down that something happened also writes down whom to tell: nobody can forget it, and neither is there without the other. It runs
-- as the owner of the tables, for requests of customers make things happen too.
-- +goose StatementBegin
CREATE FUNCTION webhook_announce() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    job     public.jobs;
    result  public.job_results;
    told    text;
    message uuid;
    body    jsonb;
BEGIN
    SELECT * INTO job FROM public.jobs j WHERE j.id = NEW.job_id
        AND EXISTS (SELECT FROM public.webhook_endpoints e WHERE e.customer_id = j.customer_id AND e.disabled_at IS NULL);
    IF NOT FOUND THEN
        RETURN NULL; -- as nearly always
    END IF;
    body := jsonb_build_object('job_id', job.id);
    IF NEW.directory IS NULL THEN
        told := replace(NEW.event_type, 'job_', 'job.');
        body := body || jsonb_build_object('status', job.status, 'dirs_total', job.dirs_total, 'dirs_done', job.dirs_done);
    ELSE
        SELECT * INTO result FROM public.job_results r WHERE r.job_id = NEW.job_id AND r.directory = NEW.directory;
        told := CASE WHEN NEW.event_type = 'submission_needs_attention' AND EXISTS (
            SELECT FROM public.attention_items a WHERE a.submission_id = result.id AND a.resolved_at IS NULL AND a.audience = 'customer')
            THEN 'submission.needs_you' ELSE 'submission.updated' END;
        body := body || jsonb_build_object('result_id', result.id, 'directory', NEW.directory, 'status', result.status, 'listing', result.listing,
            'listing_url', result.listing_url, 'reason', coalesce(NEW.event_data ->> 'reason', ''));
    END IF;
    IF NOT EXISTS (SELECT FROM public.webhook_endpoints e
                   WHERE e.customer_id = job.customer_id AND e.disabled_at IS NULL AND (e.events = '{}' OR told = ANY (e.events))) THEN
        RETURN NULL;
    END IF;
    INSERT INTO public.webhook_messages (customer_id, type, payload) VALUES (job.customer_id, told, jsonb_build_object('type', told,
        'timestamp', to_char(NEW.timestamp AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'data', body)) RETURNING id INTO message;
    INSERT INTO public.webhook_deliveries (endpoint_id, message_id)
        SELECT e.id, message FROM public.webhook_endpoints e
        WHERE e.customer_id = job.customer_id AND e.disabled_at IS NULL AND (e.events = '{}' OR told = ANY (e.events));
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER queue_history_announce AFTER INSERT ON queue_history FOR EACH ROW
    WHEN (NEW.event_type IN ('job_started', 'job_completed', 'job_failed', 'job_cancelled', 'job_held', 'job_released',
        'submission_submitted', 'submission_unknown', 'submission_needs_attention', 'submission_failed', 'submission_skipped'))
    EXECUTE FUNCTION webhook_announce();

-- +goose Down
DROP TRIGGER queue_history_announce ON queue_history;
DROP FUNCTION webhook_announce;
DROP TABLE progress_reports, webhook_attempts, webhook_deliveries, webhook_messages, webhook_secrets, webhook_endpoints, idempotency_keys, api_keys;
