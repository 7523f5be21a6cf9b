package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// activityPage is how much activity a page shows.
const activityPage = 50

func (s site) activityList(w http.ResponseWriter, r *http.Request) {
	kind := host.ActivityKind("")
	for _, known := range page.ActivityKinds {
		if string(known.Kind) == r.URL.Query().Get("kind") {
			kind = known.Kind
		}
	}
	before, err := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	if err != nil || before < 0 {
		before = 0 // the newest
	}
	items, err := s.Portal.Activity(r.Context(), customer(r), kind, before, activityPage+1)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	older := len(items) > activityPage
	if older {
		items = items[:activityPage]
	}
	s.render(w, r, http.StatusOK, page.ActivityPage(s.frame(r, "Activity"), kind, items, older, before == 0, time.Now()))
}
