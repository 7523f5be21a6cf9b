package main

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/directorybolt/directorybolt/host/postgres"
)

// outage keeps the log readable while the database is away: its beginning and its end are told, once a minute what is said of it last, and what every part
// says meanwhile is counted.
type outage struct {
	mu      sync.Mutex
	since   time.Time // zero while the database answers
	told    time.Time // when it was told of last
	dropped int
}

// remindEvery is the time between two lines of an outage: one that has another cause than it began with must not stay unheard of.
const remindEvery = time.Minute

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
	told, handled := c.outage.tell(r, text)
	switch {
	case !handled:
		return c.Handler.Handle(ctx, r)
	case told == "":
		return nil
	}
	line := slog.NewRecord(r.Time, slog.LevelError, told, r.PC)
	line.AddAttrs(slog.String("error", text))
	return c.Handler.Handle(ctx, line)
}

// tell takes in a record with an error. handled reports whether it is about the database; told is then what is said instead, if anything is.
func (o *outage) tell(r slog.Record, text string) (told string, handled bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	away := containsAny(text, awayWords)
	switch begun := !o.since.IsZero(); {
	case !begun && away:
		o.since, o.told, o.dropped = r.Time, r.Time, 0
		return "the database does not answer: work waits, and goes on by itself when it does", true
	case begun && away && r.Time.Sub(o.told) >= remindEvery:
		o.told = r.Time
		return "the database still does not answer", true
	case begun && (away || containsAny(text, brokenWords)):
		o.dropped++
		return "", true
	}
	return "", false
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
