package pages

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
)

// fills says what of one customer's goes into the parameters of a route, in their order: names of things of [belongings]. Whoever adds a route with
// a parameter adds it here.
var fills = map[string][]string{
	"/api/v1/directories/{slug}":                                        {"directory"},
	"/api/v1/jobs/{id}":                                                 {"job"},
	"/api/v1/jobs/{id}/rerun":                                           {"job"},
	"/api/v1/results/{id}":                                              {"submission"},
	"/api/v1/results/{id}/answer":                                       {"submission"},
	"/api/v1/results/{id}/evidence/{digest}":                            {"submission", "digest"},
	"/api/v1/results/{id}/rerun":                                        {"submission"},
	"/api/v1/results/{id}/skip":                                         {"submission"},
	"/api/v1/webhooks/{id}":                                             {"webhook"},
	"/api/v1/webhooks/{id}/deliveries":                                  {"webhook"},
	"/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver":             {"webhook", "delivery"},
	"/api/v1/webhooks/{id}/enable":                                      {"webhook"},
	"/api/v1/webhooks/{id}/rotate-secret":                               {"webhook"},
	"/api/v1/webhooks/{id}/test":                                        {"webhook"},
	"/checkout/test/{session}":                                          {"checkout"},
	"/deletion/{reference}":                                             {"deletion"},
	"/portal/account/api/keys/{id}/revoke":                              {"key"},
	"/portal/account/api/webhooks/{id}":                                 {"webhook"},
	"/portal/account/api/webhooks/{id}/delete":                          {"webhook"},
	"/portal/account/api/webhooks/{id}/deliveries/{delivery}/redeliver": {"webhook", "delivery"},
	"/portal/account/api/webhooks/{id}/enable":                          {"webhook"},
	"/portal/account/api/webhooks/{id}/rotate":                          {"webhook"},
	"/portal/account/api/webhooks/{id}/test":                            {"webhook"},
	"/portal/account/email/{token}":                                     {"link"},
	"/portal/account/sessions/{id}/end":                                 {"session"},
	"/portal/d/{id}":                                                    {"submission"},
	"/portal/d/{id}/evidence/{digest}":                                  {"submission", "digest"},
	"/portal/d/{id}/rerun":                                              {"submission"},
	"/portal/d/{id}/skip":                                               {"submission"},
	"/portal/needs/{id}":                                                {"attention"},
	"/portal/needs/{id}/skip":                                           {"attention"},
	"/portal/orders/{id}":                                               {"job"},
	"/portal/orders/{id}/cancel":                                        {"job"},
	"/portal/orders/{id}/rerun":                                         {"job"},
	"/portal/profile/images/{digest}":                                   {"digest"},
	"/portal/reports/{id}":                                              {"job"},
	"/portal/reports/{id}/csv":                                          {"job"},
	"/portal/reports/{id}/json":                                         {"job"},
	"/portal/reports/{id}/pdf":                                          {"job"},
	"/portal/reports/{id}/picture/{digest}":                             {"job", "digest"},
	"/portal/reports/{id}/share":                                        {"job"},
	"/portal/shares/{id}/revoke":                                        {"share"},
	"/profile/images/{digest}":                                          {"digest"},
	"/r/{token}":                                                        {"share"}, // its id; whoever has the token itself may look
	"/r/{token}/picture/{digest}":                                       {"share", "digest"},
	"/sign-in/{token}":                                                  {"used link"},
	"/staff/directories/{slug}/pause":                                   {"directory"},
	"/staff/directories/{slug}/resume":                                  {"directory"},
	"/staff/jobs/{id}":                                                  {"job"},
	"/staff/jobs/{id}/cancel":                                           {"job"},
	"/staff/jobs/{id}/hold":                                             {"job"},
	"/staff/jobs/{id}/release":                                          {"job"},
	"/staff/jobs/{id}/test-payment":                                     {"job"},
	"/staff/submissions/{id}":                                           {"submission"},
	"/staff/submissions/{id}/evidence/{digest}":                         {"submission", "digest"},
	"/staff/submissions/{id}/trace":                                     {"submission"},
	"/static/*":                                                         {"app.css"},
}

