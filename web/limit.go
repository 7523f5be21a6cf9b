package web

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/httprate"

	"github.com/directorybolt/directorybolt/host"
)

// limited lets each address make n requests in a stretch of time, over all routes that share the returned middleware.
func (s site) limited(n int, per time.Duration) func(http.Handler) http.Handler {
	return httprate.LimitBy(n, per, clientAddress, httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, host.Errorf(host.Limited, "That was often for such a short time. Wait a minute, then try again: nothing is lost."))
	}))
}

// clientAddress is whom a limit is for. One household or office has a whole network of IPv6 addresses, and counts as one.
func clientAddress(r *http.Request) (string, error) {
	return httprate.CanonicalizeIP(middleware.GetClientIP(r.Context())), nil
}

// from finds out which address a request comes from, past the proxies that we trust.
func (s site) from() func(http.Handler) http.Handler {
	if len(s.Proxies) == 0 {
		return middleware.ClientIPFromRemoteAddr
	}
	return middleware.ClientIPFromXFF(s.Proxies...)
}
