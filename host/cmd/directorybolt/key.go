package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
)

// KeyCmd looks after the API keys of customers.
type KeyCmd struct {
	Create KeyCreateCmd `cmd:"" help:"Make a key for a customer, and print it this once."`
	List   KeyListCmd   `cmd:"" help:"List the keys, newest first."`
	Revoke KeyRevokeCmd `cmd:"" help:"Make a key useless."`
}

// KeyCreateCmd makes a key.
type KeyCreateCmd struct {
	Places
	Customer string        `arg:"" help:"E-mail address or id of the customer."`
	Name     string        `required:"" help:"What the key is for."`
	Scopes   []string      `default:"read" enum:"read,write,webhooks" help:"What it may do: read, write, webhooks (${default})."`
	For      time.Duration `placeholder:"TIME" help:"How long it is good for; without, until it is revoked."`
}

// Run makes the key and prints it to standard output, and what it is to standard error: a script gets the key alone.
func (c *KeyCreateCmd) Run(ctx context.Context) error {
	db, err := openRunning(ctx, c.Places)
	if err != nil {
		return err
	}
	defer db.Close()
	k := host.APIKey{Name: c.Name}
	if k.Customer, err = customerNamed(ctx, db, c.Customer); err != nil {
		return err
	}
	for _, s := range c.Scopes {
		k.Scopes = append(k.Scopes, host.Scope(s))
	}
	if c.For != 0 {
		k.ExpiresAt = time.Now().Add(c.For)
	}
	if err := k.Check(time.Now()); err != nil {
		return err
	}
	token := host.APIKeyPrefix + rand.Text()
	if k, err = db.CreateAPIKey(ctx, k, token); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "Key %s of customer %s. It is shown this once:\n", k.ID, k.Customer)
	fmt.Println(token)
	return nil
}

// customerNamed finds the customer with an e-mail address or an id. Where several companies have the address, the id has to be said.
func customerNamed(ctx context.Context, db *postgres.DB, name string) (uuid.UUID, error) {
	if id, err := uuid.Parse(name); err == nil {
		return id, nil
	}
	identities, err := db.Identities(ctx, name)
	if err != nil {
		return uuid.UUID{}, err
	}
	var found []string
	var id uuid.UUID
	for _, i := range identities {
		if i.Role == host.RoleCustomer {
			id = i.Customer
			found = append(found, fmt.Sprintf("%s (%s)", i.Customer, i.Company))
		}
	}
	switch len(found) {
	case 0:
		return id, host.Errorf(host.NotFound, "no customer has the e-mail address %s", name)
	case 1:
		return id, nil
	}
	return id, host.Errorf(host.Invalid, "several customers have that address, name one by its id: %s", strings.Join(found, ", "))
}

// KeyListCmd lists the keys.
type KeyListCmd struct {
	Places
	JSON bool `name:"json" help:"As JSON."`
}

// listedKey is a key as it is listed.
type listedKey struct {
	ID       uuid.UUID    `json:"id"`
	Customer uuid.UUID    `json:"customer_id"`
	Email    string       `json:"email"`
	Name     string       `json:"name"`
	Prefix   string       `json:"prefix"`
	Scopes   []host.Scope `json:"scopes"`
	State    string       `json:"state"` // good, ended, revoked
	LastUsed string       `json:"last_used"`
}

// Run lists them.
func (c *KeyListCmd) Run(ctx context.Context) error {
	db, err := openRunning(ctx, c.Places)
	if err != nil {
		return err
	}
	defer db.Close()
	keys, err := db.APIKeys(ctx)
	if err != nil {
		return err
	}
	all, table := []listedKey{}, [][]string{{"KEY", "CUSTOMER", "NAME", "BEGINS", "MAY", "STATE", "LAST USED"}}
	for _, k := range keys {
		l := listedKey{ID: k.ID, Customer: k.Customer, Email: k.Email, Name: k.Name, Prefix: k.Prefix, Scopes: k.Scopes, State: "good"}
		switch {
		case !k.RevokedAt.IsZero():
			l.State = "revoked"
		case !k.ExpiresAt.IsZero() && !k.ExpiresAt.After(time.Now()):
			l.State = "ended"
		}
		if !k.LastUsed.IsZero() {
			l.LastUsed = k.LastUsed.UTC().Format(time.RFC3339)
		}
		all = append(all, l)
		table = append(table, []string{l.ID.String(), l.Email, clip(l.Name, 30), l.Prefix, scopeList(l.Scopes), l.State, cmp.Or(l.LastUsed, "never")})
	}
	out := stdout()
	switch {
	case c.JSON:
		return writeJSON(out, all)
	case len(all) == 0:
		out.line("There are no API keys. `directorybolt key create EMAIL --name WHAT-FOR` makes one.")
		return nil
	}
	out.table(table)
	return nil
}

func scopeList(scopes []host.Scope) string {
	words := make([]string, len(scopes))
	for i, s := range scopes {
		words[i] = string(s)
	}
	return strings.Join(words, ",")
}

// KeyRevokeCmd revokes a key.
type KeyRevokeCmd struct {
	Places
	Key string `arg:"" help:"Id of the key, as listed."`
}

// Run revokes the key.
func (c *KeyRevokeCmd) Run(ctx context.Context) error {
	id, err := uuid.Parse(c.Key)
	if err != nil {
		return host.Errorf(host.Invalid, "%q is no id of a key: `directorybolt key list` says which there are", c.Key)
	}
	db, err := openRunning(ctx, c.Places)
	if err != nil {
		return err
	}
	defer db.Close()
	keys, err := db.APIKeys(ctx)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.ID == id {
			return db.RevokeAPIKey(ctx, k.Customer, id)
		}
	}
	return host.Errorf(host.NotFound, "there is no key %s: `directorybolt key list` says which there are", id)
}
