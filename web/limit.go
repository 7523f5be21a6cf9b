package web

import (
	"net/http"
	"time"

	"github.com/go-chi/httprate"

	"github.com/directorybolt/directorybolt/host"
)

// limited lets each address make n requests in a stretch of time, over all routes that share the returned middleware.
func (s site) limited(n int, per time.Duration) func(http.Handler) http.Handler {
	return httprate.Limit(n, per, httprate.WithKeyFuncs(httprate.KeyByIP), httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, host.Errorf(host.Limited, "That was often for such a short time. Wait a minute, then try again: nothing is lost."))
	}))
}
