// Package web serves the pages and the HTTP API. One file an action; what a page shows is in web/page.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
	"github.com/directorybolt/directorybolt/web/static"
)

// Config is what the pages show and work with.
type Config struct {
	URL string // where browsers reach the pages, for links in mails and the way back from a payment: "https://directorybolt.com"

	Sessions sessionStore
	Drafts   draftStore
	Staff    staffStore
	Blobs    blobs
	Traces   traces

	Reports      reportStore
	Rerun        rerunner
	Printer      printer // nil where there is no browser
	Exports      exporter
	Deletions    deletionStore
	Support      supportStore
	SupportEmail string        // where messages of customers go, shown to everybody; empty for none
	KeepEvidence time.Duration // after the end of a job; zero for [host.EvidenceAge]

	Log *slog.Logger
}

// staffStore is what staff see.
type staffStore interface {
	Jobs(ctx context.Context) ([]host.JobSummary, error)
	Job(ctx context.Context, id uuid.UUID) (host.JobSummary, error)
	Submissions(ctx context.Context, job uuid.UUID) ([]host.SubmissionSummary, error)
	Submission(ctx context.Context, id uuid.UUID) (host.SubmissionSummary, error)
	Events(ctx context.Context, submission uuid.UUID) ([]host.Event, error)
	Evidence(ctx context.Context, submission uuid.UUID) ([]host.Evidence, error)
}

// blobs holds the bytes of evidence by digest.
type blobs interface {
	Get(ctx context.Context, digest string) ([]byte, error)
}

// traces writes the trace of a submission: every call of its adapter. [host.NotFound] says that there is none.
type traces interface {
	Trace(ctx context.Context, submission uuid.UUID) (file []byte, directory string, err error)
}

// New returns the handler of the whole site.
func New(c Config) http.Handler {
	s := site{c}
	r := chi.NewRouter()
	r.Use(middleware.Recoverer, secure, logged(s.Log), http.NewCrossOriginProtection().Handler)
	r.Get("/health", health)
	r.Get("/static/*", static.Serve)
	r.Group(func(r chi.Router) {
		r.Use(s.identified)
		r.NotFound(s.notFound)

		// Anybody's.
		r.Get("/", s.landing)

		// Afterwards.
		r.Get("/r/{token}", s.shareShow)
		r.Get("/r/{token}/picture/{digest}", s.sharePicture)
		r.With(s.limited(30, time.Minute)).Get("/deletion/{reference}", s.deletionStatus)
		r.Get("/contact", s.contactShow)
		r.With(s.customers, s.limited(10, time.Hour)).Post("/contact", s.contactCreate)

		// Buying.

		// Signing in.

		r.Route("/portal", func(r chi.Router) {
			r.Use(s.customers)
			// Listings.

			// Needs you.

			// Business profile.

			// Reports.
			r.Get("/reports", s.reportList)
			r.Get("/reports/{id}", s.reportShow)
			r.Get("/reports/{id}/csv", s.reportCSV)
			r.Get("/reports/{id}/json", s.reportJSON)
			r.With(s.limited(10, time.Minute)).Get("/reports/{id}/pdf", s.reportPDF)
			r.Get("/reports/{id}/picture/{digest}", s.reportPicture)
			r.Post("/reports/{id}/share", s.shareCreate)
			r.Post("/shares/{id}/revoke", s.shareRevoke)
			r.Post("/orders/{id}/rerun", s.reportRerun)
			r.Post("/d/{id}/rerun", s.submissionRerun)
			r.With(s.limited(10, time.Hour)).Get("/account/export", s.exportShow)
			r.Get("/account/delete", s.deletionShow)
			r.With(s.limited(20, time.Hour)).Post("/account/delete", s.deletionCreate)
			r.Post("/account/delete/undo", s.deletionCancel)

			// Account.
		})

		r.Route("/staff", func(r chi.Router) {
			r.Use(s.staff)
			r.Get("/", s.jobList)
			r.Get("/jobs/{id}", s.jobShow)
			r.Get("/submissions/{id}", s.submissionShow)
			r.Get("/submissions/{id}/trace", s.traceShow)
			r.Get("/submissions/{id}/evidence/{digest}", s.evidenceShow)
		})
	})
	return r
}

type site struct{ Config }

func (s site) notFound(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, host.Errorf(host.NotFound, "There is nothing at this address."))
}

// frame is what is around a page: its title, and who looks at it.
func (s site) frame(r *http.Request, title string) page.Frame {
	return page.Frame{Title: title, Path: r.URL.Path, Viewer: viewer(r)}
}

func (s site) render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) {
	templ.Handler(c, templ.WithStatus(status)).ServeHTTP(w, r)
}

// statuses is the one table that turns kinds of errors into answers.
var statuses = map[host.Kind]struct {
	code  int
	title string
	text  string
}{
	host.Invalid:     {http.StatusUnprocessableEntity, "That did not work", ""},
	host.NotFound:    {http.StatusNotFound, "Not found", ""},
	host.Denied:      {http.StatusForbidden, "Not allowed", ""},
	host.Conflict:    {http.StatusConflict, "Somebody was faster", ""},
	host.Unavailable: {http.StatusServiceUnavailable, "Not reachable just now", ""},
	host.Limited:     {http.StatusTooManyRequests, "A little slower, please", ""},
	host.Internal:    {http.StatusInternalServerError, "Something broke on our side", "It has been logged. Trying again in a minute often helps."},
}

func (s site) fail(w http.ResponseWriter, r *http.Request, err error) {
	kind := host.KindOf(err)
	answer := statuses[kind]
	text := answer.text
	if text == "" {
		text = err.Error()
	} else {
		s.Log.ErrorContext(r.Context(), "request failed", "path", loggable(r), "error", err)
	}
	s.render(w, r, answer.code, page.Message(s.frame(r, answer.title), text))
}

// secure sets the headers that keep a page from running or embedding anything but our own files.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

func logged(log *slog.Logger) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
			start := time.Now()
			next.ServeHTTP(answer, r)
			log.DebugContext(r.Context(), "request answered", "method", r.Method, "path", loggable(r), "status", answer.Status(), "duration", time.Since(start))
		})
	}
}

func id(r *http.Request) (uuid.UUID, error) {
	parsed, err := uuid.Parse(chi.URLParam(r, "id"))
	if err != nil {
		return uuid.UUID{}, host.Errorf(host.NotFound, "There is nothing at this address.")
	}
	return parsed, nil
}
