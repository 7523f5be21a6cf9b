package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// AskSupport stores what a customer wrote, with the mail that brings it to us; a mail to nobody is left out. [host.NotFound] says that the submission it
// is about is not the customer's.
func (d *DB) AskSupport(ctx context.Context, m host.SupportMessage, mail host.Mail) error {
	return d.as(ctx, m.Customer, func(_ pgx.Tx, q *db.Queries) error {
		if m.Submission != uuid.Nil {
			if _, err := q.SupportAbout(ctx, m.Submission); err != nil {
				return found(err, "submission", m.Submission)
			}
		}
		err := q.InsertSupportMessage(ctx, db.InsertSupportMessageParams{
			CustomerID: m.Customer, SubmissionID: optional(m.Submission), Subject: text(m.Subject), Message: text(m.Message),
		})
		if err != nil {
			return fmt.Errorf("insert support message: %w", err)
		}
		if mail.To == "" {
			return nil
		}
		return queueMail(ctx, q, mail)
	})
}

// DirectoryOf returns the name of the directory that one of the customer's submissions is for.
func (d *DB) DirectoryOf(ctx context.Context, customer, submission uuid.UUID) (name string, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		name, err = q.SupportAbout(ctx, submission)
		return found(err, "submission", submission)
	})
	return name, err
}
