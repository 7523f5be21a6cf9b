package web

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// writeStore keeps the answers to writes, by the key that the caller has chosen for each.
type writeStore interface {
	BeginWrite(ctx context.Context, customer uuid.UUID, key string, fingerprint []byte) (first *host.KeptAnswer, owner uuid.UUID, err error)
	EndWrite(ctx context.Context, customer uuid.UUID, key string, owner uuid.UUID, answer *host.KeptAnswer) error
}

const longestKey = 255

// once makes a write with an Idempotency-Key happen once, however often it is sent: a repeat gets the first answer. Answers can hold secrets, which
// nobody is to read where they are kept: they are sealed under the API key, of which only a digest is there.
func (s site) once(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := r.Header.Get("Idempotency-Key")
		if key == "" || r.Method == http.MethodGet {
			next.ServeHTTP(w, r)
			return
		}
		fingerprint, err := fingerprint(r, key)
		if err != nil {
			s.failJSON(w, r, err)
			return
		}
		first, owner, err := s.Writes.BeginWrite(r.Context(), customer(r), key, fingerprint)
		if err != nil {
			s.failJSON(w, r, err)
			return
		}
		if first != nil {
			if first.Body, err = unsealed(credential(r), first.Body); err != nil {
				s.failJSON(w, r, err)
				return
			}
			w.Header().Set("Idempotency-Replayed", "true")
			send(w, *first)
			return
		}
		kept := &keeper{ResponseWriter: w}
		var answer *host.KeptAnswer
		defer func() { // also where the handler panics, or the caller has gone
			if err := s.Writes.EndWrite(context.WithoutCancel(r.Context()), customer(r), key, owner, answer); err != nil {
				s.Log.ErrorContext(r.Context(), "answer to a write not kept", "request", number(r), "error", err)
			}
		}()
		next.ServeHTTP(kept, r)
		if kept.status < 500 && kept.status != http.StatusTooManyRequests { // what time heals is tried again
			body, err := sealed(credential(r), kept.body.Bytes())
			if err != nil {
				s.Log.ErrorContext(r.Context(), "answer to a write not sealed", "request", number(r), "error", err)
				return
			}
			answer = &host.KeptAnswer{Status: kept.status, Body: body}
		}
	})
}

// fingerprint is a digest of what a request asks for. Its body can be read again.
func fingerprint(r *http.Request, key string) ([]byte, error) {
	if len(key) > longestKey {
		return nil, host.Errorf(host.Invalid, "An Idempotency-Key has at most %d characters.", longestKey)
	}
	for _, c := range []byte(key) {
		if c < ' ' || c > '~' {
			return nil, host.Errorf(host.Invalid, "An Idempotency-Key has printable ASCII characters only.")
		}
	}
	body, err := io.ReadAll(r.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, host.Errorf(host.TooLarge, "That is too much: at most %s can be taken.", bytesWords(large.Limit))
	case err != nil:
		return nil, host.Errorf(host.Invalid, "The request broke off.")
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	h := sha256.New()
	// Another API key's answer cannot be opened, so to ask under that is to ask for something else.
	fmt.Fprintf(h, "%s %s %s\n", apiKey(r).ID, r.Method, r.URL.RequestURI())
	h.Write(body)
	return h.Sum(nil), nil
}

// sealed encrypts an answer under the token.
func sealed(token string, body []byte) ([]byte, error) {
	box, err := answerBox(token)
	if err != nil {
		return nil, err
	}
	return box.Seal(nil, nil, body, nil), nil
}

// unsealed is the answer that was sealed under the token.
func unsealed(token string, body []byte) ([]byte, error) {
	box, err := answerBox(token)
	if err != nil {
		return nil, err
	}
	return box.Open(nil, nil, body, nil)
}

// answerBox takes its nonces from chance.
func answerBox(token string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, []byte(token), nil, "directorybolt kept answers", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func send(w http.ResponseWriter, a host.KeptAnswer) {
	kind := "application/json"
	if a.Status >= 400 {
		kind = "application/problem+json"
	}
	if len(a.Body) > 0 {
		w.Header().Set("Content-Type", kind)
	}
	w.WriteHeader(a.Status)
	w.Write(a.Body)
}

// keeper keeps an answer while it is sent.
type keeper struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (k *keeper) WriteHeader(status int) {
	k.status = status
	k.ResponseWriter.WriteHeader(status)
}

func (k *keeper) Write(b []byte) (int, error) {
	k.body.Write(b)
	return k.ResponseWriter.Write(b)
}
