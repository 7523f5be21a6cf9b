package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// What a link in a mail is good for.
const (
	linkSignIn      = "sign_in"
	linkChangeEmail = "change_email"
)

const (
	linkLife     = 15 * time.Minute
	linksAnHour  = 5 // to one address, or for one customer: more would only fill a mailbox
	linksCounted = time.Hour
)

var errLinkUsed = host.Errorf(host.NotFound, "This link has been used, or it is older than 15 minutes.")

// SendSignInLink queues a mail with a link that the token opens. It does the same for every address, known or not: the mail is dropped later if
// nobody has an account with it. [host.Limited] says that the address was sent enough links.
func (d *DB) SendSignInLink(ctx context.Context, token string, m host.Mail) error {
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		if err := q.LockLinks(ctx, strings.ToLower(m.To)); err != nil {
			return fmt.Errorf("lock links: %w", err)
		}
		if err := q.DeleteOldLinks(ctx); err != nil {
			return fmt.Errorf("delete old links: %w", err)
		}
		n, err := q.CountLinksOfEmail(ctx, db.CountLinksOfEmailParams{Email: m.To, Within: linksCounted})
		if err != nil {
			return fmt.Errorf("count links: %w", err)
		}
		if n >= linksAnHour {
			return host.Errorf(host.Limited, "%d links were asked for with this address within an hour. Use the last one that came, or ask again in an hour.", n)
		}
		m.Kind = linkSignIn
		return sendLink(ctx, q, token, m)
	})
}

// NewSignInLink makes the token open a session for the address without any mail: for whoever runs this machine. [host.NotFound] says that nobody
// has an account with the address.
func (d *DB) NewSignInLink(ctx context.Context, token, email string) error {
	identities, err := d.Identities(ctx, email)
	if err != nil {
		return err
	}
	if len(identities) == 0 {
		return host.Errorf(host.NotFound, "nobody has an account with %s: add staff with `directorybolt member add`", email)
	}
	return insertLink(ctx, d.read(), token, linkSignIn, email, uuid.Nil)
}

// SignInLink returns the address that the token signs in with, without using it up: programs that check mails open links, too.
func (d *DB) SignInLink(ctx context.Context, token string) (email string, err error) {
	email, err = d.read().Link(ctx, db.LinkParams{TokenHash: digest(token), Purpose: linkSignIn})
	return email, linkFound(err)
}

// UseSignInLink is [DB.SignInLink] that uses the link up.
func (d *DB) UseSignInLink(ctx context.Context, token string) (email string, err error) {
	email, err = d.read().UseLink(ctx, db.UseLinkParams{TokenHash: digest(token), Purpose: linkSignIn})
	return email, linkFound(err)
}

// Identities returns as whom the owner of an e-mail address may sign in, members before customers, and the newest customer first.
func (d *DB) Identities(ctx context.Context, email string) ([]host.Identity, error) {
	var out []host.Identity
	member, err := d.read().MemberByEmail(ctx, email)
	switch {
	case err == nil:
		out = append(out, host.Identity{Role: host.Role(member.Role), Member: member.ID})
	case !errors.Is(err, pgx.ErrNoRows):
		return nil, fmt.Errorf("member by e-mail: %w", err)
	}
	customers, err := d.read().CustomersOfEmail(ctx, email)
	if err != nil {
		return nil, fmt.Errorf("customers of e-mail: %w", err)
	}
	for _, c := range customers {
		out = append(out, host.Identity{Role: host.RoleCustomer, Customer: c.ID, Company: c.CompanyName})
	}
	return out, nil
}

// SendEmailLink queues a mail to the address that the customer wants to change to, with a link that the token opens.
func (d *DB) SendEmailLink(ctx context.Context, token string, m host.Mail) error {
	return d.as(ctx, m.Customer, func(_ pgx.Tx, q *db.Queries) error {
		if err := q.LockLinks(ctx, m.Customer.String()); err != nil {
			return fmt.Errorf("lock links: %w", err)
		}
		n, err := q.CountLinksOfCustomer(ctx, db.CountLinksOfCustomerParams{CustomerID: &m.Customer, Within: linksCounted})
		if err != nil {
			return fmt.Errorf("count links: %w", err)
		}
		if n >= linksAnHour {
			return host.Errorf(host.Limited, "%d changes were asked for within an hour. Use the last link that came, or ask again in an hour.", n)
		}
		m.Kind = linkChangeEmail
		return sendLink(ctx, q, token, m)
	})
}

// EmailLink returns the address that the token lets the customer change to, without using it up.
func (d *DB) EmailLink(ctx context.Context, customer uuid.UUID, token string) (email string, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		email, err = q.Link(ctx, db.LinkParams{TokenHash: digest(token), Purpose: linkChangeEmail})
		return linkFound(err)
	})
	return email, err
}

// ChangeEmail uses the link up: its address becomes the customer's, every session of the customer ends, and note goes to the address before.
func (d *DB) ChangeEmail(ctx context.Context, customer uuid.UUID, token string, note host.Mail) (email string, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		if email, err = q.UseLink(ctx, db.UseLinkParams{TokenHash: digest(token), Purpose: linkChangeEmail}); err != nil {
			return linkFound(err)
		}
		old, err := q.SetEmail(ctx, db.SetEmailParams{ID: customer, Email: email})
		if err != nil {
			return err
		}
		if err := q.DeleteSessionsOfCustomer(ctx, &customer); err != nil {
			return fmt.Errorf("delete sessions: %w", err)
		}
		note.Customer, note.Kind, note.To = customer, "email_changed", old.Email
		return queueMail(ctx, q, note)
	})
	if refusedBy(err, "customers_one_company") {
		return "", host.Errorf(host.Conflict, "Another account for this company has that address already. Write to us, and we join the two.")
	}
	return email, err
}

func sendLink(ctx context.Context, q *db.Queries, token string, m host.Mail) error {
	if err := insertLink(ctx, q, token, m.Kind, m.To, m.Customer); err != nil {
		return err
	}
	m.Expires = time.Now().Add(linkLife)
	return queueMail(ctx, q, m)
}

func insertLink(ctx context.Context, q *db.Queries, token, purpose, email string, customer uuid.UUID) error {
	err := q.InsertLink(ctx, db.InsertLinkParams{
		TokenHash: digest(token), Purpose: purpose, Email: text(email), CustomerID: optional(customer), Life: linkLife,
	})
	if err != nil {
		return fmt.Errorf("insert link: %w", err)
	}
	return nil
}

func linkFound(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return errLinkUsed
	}
	return err
}
