package web

import (
	"net/http"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

func (s site) landing(w http.ResponseWriter, r *http.Request) {
	f := s.frame(r, "Listed in hundreds of directories, with proof")
	f.Description = "One profile, submitted to hundreds of business directories, with the listing and a screenshot for each one. One payment, no subscription."
	s.render(w, r, http.StatusOK, page.Landing(f, s.offers(r)))
}

// offers are what the packages get today. Without the catalogue they are the limits alone: nobody is kept from reading what we do.
func (s site) offers(r *http.Request) []host.Offer {
	c, err := s.Catalogue.Catalogue(r.Context())
	if err == nil {
		return c.Offers
	}
	s.Log.ErrorContext(r.Context(), "catalogue was not read", "request", number(r), "error", err)
	var offers []host.Offer
	for _, tier := range host.Tiers {
		offers = append(offers, host.Offer{Tier: tier})
	}
	return offers
}
