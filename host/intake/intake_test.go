package intake_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/intake"
	"github.com/directorybolt/directorybolt/host/intake/localsqs"
)

// book is a store in memory: it knows some jobs, and starts the flow of each once.
type book struct {
	mu      sync.Mutex
	known   map[uuid.UUID]bool
	started map[uuid.UUID]int // how often the flow was started
	claims  int
	bad     map[string]string // reasons by body
	often   int               // the most receives of one of them
	tries   int
	broken  error
	told    chan struct{}
}

func newBook(jobs ...uuid.UUID) *book {
	b := &book{known: map[uuid.UUID]bool{}, started: map[uuid.UUID]int{}, bad: map[string]string{}, told: make(chan struct{}, 1000)}
	for _, id := range jobs {
		b.known[id] = true
	}
	return b
}

func (b *book) TriggerFlow(_ context.Context, _ string, o host.OrderMessage) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.tell()
	b.tries++
	if b.broken != nil {
		return b.broken
	}
	if !b.known[o.JobID] {
		return host.Errorf(host.NotFound, "there is no job %s", o.JobID)
	}
	b.claims++
	if b.started[o.JobID] == 0 {
		b.started[o.JobID]++
	}
	return nil
}

func (b *book) KeepBadMessage(_ context.Context, _, body, reason string, receives int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.tell()
	b.bad[body] = reason
	b.often = max(b.often, receives)
	return nil
}

func (b *book) tell() { b.told <- struct{}{} }

// until waits until the book says what is wanted.
func (b *book) until(t *testing.T, what string, wanted func() bool) {
	t.Helper()
	deadline := time.After(time.Minute)
	for {
		b.mu.Lock()
		done := wanted()
		b.mu.Unlock()
		if done {
			return
		}
		select {
		case <-b.told:
		case <-time.After(50 * time.Millisecond):
		case <-deadline:
			t.Fatalf("after a minute: not %s; %d claims, started %v, bad %v", what, b.claims, b.started, b.bad)
		}
	}
}

// open starts a server with the queue "orders" and its dead letter queue.
func open(t *testing.T) (intake.Queue, *localsqs.Server) {
	t.Helper()
	server := localsqs.New("orders")
	at := httptest.NewServer(server)
	t.Cleanup(at.Close)
	c := sqs.New(sqs.Options{Region: "us-east-2", BaseEndpoint: aws.String(at.URL), Credentials: credentials.NewStaticCredentialsProvider("local", "local", "")})
	return intake.Queue{Client: c, URL: localsqs.URL(at.URL, "orders"), DLQ: localsqs.URL(at.URL, "orders-dlq")}, server
}

// start runs so many intakes until the test ends.
func start(t *testing.T, q intake.Queue, b *book, n int) []*intake.Intake {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	t.Cleanup(func() { stop(); running.Wait() })
	all := make([]*intake.Intake, n)
	for i := range all {
		all[i] = intake.New(intake.Config{Queue: q, Store: b, Log: slog.New(slog.DiscardHandler), Hide: 3 * time.Second, Again: time.Second})
		running.Go(func() { all[i].Run(ctx) })
	}
	return all
}

func order(job uuid.UUID) host.OrderMessage {
	return host.OrderMessage{JobID: job, CustomerID: uuid.New(), PackageSize: 50, Priority: host.PriorityStarter, CreatedAt: time.Now(), Source: host.OrderSource}
}

