// Package mail sends the mails that others have queued, over SMTP.
//
// A mail is claimed, sent, and then recorded as sent. If the program dies between the last two, the mail is sent once more when its claim has run
// out: it arrives at least once, and a repeat has the Message-ID of the first, by which most mailboxes show it once.
package mail

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/directorybolt/directorybolt/host"
)

// store is where mails wait.
type store interface {
	ClaimMail(ctx context.Context, lease time.Duration) (host.QueuedMail, error)
	MailSent(ctx context.Context, id int64) error
	MailPostponed(ctx context.Context, id int64, why string, pause time.Duration) error
	MailGivenUp(ctx context.Context, id int64, why string) error
}

// Config says what to send and how.
type Config struct {
	Store  store
	Server string // "smtps://user:password@host:465", or "smtp://" for STARTTLS
	From   string // "DirectoryBolt <hello@directorybolt.com>"
	Log    *slog.Logger
}

// Sender sends mails.
type Sender struct {
	Config
	client *gomail.Client
	from   *mail.Address
}

const (
	look    = 2 * time.Second  // how often the queue is looked at
	timeout = 20 * time.Second // of each step of a conversation with the server
	lease   = 5 * time.Minute  // more than a conversation can take: that is under ten steps
)

// pauses are what is waited after each attempt. After the last, a mail is given up: most of a day without its server has passed.
var pauses = []time.Duration{10 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour}

// New returns a sender that [Sender.Run] starts. It does not connect: a server that is away is tried again later. [host.Invalid] says what is
// wrong with the configuration.
func New(c Config) (*Sender, error) {
	from, err := mail.ParseAddress(c.From)
	if err != nil {
		return nil, host.Errorf(host.Invalid, "MAIL_FROM is not an e-mail address: it should look like DirectoryBolt <hello@example.com>")
	}
	client, err := dial(c.Server)
	if err != nil {
		return nil, err
	}
	return &Sender{c, client, from}, nil
}

// dial reads the address of a server. No error repeats it: there is a password in it.
func dial(server string) (*gomail.Client, error) {
	malformed := host.Errorf(host.Invalid, "SMTP_URL is not the address of a mail server: it should look like smtps://user:password@host:465, or smtp://user:password@host:587 for STARTTLS")
	u, err := url.Parse(server)
	if err != nil || u.Hostname() == "" {
		return nil, malformed
	}
	options := []gomail.Option{gomail.WithTimeout(timeout)}
	port := 587
	switch u.Scheme {
	case "smtps":
		port = 465
		options = append(options, gomail.WithSSL())
	case "smtp":
		// Sign-in links are secrets: only a server on this very machine may get them in the clear.
		policy := gomail.TLSMandatory
		if ip := net.ParseIP(u.Hostname()); u.Hostname() == "localhost" || (ip != nil && ip.IsLoopback()) {
			policy = gomail.TLSOpportunistic
		}
		options = append(options, gomail.WithTLSPolicy(policy))
	default:
		return nil, malformed
	}
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, malformed
		}
	}
	options = append(options, gomail.WithPort(port))
	if password, ok := u.User.Password(); ok {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	client, err := gomail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, malformed
	}
	return client, nil
}

// Check connects to the server, signs in and leaves again.
func (s *Sender) Check(ctx context.Context) error {
	client, err := dial(s.Server)
	if err == nil {
		err = client.DialWithContext(ctx)
	}
	if err != nil {
		return host.Errorf(host.Unavailable, "the mail server does not answer: %w", err)
	}
	return client.Close()
}

// Run sends mails as they become due, until ctx ends. A mail that is being sent then is finished first, or left to be sent again.
func (s *Sender) Run(ctx context.Context) {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		s.sendDue(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// sendDue sends what is due, until nothing is or the server or the store does not answer.
func (s *Sender) sendDue(ctx context.Context) {
	for ctx.Err() == nil {
		m, err := s.Store.ClaimMail(ctx, lease)
		if host.KindOf(err) == host.NotFound {
			return
		}
		if err == nil {
			var reached bool
			if reached, err = s.attempt(ctx, m); err == nil && !reached {
				return
			}
		}
		if err != nil {
			if ctx.Err() == nil {
				s.Log.ErrorContext(ctx, "mails could not be taken from the queue", "error", err)
			}
			return
		}
	}
}

// attempt sends one mail and records what came of it. It reports whether the server was reached at all; err is the store's.
func (s *Sender) attempt(ctx context.Context, m host.QueuedMail) (reached bool, err error) {
	reached, sendErr := s.send(ctx, m)
	// What happened has to be recorded also when we are being stopped.
	ctx = context.WithoutCancel(ctx)
	if sendErr == nil {
		return true, s.Store.MailSent(ctx, m.ID)
	}
	// No recipient's address in the log: the whole error is with the mail.
	var told *gomail.SendError
	code := 0
	if errors.As(sendErr, &told) {
		code = told.ErrorCode()
	}
	s.Log.WarnContext(ctx, "mail was not sent", "mail_id", m.ID, "kind", m.Kind, "attempt", m.Attempts, "code", code)
	if refused(sendErr) || m.Attempts > len(pauses) {
		return reached, s.Store.MailGivenUp(ctx, m.ID, sendErr.Error())
	}
	return reached, s.Store.MailPostponed(ctx, m.ID, sendErr.Error(), pauses[max(m.Attempts, 1)-1])
}

// errUnsendable marks mails that no server would take.
var errUnsendable = errors.New("the mail cannot be written")

// refused reports whether trying again is of no use: the server knows the mailbox not to exist, or does not take the mail.
func refused(err error) bool {
	var told *gomail.SendError
	if errors.As(err, &told) {
		return told.ErrorCode() >= 500 && (told.Reason == gomail.ErrSMTPRcptTo || told.Reason == gomail.ErrSMTPDataClose)
	}
	return errors.Is(err, errUnsendable)
}

func (s *Sender) send(ctx context.Context, m host.QueuedMail) (reached bool, err error) {
	message, err := s.compose(m)
	if err != nil {
		return true, errors.Join(errUnsendable, err)
	}
	connection, err := s.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return false, err
	}
	err = s.client.SendWithSMTPClient(connection, message)
	_ = s.client.CloseWithSMTPClient(connection) // the answer to the mail is what counts
	if message.IsDelivered() {
		return true, nil // what follows a mail that was taken is of no consequence
	}
	return true, err
}
