package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// JobsPage returns jobs of the customer's, newest first, with counts that add up to what was paid.
func (d *DB) JobsPage(ctx context.Context, customer uuid.UUID, f host.JobFilter) (out []host.JobSummary, err error) {
	err = d.asOf(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		rows, err := q.JobsPage(ctx, db.JobsPageParams{
			Status: chosen(string(f.Status)), AfterAt: moment(f.After.At), AfterID: optional(f.After.ID), Most: int32(f.Most),
		})
		if err != nil {
			return fmt.Errorf("page of jobs: %w", err)
		}
		out, err = counted(ctx, q, rows)
		return err
	})
	return out, err
}

// JobOf returns a job of the customer's.
func (d *DB) JobOf(ctx context.Context, customer, id uuid.UUID) (out host.JobSummary, err error) {
	err = d.asOf(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.JobByID(ctx, id)
		if err != nil {
			return found(err, "job", id)
		}
		all, err := counted(ctx, q, []db.Job{row})
		if err == nil {
			out = all[0]
		}
		return err
	})
	return out, err
}

func counted(ctx context.Context, q *db.Queries, rows []db.Job) ([]host.JobSummary, error) {
	ids, out := make([]uuid.UUID, len(rows)), make([]host.JobSummary, len(rows))
	for i, r := range rows {
		ids[i], out[i].Job = r.ID, job(r)
	}
	counts, err := counts(ctx, q, ids)
	for i := range out {
		w := host.Watch{Job: out[i].Job, Counts: counts[ids[i]]}
		if err == nil {
			w.Fill()
		}
		out[i].Counts = w.Counts
	}
	return out, err
}

// SubmissionsPage returns submissions of the customer's, newest first.
func (d *DB) SubmissionsPage(ctx context.Context, customer uuid.UUID, f host.SubmissionFilter) (out []host.SubmissionSummary, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		rows, err := q.ResultsPage(ctx, db.ResultsPageParams{
			JobID: optional(f.Job), Directory: chosen(f.Directory), Status: chosen(string(f.Status)), UpdatedSince: moment(f.UpdatedSince),
			AfterAt: moment(f.After.At), AfterID: optional(f.After.ID), Most: int32(f.Most),
		})
		if err != nil {
			return fmt.Errorf("page of submissions: %w", err)
		}
		out = make([]host.SubmissionSummary, len(rows))
		for i, r := range rows {
			if out[i], err = summary(db.SubmissionWithDirectoryRow(r)); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// chosen is NULL for no choice.
func chosen(s string) *string {
	if s == "" {
		return nil
	}
	s = text(s)
	return &s
}
