package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// Order returns the message that announces a job.
func (d *DB) Order(ctx context.Context, id uuid.UUID) (host.OrderMessage, error) {
	row, err := d.read().JobByID(ctx, id)
	if err != nil {
		return host.OrderMessage{}, found(err, "job", id)
	}
	tier, err := host.TierOf(host.Package(row.PackageType))
	return host.OrderMessage{
		JobID: row.ID, CustomerID: row.CustomerID, PackageSize: tier.Directories, Priority: host.PriorityOf(tier.Package),
		CreatedAt: row.CreatedAt, Source: host.OrderSource,
	}, err
}

// TriggerFlow starts the flow of an order's job once, and records that its message was claimed, if it came as one. enqueue runs in the same
// transaction. [host.NotFound] says that there is no such job, [host.Invalid] that it is another customer's or of another package. A job that
// waits for its owner is left to wait: it is announced when the owner has approved the profile.
func (d *DB) TriggerFlow(ctx context.Context, messageID string, o host.OrderMessage, enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) error {
	return d.change(ctx, func(tx pgx.Tx, q *db.Queries) (uuid.UUID, error) {
		row, err := q.LockJob(ctx, o.JobID)
		if err != nil {
			return o.JobID, found(err, "job", o.JobID)
		}
		if err := isOrderOf(o, row); err != nil {
			return o.JobID, err
		}
		if messageID != "" {
			if err := record(ctx, q, o.JobID, "queue_claimed", map[string]string{"message_id": messageID, "source": text(o.Source)}); err != nil {
				return o.JobID, err
			}
		}
		if row.Status != string(host.JobPending) || row.AnnouncedAt == nil || row.TriggeredAt != nil {
			return o.JobID, nil
		}
		if err := q.TriggerJob(ctx, o.JobID); err != nil {
			return o.JobID, fmt.Errorf("trigger job: %w", err)
		}
		if err := record(ctx, q, o.JobID, "flow_triggered", nil); err != nil {
			return o.JobID, err
		}
		return o.JobID, enqueue(ctx, tx, []uuid.UUID{o.JobID})
	})
}

// KeepBadMessage records a message of the order queue that is no order, with the reason.
func (d *DB) KeepBadMessage(ctx context.Context, messageID, body, reason string, receives int) error {
	err := d.read().KeepMessage(ctx, db.KeepMessageParams{MessageID: text(messageID), Body: text(body), Reason: text(reason), Receives: int32(receives)})
	if err != nil {
		return fmt.Errorf("keep message: %w", err)
	}
	return nil
}

// BadMessage returns why a message is kept; [host.NotFound] says that it is not.
func (d *DB) BadMessage(ctx context.Context, messageID string) (reason string, err error) {
	reason, err = d.read().MessageReason(ctx, messageID)
	return reason, found(err, "bad message", messageID)
}

// RecordRedrive records that a message was sent again, as which, and why.
func (d *DB) RecordRedrive(ctx context.Context, messageID, sentAs, reason string) error {
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		if err := q.MarkMessageSent(ctx, db.MarkMessageSentParams{MessageID: messageID, SentAs: sentAs}); err != nil {
			return fmt.Errorf("mark message: %w", err)
		}
		return audit(ctx, q, operator, uuid.Nil, "dlq_redrive", messageID, reason)
	})
}

// EnqueueOnce calls send for an order that is to be announced by hand, unless that was done before, and returns the id of its message. The
// errors are those of [DB.TriggerFlow], and [host.Conflict] for a job that still waits for its owner.
func (d *DB) EnqueueOnce(ctx context.Context, o host.OrderMessage, send func(ctx context.Context) (messageID string, err error)) (messageID string, err error) {
	err = d.change(ctx, func(_ pgx.Tx, q *db.Queries) (uuid.UUID, error) {
		row, err := q.LockJob(ctx, o.JobID) // held while the message is sent: two who ask at once get one message
		if err != nil {
			return o.JobID, found(err, "job", o.JobID)
		}
		if err := isOrderOf(o, row); err != nil {
			return o.JobID, err
		}
		if row.AnnouncedAt == nil {
			return o.JobID, host.Errorf(host.Conflict, "job %s waits until its owner has approved the profile; it is announced by itself then", o.JobID)
		}
		messageID, err = q.EnqueuedMessage(ctx, o.JobID)
		if !errors.Is(err, pgx.ErrNoRows) {
			return o.JobID, err
		}
		if messageID, err = send(ctx); err != nil {
			return o.JobID, err
		}
		return o.JobID, record(ctx, q, o.JobID, "enqueued", map[string]string{"message_id": messageID})
	})
	return messageID, err
}

// isOrderOf fails where the message does not fit the job.
func isOrderOf(o host.OrderMessage, row db.Job) error {
	if row.CustomerID != o.CustomerID {
		return host.Errorf(host.Invalid, "job %s is not customer %s's", o.JobID, o.CustomerID)
	}
	if tier, err := host.TierOf(host.Package(row.PackageType)); err != nil || tier.Directories != o.PackageSize {
		return host.Errorf(host.Invalid, "job %s is a %s package, not one of %d directories", o.JobID, row.PackageType, o.PackageSize)
	}
	return nil
}
