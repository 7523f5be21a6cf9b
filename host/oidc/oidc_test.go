package oidc

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"

	"github.com/directorybolt/directorybolt/host"
)

const redirect = "https://directorybolt.example/sign-in/staff/callback"

// provider is an identity provider: discovery, keys, and a token endpoint that checks the client, the code and the verifier.
type provider struct {
	url       string
	key       *rsa.PrivateKey
	signs     *rsa.PrivateKey // what it signs with
	challenge string          // of the sign-in that the code is for
	claims    map[string]any
	noToken   bool
}

func open(t *testing.T) *provider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{key: key, signs: key}
	known := &oidctest.Server{PublicKeys: []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: "one", Algorithm: oidc.RS256}}}
	mux := http.NewServeMux()
	mux.Handle("/", known)
	mux.HandleFunc("POST /token", p.token)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	known.SetIssuer(server.URL)
	p.url = server.URL
	return p
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if id != "us" || secret != "hunter2" || r.PostFormValue("code") != "the code" || r.PostFormValue("redirect_uri") != redirect ||
		base64.RawURLEncoding.EncodeToString(sum[:]) != p.challenge {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	answer := map[string]any{"access_token": "a", "token_type": "Bearer"}
	if !p.noToken {
		claims, _ := json.Marshal(p.claims)
		answer["id_token"] = oidctest.SignIDToken(p.signs, "one", oidc.RS256, string(claims))
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

func TestStaffSignIn(t *testing.T) {
	another, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		bend   func(p *provider)
		code   string
		accept bool
	}{
		{"right", func(*provider) {}, "the code", true},
		{"wrong nonce", func(p *provider) { p.claims["nonce"] = "of another sign-in" }, "the code", false},
		{"no nonce", func(p *provider) { delete(p.claims, "nonce") }, "the code", false},
		{"for another client", func(p *provider) { p.claims["aud"] = "them" }, "the code", false},
		{"by another issuer", func(p *provider) { p.claims["iss"] = "https://evil.example" }, "the code", false},
		{"too old", func(p *provider) { p.claims["exp"] = time.Now().Add(-time.Minute).Unix() }, "the code", false},
		{"signed by another", func(p *provider) { p.signs = another }, "the code", false},
		{"address not verified", func(p *provider) { p.claims["email_verified"] = false }, "the code", false},
		{"nothing said of the address", func(p *provider) { delete(p.claims, "email_verified") }, "the code", false},
		{"no address", func(p *provider) { delete(p.claims, "email") }, "the code", false},
		{"no token", func(p *provider) { p.noToken = true }, "the code", false},
		{"code of another", func(*provider) {}, "another code", false},
		{"begun by another", func(p *provider) { p.challenge = "another" }, "the code", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := open(t)
			us := New(Config{Issuer: p.url, ClientID: "us", ClientSecret: "hunter2"})
			address, err := us.SignInURL(t.Context(), redirect, "state", "nonce", "verifier")
			if err != nil {
				t.Fatal(err)
			}
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			query := u.Query()
			if query.Get("state") != "state" || query.Get("code_challenge_method") != "S256" || strings.Contains(address, "verifier") || strings.Contains(address, "hunter2") {
				t.Errorf("address %s", address)
			}
			p.challenge = query.Get("code_challenge")
			p.claims = map[string]any{
				"iss": p.url, "aud": query.Get("client_id"), "sub": "1", "nonce": query.Get("nonce"), "exp": time.Now().Add(time.Minute).Unix(),
				"email": "boss@example.com", "email_verified": true,
			}
			tt.bend(p)
			email, err := us.Email(t.Context(), redirect, tt.code, "nonce", "verifier")
			if tt.accept {
				if err != nil || email != "boss@example.com" {
					t.Errorf("got %q, %v", email, err)
				}
				return
			}
			if host.KindOf(err) != host.Denied || email != "" {
				t.Errorf("got %q, %v", email, err)
			}
		})
	}
}

// TestProviderThatIsAwayIsAskedAgain: we start while it is away, and need no restart when it is back.
func TestProviderThatIsAwayIsAskedAgain(t *testing.T) {
	p := open(t)
	us := New(Config{Issuer: p.url + "/nowhere", ClientID: "us"})
	if _, err := us.SignInURL(t.Context(), redirect, "s", "n", "v"); host.KindOf(err) != host.Unavailable {
		t.Errorf("got %v", err)
	}
	us.config.Issuer = p.url
	if _, err := us.SignInURL(t.Context(), redirect, "s", "n", "v"); err != nil {
		t.Errorf("when it is back: %v", err)
	}
}
