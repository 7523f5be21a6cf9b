package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// Catalogue returns what can be bought today. What a package gets is asked for with the query that selects for an order.
func (d *DB) Catalogue(ctx context.Context) (host.Catalogue, error) {
	q, since := d.read(), time.Now().Add(-host.CatalogueWindow)
	rows, err := q.Catalogue(ctx, since)
	if err != nil {
		return host.Catalogue{}, fmt.Errorf("catalogue: %w", err)
	}
	var c host.Catalogue
	for _, r := range rows {
		c.Directories = append(c.Directories, host.CatalogueEntry{
			Slug: r.Slug, Name: r.Name, Website: r.Website, DAScore: int(r.DaScore), PriorityTier: int(r.PriorityTier),
			IsActive: r.IsActive, Policy: host.Policy(r.Policy), Asks: r.Asks, Tried: int(r.Tried), Accepted: int(r.Accepted),
		})
	}
	times, err := q.TypicalTimes(ctx, since)
	if err != nil {
		return host.Catalogue{}, fmt.Errorf("typical times of packages: %w", err)
	}
	for _, tier := range host.Tiers {
		offer := host.Offer{Tier: tier}
		offer.Slugs, err = q.DirectoriesByTier(ctx, db.DirectoriesByTierParams{MaxPriority: int32(tier.MaxPriority), Most: int32(tier.Directories)})
		if err != nil {
			return host.Catalogue{}, fmt.Errorf("directories of package %s: %w", tier.Package, err)
		}
		for _, t := range times {
			if host.Package(t.PackageType) == tier.Package {
				offer.Finished, offer.Typical = int(t.Finished), time.Duration(t.MedianSeconds*float64(time.Second))
			}
		}
		c.Offers = append(c.Offers, offer)
	}
	return c, nil
}
