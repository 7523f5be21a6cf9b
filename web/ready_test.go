package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web"
)

func TestProbes(t *testing.T) {
	for name, c := range map[string]struct {
		parts []host.Part
		code  int
		body  string
	}{
		"well":           {[]host.Part{{Name: "database", OK: true}}, http.StatusOK, `{"status":"ready","parts":[{"name":"database","ok":true}]}`},
		"one is not":     {[]host.Part{{Name: "database", OK: true}, {Name: "disk", Detail: "full"}}, http.StatusServiceUnavailable, `{"name":"disk","ok":false,"detail":"full"}`},
		"nothing to say": {nil, http.StatusOK, `{"status":"ready","parts":`},
	} {
		t.Run(name, func(t *testing.T) {
			probes := web.Probes(func(context.Context) []host.Part { return c.parts })
			w := httptest.NewRecorder()
			probes.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/ready", nil))
			if w.Code != c.code || !strings.Contains(w.Body.String(), c.body) {
				t.Errorf("%d %s, want %d with %s", w.Code, w.Body, c.code, c.body)
			}
			w = httptest.NewRecorder()
			probes.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/health", nil))
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"status":"healthy"`) {
				t.Errorf("it is alive whatever its parts are: %d %s", w.Code, w.Body)
			}
		})
	}
}
