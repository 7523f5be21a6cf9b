package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

type profileStore interface {
	ProfileState(ctx context.Context, customer uuid.UUID) (host.ProfileState, error)
	SaveDraft(ctx context.Context, d host.Draft) (host.Draft, error)
	ApproveDraft(ctx context.Context, id uuid.UUID, a host.Approval) error
	AdoptTimeZone(ctx context.Context, customer uuid.UUID, zone string) error
}

// approvals approves a customer's profile and sets going what waited for it.
type approvals interface {
	ApproveProfile(ctx context.Context, customer uuid.UUID, a host.Approval) (host.Approved, error)
}

// pictures takes a picture in and keeps it.
type pictures interface {
	Keep(ctx context.Context, name string, data []byte) (host.Image, error)
}

// sites reads pages of customers' websites, and the JSON-LD of pages; nil if a page has none.
type sites interface {
	Page(ctx context.Context, address string) ([]byte, error)
	JSONLD(page []byte) []byte
}

// profile is the form: for visitors, whose draft their browser finds again, and for customers.
func (s site) profile(r chi.Router) {
	r.Use(s.ownProfile)
	r.Get("/", s.profileShow)
	r.Get("/images/{digest}", s.profileImage)
	r.Get("/import", s.profileImportAsk)
	r.Get("/approve", s.profileReview)
	r.Group(func(r chi.Router) {
		r.Use(s.limited(120, time.Minute)) // somebody who types saves every few seconds
		r.Post("/", s.profileSave)
		r.Post("/autosave", s.profileAutosave)
		r.Post("/check", s.profileCheck)
		r.Post("/merge", s.profileMerge)
		r.Post("/import/apply", s.profileImportApply)
		r.Post("/approve", s.profileApprove)
	})
	r.With(s.limited(10, time.Minute)).Post("/import", s.profileImport)
}

const portalProfile = "/portal/profile"

// base is the address of the form that the viewer uses.
func base(r *http.Request) string {
	if customer(r) != uuid.Nil {
		return portalProfile
	}
	return "/profile"
}

// ownProfile sends customers to the form in their portal, and whoever has a draft that became a customer's to sign in: a browser that once bought
// does not show a profile to whoever sits before it.
func (s site) ownProfile(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, no-store")
		if customer(r) == uuid.Nil {
			d, err := s.draft(r)
			if err != nil && host.KindOf(err) != host.NotFound {
				s.fail(w, r, err)
				return
			}
			if d.Customer != uuid.Nil {
				http.Redirect(w, r, portalProfile, http.StatusSeeOther)
				return
			}
		} else if !strings.HasPrefix(r.URL.Path, portalProfile) {
			http.Redirect(w, r, portalProfile, http.StatusSeeOther)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// state is how far the viewer's profile has come. A visitor who has typed nothing has an empty one, which is not stored.
func (s site) state(r *http.Request) (host.ProfileState, error) {
	if c := customer(r); c != uuid.Nil {
		return s.Profiles.ProfileState(r.Context(), c)
	}
	d, err := s.draft(r)
	if err != nil && host.KindOf(err) != host.NotFound {
		return host.ProfileState{}, err
	}
	return stateOf(host.ProfileState{}, d), nil
}

// stateOf is the state with another draft in it.
func stateOf(state host.ProfileState, d host.Draft) host.ProfileState {
	state.Draft = d
	_, state.Missing = d.Check()
	return state
}

// begun is state with a draft that is stored, so that it can be saved.
func (s site) begun(w http.ResponseWriter, r *http.Request) (host.ProfileState, error) {
	if customer(r) != uuid.Nil {
		return s.state(r)
	}
	d, err := s.begunDraft(w, r)
	return stateOf(host.ProfileState{}, d), err
}

// typed is what a form of the profile sends, with the stored draft that it is about. Where ok is false the request is answered already.
func (s site) typed(w http.ResponseWriter, r *http.Request) (form url.Values, files []upload, state host.ProfileState, ok bool) {
	form, files, err := readForm(w, r)
	if err == nil {
		state, err = s.begun(w, r)
	}
	if err != nil {
		s.fail(w, r, err)
	}
	return form, files, state, err == nil
}

// profileShow shows the form. What is wrong with what was typed is said beside it; with ?check= also what is missing, and in a list above.
func (s site) profileShow(w http.ResponseWriter, r *http.Request) {
	state, err := s.state(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	query := r.URL.Query()
	if p := host.Package(query.Get("package")); p != "" {
		if _, err := host.TierOf(p); err == nil {
			state.Draft.Package = p
		}
	}
	form := page.Profile{Base: base(r), State: state, Wrong: typedWrong(state)}
	switch {
	case query.Has("check"):
		form.Wrong, form.Listed = state.Missing, true
	case query.Has("approved"):
		form.Notice = "Approved. " + nextWords(customer(r) != uuid.Nil)
	case query.Has("imported"):
		form.Notice = "Taken over. Look it through: websites are not always up to date."
	case query.Has("saved"):
		form.Notice = "Saved."
	}
	s.showForm(w, r, http.StatusOK, form)
}

func (s site) showForm(w http.ResponseWriter, r *http.Request, status int, form page.Profile) {
	f := s.frame(r, "Business profile")
	f.Path = form.Base
	f.Description = "Type in once what directories should know of your business, or take it over from your website. You can pay later."
	order := append(page.Inputs(), "logo", "cover", "photos")
	slices.SortStableFunc(form.Wrong, func(a, b host.Problem) int { return slices.Index(order, a.Field) - slices.Index(order, b.Field) })
	s.render(w, r, status, page.ProfileForm(f, form))
}

// typedWrong is what is wrong with fields that have something in them: nobody is told off for what they have not come to yet.
func typedWrong(state host.ProfileState) host.Problems {
	var out host.Problems
	for _, p := range state.Missing {
		if len(state.Draft.Fields[p.Field]) > 0 {
			out = append(out, p)
		}
	}
	return out
}

func nextWords(bought bool) string {
	if bought {
		return "What waits for this profile starts within a minute; what was sent before keeps the version it was sent with."
	}
	return "It is sent once you have bought a package."
}

// profileImage serves a picture of the viewer's own draft or approved profile, and of nobody else's.
func (s site) profileImage(w http.ResponseWriter, r *http.Request) {
	state, err := s.state(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for _, img := range ownImages(state) {
		if img.Digest == "" || img.Digest != chi.URLParam(r, "digest") {
			continue
		}
		data, err := s.Blobs.Get(r.Context(), img.Digest)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		h := w.Header()
		h.Set("Content-Type", img.MediaType)
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
		h.Set("Cache-Control", "private, max-age=86400, immutable")
		_, _ = w.Write(data)
		return
	}
	s.fail(w, r, host.Errorf(host.NotFound, "There is no such picture in this profile."))
}

func ownImages(state host.ProfileState) []host.Image {
	var out []host.Image
	for _, field := range []string{"logo", "cover", "photos"} {
		out = append(out, state.Draft.Images(field)...)
	}
	return out
}
