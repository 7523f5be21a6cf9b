package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// Patience says when customers are told of what waits for them.
type Patience struct {
	Pause    time.Duration // between two mails about what is needed
	Reminder time.Duration // that something was open for before its customer is reminded
	Deadline time.Duration // before a deadline that a reminder goes out
}

// Notify queues the mails that customers are to get of their orders at the given time, as write words them, and returns how many. A mail is queued once,
// however many call this at once: those of jobs by their keys, those of tasks under a lock of the customer.
func (d *DB) Notify(ctx context.Context, now time.Time, p Patience, write func(host.Notice) host.Mail) (int, error) {
	jobs, err := d.notifyOfJobs(ctx, now, write)
	if err != nil {
		return jobs, err
	}
	needs, err := d.read().CustomersInNeed(ctx, db.CustomersInNeedParams{Now: now, Pause: p.Pause})
	if err != nil {
		return jobs, fmt.Errorf("customers in need: %w", err)
	}
	remind, err := d.read().CustomersToRemind(ctx, db.CustomersToRemindParams{Now: now, Patience: p.Reminder, Notice: p.Deadline, Pause: p.Pause})
	if err != nil {
		return jobs, fmt.Errorf("customers to remind: %w", err)
	}
	told := 0
	for _, customer := range needs {
		n, err := d.notifyOfTasks(ctx, customer, now, p, "needs", write)
		if told += n; err != nil {
			return jobs + told, err
		}
	}
	for _, customer := range remind {
		n, err := d.notifyOfTasks(ctx, customer, now, p, "reminder", write)
		if told += n; err != nil {
			return jobs + told, err
		}
	}
	return jobs + told, nil
}

func (d *DB) notifyOfJobs(ctx context.Context, now time.Time, write func(host.Notice) host.Mail) (int, error) {
	rows, err := d.read().NoticesOfJobs(ctx, now)
	if err != nil {
		return 0, fmt.Errorf("notices of jobs: %w", err)
	}
	ids := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		ids[i] = r.Job.ID
	}
	counts, err := counts(ctx, d.read(), ids)
	if err != nil {
		return 0, err
	}
	for i, r := range rows {
		totals := reportOf(r.Job, r.CompanyName, counts[r.Job.ID])
		err := d.QueueMail(ctx, write(host.Notice{
			Kind: r.Kind, Key: r.Kind + ":" + r.Job.ID.String(), Customer: r.Job.CustomerID, Email: r.Email, Company: r.CompanyName, TimeZone: r.TimeZone,
			Job: r.Job.ID, Package: host.Package(r.Job.PackageType), DirsPaid: totals.Paid(), Counts: totals.Totals(),
		}))
		if err != nil {
			return i, err
		}
	}
	return len(rows), nil
}

// notifyOfTasks tells a customer of everything that is open, if something of it still has to be told.
func (d *DB) notifyOfTasks(ctx context.Context, customer uuid.UUID, now time.Time, p Patience, kind string, write func(host.Notice) host.Mail) (n int, err error) {
	remind := kind == "reminder"
	err = pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		c, err := q.LockNoticed(ctx, customer)
		if err != nil {
			return found(err, "customer", customer)
		}
		tasks, err := q.NoticedTasks(ctx, db.NoticedTasksParams{CustomerID: customer, Now: now})
		if err != nil {
			return fmt.Errorf("open tasks: %w", err)
		}
		notice := host.Notice{Kind: kind, Customer: customer, Email: c.Email, Company: c.CompanyName, TimeZone: c.TimeZone}
		var ids []int64
		untold, last := 0, time.Time{}
		for _, t := range tasks {
			if (remind && t.RemindedAt == nil) || (!remind && t.ToldAt == nil) {
				untold++
			}
			if t.ToldAt != nil && t.ToldAt.After(last) {
				last = *t.ToldAt
			}
			task := host.OpenTask{Directory: t.Directory, Message: t.Message}
			if t.Deadline != nil {
				task.Deadline = *t.Deadline
			}
			ids, notice.Tasks = append(ids, t.ID), append(notice.Tasks, task)
		}
		// Another sweep may have told them since they were found.
		if untold == 0 || (!remind && last.After(now.Add(-p.Pause))) {
			return nil
		}
		n = 1
		if err := q.MarkTold(ctx, db.MarkToldParams{Ids: ids, Now: now, Remind: remind}); err != nil {
			return fmt.Errorf("mark tasks: %w", err)
		}
		return queueMail(ctx, q, write(notice))
	})
	return n, err
}
