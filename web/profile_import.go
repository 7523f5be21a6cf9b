package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

func (s site) profileImportAsk(w http.ResponseWriter, r *http.Request) {
	state, err := s.state(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	address := ""
	if website := state.Draft.Fields["website"]; len(website) > 0 {
		address = website[0]
	}
	s.askImport(w, r, http.StatusOK, page.Import{Base: base(r), Address: address})
}

func (s site) askImport(w http.ResponseWriter, r *http.Request, status int, p page.Import) {
	f := s.frame(r, "Fill in from my website")
	f.Path = base(r)
	s.render(w, r, status, page.ProfileImport(f, p))
}

// profileImport reads a website or what was pasted, and shows what it found. It stores nothing.
func (s site) profileImport(w http.ResponseWriter, r *http.Request) {
	form, _, err := readForm(w, r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	ask := page.Import{Base: base(r), Address: strings.TrimSpace(form.Get("address")), Pasted: form.Get("pasted")}
	again := func(words string) {
		ask.Wrong = words
		s.askImport(w, r, http.StatusUnprocessableEntity, ask)
	}
	source := []byte(ask.Pasted)
	if ask.Pasted == "" {
		if ask.Address != "" && !strings.Contains(ask.Address, "://") {
			ask.Address = "https://" + ask.Address
		}
		if source, err = s.Sites.Page(r.Context(), ask.Address); err != nil {
			if kind := host.KindOf(err); kind != host.Invalid && kind != host.Unavailable {
				s.fail(w, r, err)
				return
			}
			again(err.Error())
			return
		}
	}
	data := s.Sites.JSONLD(source)
	if data == nil {
		again("There is no JSON-LD in it. Try the page with your address on it, or type the profile in.")
		return
	}
	state, err := s.state(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	found, notes, err := imported(data, state.Draft)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if len(found) == 0 {
		again("The data names no business, or nothing that differs from your profile.")
		return
	}
	f := s.frame(r, "What we found")
	f.Path = base(r)
	s.render(w, r, http.StatusOK, page.ProfileFound(f, base(r), state.Draft.Revision, found, notes))
}

// imported is what JSON-LD has for the fields of a draft, where that differs. Pictures are left out: a link to one is not the right to use it.
func imported(data []byte, d host.Draft) (found []page.Found, notes []string, err error) {
	b, notes, err := host.BusinessFromJSONLD(data)
	var problems host.Problems
	if err != nil && !errors.As(err, &problems) {
		if host.KindOf(err) != host.Invalid {
			return nil, nil, err
		}
		return nil, nil, nil
	}
	// What cannot be sent as it is can be mended in the form.
	fields := host.DraftFields(b)
	for _, field := range page.Inputs() {
		if values := fields[field]; len(values) > 0 && !slices.Equal(values, d.Fields[field]) {
			found = append(found, page.Found{Field: field, Typed: d.Fields[field], New: values})
		}
	}
	if len(fields["logo"])+len(fields["cover"])+len(fields["photos"]) > 0 {
		notes = append(notes, "pictures: upload the ones that directories may show")
	}
	return found, notes, nil
}

// profileImportApply takes over what was ticked.
func (s site) profileImportApply(w http.ResponseWriter, r *http.Request) {
	form, _, state, ok := s.typed(w, r)
	if !ok {
		return
	}
	draft := state.Draft
	draft.Fields = map[string][]string{}
	for field, values := range state.Draft.Fields {
		draft.Fields[field] = values
	}
	for field, values := range fieldsOf(form, "found ") {
		if slices.Contains(form["take"], field) {
			draft.Fields[field] = values
		}
	}
	if revisionOf(form) != state.Draft.Revision {
		s.profileConflict(w, r, state.Draft.Revision, differ(draft.Fields, state.Draft.Fields))
		return
	}
	s.keep(w, r, draft, "?imported=1")
}
