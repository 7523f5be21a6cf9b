-- name: DeletionCustomer :one
SELECT email, company_name FROM customers WHERE id = @id;

-- name: DeletionPending :one
SELECT * FROM deletions WHERE customer_id = @customer_id AND cancelled_at IS NULL AND done_at IS NULL;

-- name: DeletionRunning :many
SELECT j.id, j.package_type, j.dirs_paid, j.created_at,
    (greatest(j.dirs_paid, j.dirs_total) - (SELECT count(*) FROM job_results r WHERE r.job_id = j.id AND r.status NOT IN ('planned', 'admitted', 'needs_attention')))::int AS to_do
FROM jobs j WHERE j.status IN ('pending', 'in_progress') ORDER BY j.created_at;

-- name: DeletionListings :many
SELECT sqlc.embed(job_results), directories.name, directories.website, directories.da_score, ''::text AS waiting, false::boolean AS paused
FROM job_results JOIN directories ON directories.slug = job_results.directory
WHERE job_results.listing IN ('live', 'under_review') OR job_results.listing = 'duplicate'
ORDER BY directories.name;

-- name: DeletionPayments :one
SELECT count(*)::int FROM payments WHERE paid_at IS NOT NULL;

-- name: InsertDeletion :one
INSERT INTO deletions (reference, customer_id, requested_at, due_at) VALUES (@reference, @customer_id, @requested_at, @due_at) RETURNING *;

-- name: CancelDeletion :one
UPDATE deletions SET cancelled_at = @at WHERE customer_id = @customer_id AND cancelled_at IS NULL AND done_at IS NULL RETURNING *;

-- name: DeletionByReference :one
SELECT * FROM deletions WHERE reference = @reference;

-- name: LockRunning :many
SELECT id FROM jobs WHERE status IN ('pending', 'in_progress') ORDER BY id FOR UPDATE;

-- name: RecordDeletion :exec
INSERT INTO audit_log (role, actor, action, object) VALUES (@role, sqlc.narg('actor'), @action, @object);

-- name: DueDeletion :one
-- Not while a worker holds a submission: what it keeps next would name nobody.
SELECT d.reference, c.id, c.email FROM deletions d JOIN customers c ON c.id = d.customer_id
WHERE d.due_at <= @now AND d.cancelled_at IS NULL AND d.done_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM job_results r WHERE r.customer_id = c.id AND r.lease_until > clock_timestamp())
ORDER BY d.due_at LIMIT 1 FOR UPDATE OF d SKIP LOCKED;

-- name: DoomEvidence :exec
INSERT INTO doomed_blobs (digest) SELECT DISTINCT e.digest FROM evidence e JOIN job_results r ON r.id = e.submission_id WHERE r.customer_id = @customer_id
ON CONFLICT (digest) DO UPDATE SET since = now(); -- waits for a sweep that is about to forget it

-- name: DoomImages :exec
-- Pictures of the business are named in its profiles and in what was typed. There they are JSON in a string, with its quotation marks escaped.
INSERT INTO doomed_blobs (digest)
SELECT DISTINCT found[1] FROM (
    SELECT business_data::text AS document FROM customers WHERE customers.id = @customer_id
    UNION ALL SELECT business_data::text FROM profile_versions WHERE profile_versions.customer_id = @customer_id
    UNION ALL SELECT fields::text || coalesce(approved::text, '') FROM drafts WHERE drafts.customer_id = @customer_id
) named, regexp_matches(named.document, '"([0-9a-f]{64})\\?"', 'g') AS found
ON CONFLICT (digest) DO UPDATE SET since = now(); -- waits for a sweep that is about to forget it

-- name: RefundUnfinished :exec
UPDATE payments SET refund_wanted_at = coalesce(refund_wanted_at, now()), updated_at = now()
WHERE payments.customer_id = @customer_id AND job_id IN (SELECT jobs.id FROM jobs WHERE jobs.customer_id = @customer_id AND jobs.status IN ('pending', 'in_progress'));

-- name: ForgetPayer :exec
-- The invoice has the name and address on it: whoever has its link can read it.
UPDATE payments SET email = '', stripe_customer = '', invoice_url = '', draft_id = NULL WHERE customer_id = @customer_id;

