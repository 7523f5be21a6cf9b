package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// Reports returns the customer's jobs with what they have come to, newest first.
func (d *DB) Reports(ctx context.Context, customer uuid.UUID) (out []host.Report, err error) {
	err = d.asOf(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		rows, err := q.ReportJobs(ctx)
		if err != nil {
			return fmt.Errorf("jobs of customer: %w", err)
		}
		ids := make([]uuid.UUID, len(rows))
		for i, r := range rows {
			ids[i] = r.Job.ID
		}
		counts, err := counts(ctx, q, ids)
		for _, r := range rows {
			out = append(out, reportOf(r.Job, r.CompanyName, counts[r.Job.ID]))
		}
		return err
	})
	return out, err
}

// Report returns all of one job of the customer's but what its listings say, which is in the blob store.
func (d *DB) Report(ctx context.Context, customer, job uuid.UUID) (out host.Report, err error) {
	err = d.asOf(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.JobWithCompany(ctx, job)
		if err != nil {
			return found(err, "report of order", job)
		}
		counts, err := counts(ctx, q, []uuid.UUID{job})
		if err != nil {
			return err
		}
		out = reportOf(row.Job, row.CompanyName, counts[job])
		if err := readProfile(ctx, q, &out); err != nil {
			return err
		}
		if out.Rows, err = reportRows(ctx, q, job); err != nil {
			return err
		}
		weeks, err := q.ReportWeeks(ctx, job)
		if err != nil {
			return fmt.Errorf("weeks of job: %w", err)
		}
		for _, w := range weeks {
			out.Weeks = append(out.Weeks, host.Week{Start: w.Start.UTC(), Sent: int(w.Sent), Live: int(w.Live), Failed: int(w.Failed)})
		}
		return nil
	})
	return out, err
}

func reportOf(row db.Job, company string, counts host.Counts) host.Report {
	r := host.Report{JobSummary: host.JobSummary{Job: job(row), Company: company, Counts: counts}}
	if row.CompletedAt != nil {
		r.CompletedAt = *row.CompletedAt
	}
	return r
}

func readProfile(ctx context.Context, q *db.Queries, r *host.Report) error {
	if r.Job.ProfileVersion == 0 {
		return nil
	}
	p, err := q.ReportProfile(ctx, db.ReportProfileParams{CustomerID: r.Job.CustomerID, Version: int32(r.Job.ProfileVersion)})
	if err != nil {
		return found(err, "profile of order", r.Job.ID)
	}
	r.ApprovedAt = p.CreatedAt
	if err := json.Unmarshal(p.BusinessData, &r.Business); err != nil {
		return fmt.Errorf("profile of order %s: %w", r.Job.ID, err)
	}
	return nil
}

func reportRows(ctx context.Context, q *db.Queries, job uuid.UUID) ([]host.ReportRow, error) {
	rows, err := q.SubmissionsOfJob(ctx, job)
	if err != nil {
		return nil, fmt.Errorf("submissions of job: %w", err)
	}
	out, at := make([]host.ReportRow, len(rows)), make(map[uuid.UUID]*host.ReportRow, len(rows))
	for i, r := range rows {
		if out[i].SubmissionSummary, err = summary(db.SubmissionWithDirectoryRow(r)); err != nil {
			return nil, err
		}
		at[r.JobResult.ID] = &out[i]
	}
	asked, err := q.ReportAsked(ctx, job)
	if err != nil {
		return nil, fmt.Errorf("open tasks of job: %w", err)
	}
	for _, a := range asked {
		at[a.SubmissionID].Asked = a.Message
	}
	listings, err := q.ReportListings(ctx, job)
	if err != nil {
		return nil, fmt.Errorf("listings of job: %w", err)
	}
	for _, e := range listings {
		if strings.HasPrefix(e.MediaType, "image/") {
			at[e.SubmissionID].Picture = e.Digest
		} else {
			at[e.SubmissionID].Text = e.Digest
		}
	}
	return out, nil
}

// Share makes a link that shows the report of the customer's job to whoever has the token, of which only a digest is kept.
func (d *DB) Share(ctx context.Context, customer, job uuid.UUID, token string, life time.Duration) (out host.ReportShare, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		if _, err := q.JobByID(ctx, job); err != nil {
			return found(err, "report of order", job)
		}
		row, err := q.InsertShare(ctx, db.InsertShareParams{TokenHash: digest(token), CustomerID: customer, JobID: job, Life: life})
		if err != nil {
			return fmt.Errorf("insert share: %w", err)
		}
		out = share(row)
		return nil
	})
	return out, err
}

// Shares returns the links to the report of the customer's job, newest first, also those that have ended.
func (d *DB) Shares(ctx context.Context, customer, job uuid.UUID) (out []host.ReportShare, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		rows, err := q.SharesOfJob(ctx, job)
		for _, r := range rows {
			out = append(out, share(r))
		}
		return err
	})
	return out, err
}

// RevokeShare ends one of the customer's links, once and for all.
func (d *DB) RevokeShare(ctx context.Context, customer, id uuid.UUID) (out host.ReportShare, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.RevokeShare(ctx, id)
		out = share(row)
		return found(err, "link", id)
	})
	return out, err
}

// SharedReport returns what the link with the token shows. [host.NotFound] says that there never was such a link; of one that has ended only the link
// itself is returned.
func (d *DB) SharedReport(ctx context.Context, token string, now time.Time) (host.ReportShare, host.Report, error) {
	row, err := d.read().ShareByToken(ctx, digest(token))
	if err != nil {
		return host.ReportShare{}, host.Report{}, found(err, "report", "at this address")
	}
	s := share(row)
	if s.Ended(now) != "" {
		return s, host.Report{}, nil
	}
	r, err := d.Report(ctx, row.CustomerID, row.JobID)
	return s, r, err
}

func share(r db.ReportShare) host.ReportShare {
	s := host.ReportShare{ID: r.ID, Job: r.JobID, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt}
	if r.RevokedAt != nil {
		s.RevokedAt = *r.RevokedAt
	}
	return s
}
