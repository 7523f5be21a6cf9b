// Package web serves the pages and the HTTP API. One file an action; what a page shows is in web/page.
package web

import (
	"context"
	"io"
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

	Profiles  profileStore
	Approvals approvals
	Pictures  pictures
	Sites     sites

	Staff   staffStore
	Traffic trafficStore
	Blobs   blobs
	Traces  traces

	Billing      desk // nil where no payment can be taken
	Payments     paymentStore
	TestCheckout testCheckout // nil but in development: where it is not, no money moves
	Access       accessStore
	Accounts     accountStore
	Mails        mailStore
	Outbox       outbox       // nil where mails are sent, or others than this machine see the pages
	Proxies      []string     // networks whose X-Forwarded-For is believed; nil: whoever connects is the client
	Organisation organisation // nil: staff sign in by mail like everybody
	Catalogue    catalogueStore
	Portal       portalStore
	Tasks        taskAnswers
	Live         hub

	Reports      reportStore
	Rerun        rerunner
	Printer      printer // nil where there is no browser
	Exports      exporter
	Deletions    deletionStore
	Support      supportStore
	SupportEmail string        // where messages of customers go, shown to everybody; empty for none
	KeepEvidence time.Duration // after the end of a job; zero for [host.EvidenceAge]

	Processes processStore
	Ready     func(context.Context) []host.Part // how the parts of this process are, for load balancers; nil: well

	WorkerToken string // opens the API to our own services; empty keeps it shut; two with a comma between them while one takes the place of the other
	Orders      orderQueue
	Keys        keyStore
	API         apiStore
	Writes      writeStore
	Webhooks    webhookStore
	Planner     planner
	Claims      claimStore

	EvidenceBlobs evidenceStore

	Log *slog.Logger
}

// staffStore is what staff see.
type staffStore interface {
	Jobs(ctx context.Context) ([]host.JobSummary, error)
	Figures(ctx context.Context) (host.Figures, error)
	Job(ctx context.Context, id uuid.UUID) (host.JobSummary, error)
	Submissions(ctx context.Context, job uuid.UUID) ([]host.SubmissionSummary, error)
	Submission(ctx context.Context, id uuid.UUID) (host.SubmissionSummary, error)
	Events(ctx context.Context, submission uuid.UUID) ([]host.Event, error)
	Evidence(ctx context.Context, submission uuid.UUID) ([]host.Evidence, error)
}

// blobs holds the bytes of evidence by digest. Link is an address elsewhere that hands a blob out as a file until it expires, empty where there is none.
type blobs interface {
	Get(ctx context.Context, digest string) ([]byte, error)
	Open(ctx context.Context, digest string) (io.ReadCloser, error)
	Link(ctx context.Context, digest, file, mediaType string, expires time.Duration) (string, error)
}

// traces writes the trace of a submission: every call of its adapter. [host.NotFound] says that there is none.
type traces interface {
	Trace(ctx context.Context, submission uuid.UUID) (file []byte, directory string, err error)
}