-- name: ForgetAddress :exec
-- What names the address and nobody's account: links to sign in, their mails, and what was typed before buying. Not where somebody else has the address.
WITH others AS (
    SELECT 1 FROM customers WHERE lower(customers.email) = lower(@email) AND customers.id <> @customer_id
    UNION ALL SELECT 1 FROM members WHERE lower(members.email) = lower(@email)
), gone_links AS (
    DELETE FROM links WHERE lower(links.email) = lower(@email) AND NOT EXISTS (SELECT 1 FROM others)
), gone_drafts AS (
    DELETE FROM drafts WHERE lower(drafts.email) = lower(@email) AND drafts.customer_id IS NULL AND NOT EXISTS (SELECT 1 FROM others)
    RETURNING drafts.fields::text || coalesce(drafts.approved::text, '') AS document
), doomed AS (
    INSERT INTO doomed_blobs (digest) SELECT DISTINCT found[1] FROM gone_drafts, regexp_matches(gone_drafts.document, '"([0-9a-f]{64})\\?"', 'g') AS found
    ON CONFLICT (digest) DO UPDATE SET since = now()
), gone_payments AS (
    UPDATE payments SET email = '', stripe_customer = '' WHERE lower(payments.email) = lower(@email) AND payments.customer_id IS NULL AND NOT EXISTS (SELECT 1 FROM others)
)
DELETE FROM mails WHERE lower(mails.recipient) = lower(@email) AND mails.customer_id IS NULL AND NOT EXISTS (SELECT 1 FROM others);

-- name: DeleteCustomer :exec
DELETE FROM customers WHERE id = @id;

-- name: FinishDeletion :exec
UPDATE deletions SET done_at = @done_at WHERE reference = @reference;

-- name: DropDrafts :many
-- What visitors typed who never bought: nobody finds it again, for the browser has forgotten its token by then.
WITH gone AS (
    DELETE FROM drafts WHERE id IN (SELECT d.id FROM drafts d WHERE d.customer_id IS NULL AND d.updated_at < @before LIMIT 1000 FOR UPDATE SKIP LOCKED) RETURNING fields::text || coalesce(approved::text, '') AS document
), doomed AS (
    INSERT INTO doomed_blobs (digest) SELECT DISTINCT found[1] FROM gone, regexp_matches(gone.document, '"([0-9a-f]{64})\\?"', 'g') AS found
    ON CONFLICT (digest) DO UPDATE SET since = now()
)
SELECT 1 FROM gone;

-- name: DropEvidence :many
-- Evidence of jobs that ended long ago, and the digests of what was dropped.
WITH old AS (
    SELECT e.id FROM evidence e JOIN job_results r ON r.id = e.submission_id JOIN jobs j ON j.id = r.job_id
    WHERE e.created_at < @before AND (j.completed_at < @before OR (j.status = 'cancelled' AND j.updated_at < @before)) LIMIT 1000 FOR UPDATE OF e SKIP LOCKED
), gone AS (
    DELETE FROM evidence WHERE evidence.id IN (SELECT old.id FROM old) RETURNING evidence.submission_id, evidence.digest
), blank AS (
    UPDATE job_results SET screenshot_url = '' WHERE job_results.id IN (SELECT submission_id FROM gone) AND screenshot_url <> ''
)
SELECT DISTINCT digest FROM gone;

-- name: DoomBlobs :exec
INSERT INTO doomed_blobs (digest) SELECT unnest(@digests::text[])
ON CONFLICT (digest) DO UPDATE SET since = now();

-- name: DoomedBlobs :many
SELECT digest FROM doomed_blobs ORDER BY since LIMIT 500 FOR UPDATE SKIP LOCKED;

-- name: NamedBlobs :many
-- Which of the blobs some row still names.
SELECT digest FROM evidence WHERE digest = ANY(@digests::text[])
UNION SELECT found[1] FROM (
    SELECT business_data::text AS document FROM customers
    UNION ALL SELECT business_data::text FROM profile_versions
    UNION ALL SELECT fields::text || coalesce(approved::text, '') FROM drafts
) named, regexp_matches(named.document, '"([0-9a-f]{64})\\?"', 'g') AS found WHERE found[1] = ANY(@digests::text[]);

-- name: BlobsWithoutEvidence :many
-- Which of the blobs no evidence names; pictures of businesses are among them.
SELECT given.digest::text FROM unnest(@digests::text[]) AS given (digest) WHERE NOT EXISTS (SELECT FROM evidence e WHERE e.digest = given.digest);

-- name: RedeemBlobs :exec
DELETE FROM doomed_blobs WHERE digest = ANY(@digests::text[]);

-- name: PostponeBlobs :exec
-- Those come last next time.
UPDATE doomed_blobs SET since = now() WHERE digest = ANY(@digests::text[]);
