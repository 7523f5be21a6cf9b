package payments

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/billing/stripetest"
)

// The sequences of 10,000 are run over what decides, in package host; here it is some over the database, unless the flag says otherwise.
var sequences = flag.Int("sequences", 120, "random sequences of payment messages")

// courses are the ways that a payment can go, and whether it is paid in the end.
var courses = []struct {
	steps []string
	paid  bool
	want  host.JobStatus // of a job that no worker has seen
	held  host.Hold
}{
	{nil, false, "", ""},
	{[]string{stripetest.Expire}, false, "", ""},
	{[]string{stripetest.PayLater}, false, "", ""},
	{[]string{stripetest.PayLater, stripetest.Decline}, false, "", ""},
	{[]string{stripetest.Pay}, true, host.JobPending, ""},
	{[]string{stripetest.PayLater, stripetest.Settle}, true, host.JobPending, ""},
	{[]string{stripetest.Pay, stripetest.Part}, true, host.JobPending, ""},
	{[]string{stripetest.Pay, stripetest.Refund}, true, host.JobCancelled, ""},
	{[]string{stripetest.Pay, stripetest.Part, stripetest.Refund}, true, host.JobCancelled, ""},
	{[]string{stripetest.PayLater, stripetest.Settle, stripetest.Refund}, true, host.JobCancelled, ""},
	{[]string{stripetest.Pay, stripetest.Dispute}, true, host.JobPending, host.HeldDispute},
	{[]string{stripetest.Pay, stripetest.Dispute, stripetest.Win}, true, host.JobPending, ""},
	{[]string{stripetest.Pay, stripetest.Part, stripetest.Dispute, stripetest.Lose}, true, host.JobCancelled, ""},
}

// seriesLength is how many sequences follow one another in a database, each among what those before it left.
const seriesLength = 250

// TestJobsArePayments delivers the messages of some payments at once in random order, repeated, between forged and stale ones, some of them at the same
// moment: there is one job for each paid payment and none else, in the state that its payment wants.
func TestJobsArePayments(t *testing.T) {
	t.Parallel()
	began := time.Now()
	var paid, events atomic.Int64
	t.Run("series", func(t *testing.T) {
		for left := *sequences; left > 0; left -= seriesLength {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				p, e := series(t, min(left, seriesLength))
				paid.Add(int64(p))
				events.Add(int64(e))
			})
		}
	})
	t.Logf("%d sequences, %d messages, %d payments paid, %s", *sequences, events.Load(), paid.Load(), time.Since(began).Round(time.Millisecond))
}

// series runs sequences over a database of its own, and returns how many payments were paid and how many messages were delivered.
func series(t *testing.T, length int) (paid, events int) {
	x := open(t)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	for n := range length {
		before := len(x.stripe.Events())
		chosen := map[string]int{}
		for i := range 1 + r.IntN(3) {
			session := x.checkout(fmt.Sprintf("buyer%d.%d@acme.example", n, i*r.IntN(2)), r.IntN(2) == 0)
			chosen[session] = r.IntN(len(courses))
			if steps := courses[chosen[session]].steps; len(steps) > 0 {
				x.do(session, steps...)
				if r.IntN(3) == 0 { // the program died between Stripe's answer and the record of it
					x.forget(session)
				}
			}
		}
		messages := x.stripe.Events()[before:]
		fresh := len(messages)
		for _, e := range messages[:fresh] {
			for range r.IntN(3) {
				messages = append(messages, e)
			}
		}
		r.Shuffle(len(messages), func(i, j int) { messages[i], messages[j] = messages[j], messages[i] })
		known := x.duplicates.Load()
		if n%4 == 0 {
			x.deliverAtOnce(messages)
		} else {
			for _, e := range messages {
				x.deliverAmong(r, e)
			}
		}
		events += len(messages)
		if got := int(x.duplicates.Load() - known); got != len(messages)-fresh {
			t.Errorf("%d messages were known, want the %d repeated ones", got, len(messages)-fresh)
		}
		for session := range maps.Keys(chosen) {
			if courses[chosen[session]].paid {
				paid++
			}
			x.check(session, chosen[session])
		}
		jobs, tied := x.count("SELECT count(*)::int FROM jobs"), x.count("SELECT count(*)::int FROM payments p JOIN jobs j ON j.id = p.job_id WHERE p.status = 'paid'")
		mails, told := x.count("SELECT count(*)::int FROM mails"), x.count("SELECT count(*)::int FROM queue_history WHERE event_type = 'job_paid'")
		if jobs != paid || tied != paid || told != paid || mails > paid {
			t.Fatalf("seed %d, sequence %d: %d paid payments, %d jobs, %d of them tied, %d told, %d mails", seed, n, paid, jobs, tied, told, mails)
		}
		if t.Failed() {
			t.Fatalf("seed %d, sequence %d: %v", seed, n, chosen)
		}
	}
	return paid, events
}

func (x *till) forget(session string) {
	x.t.Helper()
	if _, err := x.db.Pool().Exec(x.t.Context(), "DELETE FROM payments WHERE checkout_session = $1", session); err != nil {
		x.t.Fatal(err)
	}
}

// deliverAmong delivers a message between others that must change nothing.
func (x *till) deliverAmong(r *rand.Rand, e stripetest.Event) {
	x.t.Helper()
	switch r.IntN(4) {
	case 0:
		x.refuse(stripetest.Sign(e.Type, e.Payload, "whsec_forged", time.Now()))
	case 1:
		x.refuse(stripetest.Sign(e.Type, e.Payload, x.stripe.Secret, time.Now().Add(-time.Hour))) // caught on its way, played back later
	case 2:
		changed := e
		changed.Payload = append(append([]byte{}, e.Payload...), ' ')
		x.refuse(changed)
	}
	if err := x.deliver(e); err != nil {
		x.t.Fatal(err)
	}
}

func (x *till) refuse(e stripetest.Event) {
	x.t.Helper()
	if err := x.deliver(e); host.KindOf(err) != host.Invalid {
		x.t.Errorf("a forged message was not refused: %v", err)
	}
}

func (x *till) deliverAtOnce(messages []stripetest.Event) {
	var delivering sync.WaitGroup
	for _, e := range messages {
		delivering.Go(func() {
			if err := x.deliver(e); err != nil {
				x.t.Errorf("%s: %v", e.Type, err)
			}
		})
	}
	delivering.Wait()
}

func (x *till) check(session string, course int) {
	x.t.Helper()
	p, c := x.payment(session), courses[course]
	if (p.Job.String() != "00000000-0000-0000-0000-000000000000") != c.paid {
		x.t.Errorf("%v: job %s of payment %+v", c.steps, p.Job, p)
		return
	}
	if !c.paid {
		return
	}
	if j := x.job(p); j.Status != c.want || j.Held != c.held || j.DirsPaid != 50 || (j.Reason != "") != (c.want == host.JobCancelled || c.held != "") {
		x.t.Errorf("%v: job is %s, held %q, %d directories, reason %q; want %s, held %q", c.steps, j.Status, j.Held, j.DirsPaid, j.Reason, c.want, c.held)
	}
}