// empty waits until nothing is left in the queue.
func empty(t *testing.T, q intake.Queue, b *book) {
	t.Helper()
	b.until(t, "an empty queue", func() bool {
		waiting, _, err := q.Depths(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return waiting == intake.Depth{}
	})
}

func TestOrdersAreStartedOnceWhateverTheQueueDoes(t *testing.T) {
	t.Parallel()
	q, server := open(t)
	server.SetFaults(localsqs.Faults{Seed: 1, Duplicate: 0.3, Drop: 0.1, Throttle: 0.05, Break: 0.05, Late: 0.2, LateBy: 300 * time.Millisecond})
	var jobs []uuid.UUID
	for range 40 {
		jobs = append(jobs, uuid.New())
	}
	b := newBook(jobs...)
	start(t, q, b, 2)
	for _, id := range jobs {
		for sent := false; !sent; { // as the flow that announces does
			_, err := q.Send(t.Context(), order(id))
			sent = err == nil
		}
	}
	b.until(t, "all started", func() bool { return len(b.started) == len(jobs) })
	server.SetFaults(localsqs.Faults{})
	empty(t, q, b)
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, n := range b.started {
		if n != 1 {
			t.Errorf("job %s was started %d times", id, n)
		}
	}
	if b.claims <= len(jobs) {
		t.Errorf("%d claims of %d orders: no message came twice, so nothing was tested", b.claims, len(jobs))
	}
}

func TestBadMessagesAreKeptAndBecomeDeadLetters(t *testing.T) {
	t.Parallel()
	const policy = `{"deadLetterTargetArn": "arn:aws:sqs:us-east-2:000000000000:orders-dlq", "maxReceiveCount": %s}`
	for redrive, policy := range map[string]string{
		"none": "", "after 3": fmt.Sprintf(policy, "3"), "after 3, as text": fmt.Sprintf(policy, `"3"`), "too late": fmt.Sprintf(policy, "50"),
	} {
		t.Run("redrive policy "+redrive, func(t *testing.T) {
			t.Parallel()
			q, _ := open(t)
			if _, err := q.Client.SetQueueAttributes(t.Context(), &sqs.SetQueueAttributesInput{QueueUrl: &q.URL, Attributes: map[string]string{"RedrivePolicy": policy}}); err != nil {
				t.Fatal(err)
			}
			b := newBook()
			stranger := order(uuid.New()).Body()
			for _, body := range []string{"hello", stranger} {
				if _, err := q.Client.SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: &q.URL, MessageBody: &body}); err != nil {
					t.Fatal(err)
				}
			}
			start(t, q, b, 1)
			b.until(t, "two dead letters", func() bool {
				_, dead, err := q.Depths(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				return dead.Waiting == 2
			})
			empty(t, q, b)
			var letters []string
			if err := q.DeadLetters(t.Context(), func(m intake.Message) (bool, error) { letters = append(letters, m.Body); return false, nil }); err != nil {
				t.Fatal(err)
			}
			slices.Sort(letters)
			if want := []string{"hello", stranger}; !slices.Equal(letters, want) && !slices.Equal(letters, []string{stranger, "hello"}) {
				t.Errorf("dead letters %q, want %q", letters, want)
			}
			if b.often > 3 {
				t.Errorf("a message was received %d times before it was a dead letter", b.often)
			}
			if b.bad["hello"] == "" || b.bad[stranger] == "" {
				t.Errorf("reasons %v: one is missing", b.bad)
			}
		})
	}
}

func TestDeadLettersStayUntilTaken(t *testing.T) {
	t.Parallel()
	q, _ := open(t)
	for i := range 12 {
		if _, err := q.Client.SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: &q.DLQ, MessageBody: aws.String(fmt.Sprint("letter ", i))}); err != nil {
			t.Fatal(err)
		}
	}
	count := func(take func(intake.Message) (bool, error)) (n int, err error) {
		err = q.DeadLetters(t.Context(), func(m intake.Message) (bool, error) { n++; return take(m) })
		return n, err
	}
	full := errors.New("the disk is full")
	if n, err := count(func(intake.Message) (bool, error) { return true, full }); n != 1 || !errors.Is(err, full) {
		t.Errorf("%d letters, %v: a letter that could not be stored must stop it", n, err)
	}
	if n, err := count(func(m intake.Message) (bool, error) { return m.Body == "letter 7", nil }); n != 12 || err != nil {
		t.Errorf("%d letters, %v; want 12: none was taken", n, err)
	}
	if n, err := count(func(intake.Message) (bool, error) { return true, nil }); n != 11 || err != nil {
		t.Errorf("%d letters, %v; want 11: one was taken", n, err)
	}
	if n, err := count(func(intake.Message) (bool, error) { return true, nil }); n != 0 || err != nil {
		t.Errorf("%d letters, %v; want none", n, err)
	}
}

