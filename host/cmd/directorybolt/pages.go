package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/fetch"
	"github.com/directorybolt/directorybolt/host/live"
	"github.com/directorybolt/directorybolt/host/notice"
	"github.com/directorybolt/directorybolt/host/oidc"
	"github.com/directorybolt/directorybolt/host/picture"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/web"
)

// serve answers HTTP on the address and returns the one it got: port 0 asks for a free one.
func (s *system) serve(ctx context.Context, address string) (string, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return "", host.Errorf(host.Unavailable, "nothing can be served on %s: %w; choose another address with --listen", address, err)
	}
	if !s.roles.has(roleWeb) {
		s.answer(l, withMetrics(web.Probes(s.parts), s.collectors()))
		return "http://" + l.Addr().String(), nil
	}
	local := "http://" + l.Addr().String()
	address = local
	if s.reach.url != nil {
		address = s.reach.url.String()
	}
	desk, standIn, err := s.takePayments(ctx, address, local+"/api/webhook")
	if err != nil {
		return "", errors.Join(err, l.Close())
	}
	changes := live.New(s.db.Listen, s.log)
	config := web.Config{
		URL:           address,
		Catalogue:     s.db,
		Sessions:      s.db,
		Drafts:        s.db,
		Staff:         s.db,
		Traffic:       s.db,
		Blobs:         s.blobs,
		Traces:        traces{s.db},
		Payments:      s.db,
		Access:        s.db,
		Accounts:      s.db,
		Mails:         s.db,
		Proxies:       s.reach.proxies,
		Profiles:      s.db,
		Approvals:     s.worker,
		Pictures:      picture.NewKeeper(roomy{s.blobs, s.room}),
		Sites:         &fetch.Client{Contact: contact},
		Portal:        s.db,
		Tasks:         s.worker,
		Live:          changes,
		Reports:       s.db,
		Rerun:         s.worker,
		Printer:       s.printer(),
		Exports:       s.db,
		Deletions:     s.db,
		Support:       s.db,
		SupportEmail:  s.supportEmail,
		KeepEvidence:  s.keepEvidence,
		Processes:     s.db,
		Ready:         s.parts,
		WorkerToken:   os.Getenv("WORKER_AUTH_TOKEN"),
		Orders:        orders{s.worker, s.db, s.queue},
		Keys:          s.db,
		API:           s.db,
		Writes:        s.db,
		Webhooks:      s.db,
		Planner:       planner{s.db.Directory, s.adapters.get},
		Claims:        s.db,
		EvidenceBlobs: s.blobs,
		Log:           s.log,
	}
	s.notify(address)
	s.sendWebhooks(address)
	if desk != nil {
		config.Billing = desk
	}
	if standIn != nil {
		config.TestCheckout = standIn
	}
	if s.reach.issuer.Issuer != "" {
		config.Organisation = oidc.New(s.reach.issuer)
	}
	at, _ := l.Addr().(*net.TCPAddr)
	here := at != nil && at.IP.IsLoopback() // whoever connects is this machine, be it a proxy for others
	if s.reach.outbox(here) {
		config.Outbox = s.db
	}
	handler := web.New(config)
	if here {
		pages := handler
		handler = onlyHere(withMetrics(pages, s.collectors()))
		if s.reach.url != nil {
			handler = byName(s.reach.url.Host, pages, handler)
		}
	}
	s.hear(changes)
	s.answer(l, handler)
	return address, nil
}

// hear tells open pages of changes until the system stops. They then go to whoever takes over.
func (s *system) hear(changes *live.Hub) {
	end := until(changes.Run)
	s.closers = append(s.closers, func() error { return end(context.Background()) })
	s.drains = append(s.drains, func(context.Context) error { changes.Stop(); return nil })
}

// answer serves HTTP until the system stops.
func (s *system) answer(l net.Listener, handler http.Handler) {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	s.closers = append(s.closers, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), shutTime)
		defer cancel()
		err := server.Shutdown(ctx)
		if served := <-done; !errors.Is(served, http.ErrServerClosed) {
			return served
		}
		return err
	})
}

// notify begins to tell customers of their orders, with links to pages at the address.
func (s *system) notify(url string) {
	ctx, cancel := context.WithCancel(context.Background())
	patience := postgres.Patience{Pause: 6 * time.Hour, Reminder: 48 * time.Hour, Deadline: 24 * time.Hour}
	var running sync.WaitGroup
	running.Go(func() {
		notice.Run(ctx, notice.Config{
			Notify: func(ctx context.Context, now time.Time, write func(host.Notice) host.Mail) (int, error) {
				return s.db.Notify(ctx, now, patience, write)
			},
			Listen: func(ctx context.Context, changed func(customer, job uuid.UUID)) error {
				return s.db.Listen(ctx, func() {}, changed) // what is missed, the sweep finds
			},
			URL: url, Log: s.log,
		})
	})
	s.closers = append(s.closers, func() error { cancel(); running.Wait(); return nil })
}

// traces are the trace files of submissions, for the pages.
type traces struct{ db *postgres.DB }

func (t traces) Trace(ctx context.Context, submission uuid.UUID) (file []byte, directory string, err error) {
	return traceFile(ctx, t.db, submission)
}

// onlyHere refuses requests for other names than this machine's: a page from elsewhere could give one to our address and read
// what it has no business to see.
func onlyHere(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.Host
		if h, _, err := net.SplitHostPort(r.Host); err == nil {
			name = h
		}
		if ip := net.ParseIP(strings.Trim(name, "[]")); name != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "These pages are for this machine only: open them as http://localhost.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}
