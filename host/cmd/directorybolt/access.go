package main

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/mail"
	"github.com/directorybolt/directorybolt/host/oidc"
	"github.com/directorybolt/directorybolt/host/postgres"
)

// reach is how people reach this host, and how it reaches them. The zero value is a machine of one's own: pages on loopback, mails in the outbox.
type reach struct {
	url     *url.URL // PUBLIC_URL, where browsers reach the pages; nil: where we listen
	proxies []string // TRUSTED_PROXIES, networks whose word on the client's address is believed
	smtp    string   // SMTP_URL
	from    string   // MAIL_FROM
	issuer  oidc.Config
}

// reachOf reads the environment and names everything that is missing or wrong at once.
func reachOf(getenv func(string) string) (r reach, err error) {
	var wrong []string
	if public := getenv("PUBLIC_URL"); public != "" {
		r.url, err = url.Parse(strings.TrimSuffix(public, "/"))
		if err != nil || r.url.Scheme != "https" && r.url.Scheme != "http" || r.url.Host == "" || r.url.Path != "" || r.url.RawQuery != "" {
			wrong = append(wrong, "PUBLIC_URL should look like https://directorybolt.example")
		}
	}
	for prefix := range strings.FieldsFuncSeq(getenv("TRUSTED_PROXIES"), func(r rune) bool { return r == ',' || r == ' ' }) {
		if _, err := netip.ParsePrefix(prefix); err != nil {
			wrong = append(wrong, "TRUSTED_PROXIES should list networks, like 127.0.0.0/8,::1/128")
			break
		}
		r.proxies = append(r.proxies, prefix)
	}
	r.smtp, r.from = getenv("SMTP_URL"), getenv("MAIL_FROM")
	if (r.smtp == "") != (r.from == "") {
		wrong = append(wrong, "SMTP_URL and MAIL_FROM go together: set both, or neither")
	}
	r.issuer = oidc.Config{Issuer: getenv("OIDC_ISSUER"), ClientID: getenv("OIDC_CLIENT_ID"), ClientSecret: getenv("OIDC_CLIENT_SECRET")}
	if set := (r.issuer != oidc.Config{}); set && (r.issuer.Issuer == "" || r.issuer.ClientID == "" || r.issuer.ClientSecret == "") {
		wrong = append(wrong, "OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: set all, or none")
	}
	if len(wrong) > 0 {
		return reach{}, host.Errorf(host.Invalid, "the environment is not right: %s", strings.Join(wrong, "; "))
	}
	return r, nil
}

// outbox reports whether the outbox is shown: where nothing sends mails, and nobody but this machine sees the pages. Its mails hold links that sign in.
func (r reach) outbox(here bool) bool { return here && r.url == nil && r.smtp == "" }

// sender returns what sends mails, or nil where they stay in the outbox.
func (s *system) sender() (*mail.Sender, error) {
	if s.reach.smtp == "" {
		return nil, nil
	}
	return mail.New(mail.Config{Store: s.db, Server: s.reach.smtp, From: s.reach.from, Log: s.log})
}

// sendMails sends what is queued until the system stops.
func (s *system) sendMails(sender *mail.Sender) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); sender.Run(ctx) }()
	s.closers = append(s.closers, func() error { cancel(); <-ended; return nil })
}

// byName serves requests for the public name with the pages alone, and all others with what is for this machine only.
func byName(name string, pages, here http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.EqualFold(r.Host, name) {
			pages.ServeHTTP(w, r)
			return
		}
		here.ServeHTTP(w, r)
	})
}

// openRunning opens the database that a host on this machine works with: that in DATABASE_URL, or the private one of a host that is running.
func openRunning(ctx context.Context, p Places) (*postgres.DB, error) {
	dsn, err := databaseURL()
	if err != nil {
		return nil, err
	}
	if dsn == "" {
		if p.Data == "" {
			p.Data = dataDir("serve")
		}
		server, err := postgres.Running(ctx, p.private())
		if host.KindOf(err) == host.NotFound {
			return nil, host.Errorf(host.NotFound, "no DirectoryBolt runs on %s: start `directorybolt serve` first, or name its folder with --data", p.Data)
		}
		if err != nil {
			return nil, err
		}
		dsn = server.DSN("directorybolt")
	}
	return postgres.Open(ctx, dsn)
}

// publicURL is where the pages are, for whoever prints a link to one.
func publicURL(given string) string {
	if given == "" {
		given = os.Getenv("PUBLIC_URL")
	}
	if given == "" {
		given = "http://127.0.0.1:8080"
	}
	return strings.TrimSuffix(given, "/")
}
