package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

func TestReachOfTheEnvironment(t *testing.T) {
	tests := []struct {
		name string
		env  map[string]string
		says []string // of what is wrong
	}{
		{"nothing set", nil, nil},
		{"everything set", map[string]string{
			"PUBLIC_URL": "https://directorybolt.example/", "TRUSTED_PROXIES": "127.0.0.0/8, ::1/128", "SMTP_URL": "smtps://u:p@post.example", "MAIL_FROM": "a@example.com",
			"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "us", "OIDC_CLIENT_SECRET": "hunter2",
		}, nil},
		{"mails from nobody", map[string]string{"SMTP_URL": "smtps://u:hunter2@post.example"}, []string{"MAIL_FROM"}},
		{"half a provider", map[string]string{"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_SECRET": "hunter2"}, []string{"OIDC_CLIENT_ID"}},
		{"several at once", map[string]string{"PUBLIC_URL": "directorybolt.example", "TRUSTED_PROXIES": "10.0.0.1", "MAIL_FROM": "a@example.com"}, []string{"PUBLIC_URL", "TRUSTED_PROXIES", "SMTP_URL"}},
		{"a folder", map[string]string{"PUBLIC_URL": "https://example.com/bolt"}, []string{"PUBLIC_URL"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := reachOf(func(name string) string { return tt.env[name] })
			if tt.says == nil {
				if err != nil {
					t.Fatal(err)
				}
				if tt.env != nil && (r.url.String() != "https://directorybolt.example" || fmt.Sprint(r.proxies) != "[127.0.0.0/8 ::1/128]" || r.issuer.ClientID != "us") {
					t.Errorf("got %+v", r)
				}
				return
			}
			if host.KindOf(err) != host.Invalid || strings.Contains(err.Error(), "hunter2") {
				t.Fatalf("got %v", err)
			}
			for _, name := range tt.says {
				if !strings.Contains(err.Error(), name) {
					t.Errorf("does not say what is wrong with %s: %v", name, err)
				}
			}
		})
	}
}

// TestPublicNameShowsThePagesOnly: behind a proxy on this machine, what is for this machine only stays so.
func TestPublicNameShowsThePagesOnly(t *testing.T) {
	answers := func(words string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, words) })
	}
	handler := byName("directorybolt.example", answers("pages"), onlyHere(answers("here")))
	for name, want := range map[string]string{"directorybolt.example": "pages", "DirectoryBolt.example": "pages", "localhost:8080": "here", "evil.example": "These pages are for this machine only"} {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.Host = name
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if !strings.HasPrefix(w.Body.String(), want) {
			t.Errorf("%s: got %q, want %q", name, w.Body, want)
		}
	}
}

func TestOutboxIsForAMachineOfOnesOwn(t *testing.T) {
	for name, tt := range map[string]struct {
		env  map[string]string
		here bool
		want bool
	}{
		"loopback":                  {nil, true, true},
		"open to others":            {nil, false, false},
		"behind a proxy":            {map[string]string{"PUBLIC_URL": "https://directorybolt.example"}, true, false},
		"loopback, mails are sent":  {map[string]string{"SMTP_URL": "smtp://localhost", "MAIL_FROM": "a@example.com"}, true, false},
		"everything set, elsewhere": {map[string]string{"PUBLIC_URL": "https://directorybolt.example", "SMTP_URL": "smtp://localhost", "MAIL_FROM": "a@example.com"}, false, false},
	} {
		r, err := reachOf(func(name string) string { return tt.env[name] })
		if err != nil || r.outbox(tt.here) != tt.want {
			t.Errorf("%s: shown: %t, %v", name, !tt.want, err)
		}
	}
}