// public are the routes that answer to nobody in particular. Whoever adds a public route adds it here.
var public = []string{
	"GET /", "GET /health", "GET /ready", "GET /static/*", "GET /pricing", "GET /directories", "GET /sample-report", "GET /faq", "GET /terms", "GET /privacy", "GET /bot",
	"GET /developers", "GET /api/v1/openapi.json", "GET /components", "GET /robots.txt", "GET /sitemap.xml", "GET /contact",
	// A visitor's own profile, and paying for it.
	"GET /profile", "POST /profile", "POST /profile/autosave", "POST /profile/check", "GET /profile/import", "POST /profile/import", "GET /profile/approve",
	"GET /checkout", "GET /checkout/done",
	"GET /sign-in", "POST /sign-in", "GET /sign-in/{token}", "POST /sign-in/{token}", "POST /sign-out",
	"GET /dev/outbox", // where it exists, only this machine gets there; a test of its own says so
}

// otherProgram is another customer's program, which comes in with a key.
const otherProgram = "another customer's program"

// mark is in everything that is the customer's: in whatever others get, it must not be.
const mark = "marigold"

// belongings are a customer with something of every kind, by the names that [fills] uses.
func (s *site) belongings() map[string]string {
	s.t.Helper()
	c, _ := s.customer("owner@"+mark+".example", "Marigold Dental")
	digest, err := s.blobs.Put(s.t.Context(), []byte("bytes of "+mark))
	if err != nil {
		s.t.Fatal(err)
	}
	out := map[string]string{"customer": c.ID.String(), "digest": digest, "link": "LINK", "used link": "USED", "app.css": "app.css", "checkout": "cs_test_marigold", "deletion": "DEL-2222-2222", "directory": "city"}
	out["session"] = s.sessionID(s.signIn(host.Session{Role: host.RoleCustomer, Email: c.Email, Verified: true, Customer: c.ID, UserAgent: mark}))
	if err := s.db.SendEmailLink(s.t.Context(), out["link"], host.Mail{Customer: c.ID, To: "other@" + mark + ".example", Subject: mark, Body: mark}); err != nil {
		s.t.Fatal(err)
	}
	// What the other parts of the program would write, written at once.
	for _, row := range []struct{ name, insert string }{
		{"", `INSERT INTO directories (slug, name, website, da_score, priority_tier, is_active, policy, adapter, hosts, start)
			VALUES ('city', 'City Finder', 'https://city.example', 40, 1, true, 'allowed', 'hello', '{city.example}', 'https://city.example/add') RETURNING ''`},
		{"job", `INSERT INTO jobs (customer_id, package_type, status, profile_version, dirs_total, dirs_paid, announced_at) VALUES ($1, 'starter', 'in_progress', 1, 1, 50, now()) RETURNING id`},
		{"submission", `INSERT INTO job_results (job_id, customer_id, directory, status, listing_url, quote, idempotency_key, business_key, profile_version)
			SELECT id, customer_id, 'city', 'needs_attention', 'https://marigold.example/listing', 'marigold says', 'marigold', 'marigold', 1 FROM jobs WHERE customer_id = $1 RETURNING id`},
		{"attention", `INSERT INTO attention_items (submission_id, audience, reason, message) SELECT id, 'customer', 'captcha', 'marigold needs you' FROM job_results WHERE customer_id = $1 RETURNING id`},
		{"", `INSERT INTO evidence (submission_id, attempt, kind, media_type, digest, size, page) SELECT id, 1, 'answer', 'text/html', '` + digest + `', 17, 'https://city.example/marigold' FROM job_results WHERE customer_id = $1 RETURNING ''`},
		{"", `INSERT INTO queue_history (job_id, directory, event_type, event_data) SELECT id, 'city', 'submission_planned', '{"of": "marigold"}' FROM jobs WHERE customer_id = $1 RETURNING ''`},
		{"draft", `INSERT INTO drafts (customer_id, company_name) VALUES ($1, 'marigold draft') RETURNING id`},
		{"payment", `INSERT INTO payments (customer_id, job_id, fulfilled_at, email, status, invoice_url) SELECT customer_id, id, now(), 'owner@marigold.example', 'paid', 'https://marigold.example/invoice' FROM jobs WHERE customer_id = $1 RETURNING id`},
		{"share", `INSERT INTO report_shares (token_hash, customer_id, job_id, expires_at) SELECT 'marigold', customer_id, id, now() + interval '1 day' FROM jobs WHERE customer_id = $1 RETURNING id`},
		{"", `INSERT INTO support_messages (customer_id, subject, message) VALUES ($1, 'marigold asks', 'marigold') RETURNING ''`},
		{"", `INSERT INTO consents (customer_id, who, email, text_version, text_digest, profile_version) VALUES ($1, 'Mary Marigold', 'owner@marigold.example', '1', '', 1) RETURNING ''`},
		{"", `INSERT INTO mails (customer_id, kind, recipient, subject, body, error) VALUES ($1, 'done', 'owner@marigold.example', 'marigold', 'marigold', 'marigold') RETURNING ''`},
		{"key", `INSERT INTO api_keys (customer_id, name, prefix, token_hash, scopes) VALUES ($1, 'marigold key', 'dbk_marigold', 'marigold', '{read,write,webhooks}') RETURNING id`},
		{"webhook", `INSERT INTO webhook_endpoints (customer_id, url) VALUES ($1, 'https://marigold.example/hook') RETURNING id`},
		{"", `INSERT INTO webhook_secrets (endpoint_id, secret) SELECT id, 'whsec_marigold' FROM webhook_endpoints WHERE customer_id = $1 RETURNING ''`},
		{"message", `INSERT INTO webhook_messages (customer_id, type, payload) VALUES ($1, 'webhook.test', '{"of": "marigold"}') RETURNING id`},
		{"delivery", `INSERT INTO webhook_deliveries (endpoint_id, message_id, status) SELECT e.id, m.id, 'failed' FROM webhook_endpoints e JOIN webhook_messages m USING (customer_id) WHERE customer_id = $1 RETURNING id`},
		{"", `INSERT INTO webhook_attempts (delivery_id, status, error, duration_ms) SELECT d.id, 0, 'marigold', 1 FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = endpoint_id WHERE customer_id = $1 RETURNING ''`},
		{"", `INSERT INTO idempotency_keys (customer_id, key, fingerprint, owner) VALUES ($1, 'marigold', '', $1) RETURNING ''`},
	} {
		var args []any
		if strings.Contains(row.insert, "$1") {
			args = []any{c.ID}
		}
		var id string
		if err := s.db.Pool().QueryRow(s.t.Context(), strings.Replace(row.insert, "RETURNING id", "RETURNING id::text", 1), args...).Scan(&id); err != nil {
			s.t.Fatalf("%s: %v", row.insert, err)
		}
		if row.name != "" {
			out[row.name] = id
		}
	}
	return out
}

