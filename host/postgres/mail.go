package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// queueMail adds a mail in the transaction that it tells of. One whose key was used before is not sent again.
func queueMail(ctx context.Context, q *db.Queries, m host.Mail) error {
	p := db.QueueMailParams{
		CustomerID: optional(m.Customer), Kind: m.Kind, Recipient: text(m.To), Subject: text(m.Subject), Body: text(m.Body), DueAt: m.Due,
	}
	if m.Key != "" {
		p.Key = &m.Key
	}
	if m.Due.IsZero() {
		p.DueAt = time.Now()
	}
	if !m.Expires.IsZero() {
		p.ExpiresAt = &m.Expires
	}
	if err := q.QueueMail(ctx, p); err != nil {
		return fmt.Errorf("queue mail: %w", err)
	}
	return nil
}

// QueueMail adds a mail of its own.
func (d *DB) QueueMail(ctx context.Context, m host.Mail) error { return queueMail(ctx, d.read(), m) }

// ClaimMail takes the mail that is to be sent next. Nobody else gets it before lease is over: then whoever claimed it is taken for dead, and it is
// sent again. [host.NotFound] says that none is due.
func (d *DB) ClaimMail(ctx context.Context, lease time.Duration) (host.QueuedMail, error) {
	for {
		row, err := d.read().ClaimMail(ctx, lease)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return host.QueuedMail{}, host.Errorf(host.NotFound, "no mail is due")
		case err != nil:
			return host.QueuedMail{}, fmt.Errorf("claim mail: %w", err)
		case !row.Wanted:
			if err := d.read().DeleteMail(ctx, row.Mail.ID); err != nil {
				return host.QueuedMail{}, fmt.Errorf("drop mail to nobody: %w", err)
			}
		case row.Expired:
			if err := d.MailGivenUp(ctx, row.Mail.ID, "What it says was only true until "+row.Mail.ExpiresAt.UTC().Format("15:04 MST")+". "+row.Mail.Error); err != nil {
				return host.QueuedMail{}, err
			}
		default:
			return queuedMail(row.Mail), nil
		}
	}
}

// MailSent records that a mail was sent, and forgets its text: it can hold a link that signs in.
func (d *DB) MailSent(ctx context.Context, id int64) error {
	if err := d.read().MailSent(ctx, id); err != nil {
		return fmt.Errorf("mail was sent: %w", err)
	}
	return nil
}

// MailPostponed records why a mail could not be sent, to be tried again after the pause.
func (d *DB) MailPostponed(ctx context.Context, id int64, why string, pause time.Duration) error {
	if err := d.read().MailPostponed(ctx, db.MailPostponedParams{ID: id, Error: text(why), Pause: pause}); err != nil {
		return fmt.Errorf("postpone mail: %w", err)
	}
	return nil
}

// MailGivenUp records why a mail will not be sent, and forgets its text.
func (d *DB) MailGivenUp(ctx context.Context, id int64, why string) error {
	if err := d.read().MailGivenUp(ctx, db.MailGivenUpParams{ID: id, Error: text(why)}); err != nil {
		return fmt.Errorf("give up mail: %w", err)
	}
	return nil
}

// MailsInTrouble returns the last mails that could not be sent so far, newest first, without their texts.
func (d *DB) MailsInTrouble(ctx context.Context) ([]host.QueuedMail, error) {
	rows, err := d.read().MailsInTrouble(ctx)
	if err != nil {
		return nil, fmt.Errorf("mails in trouble: %w", err)
	}
	var out []host.QueuedMail
	for _, r := range rows {
		r.Body = ""
		out = append(out, queuedMail(r))
	}
	return out, nil
}

// Outbox returns the last mails that wait to be sent, newest first: where nothing sends them, this is how they are read.
func (d *DB) Outbox(ctx context.Context) ([]host.QueuedMail, error) {
	rows, err := d.read().Outbox(ctx)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	var out []host.QueuedMail
	for _, r := range rows {
		out = append(out, queuedMail(r))
	}
	return out, nil
}

func queuedMail(r db.Mail) host.QueuedMail {
	m := host.QueuedMail{
		ID: r.ID, CreatedAt: r.CreatedAt, Attempts: int(r.Attempts), Trouble: r.Error,
		Mail: host.Mail{Kind: r.Kind, To: r.Recipient, Subject: r.Subject, Body: r.Body, Due: r.DueAt},
	}
	if r.CustomerID != nil {
		m.Customer = *r.CustomerID
	}
	if r.Key != nil {
		m.Key = *r.Key
	}
	if r.ExpiresAt != nil {
		m.Expires = *r.ExpiresAt
	}
	if r.GivenUpAt != nil {
		m.GivenUp = *r.GivenUpAt
	}
	return m
}
