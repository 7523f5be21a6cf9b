package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/gowebpki/jcs"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

var owner = host.Consent{Who: "Dana Example", Email: "owner@example.com", TextVersion: host.ConsentVersion, TextDigest: host.ConsentDigest()}

func profileFields(name, phone string) map[string][]string {
	return map[string][]string{
		"name": {name}, "phone": {phone}, "address.street": {"12 Example Street"}, "address.city": {"San Francisco"},
		"address.region": {"California"}, "address.postal_code": {"94103"}, "address.country": {"US"},
	}
}

// typed saves fields into the customer's draft.
func typed(t *testing.T, db *postgres.DB, customer uuid.UUID, fields map[string][]string) host.Draft {
	t.Helper()
	d, err := db.DraftOf(t.Context(), customer)
	if err != nil {
		t.Fatal(err)
	}
	d.Fields = fields
	if d, err = db.SaveDraft(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return d
}

// queued is what an approval enqueued.
type queued struct{ jobs, submissions []uuid.UUID }

func profileKey(job uuid.UUID, slug string, profile json.RawMessage) (string, error) {
	canonical, err := jcs.Transform(profile)
	return job.String() + slug + string(canonical), err
}

func approve(t *testing.T, db *postgres.DB, customer uuid.UUID, revision int) (host.Approved, queued, error) {
	t.Helper()
	var q queued
	add := func(to *[]uuid.UUID) func(context.Context, pgx.Tx, []uuid.UUID) error {
		return func(_ context.Context, _ pgx.Tx, ids []uuid.UUID) error { *to = append(*to, ids...); return nil }
	}
	out, err := db.ApproveProfile(t.Context(), customer, host.Approval{Revision: revision, Consent: owner}, profileKey, add(&q.jobs), add(&q.submissions))
	return out, q, err
}

// unapproved is a customer who has paid before approving anything.
func unapproved(t *testing.T, db *postgres.DB) uuid.UUID {
	t.Helper()
	return scalar[uuid.UUID](t, db, "INSERT INTO customers (email, company_name, business_data, profile_version, tier) VALUES ($1, '', '{}', 0, 'starter') RETURNING id",
		uuid.NewString()+"@example.com")
}

func TestDraftIsSavedOverTheRevisionItWasReadAt(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	visitor, err := db.NewDraft(t.Context(), "token")
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]host.Draft{"visitor": visitor, "customer": typed(t, db, unapproved(t, db), nil)} {
		one, other := d, d
		one.Fields, one.Package = map[string][]string{"name": {"One\x00"}}, host.Growth
		other.Fields = map[string][]string{"name": {"Other"}}
		saved, err := db.SaveDraft(t.Context(), one)
		if err != nil || saved.Revision != d.Revision+1 || saved.Package != host.Growth {
			t.Fatalf("%s: %+v %v", name, saved, err)
		}
		_, err = db.SaveDraft(t.Context(), other)
		wantKind(t, err, host.Conflict)
		saved.Package = "" // none said: the chosen one stays
		if again, err := db.SaveDraft(t.Context(), saved); err != nil || again.Revision != saved.Revision || again.Package != host.Growth {
			t.Errorf("%s: the same again is revision %d of package %q, %v", name, again.Revision, again.Package, err)
		}
		stranger := saved
		stranger.Customer = unapproved(t, db)
		stranger.Fields = other.Fields
		_, err = db.SaveDraft(t.Context(), stranger)
		wantKind(t, err, host.Conflict)
	}
}

