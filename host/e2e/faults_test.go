package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
	"github.com/directorybolt/directorybolt/host/worker"
	"github.com/directorybolt/directorybolt/host/worker/workertest"
)

// flaky is the real store whose n-th call for a submission fails, n being told by the submission's directory: either before the call
// has done anything, or after it has done all and only its answer is lost.
type flaky struct {
	worker.Store

	mu    sync.Mutex
	calls map[string]int
	after map[string]bool
	nth   map[string]int
	slugs map[uuid.UUID]string
}

// call makes the call, or has it fail.
func (f *flaky) call(slug string, call func() error) error {
	f.mu.Lock()
	f.calls[slug]++
	fails, after := f.calls[slug] == f.nth[slug], f.after[slug]
	f.mu.Unlock()
	if fails && !after {
		return fmt.Errorf("connection refused")
	}
	if err := call(); err != nil {
		return err
	}
	if fails {
		return fmt.Errorf("connection reset")
	}
	return nil
}

func (f *flaky) Claim(ctx context.Context, id uuid.UUID, lease time.Duration) (s host.Submission, err error) {
	err = f.call(f.slugs[id], func() error { s, err = f.Store.Claim(ctx, id, lease); return err })
	return s, err
}

func (f *flaky) Directory(ctx context.Context, slug string) (d host.Directory, err error) {
	err = f.call(slug, func() error { d, err = f.Store.Directory(ctx, slug); return err })
	return d, err
}

func (f *flaky) Intend(ctx context.Context, s host.Submission, window time.Duration) (out host.Submission, err error) {
	err = f.call(s.Directory, func() error { out, err = f.Store.Intend(ctx, s, window); return err })
	return out, err
}

func (f *flaky) Move(ctx context.Context, s host.Submission, c host.Change) (out host.Submission, err error) {
	err = f.call(s.Directory, func() error { out, err = f.Store.Move(ctx, s, c); return err })
	return out, err
}

func (f *flaky) Release(ctx context.Context, s host.Submission, c host.Change) (out host.Submission, err error) {
	err = f.call(s.Directory, func() error { out, err = f.Store.Release(ctx, s, c); return err })
	return out, err
}

func (f *flaky) AddTrace(ctx context.Context, s host.Submission, calls ...host.TracedCall) error {
	return f.call(s.Directory, func() error { return f.Store.AddTrace(ctx, s, calls...) })
}

func (f *flaky) AddEvidence(ctx context.Context, s host.Submission, evidence ...host.Evidence) error {
	return f.call(s.Directory, func() error { return f.Store.AddEvidence(ctx, s, evidence...) })
}

// TestEveryStoreCallMayFail fails each call that a submission makes, once before and once after it has taken effect.
func TestEveryStoreCallMayFail(t *testing.T) {
	t.Parallel()
	const most = 12 // calls of one submission; the last of them are never reached
	f := &flaky{calls: map[string]int{}, after: map[string]bool{}, nth: map[string]int{}, slugs: map[uuid.UUID]string{}}
	sites := map[string]*workertest.Site{}
	for n := 1; n <= most; n++ {
		for _, after := range []bool{false, true} {
			slug := fmt.Sprintf("call-%02d-after-%v", n, after)
			sites[slug] = &workertest.Site{}
			if n > most-5 {
				sites[slug] = &workertest.Site{LostAnswers: 1} // takes a second claim, and so more calls
			}
			f.nth[slug], f.after[slug] = n, after
		}
	}
	o := newOrder(t, sites)
	f.Store = o.db
	c := o.config()
	c.Store, c.Submissions = f, 8
	w := newWorker(t, c)
	if err := w.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	key := func(_ json.RawMessage, slug string) (string, error) { return o.job.ID.String() + slug, nil }
	if _, err := o.db.StartJob(t.Context(), o.job.ID, key); err != nil {
		t.Fatal(err)
	}
	postgrestest.Admit(t, o.db)
	for slug, s := range o.submissions(t) {
		f.slugs[s.ID] = slug
	}
	startWorker(t, c) // the reaper finds what nobody has queued
	tripped := 0
	for slug, s := range o.settled(t) {
		if s.Status != host.Submitted || s.Listing != host.Live || sites[slug].Accepted() != 1 {
			t.Errorf("%s: %s %s after %d submissions (%s)", slug, s.Status, s.Listing, sites[slug].Accepted(), s.ErrorLog)
		}
		if f.calls[slug] >= f.nth[slug] {
			tripped++
		}
	}
	if tripped < 20 {
		t.Errorf("only %d submissions met their fault", tripped)
	}
	o.wantLegalHistory(t)
}
