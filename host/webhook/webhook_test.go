package webhook

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// queue is a store whose messages wait in memory.
type queue struct {
	mu      sync.Mutex
	waiting []host.DueWebhook
	tried   []string
	broken  int // claims that fail first
}

func (q *queue) ClaimWebhook(context.Context, time.Duration, int) (host.DueWebhook, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.broken > 0 {
		q.broken--
		return host.DueWebhook{}, errors.New("the database is away")
	}
	if len(q.waiting) == 0 {
		return host.DueWebhook{}, host.Errorf(host.NotFound, "no webhook is due")
	}
	w := q.waiting[0]
	q.waiting = q.waiting[1:]
	return w, nil
}

func (q *queue) WebhookTried(_ context.Context, w host.DueWebhook, a host.WebhookAttempt, status host.WebhookStatus, _ time.Duration, gone bool, _ func(url, why string) host.Mail) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tried = append(q.tried, fmt.Sprint(w.URL, " ", a.Status, " ", status, " ", gone, " ", a.Error))
	return nil
}

func (q *queue) DropWebhooks(context.Context) error { return nil }

// Whatever an endpoint does, and the database, the others get their messages, and one that is being sent when the program stops is recorded.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queue{broken: 2}
		for _, url := range []string{"slow", "gone", "away", "good"} {
			q.waiting = append(q.waiting, host.DueWebhook{URL: url, Secrets: []string{secretOf('s')}, WebhookDelivery: host.WebhookDelivery{Message: uuid.New(), Payload: []byte("{}"), Tries: 1}})
		}
		c := Config{Store: q, Log: slog.New(slog.DiscardHandler), Post: func(_ context.Context, address string, h http.Header, _ []byte, limit time.Duration) (int, time.Duration, error) {
			if h.Get("Webhook-Signature") == "" {
				t.Error("a message is sent unsigned")
			}
			switch address {
			case "slow":
				time.Sleep(limit)
				return 0, 0, errors.New("no answer within 20s")
			case "gone":
				return http.StatusGone, 0, nil
			case "away":
				return 0, 0, errors.New("no connection")
			}
			return http.StatusNoContent, 0, nil
		}}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); Run(ctx, c) }()
		time.Sleep(5 * time.Second)
		q.mu.Lock()
		if len(q.tried) != 3 {
			t.Errorf("while one endpoint is slow the others got %q", q.tried)
		}
		q.mu.Unlock()
		cancel()
		<-done
		want := map[string]bool{"slow 0 pending false no answer within 20s": true, "gone 410 failed true ": true, "away 0 pending false no connection": true, "good 204 delivered false ": true}
		for _, got := range q.tried {
			delete(want, got)
		}
		if len(want) > 0 || len(q.tried) != 4 {
			t.Errorf("tried %q, missing %v", q.tried, want)
		}
	})
}
