package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// keyStore is the API keys of customers.
type keyStore interface {
	APIKey(ctx context.Context, token string) (host.APIKey, error)
	APIKeysOf(ctx context.Context, customer uuid.UUID) ([]host.APIKey, error)
	CreateAPIKey(ctx context.Context, k host.APIKey, token string) (host.APIKey, error)
	RevokeAPIKey(ctx context.Context, customer, id uuid.UUID) error
}

type apiKeyKey struct{}

// apiKey is the key that a request came in with.
func apiKey(r *http.Request) host.APIKey {
	k, _ := r.Context().Value(apiKeyKey{}).(host.APIKey)
	return k
}

// keyed lets programs of customers through, by their key. From there on a request is as one of the customer's own.
func (s site) keyed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, no-cache")
		w.Header().Set("Vary", "Authorization")
		token := credential(r)
		if !strings.HasPrefix(token, host.APIKeyPrefix) || len(token) > 100 {
			unauthorized(w, r, "Send Authorization: Bearer with an API key. Your account page makes one.")
			return
		}
		k, err := s.Keys.APIKey(r.Context(), token)
		switch {
		case host.KindOf(err) == host.NotFound && err != nil:
			unauthorized(w, r, "This API key does not exist, has ended or was revoked. Your account page makes another.")
			return
		case err != nil:
			s.failJSON(w, r, err)
			return
		}
		r = as(r, host.Session{Role: host.RoleCustomer, Customer: k.Customer})
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), apiKeyKey{}, k)))
	})
}

// scoped lets keys through that have the scope.
func (s site) scoped(scope host.Scope) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !apiKey(r).May(scope) {
				s.failJSON(w, r, host.Errorf(host.Denied, "This API key may not do that: it lacks the scope %q. Make one that has it.", string(scope)))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
