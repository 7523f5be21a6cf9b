package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// portalStore is what customers see of their own.
type portalStore interface {
	JobsOf(ctx context.Context, customer uuid.UUID) ([]host.Job, error)
	Watch(ctx context.Context, customer, job uuid.UUID, since string) (host.Watch, error)
	EveryonesPace(ctx context.Context) (host.Pace, error)
	Detail(ctx context.Context, customer, submission uuid.UUID) (host.Detail, error)
	EvidenceOf(ctx context.Context, customer, submission uuid.UUID) ([]host.Evidence, error)
	SkipListing(ctx context.Context, customer, submission uuid.UUID) error
	Tasks(ctx context.Context, customer uuid.UUID) ([]host.Task, error)
	Task(ctx context.Context, customer uuid.UUID, id int64) (host.Task, error)
	SkipTask(ctx context.Context, customer uuid.UUID, id int64) error
	Activity(ctx context.Context, customer uuid.UUID, kind host.ActivityKind, before int64, most int) ([]host.Activity, error)
}

func (s site) listingList(w http.ResponseWriter, r *http.Request) {
	jobs, err := s.Portal.JobsOf(r.Context(), customer(r))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if len(jobs) == 0 {
		s.render(w, r, http.StatusOK, page.NoListings(s.frame(r, "Listings")))
		return
	}
	chosen := jobs[0].ID
	if asked := r.URL.Query().Get("job"); asked != "" {
		if chosen, err = uuid.Parse(asked); err != nil {
			s.notFound(w, r)
			return
		}
	}
	all, err := s.Portal.EveryonesPace(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	l, err := s.listings(r, chosen, "", all)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	l.Jobs = jobs
	var missing []page.Step
	if l.Job.Status == host.JobPending && l.AnnouncedAt.IsZero() && l.Job.Held == host.NotHeld {
		if missing, err = s.checklist(r.Context(), customer(r)); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	s.render(w, r, http.StatusOK, page.ListingsPage(s.frame(r, "Listings"), l, missing))
}

// listings reads a job as the request's URL wants to see it: all its rows, or those that changed since a cursor.
func (s site) listings(r *http.Request, job uuid.UUID, since string, all host.Pace) (page.Listings, error) {
	l := page.Listings{Query: listingQuery(r), All: all, Zone: viewer(r).TimeZone, Now: time.Now()}
	var err error
	if l.Watch, err = s.Portal.Watch(r.Context(), customer(r), job, since); err != nil {
		return l, err
	}
	l.Filters, l.Shown = filter(l.Rows, l.Counts, &l.Query.Show)
	l.Shown = slices.DeleteFunc(l.Shown, func(row host.SubmissionSummary) bool { return !l.Query.Finds(row) })
	l.Query.Order(l.Shown)
	return l, nil
}

// listingQuery reads the choice of rows from the URL. What it does not know becomes the first choice.
func listingQuery(r *http.Request) page.ListingQuery {
	v := r.URL.Query()
	q := page.ListingQuery{Job: v.Get("job"), Show: v.Get("show"), Find: v.Get("q"), Sort: "authority"}
	if len(q.Find) > 100 {
		q.Find = ""
	}
	for _, known := range page.Sorts {
		if known.Key == v.Get("sort") {
			q.Sort = known.Key
		}
	}
	return q
}

// checklist is what has to be there before a job that is paid for begins.
func (s site) checklist(ctx context.Context, customer uuid.UUID) ([]page.Step, error) {
	draft, err := s.Drafts.DraftOf(ctx, customer)
	if err != nil {
		return nil, err
	}
	begun, approved := len(draft.Fields) > 0 || draft.Approved != nil, draft.Approved != nil
	return []page.Step{
		{Words: "Payment", Hint: "Received, thank you.", Done: true},
		{Words: "Business profile", Hint: "What directories publish about you. It takes about ten minutes and is saved as you type.", Done: begun, To: "/portal/profile"},
		{Words: "Your approval", Hint: "You look it over and agree that we list your business with it. We begin right then.", Done: approved, To: approvalAt(begun)},
	}, nil
}

// approvalAt is where the profile is approved; nowhere while there is none.
func approvalAt(begun bool) string {
	if begun {
		return "/portal/profile"
	}
	return ""
}
