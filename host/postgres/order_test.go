package postgres_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

func queueNothing(context.Context, pgx.Tx, []uuid.UUID) error { return nil }

func announceNothing(context.Context, pgx.Tx) error { return nil }

// anyKey is an idempotency key that differs by job in what the test puts into salt.
func anyKey(salt string) func(json.RawMessage, string) (string, error) {
	return func(_ json.RawMessage, slug string) (string, error) { return salt + slug, nil }
}

func putDirectories(t *testing.T, db *postgres.DB, n int) {
	t.Helper()
	var all []host.Directory
	for i := range n {
		slug := fmt.Sprintf("d%03d", i)
		all = append(all, host.Directory{
			Slug: slug, Name: slug, Website: "https://" + slug + ".example", DAScore: i % 101, PriorityTier: 1 + i%5, IsActive: i%7 != 0,
			Policy: host.PolicyAllowed, Adapter: "generic", Hosts: []string{slug + ".example"}, Start: "https://" + slug + ".example/add",
		})
	}
	if err := db.PutDirectories(t.Context(), all); err != nil {
		t.Fatal(err)
	}
}

var customers atomic.Int64

// customer stores a customer who shares nothing with any other.
func customer(t *testing.T, db *postgres.DB) host.Customer {
	t.Helper()
	name := fmt.Sprintf("Acme %d", customers.Add(1))
	return customerWith(t, db, name, fmt.Sprintf(`{"name":%q}`, name))
}

func customerWith(t *testing.T, db *postgres.DB, company, profile string) host.Customer {
	t.Helper()
	c, err := db.CreateCustomer(t.Context(), host.Customer{
		Email: "owner@acme.example", CompanyName: company, Profile: json.RawMessage(profile), Tier: host.Starter,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// start takes an order of the customer to the point where its submissions are admitted.
func start(t *testing.T, db *postgres.DB, c host.Customer, p host.Package) host.Job {
	t.Helper()
	job, err := db.CreateJob(t.Context(), c.ID, p)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.AnnounceJob(t.Context(), job.ID, c.ProfileVersion, announceNothing); err != nil {
		t.Fatal(err)
	}
	job, err = db.StartJob(t.Context(), job.ID, anyKey(job.ID.String()))
	if err != nil {
		t.Fatal(err)
	}
	postgrestest.Admit(t, db)
	return job
}

func submissions(t *testing.T, db *postgres.DB, job uuid.UUID) []host.Submission {
	t.Helper()
	rows, err := db.Submissions(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]host.Submission, len(rows))
	for i, r := range rows {
		out[i] = r.Submission
	}
	return out
}

func scalar[T any](t *testing.T, db *postgres.DB, sql string, args ...any) T {
	t.Helper()
	var v T
	if err := db.Pool().QueryRow(t.Context(), sql, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}
