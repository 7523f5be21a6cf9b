// Package oidc signs staff in with the identity provider of their organisation, by OpenID Connect: authorization code, with state, nonce and PKCE.
// It says whose e-mail address it is. Who is a member is for others to know.
package oidc

import (
	"context"
	"crypto/subtle"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/directorybolt/directorybolt/host"
)

// Config names the provider, and us at the provider.
type Config struct {
	Issuer       string // "https://accounts.example.com"
	ClientID     string
	ClientSecret string
}

// Provider is the identity provider. It is asked about itself at the first sign-in, so that we can start while it is away.
type Provider struct {
	config Config
	client *http.Client

	mu    sync.Mutex
	known *oidc.Provider
}

// New returns the provider.
func New(c Config) *Provider {
	return &Provider{config: c, client: &http.Client{Timeout: 10 * time.Second}}
}

// SignInURL is where the browser goes to sign in, to come back to the redirect address with the state and a code. The nonce and the verifier are
// random, and the caller keeps them for [Provider.Email].
func (p *Provider) SignInURL(ctx context.Context, redirect, state, nonce, verifier string) (string, error) {
	_, client, err := p.at(ctx, redirect)
	if err != nil {
		return "", err
	}
	return client.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), nil
}

// Email returns the e-mail address of whom the code is for. [host.Denied] says that the provider's answer is not to be gone by, or that it does not
// vouch for an address.
func (p *Provider) Email(ctx context.Context, redirect, code, nonce, verifier string) (string, error) {
	provider, client, err := p.at(ctx, redirect)
	if err != nil {
		return "", err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := client.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return "", denied(err, "it did not accept the code")
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return "", denied(nil, "it did not say who signed in")
	}
	verified, err := provider.Verifier(&oidc.Config{ClientID: p.config.ClientID}).Verify(ctx, raw)
	if err != nil {
		return "", denied(err, "its answer is not for us, not signed by it, or too old")
	}
	if subtle.ConstantTimeCompare([]byte(verified.Nonce), []byte(nonce)) != 1 {
		return "", denied(nil, "its answer is to another sign-in")
	}
	var claims struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	if err := verified.Claims(&claims); err != nil {
		return "", denied(err, "its answer cannot be read")
	}
	if claims.Email == "" || !claims.Verified {
		return "", denied(nil, "it does not vouch for an e-mail address; confirm yours there first")
	}
	return claims.Email, nil
}

// denied is the refusal of a sign-in. The cause is kept for the log and not told: it can hold parts of tokens.
func denied(cause error, why string) error {
	return &host.Error{Kind: host.Denied, Message: "The identity provider answered, but " + why + ". Begin again at /sign-in.", Err: cause}
}

// at returns the provider, asked about itself if that is still to do, and us as its client.
func (p *Provider) at(ctx context.Context, redirect string) (*oidc.Provider, *oauth2.Config, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil {
		// Its keys are fetched anew with this context for as long as the provider is used.
		known, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.config.Issuer)
		if err != nil {
			return nil, nil, &host.Error{Kind: host.Unavailable, Message: "The identity provider does not answer. Sign in by mail, or try again in a minute.", Err: err}
		}
		p.known = known
	}
	return p.known, &oauth2.Config{
		ClientID: p.config.ClientID, ClientSecret: p.config.ClientSecret, RedirectURL: redirect,
		Endpoint: p.known.Endpoint(), Scopes: []string{oidc.ScopeOpenID, "email"},
	}, nil
}
