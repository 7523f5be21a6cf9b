package postgres

import (
	"context"
	"fmt"
	"io"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// exports are the files of an export and the rows in them. Row-level security leaves only the customer's. What opens something, or is about our own
// machinery, is not among it.
var exports = []struct{ file, sql string }{
	{"account", "SELECT id, email, company_name, tier, time_zone, mail_start, mail_needs, mail_done, stripe_customer, created_at, updated_at FROM customers"},
	{"profile", "SELECT version, created_at, business_data FROM profile_versions ORDER BY version"},
	{"draft", "SELECT company_name, email, package_type, fields, approved, consent, revision, created_at, updated_at FROM drafts"},
	{"orders", "SELECT id, package_type, status, profile_version, dirs_paid, dirs_total, dirs_done, held, reason, created_at, announced_at, completed_at FROM jobs ORDER BY created_at"},
	{"submissions", `SELECT id, job_id, directory, status, listing, listing_url, verdict, quote, reference, profile_version, intents AS presses, attempts, result_data, created_at, updated_at
		FROM job_results ORDER BY created_at, directory`},
	{"events", "SELECT job_id, directory, event_type, event_data, timestamp FROM queue_history ORDER BY id"},
	{"tasks", "SELECT submission_id, reason, field, message, deadline, answer, outcome, created_at, resolved_at FROM attention_items WHERE audience = 'customer' ORDER BY id"},
	{"evidence", "SELECT submission_id, attempt, kind, media_type, digest, size, page, created_at FROM evidence ORDER BY id"},
	{"payments", "SELECT job_id, package_type, directories, currency, amount, tax, refunded, status, dispute, invoice_url, created_at, paid_at FROM payments ORDER BY created_at"},
	{"consents", "SELECT who, email, text_version, text_digest, profile_version, created_at FROM consents ORDER BY id"},
	{"mails", "SELECT kind, recipient, subject, created_at, sent_at FROM mails WHERE kind <> 'support' ORDER BY id"},
	{"sessions", "SELECT email, verified, user_agent, created_at, seen_at, expires_at FROM sessions ORDER BY created_at"},
	{"support", "SELECT submission_id, subject, message, created_at FROM support_messages ORDER BY id"},
	{"report_links", "SELECT job_id, created_at, expires_at, revoked_at FROM report_shares ORDER BY created_at"},
	{"api_keys", "SELECT name, prefix, scopes, created_at, last_used_at, expires_at, revoked_at FROM api_keys ORDER BY created_at"},
	{"webhooks", "SELECT id, url, events, created_at, disabled_at, reason FROM webhook_endpoints ORDER BY created_at"},
	{"webhook_messages", "SELECT id, type, payload, created_at FROM webhook_messages ORDER BY created_at"},
	{"deletions", "SELECT reference, requested_at, due_at, cancelled_at FROM deletions ORDER BY requested_at"},
}

// Export writes everything that is stored of the customer, table by table as JSON arrays, and returns the evidence whose bytes are in the blob store.
// No row is held in memory longer than it takes to write it. open begins the file that is written next.
func (d *DB) Export(ctx context.Context, customer uuid.UUID, open func(file string) (io.Writer, error)) (kept []host.KeptEvidence, err error) {
	err = d.asOf(ctx, customer, func(tx pgx.Tx, _ *db.Queries) error {
		for _, e := range exports {
			w, err := open(e.file)
			if err != nil {
				return err
			}
			if err := exportRows(ctx, tx, e.sql, w); err != nil {
				return fmt.Errorf("export %s: %w", e.file, err)
			}
		}
		rows, err := tx.Query(ctx, `SELECT r.directory, e.kind, e.media_type, e.digest, e.created_at, e.id FROM evidence e JOIN job_results r ON r.id = e.submission_id ORDER BY r.directory, e.id`)
		if err != nil {
			return fmt.Errorf("evidence of customer: %w", err)
		}
		kept, err = pgx.CollectRows(rows, pgx.RowToStructByPos[host.KeptEvidence])
		return err
	})
	return kept, err
}

// exportRows writes the rows of a query, an object each, as one array.
func exportRows(ctx context.Context, tx pgx.Tx, sql string, w io.Writer) error {
	rows, err := tx.Query(ctx, "SELECT row_to_json(t)::text FROM ("+sql+") t")
	if err != nil {
		return err
	}
	defer rows.Close()
	before := "[\n"
	for rows.Next() {
		var object string
		if err := rows.Scan(&object); err != nil {
			return err
		}
		if _, err := io.WriteString(w, before+object); err != nil {
			return err
		}
		before = ",\n"
	}
	if err := rows.Err(); err != nil {
		return err
	}
	end := "\n]\n"
	if before == "[\n" {
		end = "[]\n"
	}
	_, err = io.WriteString(w, end)
	return err
}
