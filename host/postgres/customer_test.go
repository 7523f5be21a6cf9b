package postgres_test

import (
	"encoding/json"
	"testing"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

func TestPutProfile(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	put := func(company, profile string) host.Customer {
		t.Helper()
		c, err := db.PutProfile(t.Context(), host.Customer{
			Email: "owner@example.com", CompanyName: company, Profile: json.RawMessage(profile), Tier: host.Starter,
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := put("Acme", `{"name":"Acme","phone":"+14155550132"}`)
	if again := put("Acme", `{"phone": "+14155550132", "name": "Acme"}`); again.ID != first.ID || again.ProfileVersion != 1 {
		t.Errorf("the same profile again: customer %s version %d, want %s version 1", again.ID, again.ProfileVersion, first.ID)
	}
	edited := put("Acme", `{"name":"Acme","phone":"+14155550133"}`)
	if edited.ID != first.ID || edited.ProfileVersion != 2 {
		t.Errorf("an edited profile: customer %s version %d, want %s version 2", edited.ID, edited.ProfileVersion, first.ID)
	}
	if old, err := db.Profile(t.Context(), first.ID, 1); err != nil || !json.Valid(old) {
		t.Errorf("the first version is gone: %s %v", old, err)
	}
	if other := put("Beta", `{"name":"Beta"}`); other.ID == first.ID {
		t.Error("another company got the same customer")
	}
}

// Whoever comes first creates the customer; the others find it.
func TestProfilesAtOnce(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	got := make(chan error, 8)
	for i := range cap(got) {
		email := []string{"owner@example.com", "Owner@Example.com"}[i%2]
		go func() {
			_, err := db.PutProfile(t.Context(), host.Customer{Email: email, CompanyName: "Acme", Profile: json.RawMessage(`{"name":"Acme"}`), Tier: host.Starter})
			got <- err
		}()
	}
	for range cap(got) {
		if err := <-got; err != nil {
			t.Error(err)
		}
	}
	if n := scalar[int](t, db, "SELECT count(*) FROM customers"); n != 1 {
		t.Errorf("%d customers, want one", n)
	}
	_, err := db.CreateCustomer(t.Context(), host.Customer{Email: "OWNER@example.com", CompanyName: "Acme", Profile: json.RawMessage(`{}`), Tier: host.Starter})
	wantKind(t, err, host.Conflict)
}

func TestAddDirectoryLeavesWhatIsThere(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	d := host.Directory{Slug: "d", Name: "D", PriorityTier: 1, Policy: host.PolicyProhibited, Adapter: "generic"}
	for _, policy := range []host.Policy{host.PolicyProhibited, host.PolicyAllowed} {
		d.Policy = policy
		if err := db.AddDirectory(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := db.Directory(t.Context(), "d"); err != nil || got.Policy != host.PolicyProhibited {
		t.Errorf("policy %s, %v; want the one that was recorded first", got.Policy, err)
	}
}

func TestJobForOneDirectory(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 5)
	c := customer(t, db)
	slug := scalar[string](t, db, "SELECT slug FROM directories ORDER BY da_score LIMIT 1")
	job, err := db.CreateJobFor(t.Context(), c.ID, slug, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.AnnounceJob(t.Context(), job.ID, c.ProfileVersion, announceNothing); err != nil {
		t.Fatal(err)
	}
	if _, err := db.StartJob(t.Context(), job.ID, anyKey("one")); err != nil {
		t.Fatal(err)
	}
	postgrestest.Admit(t, db)
	if allowed, err := db.AutomationAllowed(t.Context(), job.ID); err != nil || !allowed {
		t.Errorf("automation allowed: %v, %v; want what the job was made with", allowed, err)
	}
	if allowed, err := db.AutomationAllowed(t.Context(), start(t, db, c, host.Starter).ID); err != nil || allowed {
		t.Errorf("automation allowed for a package: %v, %v", allowed, err)
	}
	if got := submissions(t, db, job.ID); len(got) != 1 || got[0].Directory != slug {
		t.Errorf("planned %+v, want only %s", got, slug)
	}
}
