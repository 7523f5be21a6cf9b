package host

import "time"

// Catalogue is what can be bought: the directories as anybody may see them, and what each package gets of them today.
type Catalogue struct {
	Directories []CatalogueEntry // highest domain authority first, paused ones included
	Offers      []Offer          // smallest package first
}

// CatalogueEntry is a directory with how our work on it has gone lately.
type CatalogueEntry struct {
	Slug         string
	Name         string
	Website      string
	DAScore      int
	PriorityTier int
	IsActive     bool
	Policy       Policy
	Asks         []string // what owners had to do for it lately: reasons of attention items
	Tried        int      // submissions that came to an end lately
	Accepted     int      // of these, how many the directory has live or in review
}

// Offer is what a package gets today.
type Offer struct {
	Tier
	Slugs    []string      // its directories, in the order of selection; fewer than [Tier.Directories] when the catalogue has no more
	Finished int           // orders of the package that were finished lately
	Typical  time.Duration // from start to end, the median of those
}

// CatalogueWindow is how far back "lately" reaches.
const CatalogueWindow = 90 * 24 * time.Hour
