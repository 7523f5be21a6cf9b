package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// announced makes a job that is announced and whose flow has not been started, and returns its message.
func announced(t *testing.T, db *postgres.DB) host.OrderMessage {
	t.Helper()
	c := customer(t, db)
	job, err := db.CreateJob(t.Context(), c.ID, host.Growth)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.AnnounceJob(t.Context(), job.ID, 1, announceNothing); err != nil {
		t.Fatal(err)
	}
	o, err := db.Order(t.Context(), job.ID)
	if err != nil {
		t.Fatal(err)
	}
	if o.PackageSize != 100 || o.Priority != host.PriorityPro || o.CustomerID != c.ID || o.Source != host.OrderSource {
		t.Fatalf("message %+v", o)
	}
	return o
}

func TestFlowStartsOnceHoweverOftenItsMessageComes(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	o := announced(t, db)
	var started atomic.Int32
	enqueue := func(context.Context, pgx.Tx, []uuid.UUID) error { started.Add(1); return nil }

	broken := errors.New("queue is down")
	if err := db.TriggerFlow(t.Context(), "first", o, func(context.Context, pgx.Tx, []uuid.UUID) error { return broken }); !errors.Is(err, broken) {
		t.Fatalf("got %v, want the queue's error", err)
	}
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if err := db.TriggerFlow(t.Context(), fmt.Sprint("message-", i%5), o, enqueue); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := started.Load(); n != 1 {
		t.Errorf("the flow was started %d times", n)
	}
	var claimed, triggered int
	err := db.Pool().QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE event_type = 'queue_claimed' AND event_data->>'message_id' LIKE 'message-%'),
		count(*) FILTER (WHERE event_type = 'flow_triggered') FROM queue_history WHERE job_id = $1`, o.JobID).Scan(&claimed, &triggered)
	if err != nil || claimed != 20 || triggered != 1 {
		t.Errorf("recorded %d claims and %d triggers, %v; want 20 and 1", claimed, triggered, err)
	}
}

func TestMessagesThatNameTheWrongJobAreRefused(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	good := announced(t, db)
	never := func(context.Context, pgx.Tx, []uuid.UUID) error { t.Error("a flow was started"); return nil }
	for name, tt := range map[string]struct {
		spoil func(*host.OrderMessage)
		kind  host.Kind
	}{
		"no such job":      {func(o *host.OrderMessage) { o.JobID = uuid.New() }, host.NotFound},
		"another customer": {func(o *host.OrderMessage) { o.CustomerID = uuid.New() }, host.Invalid},
		"another package":  {func(o *host.OrderMessage) { o.PackageSize = 50 }, host.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			tt.spoil(&o)
			if err := db.TriggerFlow(t.Context(), "m", o, never); host.KindOf(err) != tt.kind {
				t.Errorf("got %v, want kind %s", err, tt.kind)
			}
		})
	}
}

// TestJobsThatNobodyHeardOfAreAnnouncedAgain is for a message that was lost, or deleted by hand.
func TestJobsThatNobodyHeardOfAreAnnouncedAgain(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	o := announced(t, db)
	again := 0
	announce := func(_ context.Context, _ pgx.Tx, ids []uuid.UUID) error { again += len(ids); return nil }
	if n, err := db.UnheardJobs(t.Context(), 0, announce); n != 1 || err != nil || again != 1 {
		t.Errorf("%d jobs, %v; want the one nobody heard of", n, err)
	}
	if err := db.TriggerFlow(t.Context(), "m", o, announce); err != nil {
		t.Fatal(err)
	}
	if n, err := db.UnheardJobs(t.Context(), 0, announce); n != 0 || err != nil {
		t.Errorf("%d jobs, %v; want none: its flow was started", n, err)
	}
}

func TestAnOrderIsEnqueuedOnce(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	o := announced(t, db)
	var sent atomic.Int32
	send := func(context.Context) (string, error) { return fmt.Sprint("message-", sent.Add(1)), nil }
	away := host.Errorf(host.Unavailable, "the queue is away")
	if _, err := db.EnqueueOnce(t.Context(), o, func(context.Context) (string, error) { return "", away }); !errors.Is(err, away) {
		t.Errorf("got %v, want the queue's error", err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if id, err := db.EnqueueOnce(t.Context(), o, send); err != nil || id != "message-1" {
				t.Errorf("got %q, %v; want the id of the first message", id, err)
			}
		})
	}
	all.Wait()
	if n := sent.Load(); n != 1 {
		t.Errorf("%d messages were sent", n)
	}
	c := customer(t, db)
	waiting, err := db.CreateJob(t.Context(), c.ID, host.Starter)
	if err != nil {
		t.Fatal(err)
	}
	unheard := host.OrderMessage{JobID: waiting.ID, CustomerID: c.ID, PackageSize: 50}
	if _, err := db.EnqueueOnce(t.Context(), unheard, send); host.KindOf(err) != host.Conflict {
		t.Errorf("a job that waits for its owner: %v", err)
	}
}
