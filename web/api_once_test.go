package web

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// keptWrites keeps the answer to one write.
type keptWrites struct {
	fingerprint []byte
	answer      *host.KeptAnswer
}

func (k *keptWrites) BeginWrite(_ context.Context, _ uuid.UUID, _ string, fingerprint []byte) (*host.KeptAnswer, uuid.UUID, error) {
	if k.answer == nil {
		k.fingerprint = fingerprint
		return nil, uuid.New(), nil
	}
	if !bytes.Equal(k.fingerprint, fingerprint) {
		return nil, uuid.Nil, host.Errorf(host.Invalid, "another request")
	}
	first := *k.answer
	return &first, uuid.Nil, nil
}

func (k *keptWrites) EndWrite(_ context.Context, _ uuid.UUID, _ string, _ uuid.UUID, answer *host.KeptAnswer) error {
	k.answer = answer
	return nil
}

// TestKeptAnswersTellNothing: an answer with a secret is given again to who had it, and cannot be read where it is kept, nor under another key.
func TestKeptAnswersTellNothing(t *testing.T) {
	const secret = "whsec_of-an-endpoint"
	kept, made := &keptWrites{}, 0
	s := site{Config: Config{Writes: kept, Log: slog.New(slog.DiscardHandler)}}
	handler := s.once(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		made++
		w.WriteHeader(http.StatusCreated)
		w.Write([]byte(secret))
	}))
	call := func(key host.APIKey, token string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/api/v1/webhooks", strings.NewReader("{}"))
		r.Header.Set("Idempotency-Key", "one")
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), apiKeyKey{}, key)))
		return w
	}
	mine := host.APIKey{ID: uuid.New()}
	first, again := call(mine, "dbk_mine"), call(mine, "dbk_mine")
	if again.Code != http.StatusCreated || again.Body.String() != secret || first.Body.String() != secret || made != 1 {
		t.Errorf("first %q, again %d %q, made %d times", first.Body, again.Code, again.Body, made)
	}
	if bytes.Contains(kept.answer.Body, []byte("whsec_")) {
		t.Errorf("kept as %q", kept.answer.Body)
	}
	if other := call(host.APIKey{ID: uuid.New()}, "dbk_other"); other.Code != http.StatusUnprocessableEntity || strings.Contains(other.Body.String(), secret) {
		t.Errorf("under another key: %d %q", other.Code, other.Body)
	}
}