// New returns the handler of the whole site.
func New(c Config) http.Handler {
	c.Catalogue = &keptCatalogue{store: c.Catalogue}
	r := chi.NewRouter()
	s := site{Config: c, routes: r}
	r.Use(numbered, s.from(), s.guarded, logged(s.Log), s.recovered, s.sameOrigin(), s.bounded)
	r.MethodNotAllowed(s.methodNotAllowed)
	r.Get("/health", health)
	r.Get("/ready", ready(s.Ready))
	r.Get("/static/*", static.Serve)
	r.Route("/api", s.api)
	r.With(s.limited(120, time.Minute), s.bearer).Post("/plan", s.apiPlan)
	r.Group(func(r chi.Router) {
		r.Use(compressed, s.identified)
		r.NotFound(s.notFound)

		// Anybody's.
		r.Get("/", s.landing)
		r.Get("/pricing", s.pricing)
		r.Get("/directories", s.directoryList)
		r.Get("/sample-report", s.text("Sample report", "What you get at the end of an order: every directory, what became of it, and the proof. The business is invented.", page.SampleReport))
		r.Get("/faq", s.text("Questions and answers", "What we do, what we cannot do, refunds, your data, and how the proof works.", page.FAQ))
		r.Get("/terms", s.text("Terms", "The terms of an order, in short.", page.Terms))
		r.Get("/privacy", s.text("Privacy", "What we keep, why, for how long, and how to have it deleted.", page.Privacy))
		r.Get("/bot", s.text("About our robot", "For operators of directories: who visits you, what it does, and how to stop it.", page.Bot))
		r.Get("/developers", s.developers())
		r.Get("/components", s.text("Components", "", page.Components))
		r.Get("/robots.txt", s.robots)
		r.Get("/sitemap.xml", s.sitemap)

		// Afterwards.
		r.Get("/r/{token}", s.shareShow)
		r.Get("/r/{token}/picture/{digest}", s.sharePicture)
		r.With(s.limited(30, time.Minute)).Get("/deletion/{reference}", s.deletionStatus)
		r.Get("/contact", s.contactShow)
		r.With(s.customers, s.limited(10, time.Hour)).Post("/contact", s.contactCreate)

		// Buying.
		r.Group(func(r chi.Router) {
			r.Use(s.limited(240, time.Minute), payable)
			r.Get("/checkout", s.checkoutShow)
			r.Get("/checkout/done", s.checkoutDone)
			r.With(s.limited(10, time.Minute)).Post("/checkout", s.checkoutCreate)
			if s.TestCheckout != nil {
				r.Get("/checkout/test/{session}", s.testCheckoutShow)
				r.Post("/checkout/test/{session}", s.testCheckoutStep)
			}
		})
		r.Route("/profile", s.profile)

		// Signing in.
		r.Get("/sign-in", s.signInShow)
		r.With(s.limited(10, 10*time.Minute)).Post("/sign-in", s.signInAsk)
		r.Group(func(r chi.Router) {
			r.Use(private, s.limited(60, 10*time.Minute))
			r.Get("/sign-in/choose", s.signInChoose)
			r.Post("/sign-in/choose", s.signInSwitch)
			r.Get("/sign-in/{token}", s.signInOpen)
			r.Post("/sign-in/{token}", s.signInUse)
			if s.Organisation != nil {
				r.Get("/sign-in/staff", s.signInStaff)
				r.Get("/sign-in/staff/callback", s.signInStaffBack)
			}
		})
		r.Post("/sign-out", s.signOut)
		if s.Outbox != nil {
			r.Get("/dev/outbox", s.outboxShow)
		}

		r.Route("/portal", func(r chi.Router) {
			r.Use(s.customers)
			// Listings.
			r.Get("/", s.listingList)
			r.Get("/events", s.events)
			r.Get("/activity", s.activityList)
			r.Get("/d/{id}", s.listingShow)
			r.Get("/d/{id}/evidence/{digest}", s.listingEvidence)
			r.Post("/d/{id}/skip", s.listingSkip)

			// Needs you.
			r.Get("/needs", s.needsList)
			r.Get("/needs/{id}", s.needsShow)
			r.Post("/needs/{id}", s.needsAnswer)
			r.Post("/needs/{id}/skip", s.needsSkip)

			// Business profile.
			r.Route("/profile", s.profile)

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

			// Orders.
			r.Get("/orders/{id}", s.orderShow)
			r.Get("/orders/{id}/cancel", s.orderCancelAsk)
			r.Post("/orders/{id}/cancel", s.orderCancel)
			if s.Webhooks != nil {
				r.Route("/account/api", s.programRoutes)
			}
			r.Get("/account", s.accountShow)
			r.Post("/account/email", s.accountEmailAsk)
			r.Get("/account/email/{token}", s.accountEmailOpen)
			r.Post("/account/email/{token}", s.accountEmailChange)
			r.Post("/account/notifications", s.accountNotifications)
			r.Post("/account/time-zone", s.accountTimeZone)
			r.Post("/account/sessions/end", s.accountSessionsEnd)
			r.Post("/account/sessions/{id}/end", s.accountSessionEnd)
		})

		r.Route("/staff", func(r chi.Router) {
			r.Use(s.staff)
			r.Get("/", s.jobList)
			r.Get("/mails", s.mailList)
			r.Get("/metrics", s.figuresShow)
			r.Get("/processes", s.processList)
			r.Get("/directories", s.trafficList)
			r.Post("/directories/{slug}/pause", s.directoryPause)
			r.Post("/directories/{slug}/resume", s.directoryResume)
			r.Post("/pause", s.pauseAll)
			r.Post("/resume", s.resumeAll)
			r.Get("/jobs/{id}", s.jobShow)
			r.Post("/jobs/{id}/hold", s.jobHold)
			r.Post("/jobs/{id}/release", s.jobRelease)
			r.Post("/jobs/{id}/cancel", s.jobCancel)
			if s.TestCheckout != nil {
				r.Post("/jobs/{id}/test-payment", s.jobTestPayment)
			}
			r.Get("/submissions/{id}", s.submissionShow)
			r.Get("/submissions/{id}/trace", s.traceShow)
			r.Get("/submissions/{id}/evidence/{digest}", s.evidenceShow)
		})
	})
	return r
}

type site struct {
	Config
	routes chi.Routes
}

// sameOrigin refuses what a page of another site has a browser send.
func (s site) sameOrigin() func(http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, host.Errorf(host.Denied, "This was sent from a page of another site. Open our own page, and send it from there."))
	}))
	return protection.Handler
}

// frame is what is around a page: its title, and who looks at it.
func (s site) frame(r *http.Request, title string) page.Frame {
	return page.Frame{Title: title, Path: r.URL.Path, Viewer: viewer(r), Request: number(r)}
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
	host.TooLarge:    {http.StatusRequestEntityTooLarge, "Too large", ""},
	host.Internal:    {http.StatusInternalServerError, "Something broke on our side", "It has been logged. Trying again in a minute often helps."},
}

func (s site) fail(w http.ResponseWriter, r *http.Request, err error) {
	if forPrograms(r) {
		s.failJSON(w, r, err)
		return
	}
	kind := host.KindOf(err)
	answer := statuses[kind]
	text := answer.text
	if text == "" {
		text = err.Error()
	} else {
		s.Log.ErrorContext(r.Context(), "request failed", "request", number(r), "path", loggable(r), "error", err)
	}
	s.render(w, r, answer.code, page.Message(s.frame(r, answer.title), text))
}

// guarded sets the headers that keep a page from running or embedding anything but our own files, and others from embedding it.
func (s site) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()")
		// Other sites learn nothing of our addresses. Our own see them: without, a browser does not say either that a form came from here.
		h.Set("Referrer-Policy", "same-origin")
		if s.secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// private keeps a page out of every cache.
func private(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, no-store")
		next.ServeHTTP(w, r)
	})
}

func logged(log *slog.Logger) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
			start := time.Now()
			next.ServeHTTP(answer, r)
			log.DebugContext(r.Context(), "request answered", "request", number(r), "method", r.Method, "path", loggable(r), "status", answer.Status(), "duration", time.Since(start))
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
