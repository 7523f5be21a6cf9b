package pages

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// states are all that a submission can stand in, in the order in which [site.job] gives them to directories.
var states = []struct {
	status     host.Status
	listing    host.Listing
	waits      host.Audience
	why, notes string
}{
	{host.Submitted, host.Live, "", "", ""},
	{host.NeedsAttention, host.NoListing, host.ForCustomer, "profile", "The description may have at most 200 characters."},
	{host.Submitted, host.UnderReview, "", "", "Reviewed within a week."},
	{host.Admitted, host.NoListing, "", "", ""},
	{host.Submitted, host.Live, "", "", ""},
	{host.Failed, host.NoListing, "", "", "The form could not be filled in, so nothing was sent. We are looking into it."},
	{host.NeedsAttention, host.NoListing, host.ForCustomer, "mail_code", "A code was sent to the business."},
	{host.Submitted, host.Rejected, "", "", "The directory refused the submission."},
	{host.Skipped, host.Duplicate, "", "", "The business was listed already."},
	{host.NeedsAttention, host.NoListing, host.ForStaff, "captcha", "A captcha has to be solved."},
	{host.Submitted, host.Removed, "", "", "The directory removed the listing."},
	{host.Skipped, host.NoListing, "", "", "You asked us to leave this directory out."},
	{host.Unknown, host.NoListing, "", "", "Nobody saw what the directory answered."},
	{host.Filling, host.NoListing, "", "", ""},
	{host.Submitting, host.NoListing, "", "", ""},
	{host.Planned, host.NoListing, "", "", ""},
}

// job makes a running job of n directories, paid for, with submissions in all states, the best known directory first. It returns the submissions.
func (s *site) job(c host.Customer, n int) (uuid.UUID, []uuid.UUID) {
	s.t.Helper()
	directories := make([]host.Directory, n)
	for i := range directories {
		directories[i] = host.Directory{
			Slug: fmt.Sprintf("directory-%03d", i), Name: fmt.Sprintf("Directory %03d", i), Website: fmt.Sprintf("https://directory-%03d.example", i),
			DAScore: max(99-i/6, 1), PriorityTier: 1, IsActive: true, Policy: host.PolicyAllowed, Adapter: "generic", Start: "https://directory.example/add",
		}
	}
	if err := s.db.PutDirectories(s.t.Context(), directories); err != nil {
		s.t.Fatal(err)
	}
	settled := 0
	for i := range n {
		if states[i%len(states)].status.Settled() {
			settled++
		}
	}
	var job uuid.UUID
	s.row(&job, `INSERT INTO jobs (customer_id, package_type, status, profile_version, dirs_total, dirs_done, dirs_paid, announced_at)
		VALUES ($1, 'starter', 'in_progress', 1, $2, $3, $2, now() - interval '1 hour') RETURNING id`, c.ID, n, settled)
	ids := make([]uuid.UUID, n)
	for i := range ids {
		state, slug := states[i%len(states)], fmt.Sprintf("directory-%03d", i)
		address := ""
		if state.listing == host.Live {
			address = "https://" + slug + ".example/listing/1"
		}
		s.row(&ids[i], `INSERT INTO job_results (job_id, customer_id, directory, status, listing, listing_url, idempotency_key, business_key, profile_version,
				intents, press_by, result_data, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1, CASE WHEN $4 IN ('submitting', 'submitted', 'unknown') THEN 1 ELSE 0 END,
				CASE WHEN $4 = 'submitting' THEN now() + interval '1 minute' END, jsonb_build_object('note', $8::text), now() - $9 * interval '1 minute')
			RETURNING id`, job, c.ID, slug, state.status, state.listing, address, job.String()+slug, state.notes, i)
		s.exec(`INSERT INTO queue_history (job_id, directory, event_type, event_data, timestamp)
			VALUES ($1, $2, 'submission_' || $3::text, jsonb_build_object('to', $3::text, 'listing', $4::text, 'reason', $5::text), now() - $6 * interval '1 minute')`,
			job, slug, state.status, state.listing, state.why, n-i)
		if state.waits != "" {
			s.exec(`INSERT INTO attention_items (submission_id, audience, reason, field, message, deadline)
				VALUES ($1, $2, $3, CASE WHEN $3 = 'profile' THEN 'description' ELSE '' END, $4, CASE WHEN $3 = 'mail_code' THEN now() + interval '1 day' END)`,
				ids[i], state.waits, state.why, state.notes)
		}
	}
	return job, ids
}

func (s *site) row(into any, query string, args ...any) {
	s.t.Helper()
	if err := s.db.Pool().QueryRow(s.t.Context(), query, args...).Scan(into); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) exec(query string, args ...any) {
	s.t.Helper()
	if _, err := s.db.Pool().Exec(s.t.Context(), query, args...); err != nil {
		s.t.Fatal(err)
	}
}
