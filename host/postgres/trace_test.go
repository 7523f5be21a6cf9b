package postgres_test

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
	"github.com/directorybolt/directorybolt/migrations"
	"github.com/directorybolt/directorybolt/sdk"
)

// filling is a submission that a worker holds.
func filling(t *testing.T, db *postgres.DB) host.Submission {
	t.Helper()
	putDirectories(t, db, 12)
	return claim(t, db, submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)[0], long)
}

func tracedCall(request []byte) host.TracedCall {
	return host.TracedCall{
		Call: host.Call{
			Op: sdk.OpLookup, Adapter: "hello", Version: "1.2.3", Digest: strings.Repeat("ab", 32), Request: request, Answer: []byte{1, 2, 3},
			Log: "seen\n", Duration: 1500 * time.Microsecond, Work: 77, Failure: "bad_answer",
		},
		Conditions: host.Conditions{Contract: 1, Wazero: "v1.12.0", Clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Seed: 1 << 63},
		Attempt:    2,
	}
}

func trace(t *testing.T, db *postgres.DB, id uuid.UUID) []host.TracedCall {
	t.Helper()
	calls, err := db.Trace(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return calls
}

func TestTraceComesBackByteForByte(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	s := filling(t, db)
	page := bytes.Repeat([]byte("<p>the same page</p>\x00\xff"), 5000)
	want := []host.TracedCall{tracedCall(page), tracedCall([]byte{8})}
	want[1].Answer = []byte{}
	for _, c := range want {
		if err := db.AddTrace(t.Context(), s, c); err != nil {
			t.Fatal(err)
		}
	}
	if got := trace(t, db, s.ID); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	if size := scalar[int64](t, db, "SELECT sum(octet_length(request)) FROM traces"); size > int64(len(page)/50) {
		t.Errorf("%d bytes are kept in %d", len(page), size)
	}
	if got := trace(t, db, uuid.New()); len(got) != 0 {
		t.Errorf("a submission without calls has %d", len(got))
	}
}

// The way back keeps what the version before can read.
func TestTraceMigrationGoesBack(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	s := filling(t, db)
	if err := db.AddTrace(t.Context(), s, tracedCall([]byte("young"))); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Pool().Exec(t.Context(), `INSERT INTO traces (submission_id, attempt, op, digest, request, answer, log, failure, duration_us)
		VALUES ($1, 1, 'plan', 'ab', 'old', '', '', '', 9)`, s.ID); err != nil {
		t.Fatal(err)
	}
	std := stdlib.OpenDBFromPool(db.Pool())
	defer std.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, std, migrations.FS)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.DownTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if left := scalar[string](t, db, "SELECT string_agg(encode(request, 'escape'), ',') FROM traces"); left != "old" {
		t.Errorf("left: %s", left)
	}
	if _, err := provider.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := trace(t, db, s.ID); len(got) != 1 || string(got[0].Request) != "old" {
		t.Errorf("after the way there and back: %+v", got)
	}
}

// What is too large is left out, and its place says so.
func TestTraceIsBounded(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	s := filling(t, db)
	noise := make([]byte, 3<<20)
	chance := rand.NewChaCha8([32]byte{1})
	_, _ = chance.Read(noise)
	for _, request := range [][]byte{make([]byte, 5<<20), noise, noise, {8}} {
		if err := db.AddTrace(t.Context(), s, tracedCall(request)); err != nil {
			t.Fatal(err)
		}
	}
	calls := trace(t, db, s.ID)
	for i, want := range []string{"at most 4194304 are kept of a call", "", "take up the 4194304 bytes", ""} {
		c := calls[i]
		if (want == "") != (c.Cut == "") || !strings.Contains(c.Cut, want) || (c.Cut != "") != (len(c.Request) == 0) {
			t.Errorf("call %d: cut %q with %d bytes, want %q", i+1, c.Cut, len(c.Request), want)
		}
		if c.Log != "seen\n" || c.Work != 77 {
			t.Errorf("call %d lost more than its bytes: %+v", i+1, c)
		}
	}
}

func TestTracesAgeAndGo(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	s := filling(t, db)
	for _, request := range []string{"old", "young"} {
		if err := db.AddTrace(t.Context(), s, tracedCall([]byte(request))); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Pool().Exec(t.Context(), "UPDATE traces SET created_at = now() - interval '31 days' WHERE id = (SELECT min(id) FROM traces)"); err != nil {
		t.Fatal(err)
	}
	n, err := db.DropTraces(t.Context(), 30*24*time.Hour)
	if err != nil || n != 1 {
		t.Errorf("%d calls removed, %v; want 1", n, err)
	}
	if got := trace(t, db, s.ID); len(got) != 1 || string(got[0].Request) != "young" {
		t.Errorf("left: %+v", got)
	}
}

// Calls from before traces were compressed are read as they are, under what they were made under.
func TestTraceOfAnEarlierVersionIsRead(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	s := filling(t, db)
	_, err := db.Pool().Exec(t.Context(), `INSERT INTO traces (submission_id, attempt, op, digest, request, answer, log, failure, duration_us)
		VALUES ($1, 1, 'plan', 'ab', '\x0801', '\x', '', '', 9)`, s.ID)
	if err != nil {
		t.Fatal(err)
	}
	c := trace(t, db, s.ID)[0]
	if string(c.Request) != "\x08\x01" || c.Contract != 1 || c.Wazero != "v1.12.0" || !c.Clock.Equal(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("got %+v", c)
	}
}
