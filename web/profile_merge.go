package web

import (
	"net/http"
	"slices"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// differ lists the typed fields that read otherwise in the two.
func differ(mine, theirs map[string][]string) []page.Difference {
	var out []page.Difference
	for _, field := range page.Inputs() {
		if !slices.Equal(mine[field], theirs[field]) {
			out = append(out, page.Difference{Field: field, Mine: mine[field], Theirs: theirs[field]})
		}
	}
	return out
}

func (s site) profileConflict(w http.ResponseWriter, r *http.Request, revision int, differences []page.Difference) {
	f := s.frame(r, "Changed in two places")
	f.Path = base(r)
	s.render(w, r, http.StatusConflict, page.ProfileConflict(f, base(r), revision, differences))
}

// profileMerge keeps, field by field, what was chosen of two versions of the draft.
func (s site) profileMerge(w http.ResponseWriter, r *http.Request) {
	form, _, state, ok := s.typed(w, r)
	if !ok {
		return
	}
	mine := fieldsOf(form, "mine ")
	merged := map[string][]string{}
	for field, values := range state.Draft.Fields {
		merged[field] = values
	}
	for _, field := range page.Inputs() {
		take := form.Get("take " + field)
		if take == "" || form.Get("do") == "theirs" || take != "mine" && form.Get("do") != "mine" {
			continue
		}
		if delete(merged, field); mine[field] != nil {
			merged[field] = mine[field]
		}
	}
	if revisionOf(form) != state.Draft.Revision {
		s.profileConflict(w, r, state.Draft.Revision, differ(merged, state.Draft.Fields))
		return
	}
	draft := state.Draft
	draft.Fields = merged
	s.keep(w, r, draft, "?saved=1")
}

// keep stores a draft and leads back to the form.
func (s site) keep(w http.ResponseWriter, r *http.Request, d host.Draft, query string) {
	if _, err := s.Profiles.SaveDraft(r.Context(), named(d)); err != nil {
		s.conflictOr(w, r, d, err)
		return
	}
	http.Redirect(w, r, base(r)+query, http.StatusSeeOther)
}
