package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web"
)

// desk keeps one visitor's draft, under the token "mine".
type desk struct {
	shop
	draft    host.Draft
	approved *host.Approval
}

func (d *desk) NewDraft(context.Context, string) (host.Draft, error) { return d.draft, nil }

func (d *desk) Draft(_ context.Context, token string) (host.Draft, error) {
	if token != "mine" {
		return host.Draft{}, host.Errorf(host.NotFound, "there is no draft of this browser")
	}
	return d.draft, nil
}

func (d *desk) DraftOf(context.Context, uuid.UUID) (host.Draft, error) { return d.draft, nil }

func (d *desk) ProfileState(context.Context, uuid.UUID) (host.ProfileState, error) {
	return host.ProfileState{Draft: d.draft}, nil
}

func (d *desk) SaveDraft(_ context.Context, in host.Draft) (host.Draft, error) {
	if in.Revision != d.draft.Revision {
		return host.Draft{}, host.Errorf(host.Conflict, "The profile was changed elsewhere.")
	}
	in.Revision++
	d.draft = in
	return in, nil
}

func (d *desk) ApproveDraft(_ context.Context, _ uuid.UUID, a host.Approval) error {
	if a.Revision != d.draft.Revision {
		return host.Errorf(host.Conflict, "The profile was changed since it was shown to you.")
	}
	d.approved = &a
	return nil
}

func (d *desk) AdoptTimeZone(context.Context, uuid.UUID, string) error { return nil }

func (d *desk) Keep(_ context.Context, name string, data []byte) (host.Image, error) {
	if !bytes.HasPrefix(data, []byte("\x89PNG")) {
		return host.Image{}, host.Errorf(host.Invalid, "is no picture")
	}
	return host.Image{Name: name, MediaType: "image/png", Digest: strings.Repeat("ab", 32)}, nil
}

func (d *desk) serve(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r.AddCookie(&http.Cookie{Name: "draft", Value: "mine"})
	web.New(web.Config{Sessions: d, Drafts: d, Profiles: d, Pictures: d, Blobs: d, Log: slog.New(slog.DiscardHandler)}).ServeHTTP(w, r)
	return w
}

func (d *desk) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return d.serve(r)
}

// send posts a form with a file in it.
func (d *desk) send(t *testing.T, field, file string, data []byte, values map[string]string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(field, file)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(data) // into memory, as all that follows
	for name, value := range values {
		_ = form.WriteField(name, value)
	}
	_ = form.Close()
	r := httptest.NewRequest(http.MethodPost, "/profile", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return d.serve(r)
}

// A picture that cannot be taken says why, and costs nothing of what was typed.
func TestUploadThatIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		say  string
	}{
		"too large": {append([]byte("\x89PNG"), make([]byte, 7<<20)...), "has 7.0 MB; at most 5 MB are taken"},
		"a drawing": {[]byte("<svg/>"), "is no picture"},
	} {
		d := &desk{}
		w := d.send(t, "logo", "logo.png", c.data, map[string]string{"name": "Acme", "revision": "0", "do": "upload logo"})
		if w.Code != 422 || !strings.Contains(w.Body.String(), c.say) {
			t.Errorf("%s: got %d, want 422 that says %q", name, w.Code, c.say)
		}
		if got := d.draft.Fields["name"]; len(got) != 1 || got[0] != "Acme" || d.draft.Fields["logo"] != nil {
			t.Errorf("%s: kept %v", name, d.draft.Fields)
		}
	}
	d := &desk{}
	if w := d.send(t, "logo", "logo.png", []byte("\x89PNG"), map[string]string{"revision": "0"}); w.Code != http.StatusSeeOther || len(d.draft.Images("logo")) != 1 {
		t.Errorf("a picture: got %d and %v", w.Code, d.draft.Fields)
	}
	if w := d.post("/profile", url.Values{"revision": {"1"}, "do": {"remove logo 0"}}); w.Code != http.StatusSeeOther || len(d.draft.Images("logo")) != 0 {
		t.Errorf("removed: got %d and %v", w.Code, d.draft.Fields)
	}
}

func TestHostileForms(t *testing.T) {
	image, _ := json.Marshal(host.Image{Digest: "bb", MediaType: "text/html", Name: "x.png"})
	for name, form := range map[string]url.Values{
		"a picture of others": {"revision": {"0"}, "logo": {string(image)}, "photos": {string(image)}},
		"many values":         {"revision": {"0"}, "categories": make([]string, 5000), "tags": {strings.Repeat("x\n", 20000)}},
		"unknown fields":      {"revision": {"0"}, "approved": {"{}"}, "customer": {uuid.NewString()}, "hours.Xx": {"", "1", "2"}},
		"removal of nothing":  {"revision": {"0"}, "do": {"remove photos -1"}},
		"removal of more":     {"revision": {"0"}, "do": {"remove name 0"}, "name": {"Acme"}},
	} {
		d := &desk{}
		if w := d.post("/profile", form); w.Code >= 500 {
			t.Errorf("%s: got %d", name, w.Code)
		}
		for field, values := range d.draft.Fields {
			if len(values) > 60 || len(strings.Join(values, "")) > 60*10_000 || field == "logo" || field == "photos" || field == "approved" {
				t.Errorf("%s: %d values of %s are kept", name, len(values), field)
			}
		}
	}
	if w := (&desk{}).post("/profile", url.Values{"description": {strings.Repeat("x", 2<<20)}}); w.Code != 422 {
		t.Errorf("2 MB of text: got %d", w.Code)
	}
}

