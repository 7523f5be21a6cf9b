package pages

import (
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
	"github.com/directorybolt/directorybolt/web"
)

// site is the pages on a database of their own.
type site struct {
	t     *testing.T
	db    *postgres.DB
	blobs *blob.Disk
	url   string
}

func serve(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, db: postgrestest.Open(t)}
	var err error
	if s.blobs, err = blob.Open(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(nil)
	server.Config.Handler = web.New(web.Config{
		URL:      "http://" + server.Listener.Addr().String(),
		Sessions: s.db,
		Drafts:   s.db,
		Staff:    s.db,
		Blobs:    s.blobs,

		Reports:      s.db,
		Rerun:        rerunner{s.db},
		Printer:      printer{},
		Exports:      s.db,
		Deletions:    s.db,
		Support:      s.db,
		SupportEmail: "support@directorybolt.example",

		Log: slog.New(slog.DiscardHandler),
	})
	server.Start()
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
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
