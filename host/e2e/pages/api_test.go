package pages

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/directorybolt/directorybolt/host"
)

// workerToken is what our own services come in with.
const workerToken = "worker-token"

// apiDocument is the document of the API, with its schemas ready to hold answers against.
type apiDocument struct {
	paths    map[string]map[string]operation
	compiler *jsonschema.Compiler
}

type operation struct {
	OperationID string                     `json:"operationId"`
	Security    []map[string][]string      `json:"security"`
	Responses   map[string]json.RawMessage `json:"responses"`
	RequestBody *struct {
		Content map[string]struct{ Schema map[string]any }
	} `json:"requestBody"`
}

const documentURL = "mem:///openapi.json"

func readDocument(t *testing.T) apiDocument {
	t.Helper()
	raw, err := os.ReadFile("../../../web/openapi.json")
	fatal(t, err)
	var parsed struct {
		Paths map[string]map[string]operation
	}
	fatal(t, json.Unmarshal(raw, &parsed))
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	fatal(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	fatal(t, c.AddResource(documentURL, whole))
	return apiDocument{parsed.Paths, c}
}

// pointer is a piece of a path of a JSON pointer in a URL.
func pointer(s string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(s)
}

// schemaOf is where the schema of an answer stands, "" if the answer has none.
func (d apiDocument) schemaOf(path, method string, status int, kind string) (string, error) {
	op, ok := d.paths[path][strings.ToLower(method)]
	if !ok {
		return "", fmt.Errorf("%s %s is not in the document", method, path)
	}
	code := fmt.Sprint(status)
	if _, ok := op.Responses[code]; !ok {
		if status < 400 {
			return "", fmt.Errorf("%s %s answers %d, which the document does not know", method, path, status)
		}
		code = "default"
	}
	var response struct {
		Content map[string]struct{ Schema json.RawMessage }
	}
	if err := json.Unmarshal(op.Responses[code], &response); err != nil {
		return "", err
	}
	if len(response.Content[kind].Schema) == 0 {
		if status >= 400 || (len(response.Content) > 0 && response.Content["*/*"].Schema == nil && kind == "application/json") {
			return "", fmt.Errorf("%s %s answers %d in %q, which the document does not know", method, path, status, kind)
		}
		return "", nil
	}
	return fmt.Sprintf("%s#/paths/%s/%s/responses/%s/content/%s/schema", documentURL, pointer(path), strings.ToLower(method), code, pointer(kind)), nil
}

// program is a customer's program, or a worker. It holds every answer against the document.
type program struct {
	site  *site
	doc   apiDocument
	token string
	seen  map[string]bool // operations that were answered well
}

func (s *site) program(doc apiDocument, token string) *program {
	return &program{s, doc, token, map[string]bool{}}
}

func (p *program) call(method, path, body string, header ...string) answer {
	t := p.site.t
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, p.site.url+path, strings.NewReader(body))
	fatal(t, err)
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	fatal(t, err)
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	fatal(t, err)
	p.check(method, r.URL.Path, response, got)
	return answer{response.StatusCode, response.Header, string(got)}
}

// check holds an answer against the document.
func (p *program) check(method, path string, response *http.Response, body []byte) {
	t := p.site.t
	t.Helper()
	match := chi.NewRouteContext()
	if !p.site.routes.Match(match, method, path) {
		return // nothing is there, which has no operation
	}
	kind, _, _ := strings.Cut(response.Header.Get("Content-Type"), ";")
	route := strings.TrimSuffix(match.RoutePattern(), "/")
	where, err := p.doc.schemaOf(route, method, response.StatusCode, kind)
	if err != nil {
		t.Error(err)
		return
	}
	if response.StatusCode < 300 {
		p.seen[p.doc.paths[route][strings.ToLower(method)].OperationID] = true
	}
	if where != "" {
		p.valid(where, body)
	}
}

func (p *program) valid(where string, body []byte) {
	t := p.site.t
	t.Helper()
	schema, err := p.doc.compiler.Compile(where)
	fatal(t, err)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Errorf("%v\n%s", err, body)
	}
}

// key makes an API key of the customer's.
func (s *site) key(c uuid.UUID, scopes ...host.Scope) string {
	s.t.Helper()
	token := host.APIKeyPrefix + uuid.NewString()
	_, err := s.db.CreateAPIKey(s.t.Context(), host.APIKey{Customer: c, Name: "test", Scopes: scopes}, token)
	fatal(s.t, err)
	return token
}

