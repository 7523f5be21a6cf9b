-- name: InsertStripeEvent :execrows
-- One that is there already was applied already. Two at the same moment: the second waits for what becomes of the first.
INSERT INTO stripe_events (id, type, object, created_at, outcome)
VALUES (@id, @type, @object, @created_at, @outcome) ON CONFLICT (id) DO NOTHING;

-- name: LockPaymentKey :exec
-- Messages about one payment are applied one after another, also while it has no row yet.
SELECT pg_advisory_xact_lock(hashtextextended('payment ' || @key::text, 0));

-- name: PaymentsNamed :many
-- What is known of a payment can be in two rows until a message names both the session and the intent.
SELECT * FROM payments WHERE checkout_session = nullif(@session::text, '') OR payment_intent = nullif(@intent::text, '')
ORDER BY fulfilled_at NULLS LAST, created_at FOR UPDATE;

-- name: DeletePayment :exec
DELETE FROM payments WHERE id = @id AND fulfilled_at IS NULL;

-- name: PutPayment :one
INSERT INTO payments (id, draft_id, package_type, directories, checkout_session, payment_intent, stripe_customer, email, currency,
    amount, tax, refunded, status, dispute, invoice_url, paid_at)
VALUES (@id, sqlc.narg('draft_id'), @package_type, @directories, nullif(@session::text, ''), nullif(@intent::text, ''), @stripe_customer, @email, @currency,
    @amount, @tax, @refunded, @status, @dispute, @invoice_url, sqlc.narg('paid_at'))
ON CONFLICT (id) DO UPDATE SET
    draft_id = excluded.draft_id, package_type = excluded.package_type, directories = excluded.directories,
    checkout_session = excluded.checkout_session, payment_intent = excluded.payment_intent, stripe_customer = excluded.stripe_customer,
    email = excluded.email, currency = excluded.currency, amount = excluded.amount, tax = excluded.tax, refunded = excluded.refunded,
    status = excluded.status, dispute = excluded.dispute, invoice_url = excluded.invoice_url, paid_at = excluded.paid_at, updated_at = now()
RETURNING *;

-- name: FulfilPayment :exec
UPDATE payments SET customer_id = @customer_id, job_id = @job_id, first = @first, fulfilled_at = now(), updated_at = now() WHERE id = @id;

-- name: LockPaidDraft :one
SELECT * FROM drafts WHERE id = @id FOR UPDATE;

-- name: GiveDraft :exec
UPDATE drafts SET customer_id = @customer_id, updated_at = now() WHERE id = @id;

-- name: ChooseForDraft :exec
-- The profile's revision stays: nothing of the profile has changed.
UPDATE drafts SET package_type = @package_type, email = CASE WHEN @email::text = '' THEN email ELSE @email END WHERE id = @id;

-- name: LockCustomer :one
-- Rows that refer to the customer can be written meanwhile.
SELECT * FROM customers WHERE id = @id FOR NO KEY UPDATE;

-- name: InsertBuyer :one
-- Whoever has bought but approved no profile has version 0 of it.
INSERT INTO customers (email, company_name, business_data, profile_version, tier, stripe_customer)
VALUES (@email, @company_name, '{}', 0, @tier, @stripe_customer)
ON CONFLICT (lower(email), company_name) DO NOTHING
RETURNING *;

-- name: BuyAgain :exec
UPDATE customers SET tier = @tier, updated_at = now(),
    stripe_customer = CASE WHEN stripe_customer = '' THEN @stripe_customer::text ELSE stripe_customer END
WHERE id = @id;

-- name: InsertBuyersConsent :exec
INSERT INTO consents (customer_id, who, email, text_version, text_digest, profile_version)
VALUES (@customer_id, @who, @email, @text_version, @text_digest, @profile_version);

-- name: InsertPaidJob :one
INSERT INTO jobs (customer_id, package_type, dirs_paid) VALUES (@customer_id, @package_type, @dirs_paid) RETURNING *;

-- name: HoldJob :exec
UPDATE jobs SET held = @held, reason = @reason, updated_at = now() WHERE id = @id;

-- name: CancelJob :exec
UPDATE jobs SET status = 'cancelled', held = '', reason = @reason, dirs_done = dirs_done + @settled::int,
    completed_at = coalesce(completed_at, now()), updated_at = now()
WHERE id = @id;

-- name: SkipUnbegun :many
-- What no worker is at work on. What is under way ends by itself.
WITH unbegun AS (
    SELECT u.id, u.status FROM job_results u WHERE u.job_id = @job_id AND u.status IN ('planned', 'admitted', 'needs_attention') FOR UPDATE)
UPDATE job_results r SET status = 'skipped', lease_until = NULL, updated_at = now(),
    result_data = r.result_data || jsonb_build_object('note', @note::text)
FROM unbegun WHERE r.id = unbegun.id
RETURNING r.id, r.directory, unbegun.status AS was;

-- name: SkipCancelled :one
-- One that was under way when its job was cancelled, and that nobody holds any more.
UPDATE job_results SET status = 'skipped', lease_until = NULL, updated_at = now(),
    result_data = result_data || jsonb_build_object('note', @note::text)
WHERE id = @id AND status = @from_status AND fence = @fence AND (lease_until IS NULL OR lease_until < clock_timestamp())
RETURNING *;

-- name: CloseSkippedAttention :exec
UPDATE attention_items SET resolved_at = now(), outcome = 'skipped' WHERE submission_id = ANY(@submissions::uuid[]) AND resolved_at IS NULL;

-- name: Begun :one
-- Whether a worker has ever taken up a submission of the job.
SELECT EXISTS (SELECT FROM job_results WHERE job_id = @job_id AND fence > 0);

-- name: LockPaymentOfJob :one
SELECT * FROM payments WHERE job_id = @job_id FOR UPDATE;

-- name: WantRefund :exec
UPDATE payments SET refund_wanted_at = coalesce(refund_wanted_at, now()), updated_at = now() WHERE id = @id;

-- name: PaymentOfJob :one
SELECT * FROM payments WHERE job_id = @job_id;

-- name: PaymentOfSession :one
SELECT * FROM payments WHERE checkout_session = @session::text;

-- name: PaymentsOfCustomer :many
SELECT * FROM payments WHERE customer_id = @customer_id ORDER BY created_at DESC, id;

-- name: RecentEnded :one
-- Checkouts of a draft that have come to an end.
SELECT count(*)::int FROM payments WHERE draft_id = @draft_id AND status <> 'open';

-- name: UnsettledPayments :many
-- Those that we wait to hear of, or whose refund Stripe has not confirmed.
SELECT * FROM payments
WHERE (status IN ('open', 'processing') AND checkout_session IS NOT NULL AND created_at < now() - @patience::interval)
   OR (refund_wanted_at IS NOT NULL AND refunded < amount)
ORDER BY created_at DESC LIMIT 200;

-- name: ForSale :one
-- How many directories a package would get today: the same choice as DirectoriesByTier makes.
SELECT count(*)::int FROM (
    SELECT FROM directories WHERE priority_tier <= @max_priority AND is_active = true ORDER BY da_score DESC, slug LIMIT @most) AS chosen;

-- name: CustomerContact :one
SELECT email, company_name, stripe_customer FROM customers WHERE id = @id;
