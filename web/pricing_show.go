package web

import (
	"net/http"

	"github.com/directorybolt/directorybolt/web/page"
)

func (s site) pricing(w http.ResponseWriter, r *http.Request) {
	f := s.frame(r, "Pricing")
	f.Description = "Four packages, paid once: how many directories each gets today, what differs, how long it takes, and when you get your money back."
	s.render(w, r, http.StatusOK, page.Pricing(f, s.offers(r)))
}
