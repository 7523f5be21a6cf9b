package localdirectories

import (
	"hash/fnv"
	"slices"
	"strings"
	"time"
)

// sample is a made-up business that a directory has listed for years. No real business has these numbers or addresses.
type sample struct{ name, categories, street, city, region, postal, phone, site, text string }

// samplesFor picks a few businesses of the site's language, always the same ones, and files them under its categories.
func samplesFor(site *Site) []Listing {
	pool := samplesOf[site.Lang]
	h := fnv.New32a()
	_, _ = h.Write([]byte(site.Slug))
	seed := int(h.Sum32() % 9973)
	n := min(len(pool), 6+seed%4)
	start := time.Date(2026, time.October, 30, 9, 0, 0, 0, time.UTC)
	var out []Listing
	for i := range n {
		s := pool[(seed+i*5)%len(pool)]
		values := map[string]string{
			"name": s.name, "street": s.street, "city": s.city, "region": s.region, "postal": s.postal, "phone": s.phone,
			"website": "https://" + s.site + ".example", "description": s.text, "category": site.Categories[len(site.Categories)-1],
		}
		for category := range strings.SplitSeq(s.categories, "|") {
			if slices.Contains(site.Categories, category) {
				values["category"] = category
				break
			}
		}
		out = append(out, Listing{ID: 900 - i*17, State: "live", Values: values, ReceivedAt: start.AddDate(0, 0, -i*(3+seed%5))})
	}
	return out
}
