package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/httprate"

	"github.com/directorybolt/directorybolt/host"
)

// metered lets each customer make n requests in a stretch of time, with however many keys, and says in every answer how many are left. Each process
// counts for itself.
func (s site) metered(n int, per time.Duration) func(http.Handler) http.Handler {
	policy := fmt.Sprintf(`"customer";q=%d;w=%d`, n, int(per.Seconds()))
	limit := httprate.LimitBy(n, per, func(r *http.Request) (string, error) { return customer(r).String(), nil },
		httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
			tellLimit(w, policy)
			s.failJSON(w, r, host.Errorf(host.Limited, "More than %d requests in %d seconds. Wait as long as Retry-After says.", n, int(per.Seconds())))
		}))
	return func(next http.Handler) http.Handler {
		return limit(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			tellLimit(w, policy)
			next.ServeHTTP(w, r)
		}))
	}
}

// tellLimit says in the fields of the IETF's draft what the limiter has left in its own.
func tellLimit(w http.ResponseWriter, policy string) {
	h := w.Header()
	left := max(0, atoi(h.Get("X-RateLimit-Remaining")))
	reset := max(1, int64(atoi(h.Get("X-RateLimit-Reset")))-time.Now().Unix())
	for _, name := range []string{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} {
		h.Del(name)
	}
	h.Set("RateLimit-Policy", policy)
	h.Set("RateLimit", fmt.Sprintf(`"customer";r=%d;t=%d`, left, reset))
	if h.Get("Retry-After") != "" {
		h.Set("Retry-After", strconv.FormatInt(reset, 10))
	}
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
