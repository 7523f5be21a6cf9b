package postgres_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// traits of a customer that nothing may tell once they are deleted.
const (
	theirEmail = "mary.the.plumber@acme.example"
	theirPhone = "+14155550132"
	theirName  = "Acme Plumbing of Springfield"
)

var (
	theirLogo = strings.Repeat("a1", 32)
	shared    = strings.Repeat("b2", 32)
	theirShot = strings.Repeat("c3", 32)
)

// mary is a customer with something in every table.
func mary(t *testing.T, db *postgres.DB) (host.Customer, host.Job) {
	t.Helper()
	c, err := db.CreateCustomer(t.Context(), host.Customer{
		Email: theirEmail, CompanyName: theirName, Tier: host.Starter,
		Profile: json.RawMessage(fmt.Sprintf(`{"name":%q,"phone":%q,"email":%q,"logo":{"digest":%q}}`, theirName, theirPhone, theirEmail, theirLogo)),
	})
	if err != nil {
		t.Fatal(err)
	}
	job := start(t, db, c, host.Starter)
	all := submissions(t, db, job.ID)
	s := intend(t, db, claim(t, db, all[0], long), 0)
	for _, digest := range []string{shared, theirShot} {
		if err := db.AddEvidence(t.Context(), s, host.Evidence{Kind: "listing", MediaType: "image/jpeg", Digest: digest, Page: "https://d.example/?q=" + theirPhone}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.AddTrace(t.Context(), s, host.TracedCall{Call: host.Call{Request: []byte(theirPhone), Log: theirPhone}}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Move(t.Context(), s, host.Change{To: host.Submitted, Listing: host.Live, ListingURL: "https://d.example/acme", Verdict: host.Verdict{Answer: host.AnswerYes, Quote: theirName}}); err != nil {
		t.Fatal(err)
	}
	needs := host.Change{To: host.NeedsAttention, Attention: &host.Attention{Audience: host.ForCustomer, Reason: "profile", Message: "Is " + theirPhone + " right?"}}
	if _, err := db.Move(t.Context(), claim(t, db, all[1], long), needs); err != nil {
		t.Fatal(err)
	}
	if _, err := db.StartSession(t.Context(), "mary", host.Session{Role: host.RoleCustomer, Email: theirEmail, Customer: c.ID}, time.Hour); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		`INSERT INTO drafts (customer_id, email, company_name, fields) VALUES ($1, '` + theirEmail + `', '` + theirName + `', '{"phone": ["` + theirPhone + `"]}')`,
		`INSERT INTO payments (customer_id, job_id, email, amount, currency, status, paid_at, fulfilled_at, payment_intent, stripe_customer, invoice_url) SELECT $1, id, '` + theirEmail + `', 4900, 'usd', 'paid', now(), now(), 'pi_1', 'cus_of_mary', 'https://invoice.stripe.example/of_mary' FROM jobs WHERE customer_id = $1`,
		`INSERT INTO links (token_hash, purpose, email, customer_id, expires_at) VALUES ('x', 'change_email', '` + theirEmail + `', $1, now())`,
		`INSERT INTO consents (customer_id, who, email, text_version, text_digest, profile_version) VALUES ($1, 'Mary', '` + theirEmail + `', '1', '', 1)`,
	} {
		if _, err := db.Pool().Exec(t.Context(), sql, c.ID); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	for _, sql := range []string{
		`INSERT INTO drafts (token_hash, email, company_name) VALUES ('x', '` + strings.ToUpper(theirEmail) + `', '` + theirName + `')`,
		`INSERT INTO links (token_hash, purpose, email, expires_at) VALUES ('y', 'sign_in', '` + theirEmail + `', now())`,
		`INSERT INTO mails (kind, recipient, subject, body) VALUES ('sign_in', '` + theirEmail + `', '', '')`,
	} {
		if _, err := db.Pool().Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	if err := db.AskSupport(t.Context(), host.SupportMessage{Customer: c.ID, Submission: all[0].ID, Subject: "Wrong data", Message: "Call " + theirPhone},
		host.Mail{Customer: c.ID, Kind: "support", To: "support@directorybolt.example", Body: theirEmail}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Share(t.Context(), c.ID, job.ID, "link", time.Hour); err != nil {
		t.Fatal(err)
	}
	return c, job
}

// told returns the tables in which one of the words stands.
func told(t *testing.T, db *postgres.DB, words ...string) []string {
	t.Helper()
	rows, err := db.Pool().Query(t.Context(), "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname")
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, table := range tables {
		for _, word := range words {
			if scalar[bool](t, db, "SELECT EXISTS (SELECT FROM "+pgx.Identifier{table}.Sanitize()+" t WHERE position(lower($1) IN lower(t::text)) > 0)", word) {
				out = append(out, table+" tells "+word)
			}
		}
	}
	return out
}

func request(t *testing.T, db *postgres.DB, c host.Customer, now time.Time) host.Deletion {
	t.Helper()
	d := host.Deletion{Reference: "DEL-ABCD-2345", Customer: c.ID, RequestedAt: now, DueAt: now.Add(host.DeletionNotice)}
	if err := db.RequestDeletion(t.Context(), d, host.Mail{Customer: c.ID, Kind: "deletion", To: c.Email, Subject: d.Reference}); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDeletionLeavesNothingOfTheCustomer(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	c, job := mary(t, db)
	other := customer(t, db)
	s := claim(t, db, submissions(t, db, start(t, db, other, host.Starter).ID)[2], long)
	if err := db.AddEvidence(t.Context(), s, host.Evidence{Kind: "answer", MediaType: "text/plain", Digest: shared}); err != nil {
		t.Fatal(err)
	}
	if before := told(t, db, theirEmail, theirPhone, theirName); len(before) < 12 {
		t.Fatalf("the test looks in the wrong places: %v", before)
	}
	history := scalar[int](t, db, "SELECT count(*)::int FROM queue_history WHERE job_id = $1", job.ID)

	now := time.Now()
	d := request(t, db, c, now)
	if done, err := db.DeleteDue(t.Context(), now.Add(host.DeletionNotice-time.Second)); done || err != nil {
		t.Errorf("deleted before its time: %t, %v", done, err)
	}
	later := now.Add(host.DeletionNotice)
	if _, err := db.Pool().Exec(t.Context(), "UPDATE job_results SET lease_until = now() + interval '1 h' WHERE id = (SELECT id FROM job_results WHERE customer_id = $1 LIMIT 1)", c.ID); err != nil {
		t.Fatal(err)
	}
	if done, err := db.DeleteDue(t.Context(), later); done || err != nil {
		t.Errorf("deleted while a worker holds a submission: %v", err)
	}
	if _, err := db.Pool().Exec(t.Context(), "UPDATE job_results SET lease_until = NULL WHERE customer_id = $1", c.ID); err != nil {
		t.Fatal(err)
	}
	if done, err := db.DeleteDue(t.Context(), later); !done || err != nil {
		t.Fatalf("not deleted: %v", err)
	}
	if done, err := db.DeleteDue(t.Context(), later); done || err != nil {
		t.Errorf("deleted twice: %v", err)
	}

	if left := told(t, db, theirEmail, theirPhone, theirName, "of_mary", c.ID.String()); len(left) != 1 || left[0] != "audit_log tells "+c.ID.String() {
		t.Errorf("left: %v; want the number of the customer in the audit log alone", left)
	}
	if _, err := db.Session(t.Context(), "mary"); host.KindOf(err) != host.NotFound {
		t.Errorf("the session goes on: %v", err)
	}
	if n := scalar[int](t, db, "SELECT amount::int FROM payments WHERE customer_id IS NULL AND job_id IS NULL AND email = ''"); n != 4900 {
		t.Errorf("the payment is %d", n)
	}
	if n := scalar[int](t, db, "SELECT count(*)::int FROM queue_history WHERE job_id = $1", job.ID); n < history {
		t.Errorf("%d events are left of %d", n, history)
	}
	if got, err := db.DeletionByReference(t.Context(), d.Reference); err != nil || got.DoneAt.IsZero() || got.Customer != [16]byte{} {
		t.Errorf("what the reference shows: %+v, %v", got, err)
	}
	if n := scalar[int](t, db, "SELECT count(*)::int FROM customers"); n != 1 {
		t.Errorf("%d customers are left, want the other", n)
	}

	var removed []string
	sweep := func(result bool) {
		t.Helper()
		if _, err := db.SweepBlobs(t.Context(), func(_ context.Context, digest string) (bool, error) {
			removed = append(removed, digest)
			return result, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	sweep(false) // what cannot be removed yet is offered again, also after a crash
	removed = nil
	sweep(true)
	if len(removed) != 2 || !strings.Contains(strings.Join(removed, " "), theirLogo) || !strings.Contains(strings.Join(removed, " "), theirShot) {
		t.Errorf("removed %v; want the logo and the screenshot, and not what another customer has too", removed)
	}
	removed = nil
	if sweep(true); len(removed) != 0 {
		t.Errorf("offered again: %v", removed)
	}
}

func TestDeletionRequestStopsTheOrderAndCanBeTakenBack(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	c, job := mary(t, db)
	under := claim(t, db, submissions(t, db, job.ID)[2], long)
	view, err := db.Deletion(t.Context(), c.ID)
	if err != nil || view.Pending != nil || len(view.Listings) != 1 || view.Payments != 1 || len(view.Running) != 1 {
		t.Fatalf("before: %+v, %v", view, err)
	}
	want := scalar[int](t, db, "SELECT count(*)::int FROM job_results WHERE status IN ('planned', 'admitted', 'needs_attention')")
	if view.Running[0].ToDo != want {
		t.Errorf("%d are said to be left out, want %d", view.Running[0].ToDo, want)
	}
	now := time.Now()
	d := request(t, db, c, now)
	if s := scalar[string](t, db, "SELECT string_agg(DISTINCT status, ' ' ORDER BY status) FROM job_results"); s != "filling skipped submitted" {
		t.Errorf("submissions are %s", s)
	}
	if s := scalar[string](t, db, "SELECT status FROM jobs"); s != "cancelled" {
		t.Errorf("the job is %s", s)
	}
	adds(t, db, job.ID)
	if _, err := db.Move(t.Context(), under, host.Change{To: host.Failed}); err != nil {
		t.Errorf("a worker cannot end what it has: %v", err)
	}
	d.Reference = "DEL-ABCD-2346"
	wantKind(t, db.RequestDeletion(t.Context(), d, host.Mail{}), host.Conflict)
	if view, err := db.Deletion(t.Context(), c.ID); err != nil || view.Pending == nil || view.Pending.Reference != "DEL-ABCD-2345" {
		t.Errorf("while it is pending: %+v, %v", view, err)
	}
	if _, err := db.CancelDeletion(t.Context(), c.ID, now); err != nil {
		t.Fatal(err)
	}
	_, err = db.CancelDeletion(t.Context(), c.ID, now)
	wantKind(t, err, host.NotFound)
	if done, err := db.DeleteDue(t.Context(), now.Add(2*host.DeletionNotice)); done || err != nil {
		t.Errorf("deleted although it was taken back: %v", err)
	}
}

// TestNoMoneyGoesWithADeletedAccount buys while a deletion is pending: not as whoever asked for it, but somebody with the same address and company can.
func TestNoMoneyGoesWithADeletedAccount(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	c := customer(t, db)
	own, err := db.DraftOf(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	request(t, db, c, now)
	wantKind(t, db.ChoosePackage(t.Context(), own, host.Growth, c.Email), host.Denied)
	visitor, err := db.NewDraft(t.Context(), "token")
	if err != nil {
		t.Fatal(err)
	}
	visitor.Fields, visitor.CompanyName = map[string][]string{"name": {c.CompanyName}}, c.CompanyName
	if visitor, err = db.SaveDraft(t.Context(), visitor); err != nil {
		t.Fatal(err)
	}
	tell(t, db, host.Payment{
		Session: "cs", Intent: "pi", Draft: visitor.ID, Package: host.Starter, Directories: 7, Email: c.Email, Amount: 14900, Currency: "usd", Status: host.PaymentPaid,
	})
	if p, err := db.PaymentOfSession(t.Context(), "cs"); err != nil || p.Customer != c.ID || p.Job == [16]byte{} {
		t.Fatalf("%+v, %v", p, err)
	}
	if done, err := db.DeleteDue(t.Context(), now.Add(host.DeletionNotice)); !done || err != nil {
		t.Fatalf("not deleted: %v", err)
	}
	if p, err := db.PaymentOfSession(t.Context(), "cs"); err != nil || p.RefundWantedAt.IsZero() || !p.Refundable() {
		t.Errorf("%+v, %v: the money is kept for a job that is gone", p, err)
	}
}

func TestOldEvidenceIsDropped(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	mary(t, db)
	if n, err := db.DropEvidence(t.Context(), time.Now().Add(time.Hour)); n != 0 || err != nil {
		t.Errorf("evidence of a running job was dropped: %d, %v", n, err)
	}
	if _, err := db.Pool().Exec(t.Context(), "WITH old AS (UPDATE evidence SET created_at = now() - interval '400 days') UPDATE jobs SET completed_at = now() - interval '400 days'"); err != nil {
		t.Fatal(err)
	}
	if n, err := db.DropEvidence(t.Context(), time.Now().Add(-401*24*time.Hour)); n != 0 || err != nil {
		t.Errorf("dropped too early: %d, %v", n, err)
	}
	if n, err := db.DropEvidence(t.Context(), time.Now().Add(-399*24*time.Hour)); n != 2 || err != nil {
		t.Errorf("dropped %d, %v; want 2", n, err)
	}
	if n := scalar[int](t, db, "SELECT count(*)::int FROM job_results WHERE screenshot_url <> ''"); n != 0 {
		t.Error("a submission still names its screenshot")
	}
	n, err := db.SweepBlobs(t.Context(), func(context.Context, string) (bool, error) { return true, nil })
	if n != 2 || err != nil {
		t.Errorf("swept %d, %v; want 2", n, err)
	}
}

func TestExportHasEverythingThatIsTheirs(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	c, _ := mary(t, db)
	start(t, db, customer(t, db), host.Starter)
	files := map[string]*bytes.Buffer{}
	kept, err := db.Export(t.Context(), c.ID, func(name string) (io.Writer, error) {
		files[name] = &bytes.Buffer{}
		return files[name], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(kept) != 2 || kept[0].Digest != shared {
		t.Errorf("evidence: %+v", kept)
	}
	for name, want := range map[string]string{
		"account": theirEmail, "profile": theirPhone, "draft": theirPhone, "orders": "starter", "submissions": "https://d.example/acme", "events": "job_started",
		"tasks": theirPhone, "evidence": theirShot, "payments": "4900", "consents": "Mary", "sessions": theirEmail, "support": theirPhone, "report_links": "expires_at",
	} {
		var rows []map[string]any
		if err := json.Unmarshal(files[name].Bytes(), &rows); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(rows) == 0 || !strings.Contains(files[name].String(), want) {
			t.Errorf("%s lacks %q: %s", name, want, files[name])
		}
		if strings.Contains(files[name].String(), "Acme 1") || strings.Contains(files[name].String(), "token_hash") {
			t.Errorf("%s has what is not theirs to see: %s", name, files[name])
		}
	}
}

// TestDraftsOfVisitorsEnd keeps pictures in drafts as the profile form does: in a field, as JSON in a string.
func TestDraftsOfVisitorsEnd(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	leaver, stays := customer(t, db), customer(t, db)
	picture := func(n int) string { return strings.Repeat(fmt.Sprint(n), 64) }
	drawn := func(n int) map[string][]string {
		return map[string][]string{"logo": {host.ImageValue(host.Image{MediaType: "image/png", Digest: picture(n)})}}
	}
	typed(t, db, leaver.ID, map[string][]string{"logo": drawn(1)["logo"], "photos": drawn(2)["logo"]})
	typed(t, db, stays.ID, drawn(2))
	for i, token := range []string{"forgotten", "begun"} {
		d, err := db.NewDraft(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		d.Fields = drawn(3 + i)
		if _, err := db.SaveDraft(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Pool().Exec(t.Context(), "UPDATE drafts SET updated_at = now() - interval '91 days' WHERE customer_id IS NOT NULL OR token_hash = sha256('forgotten')"); err != nil {
		t.Fatal(err)
	}
	if n, err := db.DropDrafts(t.Context(), time.Now().Add(-host.DraftAge)); n != 1 || err != nil {
		t.Errorf("%d drafts dropped, %v; want the visitor's that was forgotten", n, err)
	}
	now := time.Now()
	request(t, db, leaver, now)
	if done, err := db.DeleteDue(t.Context(), now.Add(host.DeletionNotice)); !done || err != nil {
		t.Fatalf("not deleted: %v", err)
	}
	var removed []string
	_, err := db.SweepBlobs(t.Context(), func(_ context.Context, digest string) (bool, error) {
		removed = append(removed, digest)
		return true, nil
	})
	slices.Sort(removed)
	if want := []string{picture(1), picture(3)}; err != nil || !slices.Equal(removed, want) {
		t.Errorf("removed %v, %v; want %v: what others still show stays", removed, err, want)
	}
}

// TestExportIsOfOneMoment begins an order while the export is being written: its rows are in all files or in none.
func TestExportIsOfOneMoment(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	c := customer(t, db)
	files := map[string]*bytes.Buffer{}
	if _, err := db.Export(t.Context(), c.ID, func(file string) (io.Writer, error) {
		if file == "submissions" { // the orders are written
			start(t, db, c, host.Starter)
		}
		files[file] = &bytes.Buffer{}
		return files[file], nil
	}); err != nil {
		t.Fatal(err)
	}
	if orders, rows := files["orders"].String(), files["submissions"].String(); orders != rows {
		t.Errorf("orders %s, and submissions %s", orders, rows)
	}
}
