package pages

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// answer is what a request without a browser got.
type answer struct {
	code   int
	header http.Header
	body   string
}

// do sends a request the way a browser on one of our pages does, and does not follow where it leads. It reads only so long: some answers go on
// for ever.
func (s *site) do(method, path, session string, form url.Values) answer {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 5*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, s.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	switch {
	case strings.HasPrefix(session, host.APIKeyPrefix):
		r.Header.Set("Authorization", "Bearer "+session)
	case session != "":
		r.AddCookie(&http.Cookie{Name: "session", Value: session})
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}
