package e2e

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/worker/workertest"
)

// TestFailedIsTriedAgain: what a customer has tried again is done by the workers, once, and the job ends anew.
func TestFailedIsTriedAgain(t *testing.T) {
	t.Parallel()
	o := newOrder(t, map[string]*workertest.Site{"site": {Gone: true}, "other": {}})
	w := startWorker(t, o.config())
	if err := w.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	if s := o.settled(t)["site"]; s.Status != host.Failed {
		t.Fatalf("without its form the site is %s", s.Status)
	}
	o.sites["site"] = &workertest.Site{}
	got, err := w.Rerun(t.Context(), o.job.CustomerID, o.job.ID, uuid.Nil, 1)
	if err != nil || got != (host.Rerun{Again: 1}) {
		t.Fatalf("got %+v, %v", got, err)
	}
	for slug, s := range o.settled(t) {
		if s.Status != host.Submitted || s.Listing != host.Live || o.sites[slug].Accepted() != 1 {
			t.Errorf("%s: %s %s after %d submissions (%s)", slug, s.Status, s.Listing, o.sites[slug].Accepted(), s.ErrorLog)
		}
	}
	o.wantLegalHistory(t)
}

// TestWorkersForget: a deletion that is due is carried out by whatever worker runs, and old evidence is removed without being asked.
func TestWorkersForget(t *testing.T) {
	t.Parallel()
	o := newOrder(t, map[string]*workertest.Site{"site": {}})
	c := o.config()
	c.EvidenceAge = time.Nanosecond
	w := startWorker(t, c)
	if err := w.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	submission := o.settled(t)["site"].ID
	o.until(t, "the evidence is gone", func(ctx context.Context) (bool, error) {
		left, err := o.db.Evidence(ctx, submission)
		return len(left) == 0, err
	})
	now := time.Now()
	d := host.Deletion{Reference: "DEL-ABCD-2345", Customer: o.job.CustomerID, RequestedAt: now, DueAt: now}
	if err := o.db.RequestDeletion(t.Context(), d, host.Mail{Customer: d.Customer, Kind: "deletion"}); err != nil {
		t.Fatal(err)
	}
	o.until(t, "the customer is gone", func(ctx context.Context) (bool, error) {
		got, err := o.db.DeletionByReference(ctx, d.Reference)
		return !got.DoneAt.IsZero(), err
	})
	if _, err := o.db.Job(t.Context(), o.job.ID); host.KindOf(err) != host.NotFound {
		t.Errorf("the order is still there: %v", err)
	}
}

// until waits for what the workers do by themselves.
func (o *order) until(t *testing.T, what string, is func(context.Context) (bool, error)) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		done, err := is(ctx)
		if err != nil {
			t.Fatalf("before %s: %v", what, err)
		}
		if done {
			return
		}
		<-tick.C
	}
}