// A browser that once bought shows the profile to nobody who has not signed in.
func TestDraftOfACustomerNeedsASession(t *testing.T) {
	d := &desk{draft: host.Draft{Customer: uuid.New(), Fields: map[string][]string{"name": {"Secret Company"}}}}
	for _, path := range []string{"/profile", "/profile/approve", "/profile/import", "/profile/images/aa"} {
		w := d.serve(httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/portal/profile" || strings.Contains(w.Body.String(), "Secret") {
			t.Errorf("%s: got %d to %s", path, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestSavedElsewhere(t *testing.T) {
	newer := func() *desk {
		return &desk{draft: host.Draft{Revision: 3, Fields: map[string][]string{"name": {"Theirs"}, "tagline": {"Same"}}}}
	}
	mine := url.Values{"revision": {"2"}, "name": {"Mine"}, "tagline": {"Same"}}
	d := newer()
	if w := d.post("/profile/autosave", mine); w.Code != 409 || !strings.Contains(w.Body.String(), `name="revision" value="2"`) {
		t.Errorf("autosave: got %d %s", w.Code, w.Body)
	}
	w := d.post("/profile", mine)
	if body := w.Body.String(); w.Code != 409 || !strings.Contains(body, "Mine") || !strings.Contains(body, "Theirs") || strings.Contains(body, "Same") {
		t.Errorf("save: got %d, want both sides of what differs", w.Code)
	}
	if d.draft.Fields["name"][0] != "Theirs" {
		t.Error("what was saved elsewhere is lost")
	}
	for do, want := range map[string]string{"merge": "Theirs", "mine": "Mine", "theirs": "Theirs"} {
		d := newer()
		w := d.post("/profile/merge", url.Values{"revision": {"3"}, "do": {do}, "mine name": {"Mine"}, "take name": {"theirs"}})
		if got := d.draft.Fields["name"][0]; w.Code != http.StatusSeeOther || got != want || d.draft.Fields["tagline"][0] != "Same" {
			t.Errorf("%s: got %d and %q, want %q", do, w.Code, got, want)
		}
	}
	if w := newer().post("/profile", url.Values{"revision": {"2"}, "name": {"Theirs"}, "tagline": {"Same"}}); w.Code != http.StatusSeeOther {
		t.Errorf("the same on both sides: got %d", w.Code)
	}
}

func TestApprovalNeedsTheOwnersWord(t *testing.T) {
	valid := host.Draft{Revision: 1, Fields: map[string][]string{
		"name": {"Acme"}, "website": {"https://www.example.com"}, "address.street": {"1 Example Road"}, "address.city": {"Nairobi"}, "address.country": {"KE"},
	}}
	word := url.Values{"revision": {"1"}, "who": {"Ada Example"}, "agree": {"yes"}, "text": {host.ConsentDigest()}}
	for _, c := range []struct {
		field, value, say string
		code              int
	}{
		{"who", " ", "Write your name", 422},
		{"agree", "", "Tick that you agree", 422},
		{"text", "0000", "text has changed", 422},
		{"revision", "0", "changed since it was shown", 409},
		{"who", "Ada Example", "", http.StatusSeeOther},
	} {
		d, form := &desk{draft: valid}, url.Values{}
		for name, values := range word {
			form[name] = values
		}
		form.Set(c.field, c.value)
		w := d.post("/profile/approve", form)
		if w.Code != c.code || !strings.Contains(w.Body.String(), c.say) || (d.approved != nil) != (c.code == http.StatusSeeOther) {
			t.Errorf("%s = %q: got %d, approved %v", c.field, c.value, w.Code, d.approved)
		}
	}
	if w := (&desk{draft: host.Draft{}}).serve(httptest.NewRequest(http.MethodGet, "/profile/approve", nil)); w.Header().Get("Location") != "/profile?check=1" {
		t.Errorf("a profile that lacks much can be approved: got %d", w.Code)
	}
}

func TestCheckOfOneField(t *testing.T) {
	d := &desk{}
	if w := d.post("/profile/check?field=address.postal_code", url.Values{"address.country": {"US"}, "address.postal_code": {"<b>"}}); w.Code != 200 || !strings.Contains(w.Body.String(), "Postal code is not a postal code of United States") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if w := d.post("/profile/check?field=address.postal_code", url.Values{"address.country": {"US"}, "address.postal_code": {"94103"}}); w.Code != 200 || strings.Contains(w.Body.String(), "is not") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if w := d.post("/profile/check?field=logo", nil); w.Code != 404 {
		t.Errorf("no such field: got %d", w.Code)
	}
}

func TestCopyOfMonday(t *testing.T) {
	d := &desk{}
	w := d.post("/profile", url.Values{"revision": {"0"}, "do": {"copy-hours"}, "hours.Mo": {"", "08:00", "17:00", "", ""}, "hours.Tu": {host.DayClosed}, "hours.Sa": {host.DayClosed}})
	if b, problems := d.draft.Check(); w.Code != http.StatusSeeOther || b.Hours != "Mo-Fr 08:00-17:00; Sa off" {
		t.Errorf("got %d and %q, %v", w.Code, b.Hours, problems)
	}
}
