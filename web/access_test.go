package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// club is who may sign in, in memory: one customer and one member of staff. It is also the members' identity provider, which knows the code of each
// by their e-mail address.
type club struct {
	sessions map[string]host.Session
	nonce    string
}

var identities = map[string][]host.Identity{
	"ada@example.com":  {{Role: host.RoleCustomer, Customer: uuid.MustParse("00000000-0000-0000-0000-00000000000a"), Company: "Ada's Bakery"}},
	"boss@example.com": {{Role: host.RoleStaff, Member: uuid.MustParse("00000000-0000-0000-0000-00000000000b")}, {Role: host.RoleCustomer, Customer: uuid.New()}},
}

func (c *club) SendSignInLink(context.Context, string, host.Mail) error { return nil }

func (c *club) SignInLink(_ context.Context, token string) (string, error) { return token, nil }

func (c *club) UseSignInLink(_ context.Context, token string) (string, error) { return token, nil }

func (c *club) Identities(_ context.Context, email string) ([]host.Identity, error) {
	return identities[email], nil
}

func (c *club) StartSession(_ context.Context, token string, s host.Session, _ time.Duration) (host.Session, error) {
	c.sessions[token] = s
	return s, nil
}

func (c *club) Session(_ context.Context, token string) (host.Session, error) {
	if s, ok := c.sessions[token]; ok {
		return s, nil
	}
	return host.Session{}, host.Errorf(host.NotFound, "there is no such session")
}

func (c *club) EndSession(_ context.Context, token string) error {
	delete(c.sessions, token)
	return nil
}

func (c *club) EndSessions(context.Context, host.Session) error { return nil }

func (c *club) SignInURL(_ context.Context, redirect, state, nonce, verifier string) (string, error) {
	c.nonce = nonce + verifier
	return "https://id.example/?" + url.Values{"state": {state}, "redirect_uri": {redirect}}.Encode(), nil
}

func (c *club) Email(_ context.Context, _, code, nonce, verifier string) (string, error) {
	if nonce+verifier != c.nonce {
		return "", host.Errorf(host.Denied, "its answer is to another sign-in")
	}
	return code, nil
}

// visitor is a browser with its cookies, without following redirects.
type visitor struct {
	t       *testing.T
	pages   http.Handler
	address string
	cookies map[string]string
	headers map[string]string
}

func visit(t *testing.T, c Config) (*visitor, *club) {
	t.Helper()
	doors := &club{sessions: map[string]host.Session{}}
	c.Sessions, c.Access, c.Organisation, c.Log = doors, doors, doors, slog.New(slog.DiscardHandler)
	return &visitor{t, New(c), "192.0.2.1:1234", map[string]string{}, map[string]string{"Sec-Fetch-Site": "same-origin"}}, doors
}

func (v *visitor) send(method, path string, body io.Reader) *http.Response {
	v.t.Helper()
	r := httptest.NewRequest(method, path, body)
	r.RemoteAddr = v.address
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range v.headers {
		r.Header.Set(name, value)
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.pages.ServeHTTP(w, r)
	answer := w.Result()
	for _, c := range answer.Cookies() {
		v.cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		}
	}
	return answer
}

func (v *visitor) post(path string, form url.Values) *http.Response {
	v.t.Helper()
	return v.send(http.MethodPost, path, strings.NewReader(form.Encode()))
}

func (v *visitor) get(path string) *http.Response {
	v.t.Helper()
	return v.send(http.MethodGet, path, nil)
}

func TestOnlyOwnPathsAreGoneTo(t *testing.T) {
	for to, want := range map[string]string{
		"/portal": "/portal", "/portal/d/1?show=all#x": "/portal/d/1?show=all#x", "/?to=//evil.example": "/?to=//evil.example", "/": "/",
		"": "", "portal": "", "//evil.example": "", "///evil.example": "", `/\evil.example`: "", `\\evil.example`: "", "/\t/evil.example": "", "/\n/evil.example": "",
		"https://evil.example": "", "https:/evil.example": "", "javascript:alert(1)": "", " //evil.example": "", "/%zz": "", "/\x7f": "", "/portal\r\nSet-Cookie: a=b": "",
	} {
		if got := ownPath(to); got != want {
			t.Errorf("%q: got %q, want %q", to, got, want)
		}
	}
}

// FuzzOwnPath reads what is let through the way browsers do: without tabs and line ends, and with \ for /.
func FuzzOwnPath(f *testing.F) {
	for _, seed := range []string{"/portal?x=1", "//evil.example", `/\evil.example`, "/\t/evil.example", "/.//evil.example", "/..//evil.example", "/@evil.example", "/%2f/evil.example"} {
		f.Add(seed)
	}
	base, err := url.Parse("https://directorybolt.example/sign-in")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, to string) {
		own := ownPath(to)
		if own == "" {
			return
		}
		w := httptest.NewRecorder()
		http.Redirect(w, httptest.NewRequest(http.MethodPost, "/sign-in/x", nil), own, http.StatusSeeOther)
		read := strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(strings.TrimSpace(w.Header().Get("Location")))
		there, err := base.Parse(read)
		if err != nil {
			t.Fatalf("%q goes to %q: %v", to, read, err)
		}
		if strings.HasPrefix(read, "//") || there.Host != base.Host || there.Scheme != base.Scheme {
			t.Errorf("%q goes to %s", to, there)
		}
	})
}

