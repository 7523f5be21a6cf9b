package postgres_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// execute runs a statement as the owner of everything, to set up what time or chance would.
func execute(t *testing.T, d *postgres.DB, statement string, args ...any) {
	t.Helper()
	if _, err := d.Pool().Exec(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

func TestLinkOpensOnce(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	c := customer(t, d)
	if err := d.SendSignInLink(t.Context(), "token", host.Mail{To: c.Email}); err != nil {
		t.Fatal(err)
	}
	if email, err := d.SignInLink(t.Context(), "token"); err != nil || email != c.Email {
		t.Fatalf("link of %q, %v", email, err)
	}
	if _, err := d.SignInLink(t.Context(), "other"); host.KindOf(err) != host.NotFound {
		t.Errorf("a token that was never given: %v", err)
	}
	var opened atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			switch _, err := d.UseSignInLink(t.Context(), "token"); {
			case err == nil:
				opened.Add(1)
			case host.KindOf(err) != host.NotFound:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if opened.Load() != 1 {
		t.Errorf("the link opened %d times", opened.Load())
	}
	var kept int
	if err := d.Pool().QueryRow(t.Context(), "SELECT count(*)::int FROM links WHERE token_hash = 'token'::bytea").Scan(&kept); err != nil || kept != 0 {
		t.Errorf("the token itself is kept: %d, %v", kept, err)
	}
}

func TestOldLinkOpensNothing(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	c := customer(t, d)
	if err := d.SendSignInLink(t.Context(), "token", host.Mail{To: c.Email}); err != nil {
		t.Fatal(err)
	}
	execute(t, d, "UPDATE links SET expires_at = expires_at - interval '15 minutes 1 second'")
	if _, err := d.UseSignInLink(t.Context(), "token"); host.KindOf(err) != host.NotFound {
		t.Errorf("a link of yesterday: %v", err)
	}
}

// TestAddressGetsFiveLinksAnHour asks many times at once, in several spellings, for a known and an unknown address.
func TestAddressGetsFiveLinksAnHour(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	c := customer(t, d)
	for _, email := range []string{c.Email, "stranger@example.com"} {
		var sent, limited atomic.Int32
		var all sync.WaitGroup
		for i := range 12 {
			all.Go(func() {
				to := email
				if i%2 == 0 {
					to = strings.ToUpper(email)
				}
				switch err := d.SendSignInLink(t.Context(), uuid.NewString(), host.Mail{To: to}); host.KindOf(err) {
				case host.Limited:
					limited.Add(1)
				case host.Internal:
					if err != nil {
						t.Error(err)
					}
					sent.Add(1)
				}
			})
		}
		all.Wait()
		if sent.Load() != 5 || limited.Load() != 7 {
			t.Errorf("%s: %d sent, %d refused", email, sent.Load(), limited.Load())
		}
	}
	execute(t, d, "UPDATE links SET created_at = created_at - interval '61 minutes'")
	if err := d.SendSignInLink(t.Context(), uuid.NewString(), host.Mail{To: "stranger@example.com"}); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

func TestEmailChangesForTheCustomerOnly(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	one, two := customer(t, d), customer(t, d)
	if err := d.SendEmailLink(t.Context(), "token", host.Mail{Customer: one.ID, To: "fresh@example.com"}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.EmailLink(t.Context(), two.ID, "token"); host.KindOf(err) != host.NotFound {
		t.Errorf("another customer sees the link: %v", err)
	}
	if _, err := d.ChangeEmail(t.Context(), two.ID, "token", host.Mail{}); host.KindOf(err) != host.NotFound {
		t.Errorf("another customer uses the link: %v", err)
	}
	if _, err := d.UseSignInLink(t.Context(), "token"); host.KindOf(err) != host.NotFound {
		t.Errorf("the link signs in: %v", err)
	}
	if email, err := d.ChangeEmail(t.Context(), one.ID, "token", host.Mail{Subject: "Changed"}); err != nil || email != "fresh@example.com" {
		t.Fatalf("changed to %q, %v", email, err)
	}
	if a, err := d.Account(t.Context(), one.ID); err != nil || a.Email != "fresh@example.com" {
		t.Errorf("account %+v, %v", a, err)
	}
	if a, err := d.Account(t.Context(), two.ID); err != nil || a.Email != two.Email {
		t.Errorf("the other's account %+v, %v", a, err)
	}
	for i := range 4 {
		if err := d.SendEmailLink(t.Context(), uuid.NewString(), host.Mail{Customer: one.ID, To: fmt.Sprintf("%d@example.com", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.SendEmailLink(t.Context(), uuid.NewString(), host.Mail{Customer: one.ID, To: "x@example.com"}); host.KindOf(err) != host.Limited {
		t.Errorf("the sixth within an hour: %v", err)
	}
}

func TestEmailOfTheSameCompanyIsNotTakenTwice(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	c := customer(t, d)
	other, err := d.CreateCustomer(t.Context(), host.Customer{Email: "two@example.com", CompanyName: c.CompanyName, Tier: host.Starter, Profile: c.Profile})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.SendEmailLink(t.Context(), "token", host.Mail{Customer: other.ID, To: c.Email}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.ChangeEmail(t.Context(), other.ID, "token", host.Mail{}); host.KindOf(err) != host.Conflict {
		t.Errorf("got %v", err)
	}
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	c := customer(t, d)
	begin := func(token string, s host.Session) {
		t.Helper()
		if _, err := d.StartSession(t.Context(), token, s, 30*24*time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	opens := func(token string) bool {
		t.Helper()
		_, err := d.Session(t.Context(), token)
		if err != nil && host.KindOf(err) != host.NotFound {
			t.Fatal(err)
		}
		return err == nil
	}
	mine := host.Session{Role: host.RoleCustomer, Email: c.Email, Verified: true, Customer: c.ID}

	begin("idle", mine)
	execute(t, d, "UPDATE sessions SET seen_at = now() - interval '14 days'")
	if opens("idle") {
		t.Error("a session that nobody used for 14 days opens")
	}
	begin("old", mine) // and clears the idle one away
	execute(t, d, "UPDATE sessions SET expires_at = now()")
	if opens("old") {
		t.Error("a session of 30 days opens")
	}
	begin("one", mine)
	var rows int
	if err := d.Pool().QueryRow(t.Context(), "SELECT count(*)::int FROM sessions").Scan(&rows); err != nil || rows != 1 {
		t.Errorf("%d sessions are kept, %v", rows, err)
	}

	execute(t, d, "UPDATE sessions SET seen_at = now() - interval '6 minutes'")
	if !opens("one") {
		t.Fatal("a session does not open")
	}
	all, err := d.Sessions(t.Context(), c.ID)
	if err != nil || len(all) != 1 || time.Since(all[0].SeenAt) > time.Minute {
		t.Errorf("seen %+v, %v", all, err)
	}

	stranger := customer(t, d)
	if err := d.EndSessionOf(t.Context(), stranger.ID, all[0].ID); host.KindOf(err) != host.NotFound || !opens("one") {
		t.Errorf("another customer ends it: %v", err)
	}
	begin("two", mine)
	if err := d.EndSessionOf(t.Context(), c.ID, all[0].ID); err != nil || opens("one") || !opens("two") {
		t.Errorf("ending one: %v", err)
	}
	begin("theirs", host.Session{Role: host.RoleCustomer, Email: "theirs@example.com", Verified: true, Customer: stranger.ID})
	if err := d.EndSessions(t.Context(), mine); err != nil || opens("two") || !opens("theirs") {
		t.Errorf("ending all: %v", err)
	}
}

func TestMembersComeAndGo(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	if err := d.PutMember(t.Context(), "boss@example.com", host.RoleStaff); err != nil {
		t.Fatal(err)
	}
	who, err := d.Identities(t.Context(), "Boss@Example.com")
	if err != nil || len(who) != 1 || who[0].Role != host.RoleStaff {
		t.Fatalf("identities %+v, %v", who, err)
	}
	if _, err := d.StartSession(t.Context(), "token", host.Session{Role: host.RoleStaff, Email: "boss@example.com", Verified: true, Member: who[0].Member}, time.Hour); err != nil {
		t.Fatal(err)
	}
	// Who may do less must not go on as staff.
	if err := d.PutMember(t.Context(), "BOSS@example.com", host.RoleContributor); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Session(t.Context(), "token"); host.KindOf(err) != host.NotFound {
		t.Errorf("the session of another role: %v", err)
	}
	if all, err := d.Members(t.Context()); err != nil || len(all) != 1 || all[0].Role != host.RoleContributor {
		t.Errorf("members %+v, %v", all, err)
	}
	if err := d.NewSignInLink(t.Context(), "link", "boss@example.com"); err != nil {
		t.Error(err)
	}
	if err := d.RemoveMember(t.Context(), "boss@example.com"); err != nil {
		t.Error(err)
	}
	if err := d.RemoveMember(t.Context(), "boss@example.com"); host.KindOf(err) != host.NotFound {
		t.Errorf("removed twice: %v", err)
	}
	if err := d.NewSignInLink(t.Context(), "again", "boss@example.com"); host.KindOf(err) != host.NotFound {
		t.Errorf("a link for nobody: %v", err)
	}
}