func TestVisitorsApprovalEndsWithTheNextChange(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	d, err := db.NewDraft(t.Context(), "token")
	if err != nil {
		t.Fatal(err)
	}
	d.Fields = profileFields("Acme", "555")
	if d, err = db.SaveDraft(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	err = db.ApproveDraft(t.Context(), d.ID, host.Approval{Revision: d.Revision, Consent: owner})
	var missing host.Problems
	if wantKind(t, err, host.Invalid); !errors.As(err, &missing) || missing[0].Field != "phone" {
		t.Errorf("a wrong phone is told as %v", err)
	}
	d.Fields = profileFields("Acme", "(415) 555-0132")
	if d, err = db.SaveDraft(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	wantKind(t, db.ApproveDraft(t.Context(), d.ID, host.Approval{Revision: d.Revision - 1, Consent: owner}), host.Conflict)
	if err := db.ApproveDraft(t.Context(), d.ID, host.Approval{Revision: d.Revision, Consent: owner}); err != nil {
		t.Fatal(err)
	}
	if d, err = db.Draft(t.Context(), "token"); err != nil || d.Consent == nil || *d.Consent != owner || !strings.Contains(string(d.Approved), "+14155550132") {
		t.Errorf("approved: %s by %v, %v", d.Approved, d.Consent, err)
	}
	if d, err = db.SaveDraft(t.Context(), d); err != nil || d.Approved == nil {
		t.Errorf("the same again takes the approval away: %v", err)
	}
	d.Fields["name"] = []string{"Other"}
	if d, err = db.SaveDraft(t.Context(), d); err != nil || d.Approved != nil || d.Consent != nil {
		t.Errorf("changed, and still approved: %s by %v, %v", d.Approved, d.Consent, err)
	}
}

func TestPaidJobWaitsForTheApproval(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	c := unapproved(t, db)
	job, err := db.CreateJob(t.Context(), c, host.Starter)
	if err != nil {
		t.Fatal(err)
	}
	state, err := db.ProfileState(t.Context(), c)
	if err != nil || state.Version != 0 || len(state.Missing) == 0 {
		t.Errorf("before: %+v %v", state, err)
	}
	d := typed(t, db, c, profileFields("Acme", "(415) 555-0132"))
	_, _, err = approve(t, db, c, d.Revision+1)
	wantKind(t, err, host.Conflict)
	out, q, err := approve(t, db, c, d.Revision)
	if err != nil || out != (host.Approved{Version: 1, Announced: 1}) || !slices.Equal(q.jobs, []uuid.UUID{job.ID}) {
		t.Fatalf("approved %+v, enqueued %v, %v", out, q, err)
	}
	if n := scalar[int](t, db, "SELECT count(*) FROM jobs WHERE id = $1 AND announced_at IS NOT NULL AND profile_version = 1", job.ID); n != 1 {
		t.Error("the job is not announced with the approved version")
	}
	if who := scalar[string](t, db, "SELECT who FROM consents WHERE customer_id = $1 AND profile_version = 1 AND text_digest = $2", c, host.ConsentDigest()); who != owner.Who {
		t.Errorf("consent of %q", who)
	}
	if company := scalar[string](t, db, "SELECT company_name FROM customers WHERE id = $1", c); company != "Acme" {
		t.Errorf("the customer is called %q", company)
	}
	again, q, err := approve(t, db, c, d.Revision)
	if err != nil || again != (host.Approved{Version: 1}) || len(q.jobs) > 0 {
		t.Errorf("approved again: %+v, enqueued %v, %v", again, q, err)
	}
	typed(t, db, c, profileFields("Acme", "(415) 555-0199"))
	if state, err = db.ProfileState(t.Context(), c); err != nil || state.Version != 1 || !state.Changed || state.ApprovedAt.IsZero() {
		t.Errorf("after a change: %+v %v", state, err)
	}
}

// A correction reaches what is still to do, and nothing that a worker holds or has pressed. Nothing is pressed twice, though the corrected
// telephone number makes another business of it to those who go by that.
func TestCorrectionOfARunningJob(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 60)
	const old = `{"name":"Acme","phone":"+14155550132","address":{"street":"12 Example Street","city":"San Francisco","region":"California","postal_code":"94103","country":"US"}}`
	c := customerWith(t, db, "Acme", old)
	job := start(t, db, c, host.Starter)
	all := submissions(t, db, job.ID)
	running, pressed, live, corrected, waiting := all[0], all[1], all[2], all[3], all[4]

	claim(t, db, running, long)
	intend(t, db, claim(t, db, pressed, long), long)
	if _, err := db.Move(t.Context(), intend(t, db, claim(t, db, live, long), long), host.Change{To: host.Submitted, Listing: host.Live}); err != nil {
		t.Fatal(err)
	}
	ask := func(s host.Submission, reason string) {
		t.Helper()
		_, err := db.Move(t.Context(), claim(t, db, s, long), host.Change{
			To: host.NeedsAttention, Attention: &host.Attention{Audience: host.ForCustomer, Reason: reason, Field: "phone", Message: "Look."},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	ask(corrected, "profile")
	ask(waiting, "captcha")
	done := scalar[int](t, db, "SELECT dirs_done FROM jobs WHERE id = $1", job.ID)

	fields := host.DraftFields(mustParse(t, old))
	fields["phone"] = []string{"(415) 555-0199"}
	d := typed(t, db, c.ID, fields)
	out, q, err := approve(t, db, c.ID, d.Revision)
	if err != nil {
		t.Fatal(err)
	}
	if want := (host.Approved{Version: 2, Moved: len(all) - 3, Resumed: 1}); out != want || !slices.Equal(q.submissions, []uuid.UUID{corrected.ID}) {
		t.Errorf("approved %+v, want %+v; enqueued %v", out, want, q)
	}
	profile, err := db.Profile(t.Context(), c.ID, 2)
	if err != nil {
		t.Fatal(err)
	}
	newKey := mustParse(t, string(profile)).Key()
	for _, s := range submissions(t, db, job.ID) {
		version, status := 2, host.Admitted
		switch s.ID {
		case running.ID:
			version, status = 1, host.Filling
		case pressed.ID:
			version, status = 1, host.Submitting
		case live.ID:
			version, status = 1, host.Submitted
		case waiting.ID:
			status = host.NeedsAttention
		}
		key := scalar[string](t, db, "SELECT business_key FROM job_results WHERE id = $1", s.ID)
		if s.ProfileVersion != version || s.Status != status || (key == newKey) != (version == 2) {
			t.Errorf("%s: %s with version %d, want %s with %d; key corrected: %v", s.Directory, s.Status, s.ProfileVersion, status, version, key == newKey)
		}
		if want, _ := profileKey(job.ID, s.Directory, profile); version == 2 && s.IdempotencyKey != want {
			t.Errorf("%s keeps the idempotency key of the old profile", s.Directory)
		}
	}
	if now := scalar[int](t, db, "SELECT dirs_done FROM jobs WHERE id = $1", job.ID); now != done-1 {
		t.Errorf("%d directories done, want %d: one goes on", now, done-1)
	}
	if n := scalar[int](t, db, "SELECT count(*) FROM attention_items WHERE resolved_at IS NULL"); n != 1 {
		t.Errorf("%d questions open, want the captcha only", n)
	}

	// Another order, made with the corrected number, comes to the directory where the old one is listed.
	c.ProfileVersion = 2
	second := start(t, db, c, host.Starter)
	for _, s := range submissions(t, db, second.ID) {
		if s.Directory != live.Directory && s.Directory != pressed.Directory {
			continue
		}
		_, err := db.Intend(t.Context(), claim(t, db, s, long), long)
		wantKind(t, err, host.Denied)
	}
}

func TestApprovedVersionsNeverChange(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	for _, table := range []string{"profile_versions", "consents"} {
		if scalar[bool](t, db, "SELECT has_table_privilege('directorybolt_web', $1, 'UPDATE') OR has_table_privilege('directorybolt_web', $1, 'DELETE')", table) {
			t.Errorf("requests of customers may change %s", table)
		}
	}
}

func TestTimeZoneIsSetOnce(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	c := unapproved(t, db)
	for _, zone := range []string{"Europe/Lisbon", "Asia/Tokyo"} {
		if err := db.AdoptTimeZone(t.Context(), c, zone); err != nil {
			t.Fatal(err)
		}
	}
	if got := scalar[string](t, db, "SELECT time_zone FROM customers WHERE id = $1", c); got != "Europe/Lisbon" {
		t.Errorf("time zone %q", got)
	}
}

func mustParse(t *testing.T, profile string) host.Business {
	t.Helper()
	b, err := host.ParseBusiness([]byte(profile))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
