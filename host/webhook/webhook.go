package webhook

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// store is where messages wait.
type store interface {
	ClaimWebhook(ctx context.Context, lease time.Duration, each int) (host.DueWebhook, error)
	WebhookTried(ctx context.Context, w host.DueWebhook, a host.WebhookAttempt, status host.WebhookStatus, pause time.Duration, gone bool,
		tell func(url, why string) host.Mail) error
	DropWebhooks(ctx context.Context) error
}

// Config says what to send and how.
type Config struct {
	Store store
	// Post sends to an address that a stranger gave. It says what was answered, and how long to wait where that was said too.
	Post func(ctx context.Context, address string, header http.Header, body []byte, limit time.Duration) (status int, retryAfter time.Duration, err error)
	URL  string // where browsers reach the pages
	Log  *slog.Logger
}

const (
	look     = time.Second      // how often the queue is looked at
	patience = 20 * time.Second // with an endpoint's answer
	lease    = time.Minute      // more than a try can take
	together = 8                // tries at the same time
	each     = 2                // of these, to one endpoint
	sweep    = time.Hour        // how often what is old is removed
)

// pauses are what is waited after each try, about: the specification's example. After the last, a message is given up.
var pauses = []time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

// Run sends messages as they become due, until ctx ends. What is being sent then is finished first. Any number may run at the same time.
func Run(ctx context.Context, c Config) {
	var sending sync.WaitGroup
	defer sending.Wait()
	places := make(chan struct{}, together)
	tick := time.NewTicker(look)
	defer tick.Stop()
	var swept time.Time
	for {
		c.sendDue(ctx, places, &sending)
		if time.Since(swept) > sweep {
			if err := c.Store.DropWebhooks(ctx); err != nil && ctx.Err() == nil {
				c.Log.ErrorContext(ctx, "old webhooks not removed", "error", err)
			}
			swept = time.Now()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// sendDue sends what is due, as much at a time as there are places.
func (c Config) sendDue(ctx context.Context, places chan struct{}, sending *sync.WaitGroup) {
	for {
		select {
		case <-ctx.Done():
			return
		case places <- struct{}{}:
		}
		w, err := c.Store.ClaimWebhook(ctx, lease, each)
		if err != nil {
			<-places
			if host.KindOf(err) != host.NotFound && ctx.Err() == nil {
				c.Log.ErrorContext(ctx, "webhooks could not be taken from the queue", "error", err)
			}
			return
		}
		sending.Go(func() {
			defer func() { <-places }()
			c.try(context.WithoutCancel(ctx), w)
		})
	}
}

// try sends a message once and records what came of it.
func (c Config) try(ctx context.Context, w host.DueWebhook) {
	began := time.Now()
	a := host.WebhookAttempt{At: began}
	header, err := headers(w, began)
	var asked time.Duration
	if err == nil {
		a.Status, asked, err = c.Post(ctx, w.URL, header, w.Payload, patience)
	}
	if err != nil {
		a.Error = err.Error()
	}
	a.Duration = time.Since(began)
	status, pause := next(a, w.Tries, asked)
	if err := c.Store.WebhookTried(ctx, w, a, status, pause, a.Status == http.StatusGone, c.tell); err != nil {
		c.Log.ErrorContext(ctx, "webhook's try not recorded", "delivery_id", w.ID, "error", err)
		return
	}
	c.Log.DebugContext(ctx, "webhook tried", "delivery_id", w.ID, "status", a.Status, "tries", w.Tries, "outcome", status)
}

// next says where a delivery stands after a try, and what is waited until the following one. asked is the least that the other side asks for.
func next(a host.WebhookAttempt, tries int, asked time.Duration) (host.WebhookStatus, time.Duration) {
	switch {
	case a.Status >= 200 && a.Status < 300:
		return host.WebhookDelivered, 0
	case a.Status == http.StatusGone || tries > len(pauses):
		return host.WebhookFailed, 0
	}
	pause := pauses[max(tries, 1)-1]
	pause += time.Duration(rand.Int64N(int64(pause)/5 + 1)) // so that what failed together does not come back together
	return host.WebhookPending, max(pause, asked)
}

// tell is the mail to the owner of an endpoint that was disabled.
func (c Config) tell(url, why string) host.Mail {
	return host.Mail{
		Subject: "We stopped sending webhooks to one of your endpoints",
		Body: "We do not send webhooks to this endpoint any more:\n\n" + url + "\n\n" + why + "\n\nYour listings go on as before. When the endpoint works again, enable it here:\n" +
			c.URL + "/portal/account/api",
	}
}
