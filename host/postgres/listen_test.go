package postgres_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

func TestEveryTransactionNotifiesOnce(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 12)
	job := start(t, db, customer(t, db), host.Starter)

	ctx, stop := context.WithCancel(t.Context())
	begun, heard, ended := make(chan bool), make(chan uuid.UUID), make(chan error, 1)
	go func() {
		ended <- db.Listen(ctx, func() { close(begun) }, func(_, id uuid.UUID) { heard <- id })
	}()
	<-begun

	s := claim(t, db, submissions(t, db, job.ID)[0], long)
	s = intend(t, db, s, 0)
	if _, err := db.Move(t.Context(), s, host.Change{
		To: host.Unknown, Attention: &host.Attention{Audience: host.ForStaff, Reason: "outcome", Message: "Look."},
	}); err != nil {
		t.Fatal(err)
	}
	last := start(t, db, customer(t, db), host.Starter)
	changes := 0
	for id := range heard {
		if id == job.ID {
			changes++
		}
		if id == last.ID {
			break
		}
	}
	if changes != 3 {
		t.Errorf("%d notifications for a claim, an intent and a move, want 3", changes)
	}
	stop()
	for {
		select {
		case <-heard: // of what came after
			continue
		case err := <-ended:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("listening ended with %v", err)
			}
			return
		}
	}
}

// TestListenersTakeNobodysConnection has more of them than the database has connections for the rest.
func TestListenersTakeNobodysConnection(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	ctx, stop := context.WithCancel(t.Context())
	var listening sync.WaitGroup
	begun := make(chan bool)
	for range int(db.Pool().Config().MaxConns) + 1 {
		listening.Go(func() { _ = db.Listen(ctx, func() { begun <- true }, func(uuid.UUID, uuid.UUID) {}) })
		<-begun
	}
	customer(t, db)
	stop()
	listening.Wait()
}
