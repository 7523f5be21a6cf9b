package web

import (
	"context"
	"sync"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

type catalogueStore interface {
	Catalogue(ctx context.Context) (host.Catalogue, error)
}

// catalogueAge is how long the pages show the same catalogue: anybody may ask for them as often as they like, and the figures are
// those of months of work.
const (
	catalogueAge      = time.Minute
	cataloguePatience = 5 * time.Second
)

// keptCatalogue asks its store once in a while.
type keptCatalogue struct {
	store catalogueStore

	mu   sync.Mutex
	kept host.Catalogue
	at   time.Time
}

func (k *keptCatalogue) Catalogue(ctx context.Context) (host.Catalogue, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if time.Since(k.at) < catalogueAge {
		return k.kept, nil
	}
	// Whoever gives up must not leave the others waiting for the next to ask.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cataloguePatience)
	defer cancel()
	c, err := k.store.Catalogue(ctx)
	if err != nil {
		return host.Catalogue{}, err
	}
	k.kept, k.at = c, time.Now()
	return c, nil
}