// into reads the body of an answer.
func into[T any](t *testing.T, a answer) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		t.Fatalf("%v: %d %.300s", err, a.code, a.body)
	}
	return v
}

// TestDocumentHasEveryRoute, and every operation of the document has its route.
func TestDocumentHasEveryRoute(t *testing.T) {
	t.Parallel()
	s, doc := serve(t), readDocument(t)
	documented := map[string]bool{}
	for path, methods := range doc.paths {
		for method := range methods {
			documented[strings.ToUpper(method)+" "+path] = true
		}
	}
	routes := map[string]bool{}
	fatal(t, chi.Walk(s.routes, func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if strings.HasPrefix(pattern, "/api/") || pattern == "/plan" {
			routes[method+" "+strings.TrimSuffix(pattern, "/")] = true
		}
		return nil
	}))
	for _, route := range slices.Sorted(maps.Keys(routes)) {
		if !documented[route] {
			t.Errorf("%s is not in the document", route)
		}
	}
	for _, route := range slices.Sorted(maps.Keys(documented)) {
		if !routes[route] {
			t.Errorf("%s of the document is no route", route)
		}
	}
}

// TestAnswersAreAsDocumented uses every operation for customers' programs on an order whose rows stand in every way.
func TestAnswersAreAsDocumented(t *testing.T) {
	t.Parallel()
	s, cookies, fill := furnished(t, 40)
	doc := readDocument(t)
	c := customerOf(t, s, cookies[asCustomer])
	p := s.program(doc, s.key(c, host.Scopes...))
	job, submission := fill.Replace("{job}"), fill.Replace("{submission}")

	jobs := into[struct{ Data []struct{ ID string } }](t, p.call("GET", "/api/v1/jobs?limit=1", ""))
	if len(jobs.Data) != 1 || jobs.Data[0].ID != job {
		t.Errorf("jobs: %+v", jobs)
	}
	first := p.call("GET", "/api/v1/jobs/"+job, "")
	if again := p.call("GET", "/api/v1/jobs/"+job, "", "If-None-Match", first.header.Get("ETag")); again.code != http.StatusNotModified || again.body != "" {
		t.Errorf("with its ETag: %d %q", again.code, again.body)
	}
	seen, cursor := map[string]bool{}, ""
	type page struct {
		Data []struct {
			ID, Status string
			Directory  struct{ Slug string }
		}
		NextCursor *string `json:"next_cursor"`
	}
	total := 0
	var failed, needs, queued string
	for {
		got := into[page](t, p.call("GET", "/api/v1/results?limit=7&job_id="+job+"&cursor="+cursor, ""))
		for _, r := range got.Data {
			seen[r.ID] = true
			total++
			switch r.Status {
			case "failed":
				failed = r.ID
			case "needs_attention":
				needs = r.ID
			case "admitted":
				queued = r.ID
			}
		}
		if got.NextCursor == nil {
			break
		}
		cursor = *got.NextCursor
	}
	if want := len(must(s.db.Submissions(t.Context(), uuid.MustParse(job)))); len(seen) != want || total != want {
		t.Errorf("%d results on the pages, %d different, want %d", total, len(seen), want)
	}
	// The sample's rows stand as they do without the job having counted them.
	s.exec(`UPDATE jobs SET dirs_done = (SELECT count(*) FROM job_results r WHERE r.job_id = jobs.id AND r.status IN ('submitted', 'needs_attention', 'failed', 'skipped')) WHERE id = $1`, job)
	digest, err := s.blobs.Put(t.Context(), []byte("the page"))
	fatal(t, err)
	s.exec(`INSERT INTO evidence (submission_id, attempt, kind, media_type, digest, size, page) VALUES ($1, 1, 'answer', 'text/plain', $2, 8, 'https://city.example')`, submission, digest)
	s.exec(`INSERT INTO attention_items (submission_id, audience, reason, message) VALUES ($1, 'customer', 'login', 'Open an account') `, needs)
	detail := into[struct{ Evidence []struct{ URL string } }](t, p.call("GET", "/api/v1/results/"+submission, ""))
	if len(detail.Evidence) != 1 {
		t.Fatalf("evidence %+v", detail)
	}
	if got := p.call("GET", strings.TrimPrefix(detail.Evidence[0].URL, s.url), ""); got.body != "the page" {
		t.Errorf("evidence %d %q", got.code, got.body)
	}
	p.call("GET", "/api/v1/results/"+needs, "")
	p.call("POST", "/api/v1/results/"+needs+"/answer", "")
	p.call("POST", "/api/v1/results/"+queued+"/skip", "")
	p.call("POST", "/api/v1/results/"+failed+"/rerun", "")
	if got := into[struct{ Again int }](t, p.call("POST", "/api/v1/jobs/"+job+"/rerun", "")); got.Again == 0 {
		t.Error("nothing is tried again")
	}
	directories := into[page](t, p.call("GET", "/api/v1/directories?limit=3", ""))
	if len(directories.Data) != 3 || directories.NextCursor == nil {
		t.Errorf("directories %+v", directories)
	}
	p.call("GET", "/api/v1/directories?cursor="+*directories.NextCursor, "")
	p.call("GET", "/api/v1/directories/example-003", "")
	p.webhooks(t)
	p.call("GET", "/api/v1/openapi.json", "")
	p.refusals(t, job)
	for path, methods := range doc.paths {
		for method, op := range methods {
			if strings.HasPrefix(path, "/api/v1/") && !p.seen[op.OperationID] {
				t.Errorf("%s %s (%s) was not used", method, path, op.OperationID)
			}
		}
	}
	if got := s.program(doc, workerToken).call("GET", "/api/autobolt/queue?job_id="+job, ""); got.code != http.StatusOK || !strings.Contains(got.body, job) {
		t.Errorf("the queue: %d %s", got.code, got.body)
	}
}

