package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/directorybolt/directorybolt/host"
)

// bearer lets through who has the token of our own services. Without one in the configuration nobody has it.
func (s site) bearer(next http.Handler) http.Handler {
	var tokens [][sha256.Size]byte
	for token := range strings.SplitSeq(s.WorkerToken, ",") {
		if token = strings.TrimSpace(token); token != "" {
			tokens = append(tokens, sha256.Sum256([]byte(token)))
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		got, known := sha256.Sum256([]byte(token)), 0
		for _, want := range tokens {
			known |= subtle.ConstantTimeCompare(got[:], want[:])
		}
		if !ok || known != 1 {
			w.Header().Set("WWW-Authenticate", `Bearer realm="directorybolt"`)
			problem(w, http.StatusUnauthorized, "Not authorized", "Send Authorization: Bearer with the token in WORKER_AUTH_TOKEN.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// problem answers with what went wrong, in the form of RFC 9457.
func problem(w http.ResponseWriter, status int, title, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"status": status, "title": title, "detail": detail}) // to a connection
}

// failJSON is fail for programs.
func (s site) failJSON(w http.ResponseWriter, r *http.Request, err error) {
	answer := statuses[host.KindOf(err)]
	detail := answer.text
	if detail == "" {
		detail = err.Error()
	} else {
		s.Log.ErrorContext(r.Context(), "request failed", "path", r.URL.Path, "error", err)
	}
	problem(w, answer.code, answer.title, detail)
}

func answerJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // to a connection
}
