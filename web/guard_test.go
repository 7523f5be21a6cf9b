package web

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestHeadersOfEveryAnswer(t *testing.T) {
	for _, address := range []string{"https://directorybolt.example", "http://127.0.0.1:8080"} {
		v, _ := visit(t, Config{URL: address})
		for _, path := range []string{"/", "/nowhere", "/sign-in", "/portal/account", "/health"} {
			h := v.get(path).Header
			for name, want := range map[string]string{
				"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
			} {
				if got := h.Get(name); got != want {
					t.Errorf("%s: %s is %q, want %q", path, name, got, want)
				}
			}
			if policy := h.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") {
				t.Errorf("%s: policy %q", path, policy)
			}
			if !strings.Contains(h.Get("Permissions-Policy"), "geolocation=()") {
				t.Errorf("%s: permissions %q", path, h.Get("Permissions-Policy"))
			}
			if lasting := h.Get("Strict-Transport-Security") != ""; lasting != strings.HasPrefix(address, "https") {
				t.Errorf("%s at %s: TLS is demanded for later: %t", path, address, lasting)
			}
		}
	}
}

// TestFormsOfOtherSitesAreRefused sends them the way browsers do, those that say where a form is from and older ones.
func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		headers map[string]string
		want    int
	}{
		"another site":     {map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		"a sister site":    {map[string]string{"Sec-Fetch-Site": "same-site"}, http.StatusForbidden},
		"another origin":   {map[string]string{"Origin": "https://evil.example"}, http.StatusForbidden},
		"a hidden origin":  {map[string]string{"Origin": "null"}, http.StatusForbidden},
		"our own":          {map[string]string{"Sec-Fetch-Site": "same-origin"}, http.StatusSeeOther},
		"our own origin":   {map[string]string{"Origin": "http://example.com"}, http.StatusSeeOther}, // the name of the test's requests
		"not from browser": {nil, http.StatusSeeOther},
	} {
		v, _ := visit(t, Config{})
		v.headers = tt.headers
		if got := v.post("/sign-out", nil).StatusCode; got != tt.want {
			t.Errorf("%s: got %d, want %d", name, got, tt.want)
		}
	}
}

// unsized is a body that does not say how long it is.
type unsized struct{ io.Reader }

func TestRequestsAreBounded(t *testing.T) {
	v, doors := visit(t, Config{})
	long := "to=" + strings.Repeat("x", formSize)
	if got := v.send(http.MethodPost, "/sign-in/ada@example.com", strings.NewReader(long)); got.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("%d bytes: %d", len(long), got.StatusCode)
	} else if body, err := io.ReadAll(got.Body); err != nil || !strings.Contains(string(body), "65 KB were sent, and at most 64 KB") {
		t.Errorf("says %s, %v", body, err)
	}
	if len(doors.sessions) != 0 {
		t.Error("it was done all the same")
	}
	// What does not say how long it is, is cut off: the field that would have come last is not there.
	answer := v.send(http.MethodPost, "/sign-in/ada@example.com", unsized{strings.NewReader("a=" + strings.Repeat("x", formSize) + "&to=/portal/needs")})
	if answer.Header.Get("Location") == "/portal/needs" {
		t.Error("a body without a length was read to its end")
	}
	picture := strings.Repeat("x", 5<<20)
	if got := v.send(http.MethodPost, "/portal/profile", strings.NewReader(picture)).StatusCode; got == http.StatusRequestEntityTooLarge {
		t.Error("a picture of 5 MB is refused")
	}
	if got := v.send(http.MethodPost, "/portal/profile", strings.NewReader(strings.Repeat(picture, 13))).StatusCode; got != http.StatusRequestEntityTooLarge {
		t.Errorf("pictures of 65 MB: %d", got)
	}
}

// TestLinksAreLimitedByAddress asks too often, and from where it should not help.
func TestLinksAreLimitedByAddress(t *testing.T) {
	ask := func(v *visitor) int {
		return v.post("/sign-in", url.Values{"email": {"ada@example.com"}}).StatusCode
	}
	tests := []struct {
		name    string
		proxies []string
		bend    func(v *visitor)
		want    int
	}{
		{"the same", nil, func(*visitor) {}, http.StatusTooManyRequests},
		{"another port", nil, func(v *visitor) { v.address = "192.0.2.1:999" }, http.StatusTooManyRequests},
		{"another", nil, func(v *visitor) { v.address = "192.0.2.2:1234" }, http.StatusOK},
		{"says it is another", nil, func(v *visitor) { v.headers["X-Forwarded-For"] = "198.51.100.9" }, http.StatusTooManyRequests},
		{"our proxy says it is another", []string{"192.0.2.0/24"}, func(v *visitor) { v.headers["X-Forwarded-For"] = "198.51.100.9" }, http.StatusOK},
		{"says so to our proxy", []string{"192.0.2.0/24"}, func(v *visitor) { v.headers["X-Forwarded-For"] = "198.51.100.9, 203.0.113.5" }, http.StatusTooManyRequests},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, _ := visit(t, Config{Proxies: tt.proxies})
			if tt.proxies != nil {
				v.headers["X-Forwarded-For"] = "203.0.113.5"
			}
			for range 10 {
				if got := ask(v); got != http.StatusOK {
					t.Fatalf("within the limit: %d", got)
				}
			}
			tt.bend(v)
			if got := ask(v); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}