// webhooks uses the operations on endpoints.
func (p *program) webhooks(t *testing.T) {
	t.Helper()
	type endpoint struct{ ID, Secret string }
	made := into[endpoint](t, p.call("POST", "/api/v1/webhooks", `{"url":"https://acme.example/hook"}`, "Idempotency-Key", "one"))
	again := p.call("POST", "/api/v1/webhooks", `{"url":"https://acme.example/hook"}`, "Idempotency-Key", "one")
	if into[endpoint](t, again) != made || again.code != http.StatusCreated || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("a repeat: %d %s", again.code, again.body)
	}
	if other := p.call("POST", "/api/v1/webhooks", `{"url":"https://acme.example/other"}`, "Idempotency-Key", "one"); other.code != http.StatusUnprocessableEntity {
		t.Errorf("another request under the same key: %d", other.code)
	}
	if list := into[struct{ Data []endpoint }](t, p.call("GET", "/api/v1/webhooks", "")); len(list.Data) != 1 || list.Data[0].Secret != "" {
		t.Errorf("endpoints: %+v", list)
	}
	at := "/api/v1/webhooks/" + made.ID
	p.call("GET", at, "")
	if rotated := into[endpoint](t, p.call("POST", at+"/rotate-secret", "")); rotated.Secret == made.Secret || rotated.Secret == "" {
		t.Error("the secret is the same")
	}
	p.call("POST", at+"/enable", "")
	p.call("POST", at+"/test", "")
	w, err := p.site.db.ClaimWebhook(t.Context(), time.Minute, 2)
	fatal(t, err)
	fatal(t, p.site.db.WebhookTried(t.Context(), w, host.WebhookAttempt{Status: 500}, host.WebhookFailed, 0, false, nil))
	log := into[struct{ Data []struct{ ID string } }](t, p.call("GET", at+"/deliveries", ""))
	if len(log.Data) != 1 {
		t.Fatalf("deliveries %+v", log)
	}
	p.call("POST", at+"/deliveries/"+log.Data[0].ID+"/redeliver", "")
	// What changes is told as the document says.
	job := p.call("GET", "/api/v1/jobs?limit=1", "")
	id := into[struct{ Data []struct{ ID uuid.UUID } }](t, job).Data[0].ID
	rows := must(p.site.db.Submissions(t.Context(), id))
	for _, row := range rows {
		if row.Submission.Status == host.Admitted {
			fatal(t, p.site.db.SkipListing(t.Context(), row.Submission.CustomerID, row.Submission.ID))
			break
		}
	}
	p.site.exec(`INSERT INTO queue_history (job_id, event_type) VALUES ($1, 'job_held')`, id)
	if got := p.call("GET", at+"/deliveries", ""); !strings.Contains(got.body, `"job.held"`) || !strings.Contains(got.body, `"submission.updated"`) {
		t.Errorf("deliveries: %s", got.body)
	}
	if got := p.call("DELETE", at, ""); got.code != http.StatusNoContent {
		t.Errorf("delete: %d", got.code)
	}
}

