// Package postgrestest gives each test a database of its own on a private server that the test binary shares.
package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host/postgres"
)

const template = "template_directorybolt"

var (
	server *postgres.Server
	made   atomic.Int64
)

// Run starts the server, runs the tests and stops it. Call it from TestMain and exit with what it returns.
func Run(m *testing.M) int {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

func run(m *testing.M) (code int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	dir, err := os.MkdirTemp("/tmp", "pgtest")
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	server, err = postgres.Start(ctx, postgres.Private{Dir: dir, Throwaway: true})
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	if err := server.Create(ctx, template, ""); err != nil {
		return 1, err
	}
	if err := postgres.Migrate(ctx, server.DSN(template)); err != nil {
		return 1, err
	}
	return m.Run(), nil
}

// DSN makes an empty, migrated database and returns its connection string.
func DSN(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", made.Add(1))
	if err := server.Create(t.Context(), name, template); err != nil {
		t.Fatal(err)
	}
	return server.DSN(name)
}

// Open makes an empty, migrated database and connects to it until the test ends.
func Open(t testing.TB) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(t.Context(), DSN(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}