func TestPollingStopsAfterTenErrorsInARow(t *testing.T) {
	t.Parallel()
	q, _ := open(t)
	b := newBook()
	b.broken = host.Errorf(host.Unavailable, "the database is away")
	for range 12 {
		if _, err := q.Send(t.Context(), order(uuid.New())); err != nil {
			t.Fatal(err)
		}
	}
	i := start(t, q, b, 1)[0]
	b.until(t, "stopped", func() bool { return i.State().Stopped })
	s := i.State()
	if s.Errors < 10 || s.Last != "the database is away" || !s.Probe.After(s.Since) {
		t.Errorf("state %+v", s)
	}
}

// A probe that comes to nothing costs one message one of its receives.
func TestProbesTakeOneMessage(t *testing.T) {
	t.Parallel()
	q, _ := open(t)
	if _, err := q.Client.SetQueueAttributes(t.Context(), &sqs.SetQueueAttributesInput{QueueUrl: &q.URL, Attributes: map[string]string{"RedrivePolicy": ""}}); err != nil {
		t.Fatal(err)
	}
	b := newBook()
	b.broken = host.Errorf(host.Unavailable, "the database is away")
	for range 20 {
		if _, err := q.Send(t.Context(), order(uuid.New())); err != nil {
			t.Fatal(err)
		}
	}
	i := start(t, q, b, 1)[0]
	var tries int
	var probe time.Time
	b.until(t, "stopped", func() bool { s := i.State(); tries, probe = b.tries, s.Probe; return s.Stopped && s.Errors == tries })
	b.until(t, "probed", func() bool { return i.State().Probe.After(probe) })
	if b.tries != tries+1 {
		t.Errorf("a probe took %d messages", b.tries-tries)
	}
}

// Bad messages that have nowhere to go do not keep orders from being taken in.
func TestWithoutDeadLetterQueueOrdersGoOn(t *testing.T) {
	t.Parallel()
	q, _ := open(t)
	q.DLQ = ""
	if _, err := q.Client.SetQueueAttributes(t.Context(), &sqs.SetQueueAttributesInput{QueueUrl: &q.URL, Attributes: map[string]string{"RedrivePolicy": ""}}); err != nil {
		t.Fatal(err)
	}
	for n := range 12 {
		if _, err := q.Client.SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: &q.URL, MessageBody: aws.String(fmt.Sprint("no order ", n))}); err != nil {
			t.Fatal(err)
		}
	}
	job := uuid.New()
	b := newBook(job)
	i := start(t, q, b, 1)[0]
	b.until(t, "a bad message received four times", func() bool { return b.often >= 4 })
	if _, err := q.Send(t.Context(), order(job)); err != nil {
		t.Fatal(err)
	}
	b.until(t, "the order started", func() bool { return b.started[job] == 1 })
	if s := i.State(); s.Stopped || s.Errors > 0 {
		t.Errorf("the intake counts bad messages as errors of its own: %+v", s)
	}
}

// TestGoodOrdersAreKeptFromTheDeadLetters has the database away for longer than three receives in a row would take: the order is not given up meanwhile.
func TestGoodOrdersAreKeptFromTheDeadLetters(t *testing.T) {
	t.Parallel()
	q, _ := open(t)
	job := uuid.New()
	b := newBook(job)
	b.broken = errors.New("the database is away")
	if _, err := q.Send(t.Context(), order(job)); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	start(t, q, b, 1)
	b.until(t, "a third try", func() bool { return b.tries == 3 })
	if took := time.Since(began); took < 3500*time.Millisecond { // one second, and then three, which is the most here
		t.Errorf("three tries in %s", took)
	}
	b.mu.Lock()
	b.broken = nil
	b.mu.Unlock()
}
