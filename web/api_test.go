package web_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web"
)

// announcer takes orders of one customer.
type announcer struct{ asked *int }

func (a announcer) Enqueue(_ context.Context, job, customer uuid.UUID, size int) (string, error) {
	*a.asked++
	if job != jobID {
		return "", host.Errorf(host.NotFound, "there is no job %s", job)
	}
	if customer != liveID || size != 50 {
		return "", host.Errorf(host.Invalid, "job %s is another customer's", job)
	}
	return "message-1", nil
}

func TestAPIForOurOwnServices(t *testing.T) {
	good := `{"job_id":"` + jobID.String() + `","customer_id":"` + liveID.String() + `","package_size":50}`
	tests := []struct {
		name, token, bearer, method, path, body string
		status                                  int
		say                                     string
		asked                                   int
	}{
		{"announced", "secret", "Bearer secret", "POST", "/api/jobs/enqueue", good, 200, `"message_id":"message-1"`, 1},
		{"no such job", "secret", "Bearer secret", "POST", "/api/jobs/enqueue", strings.Replace(good, jobID.String(), uuid.NewString(), 1), 404, "there is no job", 1},
		{"another package", "secret", "Bearer secret", "POST", "/api/jobs/enqueue", strings.Replace(good, "50", "100", 1), 422, "another customer", 1},
		{"all wrong", "secret", "Bearer secret", "POST", "/api/jobs/enqueue", `{"job_id":"1"}`, 422, "job_id is not a UUID; customer_id is not a UUID; package_size", 0},
		{"no JSON", "secret", "Bearer secret", "POST", "/api/jobs/enqueue", `hello`, 422, "no JSON", 0},
		{"another token", "secret", "Bearer guess", "POST", "/api/jobs/enqueue", good, 401, "WORKER_AUTH_TOKEN", 0},
		{"no token", "secret", "", "POST", "/api/jobs/enqueue", good, 401, "WORKER_AUTH_TOKEN", 0},
		{"shut", "", "Bearer ", "POST", "/api/jobs/enqueue", good, 401, "WORKER_AUTH_TOKEN", 0},
		{"the one that goes", "coming, going", "Bearer going", "POST", "/api/jobs/enqueue", good, 200, "message-1", 1},
		{"the one that comes", "coming, going", "Bearer coming", "POST", "/api/jobs/enqueue", good, 200, "message-1", 1},
		{"both at once", "coming,going", "Bearer coming,going", "POST", "/api/jobs/enqueue", good, 401, "WORKER_AUTH_TOKEN", 0},
		{"nothing beside a comma", "coming,", "Bearer ", "POST", "/api/jobs/enqueue", good, 401, "WORKER_AUTH_TOKEN", 0},
		{"queue", "secret", "Bearer secret", "GET", "/api/autobolt/queue", "", 200, `"successful":1`, 0},
		{"queue for nobody", "secret", "", "GET", "/api/autobolt/queue", "", 401, "Bearer", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked := 0
			handler := web.New(web.Config{WorkerToken: tt.token, Orders: announcer{&asked}, Staff: shop{}, Log: slog.New(slog.DiscardHandler)})
			r := httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body))
			if tt.bearer != "" {
				r.Header.Set("Authorization", tt.bearer)
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.say) || asked != tt.asked {
				t.Errorf("got %d %s, asked %d times; want %d, %q, %d times", w.Code, w.Body, asked, tt.status, tt.say, tt.asked)
			}
			if !json.Valid(w.Body.Bytes()) {
				t.Error("the answer is no JSON")
			}
			want := "application/json"
			if tt.status != http.StatusOK {
				want = "application/problem+json"
			}
			if got := w.Header().Get("Content-Type"); got != want {
				t.Errorf("content type %s, want %s", got, want)
			}
		})
	}
}