func TestSignInStartsASessionOfItsOwn(t *testing.T) {
	v, doors := visit(t, Config{URL: "https://directorybolt.example"})
	doors.sessions["planted"] = host.Session{Role: host.RoleCustomer, Email: "eve@example.com"}
	v.cookies["__Host-session"] = "planted"
	answer := v.post("/sign-in/ada@example.com", url.Values{"to": {"//evil.example"}})
	if answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Location") != "/portal" {
		t.Fatalf("got %d to %q", answer.StatusCode, answer.Header.Get("Location"))
	}
	c := answer.Cookies()[0]
	if c.Name != "__Host-session" || c.Value == "planted" || len(c.Value) < 26 || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("cookie %+v", c)
	}
	if _, err := doors.Session(t.Context(), "planted"); err == nil {
		t.Error("the session from before goes on")
	}
	if s := doors.sessions[c.Value]; s.Email != "ada@example.com" || !s.Verified {
		t.Errorf("session %+v", s)
	}
	v.post("/sign-out", nil)
	if v.cookies["__Host-session"] != "" || len(doors.sessions) != 0 {
		t.Errorf("after signing out: cookie %q, sessions %v", v.cookies["__Host-session"], doors.sessions)
	}
}

func TestStaffSignInWithAProvider(t *testing.T) {
	tests := []struct {
		name string
		bend func(v *visitor, back url.Values)
		code int
		to   string
	}{
		{"member", func(*visitor, url.Values) {}, http.StatusSeeOther, "/staff/mails"},
		{"no member", func(_ *visitor, back url.Values) { back.Set("code", "ada@example.com") }, http.StatusForbidden, ""},
		{"unknown", func(_ *visitor, back url.Values) { back.Set("code", "eve@example.com") }, http.StatusForbidden, ""},
		{"state of another", func(_ *visitor, back url.Values) { back.Set("state", "another") }, http.StatusForbidden, ""},
		{"no state", func(_ *visitor, back url.Values) { back.Del("state") }, http.StatusForbidden, ""},
		{"refused there", func(_ *visitor, back url.Values) { back.Del("code") }, http.StatusForbidden, ""},
		{"another browser", func(v *visitor, _ url.Values) { delete(v.cookies, "staff") }, http.StatusForbidden, ""},
		{"nonce of another", func(v *visitor, back url.Values) {
			v.cookies["staff"] = back.Get("state") + ".another." + strings.Repeat("x", 52) + "."
		}, http.StatusForbidden, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, doors := visit(t, Config{URL: "http://localhost"})
			there, err := url.Parse(v.get("/sign-in/staff?to=/staff/mails").Header.Get("Location"))
			if err != nil || there.Query().Get("redirect_uri") != "http://localhost/sign-in/staff/callback" {
				t.Fatalf("sent to %v, %v", there, err)
			}
			back := url.Values{"state": {there.Query().Get("state")}, "code": {"boss@example.com"}}
			tt.bend(v, back)
			v.headers = map[string]string{"Sec-Fetch-Site": "cross-site"}
			answer := v.get("/sign-in/staff/callback?" + back.Encode())
			if answer.StatusCode != tt.code || answer.Header.Get("Location") != tt.to {
				t.Errorf("got %d to %q, want %d to %q", answer.StatusCode, answer.Header.Get("Location"), tt.code, tt.to)
			}
			if _, kept := v.cookies["staff"]; kept {
				t.Error("the attempt can be repeated")
			}
			if signedIn := len(doors.sessions) == 1; signedIn != (tt.code == http.StatusSeeOther) {
				t.Errorf("sessions %v", doors.sessions)
			}
			for _, s := range doors.sessions {
				if s.Role != host.RoleStaff {
					t.Errorf("signed in as %+v", s)
				}
			}
		})
	}
}

// TestSignInPageOffersStaffTheirWayOnlyWhereThereIsOne holds the page with a provider against the one without.
func TestSignInPageOffersStaffTheirWayOnlyWhereThereIsOne(t *testing.T) {
	v, doors := visit(t, Config{})
	without := New(Config{Sessions: doors, Access: doors, Log: slog.New(slog.DiscardHandler)})
	for i, pages := range []http.Handler{v.pages, without} { // the last stays
		v.pages = pages
		want := i == 0
		body, err := io.ReadAll(v.get("/sign-in").Body)
		if err != nil || strings.Contains(string(body), "/sign-in/staff") != want {
			t.Errorf("offered: %t, want %t; %v", !want, want, err)
		}
	}
	v.pages = without
	if code := v.get("/sign-in/staff/callback?code=boss@example.com").StatusCode; code != http.StatusNotFound {
		t.Errorf("without a provider its way back answers %d", code)
	}
}
