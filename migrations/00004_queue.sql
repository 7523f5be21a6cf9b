-- +goose Up

-- When the flow of a job was started; NULL while its message is on the way.
ALTER TABLE jobs ADD COLUMN triggered_at timestamptz;
UPDATE jobs SET triggered_at = announced_at;
DROP INDEX jobs_open;
CREATE INDEX jobs_open ON jobs (triggered_at, announced_at) WHERE status = 'pending';

-- Messages of the order queue that are no order, and those that were sent again.
CREATE TABLE queue_messages (
    message_id text PRIMARY KEY,
    body       text        NOT NULL,
    reason     text        NOT NULL DEFAULT '',
    receives   integer     NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now(),
    sent_as    text        NOT NULL DEFAULT '' -- id of the message that it was sent again as
);
CREATE INDEX queue_messages_seen ON queue_messages (seen_at DESC);

-- +goose Down
DROP TABLE queue_messages;
DROP INDEX jobs_open;
CREATE INDEX jobs_open ON jobs (announced_at) WHERE status = 'pending';
ALTER TABLE jobs DROP COLUMN triggered_at;
