package web

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// hub tells of changes. The channel receives when something of the customer's has changed, and is closed when the program stops.
type hub interface {
	Subscribe(customer uuid.UUID) (changed <-chan struct{}, cancel func())
}

const (
	messageEvery = 250 * time.Millisecond // at most: what changes meanwhile is told together
	pingEvery    = 15 * time.Second       // so that both ends notice a connection that is gone
	writeTime    = 10 * time.Second       // for one message: a reader that takes longer is dropped, and comes back
)

// events tells a page of listings what has changed, as a stream; with ?poll once, for browsers that cannot have one. Each part of the page that looks
// otherwise by now is an event, so that a slow browser can take them one by one; the last has the id that says where to go on from.
func (s site) events(w http.ResponseWriter, r *http.Request) {
	job, err := uuid.Parse(r.URL.Query().Get("job"))
	if err != nil {
		s.notFound(w, r)
		return
	}
	cursor := cmp.Or(r.Header.Get("Last-Event-ID"), r.URL.Query().Get("after"))
	if _, err := strconv.ParseUint(cursor, 10, 64); err != nil {
		s.fail(w, r, host.Errorf(host.Invalid, "Nobody knows where to go on from: open the page of your listings again."))
		return
	}
	changed, cancel := s.Live.Subscribe(customer(r)) // before anything is read, so that nothing falls between
	defer cancel()
	all, err := s.Portal.EveryonesPace(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	news := func(since string) ([]byte, string, error) { return s.news(r, job, since, all) }
	message, next, err := news(cursor)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if r.URL.Query().Has("poll") {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8") // as a stream would be, but an end of it is nothing to come back from
		w.Header().Set("Cursor", next)
		w.Write(message)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store, no-transform")
	w.Header().Set("X-Accel-Buffering", "no") // proxies pass it on as it comes
	out := stream{w: w, control: http.NewResponseController(w)}
	if out.write(message) != nil {
		return
	}
	s.follow(r, next, news, changed, out)
}

// follow sends news until the reader has gone, its session has ended or the program stops.
func (s site) follow(r *http.Request, cursor string, news func(since string) ([]byte, string, error), changed <-chan struct{}, out stream) {
	ctx := r.Context()
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for {
		var told bool
		select {
		case <-ctx.Done():
			return
		case _, told = <-changed:
			if !told {
				_ = out.write(again()) // the stream ends either way
				return
			}
		case <-ping.C:
		}
		began := time.Now()
		// At the same time as the news are read: whoever waits should not wait for both.
		signedIn := make(chan error, 1)
		go func() {
			_, err := s.Sessions.Session(ctx, s.token(r))
			signedIn <- err
		}()
		var message []byte
		next, err := cursor, error(nil)
		if told {
			message, next, err = news(cursor)
		}
		err = errors.Join(<-signedIn, err)
		switch {
		case host.KindOf(err) == host.NotFound:
			_ = out.event("end") // the stream ends either way
			return
		case err == nil && told:
			err = out.write(message)
		case err == nil:
			err = out.event("ping")
		}
		if err != nil {
			s.Log.DebugContext(ctx, "stream ended", "error", err)
			return
		}
		cursor = next
		if !told {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(messageEvery - time.Since(began)):
		}
	}
}

// again asks the browser to come back soon, to whoever takes over, and not at the same moment as all others.
func again() []byte { return fmt.Appendf(nil, "retry: %d\n\n", 500+rand.IntN(2000)) }

// lines makes every end of a line one that the format knows: a note of a stranger's may hold others.
var lines = strings.NewReplacer("\r\n", "\ndata: ", "\r", "\ndata: ", "\n", "\ndata: ")

// news renders what changed since the cursor as events.
func (s site) news(r *http.Request, job uuid.UUID, cursor string, all host.Pace) (message []byte, next string, err error) {
	l, err := s.listings(r, job, cursor, all)
	if err != nil {
		return nil, "", err
	}
	chosen := map[uuid.UUID]bool{}
	for _, row := range l.Shown {
		chosen[row.Submission.ID] = true
	}
	moved := func(row host.SubmissionSummary) bool {
		return !chosen[row.Submission.ID] || l.Query.Sort == "updated" || l.Query.Sort == "status"
	}
	var out, part bytes.Buffer
	for _, p := range l.News(moved) {
		part.Reset()
		if err := p.Render(r.Context(), &part); err != nil {
			return nil, "", err
		}
		fmt.Fprintf(&out, "data: %s\n\n", lines.Replace(part.String()))
	}
	fmt.Fprintf(&out, "id: %s\ndata: \n\n", l.Cursor)
	return out.Bytes(), l.Cursor, nil
}

// stream writes server-sent events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func (s stream) event(name string) error {
	return s.write(fmt.Appendf(nil, "event: %s\ndata: \n\n", name))
}

func (s stream) write(events []byte) error {
	if err := s.control.SetWriteDeadline(time.Now().Add(writeTime)); err != nil {
		return err
	}
	if _, err := s.w.Write(events); err != nil {
		return err
	}
	return s.control.Flush()
}