func (s *site) sessionID(token string) string {
	s.t.Helper()
	session, err := s.db.Session(s.t.Context(), token)
	if err != nil {
		s.t.Fatal(err)
	}
	return session.ID.String()
}

var parameter = regexp.MustCompile(`\{[^}]+\}|\*`)

// filled is the address of a route with the customer's own things in its parameters.
func filled(pattern string, things map[string]string) (string, error) {
	names := fills[pattern]
	if want := len(parameter.FindAllString(pattern, -1)); len(names) != want {
		return "", fmt.Errorf("the isolation test knows %d of the %d parameters of %s: say in fills what of a customer's goes there", len(names), want, pattern)
	}
	var err error
	return parameter.ReplaceAllStringFunc(pattern, func(string) string {
		thing, ok := things[names[0]]
		if !ok {
			err = fmt.Errorf("there is no %q among the belongings", names[0])
		}
		names = names[1:]
		return thing
	}), err
}

// state is a digest of every row that names the customer, one of the customer's things or the mark, by table.
func (s *site) state(things map[string]string) map[string]string {
	s.t.Helper()
	tables, err := pgx.CollectRows(must(s.db.Pool().Query(s.t.Context(), `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`)), pgx.RowTo[string])
	if err != nil {
		s.t.Fatal(err)
	}
	ids := []string{mark}
	for _, thing := range things {
		if _, err := uuid.Parse(thing); err == nil {
			ids = append(ids, thing)
		}
	}
	var parts []string
	for _, table := range tables {
		parts = append(parts, fmt.Sprintf(`SELECT '%s', coalesce(md5(string_agg(r::text, '|' ORDER BY r::text)), '') FROM %s r WHERE r::text ~* $1`, table, pgx.Identifier{table}.Sanitize()))
	}
	rows, err := s.db.Pool().Query(s.t.Context(), strings.Join(parts, " UNION ALL "), strings.Join(ids, "|"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var table, digest string
		if err := rows.Scan(&table, &digest); err != nil {
			s.t.Fatal(err)
		}
		out[table] = digest
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return out
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestNobodyGetsAtAnothersThings walks every route as everybody but the customer whose things its parameters name: nothing of the customer's is
// shown, and nothing of it changes.
func TestNobodyGetsAtAnothersThings(t *testing.T) {
	t.Parallel()
	s := serve(t)
	things := s.belongings()
	other, _ := s.customer("eve@example.com", "Eve's Bar")
	for email, role := range map[string]host.Role{"adam@example.com": host.RoleContributor, "boss@example.com": host.RoleStaff} {
		if err := s.db.PutMember(t.Context(), email, role); err != nil {
			t.Fatal(err)
		}
	}
	member := func(email string) host.Session {
		i := must(s.db.Identities(t.Context(), email))[0]
		return host.Session{Role: i.Role, Email: email, Verified: true, Member: i.Member}
	}
	viewers := map[string]host.Session{
		"nobody":           {},
		"another customer": {Role: host.RoleCustomer, Email: other.Email, Verified: true, Customer: other.ID},
		"a contributor":    member("adam@example.com"),
		otherProgram:       {Role: host.RoleCustomer, Customer: other.ID},
	}
	key := s.key(other.ID, host.Scopes...)
	// Whatever a form may call it, it is sent.
	form := url.Values{}
	for name, thing := range things {
		form.Set(name, thing)
		form.Set(name+"_id", thing)
	}
	form.Set("as", things["customer"])
	form.Set("id", things["submission"])
	before := s.state(things)

	err := chi.Walk(s.routes, func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		pattern = strings.TrimSuffix(pattern, "/")
		if pattern == "" {
			pattern = "/"
		}
		path, err := filled(pattern, things)
		if err != nil {
			t.Error(err)
			return nil
		}
		route := method + " " + pattern
		if route == "GET /dev/outbox" {
			return nil // shows every mail, and says to whom it does
		}
		for who, viewer := range viewers {
			session := ""
			switch {
			case who == otherProgram:
				session = key
			case viewer.Role != "":
				session = s.signIn(viewer) // each time anew: some routes sign out
			}
			got := s.do(method, path, session, form)
			if strings.Contains(strings.ToLower(got.body), mark) {
				t.Errorf("%s shows %s something of the customer's", route, who)
			}
			if got.code == http.StatusOK {
				for name, thing := range things {
					if _, err := uuid.Parse(thing); err == nil && strings.Contains(got.body, thing) {
						t.Errorf("%s shows %s the id of the customer's %s", route, who, name)
					}
				}
			}
			if got.code == http.StatusInternalServerError || got.code == http.StatusTooManyRequests {
				t.Errorf("%s: %d to %s: that proves nothing", route, got.code, who)
			}
			allowed := slices.Contains(public, route) || who == "another customer" && strings.HasPrefix(pattern, "/portal") || who != "nobody" && who != otherProgram && strings.HasPrefix(pattern, "/sign-in") ||
				who == otherProgram && strings.HasPrefix(pattern, "/api/v1/")
			if !allowed && got.code < 300 {
				t.Errorf("%s lets %s in: %d", route, who, got.code)
			}
			if who == "another customer" && method == http.MethodGet && pattern != "/static/*" && parameter.MatchString(pattern) && got.code < 300 {
				t.Errorf("%s shows another customer what is not theirs: %d", route, got.code)
			}
			if who == otherProgram && parameter.MatchString(pattern) && strings.HasPrefix(pattern, "/api/v1/") && pattern != "/api/v1/directories/{slug}" && got.code != http.StatusNotFound {
				t.Errorf("%s answers another customer's program %d, want that nothing is there", route, got.code)
			}
			after := s.state(things)
			for table, digest := range after {
				if before[table] != digest {
					t.Errorf("%s as %s changes the customer's %s", route, who, table)
				}
			}
			before = after
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}

	// The things are there, for those whose they are: else the walk would prove nothing.
	staff := s.signIn(member("boss@example.com"))
	for _, path := range []string{"/staff/jobs/" + things["job"], "/staff/submissions/" + things["submission"], "/staff/submissions/" + things["submission"] + "/evidence/" + things["digest"], "/staff/mails"} {
		if got := s.do(http.MethodGet, path, staff, nil); got.code != http.StatusOK || !strings.Contains(strings.ToLower(got.body), mark) {
			t.Errorf("GET %s as staff: %d without the customer's things", path, got.code)
		}
	}
	owner := s.signIn(host.Session{Role: host.RoleCustomer, Email: "owner@" + mark + ".example", Verified: true, Customer: uuid.MustParse(things["customer"])})
	for _, path := range []string{"/portal/account", "/portal/account/email/" + things["link"]} {
		if got := s.do(http.MethodGet, path, owner, nil); got.code != http.StatusOK || !strings.Contains(strings.ToLower(got.body), mark) {
			t.Errorf("GET %s as the customer: %d without the customer's things", path, got.code)
		}
	}
}
