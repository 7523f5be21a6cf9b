package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/go-chi/chi/v5/middleware"
)

type numberKey struct{}

// number finds the request in the log. Pages that say that something went wrong show it.
func number(r *http.Request) string {
	n, _ := r.Context().Value(numberKey{}).(string)
	return n
}

// numbered gives each request a number of ours: one that came with it could be anything.
func numbered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := rand.Text()[:10]
		w.Header().Set("X-Request-Id", n)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), numberKey{}, n)))
	})
}

// openers are paths after which comes what opens something to whoever has it.
var openers = []string{sharePath, "/sign-in/", "/portal/account/email/", "/deletion/", "/checkout/test/"}

// loggable is the path of a request without what opens something.
func loggable(r *http.Request) string {
	for _, path := range openers {
		if strings.HasPrefix(r.URL.Path, path) {
			return path + "…"
		}
	}
	return r.URL.Path
}

// recovered answers a request whose handler panicked. What of the answer is on its way already stays as it is.
func (s site) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch cause := recover(); cause {
			case nil:
			case http.ErrAbortHandler:
				panic(cause)
			default:
				s.fail(w, r, fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// compressed makes pages smaller on their way. A stream of events is left alone: what waits to be compressed is late.
var compressed = middleware.Compress(5, "text/html", "text/plain", "text/xml", "text/csv", "application/json")
