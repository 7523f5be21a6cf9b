package main

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/directorybolt/directorybolt/host/postgres"
)

// outage keeps the log readable while the database is away: its beginning and its end are told, and what every part says of it meanwhile is counted.
type outage struct {
	mu      sync.Mutex
	since   time.Time // zero while the database answers
	dropped int
}

// calm hands records on to a handler, but for those that only say again that the database is away.
type calm struct {
	slog.Handler
	outage *outage
}

// Handle is part of the interface of [slog.Handler].
func (c calm) Handle(ctx context.Context, r slog.Record) error {
	text := errorText(r)
	if r.Level < slog.LevelWarn || text == "" {
		return c.Handler.Handle(ctx, r)
	}
	c.outage.mu.Lock()
	begun := !c.outage.since.IsZero()
	switch {
	case !begun && containsAny(text, awayWords):
		c.outage.since, c.outage.dropped = r.Time, 0
	case begun && (containsAny(text, awayWords) || containsAny(text, brokenWords)):
		c.outage.dropped++
		c.outage.mu.Unlock()
		return nil
	default:
		c.outage.mu.Unlock()
		return c.Handler.Handle(ctx, r)
	}
	c.outage.mu.Unlock()
	told := slog.NewRecord(r.Time, slog.LevelError, "the database does not answer: work waits, and goes on by itself when it does", r.PC)
	told.AddAttrs(slog.String("error", text))
	return c.Handler.Handle(ctx, told)
}

// WithAttrs is part of the interface of [slog.Handler].
func (c calm) WithAttrs(attrs []slog.Attr) slog.Handler {
	return calm{c.Handler.WithAttrs(attrs), c.outage}
}

// WithGroup is part of the interface of [slog.Handler].
func (c calm) WithGroup(name string) slog.Handler { return calm{c.Handler.WithGroup(name), c.outage} }

// awayWords begin an outage; brokenWords belong to one that has begun, for other connections break, too.
var (
	awayWords   = []string{"failed to connect to `", "SQLSTATE 57P0", "SQLSTATE 08", "conn closed", postgres.NoAnswer}
	brokenWords = []string{"unexpected EOF", "connection reset by peer", "broken pipe", "deadline exceeded"}
)

func containsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// errorText is the error of a record; River calls it err.
func errorText(r slog.Record) (text string) {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "error" || a.Key == "err" {
			text = a.Value.String()
			return false
		}
		return true
	})
	return text
}

// over tells that the database answers, if it did not.
func (o *outage) over(ctx context.Context, log *slog.Logger) {
	o.mu.Lock()
	since, dropped := o.since, o.dropped
	o.since = time.Time{}
	o.mu.Unlock()
	if !since.IsZero() {
		log.InfoContext(ctx, "the database answers again", "away", time.Since(since).Round(time.Second).String(), "messages_left_out", dropped)
	}
}

// databaseWait is how long a start waits for the database.
const databaseWait = time.Minute

// awaitDatabase waits until the database answers. What no waiting mends, such as a wrong password, it returns at once.
func awaitDatabase(ctx context.Context, dsn string, log *slog.Logger) error {
	within, cancel := context.WithTimeout(ctx, databaseWait)
	defer cancel()
	began, pause := time.Now(), 250*time.Millisecond
	for told := false; ; told = true {
		away, err := postgres.Reach(within, dsn)
		if err == nil && told {
			log.InfoContext(ctx, "the database answers", "waited", time.Since(began).Round(time.Millisecond).String())
		}
		if err == nil || !away || ctx.Err() != nil {
			return err
		}
		if !told {
			log.WarnContext(ctx, "waiting for the database in DATABASE_URL", "at_most", databaseWait.String(), "cause", err.Error())
		}
		select {
		case <-within.Done():
			return err
		case <-time.After(pause):
		}
		pause = min(2*pause, 2*time.Second)
	}
}
