package web

import (
	"fmt"
	"net/http"

	"github.com/directorybolt/directorybolt/host"
)

// What a request may send, in bytes.
const (
	formSize   = 64 << 10  // more than any form of ours has to say
	uploadSize = 64 << 20  // the profile with its pictures, which are bounded one by one
	typedSize  = 1 << 20   // all that is typed into the profile, or pasted
	eventSize  = 512 << 10 // a message of Stripe's; the largest are a few dozen kilobytes
)

// bodySize is what a request to the path may send.
func bodySize(path string) int64 {
	switch path {
	case "/profile", "/portal/profile":
		return uploadSize
	case "/profile/autosave", "/portal/profile/autosave", "/profile/check", "/portal/profile/check", "/profile/import", "/portal/profile/import":
		return typedSize
	case "/api/webhook":
		return eventSize
	case "/plan":
		return typedSize
	case "/api/autobolt/evidence":
		return evidenceSize
	}
	return formSize
}

// bounded refuses requests that send too much. One that does not say how much it sends is cut off there.
func (s site) bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		size := bodySize(r.URL.Path)
		if r.ContentLength > size {
			w.Header().Set("Connection", "close") // rather than read it all
			s.fail(w, r, host.Errorf(host.TooLarge, "That is too much: %s were sent, and at most %s can be taken.", bytesWords(r.ContentLength), bytesWords(size)))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, size)
		next.ServeHTTP(w, r)
	})
}

func bytesWords(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+1023)>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
