package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// profileSave keeps whatever was typed, valid or not, and does what the button says besides.
func (s site) profileSave(w http.ResponseWriter, r *http.Request) {
	form, files, state, ok := s.typed(w, r)
	if !ok {
		return
	}
	s.rememberZone(r, form)
	draft := filledIn(state.Draft, form)
	if differences := differ(draft.Fields, state.Draft.Fields); revisionOf(form) != state.Draft.Revision && len(differences) > 0 {
		s.profileConflict(w, r, state.Draft.Revision, differences)
		return
	}
	do, anchor := form.Get("do"), ""
	wrong := s.takePictures(r, &draft, files)
	switch {
	case do == "copy-hours":
		copyMonday(draft.Fields)
		anchor = "#hours"
	case strings.HasPrefix(do, "remove "):
		anchor = removePicture(&draft, do)
	case strings.HasPrefix(do, "upload "):
		anchor = "#" + page.FieldID(strings.TrimPrefix(do, "upload "))
	}
	saved, err := s.Profiles.SaveDraft(r.Context(), draft)
	if err != nil {
		s.conflictOr(w, r, draft, err)
		return
	}
	state = stateOf(state, saved)
	if do == "approve" {
		wrong = append(wrong, state.Missing...)
	} else {
		wrong = append(wrong, typedWrong(state)...)
	}
	switch {
	case len(wrong) > 0 && anchor == "" || slices.ContainsFunc(wrong, func(p host.Problem) bool { return isPicture(p.Field) }):
		s.showForm(w, r, http.StatusUnprocessableEntity, page.Profile{Base: base(r), State: state, Wrong: wrong, Listed: true})
	case do == "approve":
		http.Redirect(w, r, base(r)+"/approve", http.StatusSeeOther)
	default:
		http.Redirect(w, r, base(r)+"?saved=1"+anchor, http.StatusSeeOther)
	}
}

// conflictOr shows both sides where somebody else saved at the same moment.
func (s site) conflictOr(w http.ResponseWriter, r *http.Request, mine host.Draft, err error) {
	if host.KindOf(err) != host.Conflict {
		s.fail(w, r, err)
		return
	}
	state, stateErr := s.state(r)
	if stateErr != nil {
		s.fail(w, r, stateErr)
		return
	}
	s.profileConflict(w, r, state.Draft.Revision, differ(mine.Fields, state.Draft.Fields))
}

// profileAutosave keeps what was typed so far and answers with the parts of the page that follow from it. [host.Conflict] is told in the page: the
// one who types goes on typing.
func (s site) profileAutosave(w http.ResponseWriter, r *http.Request) {
	form, _, state, ok := s.typed(w, r)
	if !ok {
		return
	}
	s.rememberZone(r, form)
	draft := filledIn(state.Draft, form)
	if revisionOf(form) != state.Draft.Revision && len(differ(draft.Fields, state.Draft.Fields)) > 0 {
		s.render(w, r, http.StatusConflict, page.ProfileStale(revisionOf(form)))
		return
	}
	saved, err := s.Profiles.SaveDraft(r.Context(), draft)
	switch {
	case host.KindOf(err) == host.Conflict && err != nil:
		s.render(w, r, http.StatusConflict, page.ProfileStale(revisionOf(form)))
	case err != nil:
		s.fail(w, r, err)
	default:
		s.render(w, r, http.StatusOK, page.ProfileAutosaved(page.Profile{Base: base(r), State: stateOf(state, saved)}))
	}
}

// profileCheck says what is wrong with one field, with the others as they stand: whether a postal code is one depends on the country.
func (s site) profileCheck(w http.ResponseWriter, r *http.Request) {
	form, _, err := readForm(w, r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	field := r.URL.Query().Get("field")
	if !slices.Contains(page.Inputs(), field) {
		s.fail(w, r, host.Errorf(host.NotFound, "The profile has no such field."))
		return
	}
	_, problems := host.Draft{Fields: fieldsOf(form, "")}.Check()
	words := ""
	for _, p := range problems {
		if p.Field == field {
			words = page.ProblemWords(p)
		}
	}
	s.render(w, r, http.StatusOK, page.ProfileError(field, words))
}

// rememberZone keeps the time zone of a customer's browser until they choose one.
func (s site) rememberZone(r *http.Request, form url.Values) {
	zone := form.Get("zone")
	if customer(r) == uuid.Nil || zone == "" || zone == "UTC" || zone == "Local" || viewer(r).TimeZone != "UTC" {
		return
	}
	if _, err := time.LoadLocation(zone); err != nil {
		return
	}
	if err := s.Profiles.AdoptTimeZone(r.Context(), customer(r), zone); err != nil {
		s.Log.ErrorContext(r.Context(), "time zone not kept", "customer_id", customer(r), "error", err)
	}
}

// takePictures adds what was uploaded to the draft and says what could not be taken.
func (s site) takePictures(r *http.Request, d *host.Draft, files []upload) (wrong host.Problems) {
	for _, f := range files {
		if !isPicture(f.field) || f.size == 0 {
			continue
		}
		if f.size > int64(len(f.data)) {
			wrong = append(wrong, host.Problem{
				Field: f.field, Reason: fmt.Sprintf("%s has %.1f MB; at most 5 MB are taken", f.name, float64(f.size)/(1<<20)), Example: "a smaller copy of it",
			})
			continue
		}
		img, err := s.Pictures.Keep(r.Context(), f.name, f.data)
		switch {
		case host.KindOf(err) == host.Invalid && err != nil:
			wrong = append(wrong, host.Problem{Field: f.field, Reason: f.name + " " + err.Error(), Example: "a PNG of 800 × 800 pixels"})
		case err != nil:
			s.Log.ErrorContext(r.Context(), "picture not kept", "error", err)
			wrong = append(wrong, host.Problem{Field: f.field, Reason: f.name + " could not be kept on our side", Example: "try it again in a minute"})
		case f.field == "photos":
			d.Fields[f.field] = append(slices.Clone(d.Fields[f.field]), host.ImageValue(img))
		default:
			d.Fields[f.field] = []string{host.ImageValue(img)}
		}
	}
	return wrong
}

func isPicture(field string) bool { return field == "logo" || field == "cover" || field == "photos" }

// removePicture carries out "remove photos 2" and returns where on the page that was.
func removePicture(d *host.Draft, do string) (anchor string) {
	words := strings.Fields(do)
	if len(words) != 3 || !isPicture(words[1]) {
		return ""
	}
	field := words[1]
	if i, err := strconv.Atoi(words[2]); err == nil && i >= 0 && i < len(d.Fields[field]) {
		d.Fields[field] = slices.Delete(slices.Clone(d.Fields[field]), i, i+1)
	}
	if len(d.Fields[field]) == 0 {
		delete(d.Fields, field)
	}
	return "#" + field
}

func copyMonday(fields map[string][]string) {
	for _, day := range host.Weekdays()[1:5] {
		delete(fields, "hours."+day)
		if monday := fields["hours.Mo"]; monday != nil {
			fields["hours."+day] = slices.Clone(monday)
		}
	}
}
