package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// reader is the far end of a stream.
type reader struct{ *httptest.ResponseRecorder }

func (reader) SetWriteDeadline(time.Time) error { return nil }

// signedIn knows a session until it is over.
type signedIn struct{ over bool }

func (s *signedIn) Session(context.Context, string) (host.Session, error) {
	if s.over {
		return host.Session{}, host.Errorf(host.NotFound, "there is no such session")
	}
	return host.Session{}, nil
}

// TestStreamTellsWhatChangesTogether changes something a hundred times a second for ten seconds.
func TestStreamTellsWhatChangesTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sessions := &signedIn{}
		s := site{Config: Config{Sessions: sessions, Log: slog.New(slog.DiscardHandler)}}
		changed, messages := make(chan struct{}, 1), 0
		news := func(since string) ([]byte, string, error) {
			messages++
			return nil, fmt.Sprint(messages), nil
		}
		w := reader{httptest.NewRecorder()}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			s.follow(httptest.NewRequest(http.MethodGet, "/portal/events", nil), "0", news, changed, stream{w: w, control: http.NewResponseController(w)})
		}()
		for range 1000 {
			select {
			case changed <- struct{}{}:
			default: // it is told of a change already
			}
			time.Sleep(10 * time.Millisecond) // of the bubble's clock
		}
		if messages < 35 || messages > 41 {
			t.Errorf("%d messages in 10 s, want about 4 a second", messages)
		}
		sessions.over = true
		<-ended
	})
}

// TestAStreamThatIsEndedIsToComeBack stops the program under an open page.
func TestAStreamThatIsEndedIsToComeBack(t *testing.T) {
	changed := make(chan struct{})
	close(changed)
	w := reader{httptest.NewRecorder()}
	site{Config: Config{Log: slog.New(slog.DiscardHandler)}}.follow(httptest.NewRequest(http.MethodGet, "/portal/events", nil), "0", nil, changed,
		stream{w: w, control: http.NewResponseController(w)})
	var milliseconds int
	if _, err := fmt.Sscanf(w.Body.String(), "retry: %d\n\n", &milliseconds); err != nil || milliseconds < 500 || milliseconds > 2500 {
		t.Errorf("the stream ends with %q, and does not say to come back within seconds", w.Body)
	}
}