// refusals are in the form of the document, each with the status that programs act on.
func (p *program) refusals(t *testing.T, job string) {
	t.Helper()
	reader := p.site.program(p.doc, p.site.key(customerOfJob(t, p.site, job), host.ScopeRead))
	for name, c := range map[string]struct {
		got    answer
		status int
		code   string
	}{
		"nothing there":      {p.call("GET", "/api/v1/nothing", ""), 404, "not_found"},
		"nothing below":      {p.call("GET", "/api/nothing", ""), 404, "not_found"},
		"no id":              {p.call("GET", "/api/v1/jobs/1", ""), 404, "not_found"},
		"no such job":        {p.call("GET", "/api/v1/jobs/"+uuid.NewString(), ""), 404, "not_found"},
		"another method":     {p.call("PUT", "/api/v1/jobs", ""), 405, "method_not_allowed"},
		"no key":             {p.site.program(p.doc, "").call("GET", "/api/v1/jobs", ""), 401, "unauthorized"},
		"no such key":        {p.site.program(p.doc, "dbk_guess").call("GET", "/api/v1/jobs", ""), 401, "unauthorized"},
		"a worker's token":   {p.site.program(p.doc, workerToken).call("GET", "/api/v1/jobs", ""), 401, "unauthorized"},
		"key for a worker":   {p.call("GET", "/api/autobolt/queue", ""), 401, "unauthorized"},
		"without the scope":  {reader.call("POST", "/api/v1/jobs/"+job+"/rerun", ""), 403, "denied"},
		"without webhooks":   {reader.call("GET", "/api/v1/webhooks", ""), 403, "denied"},
		"too many on a page": {p.call("GET", "/api/v1/jobs?limit=101", ""), 422, "invalid"},
		"no cursor":          {p.call("GET", "/api/v1/jobs?cursor=abc", ""), 422, "invalid"},
		"no JSON":            {p.call("POST", "/api/v1/webhooks", "hello"), 422, "invalid"},
		"unknown field":      {p.call("POST", "/api/v1/webhooks", `{"uri":"https://acme.example"}`), 422, "invalid"},
		"no TLS":             {p.call("POST", "/api/v1/webhooks", `{"url":"http://acme.example"}`), 422, "invalid"},
		"too much":           {p.call("POST", "/api/v1/webhooks", `{"url":"`+strings.Repeat("x", 70<<10)+`"}`), 413, "too_large"},
		"odd key":            {p.call("POST", "/api/v1/webhooks", "{}", "Idempotency-Key", "ö"), 422, "invalid"},
		"of another site":    {p.call("POST", "/api/v1/webhooks", "{}", "Sec-Fetch-Site", "cross-site"), 403, "denied"},
	} {
		if c.got.code != c.status || c.got.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s %s, want %d", name, c.got.code, c.got.header.Get("Content-Type"), c.got.body, c.status)
			continue
		}
		if said := into[struct{ Code string }](t, c.got); said.Code != c.code {
			t.Errorf("%s: code %q, want %q", name, said.Code, c.code)
		}
		p.valid(documentURL+"#/components/schemas/Problem", []byte(c.got.body))
	}
	if got := p.call("PUT", "/api/v1/webhooks", "").header.Values("Allow"); !slices.Equal(got, []string{"GET", "POST"}) {
		t.Errorf("Allow: %q", got)
	}
	left := p.call("GET", "/api/v1/jobs", "").header
	if left.Get("RateLimit") == "" || left.Get("RateLimit-Policy") == "" || left.Get("X-RateLimit-Remaining") != "" {
		t.Errorf("limits are told as %v", left)
	}
	var limited answer
	for range 310 {
		if limited = reader.call("GET", "/api/v1/jobs?limit=1", ""); limited.code != http.StatusOK {
			break
		}
	}
	if limited.code != http.StatusTooManyRequests || limited.header.Get("Retry-After") == "" || !strings.Contains(limited.header.Get("RateLimit"), "r=0") {
		t.Errorf("after 300 requests in a minute: %d %v", limited.code, limited.header)
	}
}

func customerOf(t *testing.T, s *site, cookie string) uuid.UUID {
	t.Helper()
	session, err := s.db.Session(t.Context(), cookie)
	fatal(t, err)
	return session.Customer
}

func customerOfJob(t *testing.T, s *site, job string) uuid.UUID {
	t.Helper()
	j, err := s.db.Job(t.Context(), uuid.MustParse(job))
	fatal(t, err)
	return j.Job.CustomerID
}
