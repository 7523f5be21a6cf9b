package pages

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/billing"
	"github.com/directorybolt/directorybolt/host/billing/stripetest"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/live"
	"github.com/directorybolt/directorybolt/host/picture"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
	"github.com/directorybolt/directorybolt/host/worker"
	"github.com/directorybolt/directorybolt/web"
)

// site is the pages on a database of their own.
type site struct {
	t     *testing.T
	db    *postgres.DB
	blobs *blob.Store
	url   string

	stripe  *stripetest.Server
	desk    *billing.Desk
	routes  chi.Routes
	worker  *worker.Worker // enqueues, and carries nothing out
	server  *httptest.Server
	changes *live.Hub
}

func serve(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, db: postgrestest.Open(t)}
	var err error
	if s.blobs, err = blob.Open(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if s.worker, err = worker.New(worker.Config{Store: s.db, Pool: s.db.Pool(), Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	s.server = httptest.NewUnstartedServer(nil)
	s.url = "http://" + s.server.Listener.Addr().String()
	s.takePayments(s.url)
	s.start()
	t.Cleanup(func() { s.stop() })
	return s
}

// start serves the pages with the server that is there and not started yet.
func (s *site) start() {
	s.t.Helper()
	log := slog.New(slog.DiscardHandler)
	s.changes = live.New(s.db.Listen, log)
	listening, stop := context.WithCancel(context.Background())
	s.t.Cleanup(stop)
	go s.changes.Run(listening)
	handler := web.New(web.Config{
		Catalogue: s.db,
		URL:       s.url,
		Sessions:  s.db,
		Drafts:    s.db,
		Staff:     s.db,
		Traffic:   s.db,
		Portal:    s.db,
		Tasks:     s.worker,
		Live:      s.changes,
		Blobs:     s.blobs,
		Billing:   s.desk, Payments: s.db, TestCheckout: s.stripe,
		Access:        s.db,
		Accounts:      s.db,
		Mails:         s.db,
		Processes:     s.db,
		Outbox:        s.db,
		Profiles:      s.db,
		Approvals:     s.worker,
		Pictures:      picture.NewKeeper(s.blobs),
		Sites:         &plumbersSite{},
		Reports:       s.db,
		Rerun:         s.worker,
		Printer:       printer{},
		Exports:       s.db,
		Deletions:     s.db,
		Support:       s.db,
		SupportEmail:  "support@directorybolt.example",
		WorkerToken:   workerToken,
		Keys:          s.db,
		API:           s.db,
		Writes:        s.db,
		Webhooks:      s.db,
		Planner:       plans{},
		Claims:        s.db,
		EvidenceBlobs: s.blobs,
		Log:           log,
	})
	s.server.Config.Handler, s.routes = handler, handler.(chi.Routes)
	s.server.Start()
}

func (s *site) stop() {
	s.changes.Stop() // open pages would keep the server from ending
	s.server.Close()
}

// again serves at the same address after [site.stop].
func (s *site) again() {
	s.t.Helper()
	l, err := net.Listen("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.server = &httptest.Server{Listener: l, Config: &http.Server{}}
	s.start()
}

// signIn makes a session and returns the cookie that opens it.
func (s *site) signIn(session host.Session) string {
	s.t.Helper()
	token := uuid.NewString()
	if _, err := s.db.StartSession(s.t.Context(), token, session, time.Hour); err != nil {
		s.t.Fatal(err)
	}
	return token
}

// customer makes a customer with an approved profile, and a session.
func (s *site) customer(email, company string) (host.Customer, string) {
	s.t.Helper()
	c, err := s.db.CreateCustomer(s.t.Context(), host.Customer{
		Email: email, CompanyName: company, Tier: host.Starter, Profile: []byte(`{"name":"` + company + `","email":"` + email + `","address":{"country":"US"}}`),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return c, s.signIn(host.Session{Role: host.RoleCustomer, Email: email, Verified: true, Customer: c.ID})
}

func TestLandingShowsThePromise(t *testing.T) {
	t.Parallel()
	s := serve(t)
	for _, v := range []view{desktop, phone, {width: 390, height: 844, noScript: true}} {
		page := open(t, v, s.url)
		heading, err := page.Locator("h1").TextContent()
		if err != nil || !strings.Contains(heading, "with proof") {
			t.Errorf("heading %q, %v", heading, err)
		}
	}
}
