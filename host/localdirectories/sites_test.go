package localdirectories

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// town is a running server and a client that talks to the directories by their host names.
type town struct {
	t      *testing.T
	server *httptest.Server
	client *http.Client
}

func newTown(t *testing.T) *town {
	t.Helper()
	return townAt(t, t.TempDir())
}

func townAt(t *testing.T, data string) *town {
	t.Helper()
	s, err := New(Config{Data: data, Delays: map[string]Delay{"slowpost": {}, "snailmail": {}}})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s)
	t.Cleanup(func() {
		web.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &town{t: t, server: web, client: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// in is the town for a subtest.
func (c *town) in(t *testing.T) *town { return &town{t, c.server, c.client} }

// answer is what a request got.
type answer struct {
	status   int
	body     string
	location string
	err      error
}

func (c *town) do(method, host, path, contentType string, body io.Reader) answer {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.server.URL+path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Host = host
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := c.client.Do(req)
	if err != nil {
		return answer{err: err}
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, string(text), resp.Header.Get("Location"), err}
}

func (c *town) get(slug, path string) answer {
	return c.do("GET", slug+".localhost:7071", path, "", nil)
}

func (c *town) post(slug, path string, form url.Values) answer {
	return c.do("POST", slug+".localhost:7071", path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (c *town) account(slug string) Account {
	c.t.Helper()
	var a Account
	if err := json.Unmarshal([]byte(c.get(slug, "/_account.json").body), &a); err != nil {
		c.t.Fatal(err)
	}
	return a
}

func (c *town) lever(path, body string) {
	c.t.Helper()
	if a := c.do("POST", "localhost:7071", path, "application/json", strings.NewReader(body)); a.status != http.StatusNoContent {
		c.t.Fatalf("POST %s: status %d, %s", path, a.status, a.body)
	}
}

// acme is the business the tests list, by meaning of the fields.
var acme = map[string]string{
	"name": "Acme & Söhne <b>Plumbing</b>", "phone": "(415) 555-0132", "fax": "(415) 555-0133", "email": "office@acme.example", "website": "https://acme.example/",
	"street": "12 Hill Street", "city": "San Francisco", "region": "California", "postal": "94110", "country": "United States", "address": "12 Hill Street, San Francisco, CA 94110",
	"description": "Pipes, boilers and bathrooms, repaired and fitted since 1988.", "tagline": "We fix it.", "contact": "Ada Acme", "contact_email": "ada@acme.example", "year": "1988", "tags": "pipes",
	"subcategory": "Other",
}

const acmeSeed = `{"name":"Acme & Söhne <b>Plumbing</b>","phone":"+14155550132","website":"https://acme.example/"}`

// filled is a site's form as a careful person would fill it.
func filled(site *Site) url.Values {
	form := url.Values{}
	for _, f := range site.Fields {
		switch {
		case f.Type == "file", f.Is == "designator":
		case f.Type == "hours":
			form.Set(f.Name+"[Mo][open]", "09:00")
			form.Set(f.Name+"[Mo][close]", "17:00")
			form.Set(f.Name+"[Su][closed]", "1")
		case f.Is == "premises":
			form.Set(f.Name, "Yes")
		case len(f.Options) > 0:
			form.Set(f.Name, site.optionValue(f, 0))
			for i, label := range f.Options {
				if label == acme[f.Is] || f.Is == "region" && label == "CA" || strings.Contains(strings.ToLower(label), "free") {
					form.Set(f.Name, site.optionValue(f, i))
				}
			}
		default:
			form.Set(f.Name, acme[f.Is])
		}
	}
	switch site.Rule {
	case "digits":
		form.Set(site.inputOf("phone"), "4155550132")
	case "international":
		form.Set(site.inputOf("phone"), "+14155550132")
	}
	if site.Token {
		d := directory{Site: site}
		form.Set("form_token", d.token())
	}
	if n := (&directory{Site: site}).steps(); n > 0 {
		form.Set("step", string(rune('0'+n)))
	}
	return form
}

func (s *Site) inputOf(is string) string {
	for _, f := range s.Fields {
		if f.Is == is {
			return f.Name
		}
	}
	return ""
}

// target is where a site's form is sent.
func target(site *Site) string {
	switch site.Kind {
	case "react":
		return "/api/listings"
	case "iframe":
		return site.Add + "/frame"
	}
	return site.Add
}

// send submits the form as the site's own page would.
func (c *town) send(site *Site, form url.Values) answer {
	c.t.Helper()
	files := false
	for _, f := range site.Fields {
		files = files || f.Type == "file"
	}
	if !files {
		return c.post(site.Slug, target(site), form)
	}
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for name, values := range form {
		for _, v := range values {
			_ = m.WriteField(name, v)
		}
	}
	for _, f := range site.Fields {
		if f.Type == "file" {
			part, _ := m.CreateFormFile(f.Name, "logo.png")
			_, _ = part.Write([]byte("\x89PNG logo"))
		}
	}
	_ = m.Close()
	return c.do("POST", site.Slug+".localhost:7071", target(site), m.FormDataContentType(), &b)
}

// Every directory is driven by a correct client and then says what it expects such a client to end with.
func TestEveryDirectoryKeepsToItsKind(t *testing.T) {
	c := newTown(t)
	c.lever("/_seed", acmeSeed)
	for i := range sites {
		site := &sites[i]
		t.Run(site.Slug, func(t *testing.T) {
			c := c.in(t)
			open := c.get(site.Slug, site.Add)
			if site.Kind == "flaky" {
				if open.status != http.StatusInternalServerError {
					t.Fatalf("first GET of the form: status %d, want 500", open.status)
				}
				open = c.get(site.Slug, site.Add)
			}
			if site.Kind == "login" {
				if open.status != http.StatusSeeOther || !strings.HasPrefix(open.location, "/login") {
					t.Fatalf("add page: status %d to %q, want a redirect to the login", open.status, open.location)
				}
			} else if open.status != http.StatusOK {
				t.Fatalf("add page: status %d", open.status)
			}
			e := c.account(site.Slug).Expect
			switch e.Status + " " + e.Listing {
			case "submitted live":
				if site.Kind == "duplicate" { // it is live there from before
					c.expectRefusal(site, http.StatusConflict, "already listed")
				} else {
					c.expectLive(site)
				}
			case "submitted under_review":
				c.expectReview(site)
			case "submitted rejected":
				c.expectRefusal(site, http.StatusUnprocessableEntity, "declined")
			case "skipped duplicate":
				if found := c.get(site.Slug, "/search?q=415-555-0132"); !strings.Contains(found.body, "Acme") {
					t.Fatal("the search does not find the seeded business")
				}
			case "unknown none":
				c.expectNothingStored(site)
			case "failed none":
				c.expectRefusal(site, http.StatusUnprocessableEntity, "This field is required")
			case "needs_attention none":
				if site.Kind != "login" {
					c.expectRefusal(site, http.StatusUnprocessableEntity, "")
				}
			default:
				t.Fatalf("expects %+v, which no case of this test covers", e)
			}
		})
	}
}

func (c *town) expectLive(site *Site) {
	c.t.Helper()
	sent := c.send(site, filled(site))
	a := c.account(site.Slug)
	if a.Presses != 1 || a.Accepted != 1 || len(a.Listings) != 1 {
		c.t.Fatalf("presses %d, accepted %d, listings %d, want one each; answer %d: %+v", a.Presses, a.Accepted, len(a.Listings), sent.status, a.Received)
	}
	l := a.Listings[0]
	if l.Values["name"] != acme["name"] || digits(l.Values["phone"]) == "" && site.inputOf("phone") != "" {
		c.t.Errorf("stored %v", l.Values)
	}
	for _, f := range site.Fields {
		if f.Required && f.Type != "file" && f.Name != "area" && l.Values[f.Is] == "" {
			c.t.Errorf("required field %s was not stored", f.Is)
		}
	}
	path := strings.TrimPrefix(l.URL, "http://"+site.Slug+".localhost:7071")
	switch {
	case strings.HasPrefix(site.Kind, "lost"):
		if sent.err == nil {
			c.t.Errorf("the connection was not cut: status %d", sent.status)
		}
	case site.Kind == "react", site.Answer == "link":
		if !strings.Contains(sent.body, path) {
			c.t.Errorf("the answer (status %d) does not link to %s", sent.status, path)
		}
	case site.Answer == "redirect":
		if sent.location != path+"?new=1" {
			c.t.Errorf("redirected to %q, want the listing %s", sent.location, path)
		}
	case site.Answer == "bare":
		if sent.status != http.StatusOK || strings.Contains(sent.body, path) {
			c.t.Errorf("status %d; a bare thank-you must not link to the listing", sent.status)
		}
	}
	page := c.get(site.Slug, path)
	if page.status != http.StatusOK || !strings.Contains(page.body, "Acme &amp; Söhne &lt;b&gt;Plumbing&lt;/b&gt;") {
		c.t.Errorf("listing page %s: status %d, or without the name", path, page.status)
	}
	if strings.Contains(page.body, "<b>Plumbing") {
		c.t.Error("the listing page does not escape the name")
	}
	for _, q := range []string{"acme sohne", "Acme & Söhne", "Acme Plumbers Ltd", "+1 415 555 0132"} {
		found := strings.Contains(c.get(site.Slug, "/search?q="+url.QueryEscape(q)).body, `href="`+path)
		if want := strings.HasSuffix(strings.ToLower(q), "hne") || strings.HasPrefix(q, "+") && site.inputOf("phone") != ""; found != want {
			c.t.Errorf("search for %q finds the listing: %v, want %v", q, found, want)
		}
	}
}

func (c *town) expectReview(site *Site) {
	c.t.Helper()
	sent := c.send(site, filled(site))
	a := c.account(site.Slug)
	if a.Presses != 1 || a.Accepted != 1 || a.Listings[0].State != "pending" {
		c.t.Fatalf("presses %d, accepted %d, listings %v", a.Presses, a.Accepted, a.Listings)
	}
	l := a.Listings[0]
	if l.Reference == "" || !strings.Contains(sent.body, l.Reference) {
		c.t.Errorf("the answer lacks the reference %q", l.Reference)
	}
	path := strings.TrimPrefix(l.URL, "http://"+site.Slug+".localhost:7071")
	if page := c.get(site.Slug, path); page.status != http.StatusNotFound {
		c.t.Errorf("listing under review: status %d, want 404", page.status)
	}
	if strings.Contains(c.get(site.Slug, "/search?q=acme").body, path) {
		c.t.Error("the search shows a listing under review")
	}
	if a := c.post(site.Slug, "/_approve", nil); a.status != http.StatusNoContent {
		c.t.Fatalf("approve: status %d", a.status)
	}
	if page := c.get(site.Slug, path); page.status != http.StatusOK {
		c.t.Errorf("approved listing: status %d", page.status)
	}
}

func (c *town) expectRefusal(site *Site, status int, words string) {
	c.t.Helper()
	sent := c.send(site, filled(site))
	if sent.status != status || !strings.Contains(sent.body, words) || !strings.Contains(sent.body, `role="alert"`) {
		c.t.Errorf("status %d, want %d with an alert saying %q", sent.status, status, words)
	}
	a := c.account(site.Slug)
	if a.Presses != 1 || a.Refused != 1 || a.Accepted != 0 || len(a.Listings) != 0 {
		c.t.Errorf("presses %d, refused %d, accepted %d, listings %d, want 1, 1, 0, 0", a.Presses, a.Refused, a.Accepted, len(a.Listings))
	}
}

func (c *town) expectNothingStored(site *Site) {
	c.t.Helper()
	sent := c.send(site, filled(site))
	if sent.status != http.StatusOK || !strings.Contains(sent.body, "Thank you") {
		c.t.Errorf("status %d, want a thank-you", sent.status)
	}
	a := c.account(site.Slug)
	if a.Presses != 1 || a.Dropped != 1 || len(a.Listings) != 0 {
		c.t.Errorf("presses %d, dropped %d, listings %d, want 1, 1, 0", a.Presses, a.Dropped, len(a.Listings))
	}
	if strings.Contains(c.get(site.Slug, "/search?q=acme").body, "Acme") {
		c.t.Error("the search finds a listing that was not stored")
	}
}
