package host

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// APIKeyPrefix is what every API key begins with, so that scanners for leaked secrets know one when they see it.
const APIKeyPrefix = "dbk_"

// MaxAPIKeys bounds the keys of one customer that are good at the same time.
const MaxAPIKeys = 20

// Scope is something that an API key may do.
type Scope string

// Scopes.
const (
	ScopeRead     Scope = "read"     // orders, results and directories
	ScopeWrite    Scope = "write"    // what the portal's buttons do
	ScopeWebhooks Scope = "webhooks" // endpoints of webhooks
)

// Scopes are all there are.
var Scopes = []Scope{ScopeRead, ScopeWrite, ScopeWebhooks}

// APIKey is what a program of a customer's comes in with. The key itself is not kept.
type APIKey struct {
	ID        uuid.UUID
	Customer  uuid.UUID
	Name      string // what it is for, in the customer's words
	Prefix    string // its beginning, by which people tell keys apart
	Scopes    []Scope
	CreatedAt time.Time
	LastUsed  time.Time // within a few minutes; zero if it never was
	ExpiresAt time.Time // zero for never
	RevokedAt time.Time // zero while it is good
}

// May reports whether the key has the scope.
func (k APIKey) May(s Scope) bool { return slices.Contains(k.Scopes, s) }

// Check fails with [Invalid] on a key that cannot be made.
func (k APIKey) Check(now time.Time) error {
	switch {
	case strings.TrimSpace(k.Name) == "" || len(k.Name) > 80:
		return Errorf(Invalid, "Give the key a name of up to 80 characters, by which you know it again.")
	case len(k.Scopes) == 0:
		return Errorf(Invalid, "Choose what the key may do.")
	case !k.ExpiresAt.IsZero() && !k.ExpiresAt.After(now):
		return Errorf(Invalid, "The day on which the key ends is in the past.")
	}
	for _, s := range k.Scopes {
		if !slices.Contains(Scopes, s) {
			return Errorf(Invalid, "There is no scope %q: read, write or webhooks.", string(s))
		}
	}
	return nil
}
