package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// Jobs returns the newest jobs, at most 200.
func (d *DB) Jobs(ctx context.Context) ([]host.JobSummary, error) {
	rows, err := d.read().Jobs(ctx)
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	ids, out := make([]uuid.UUID, len(rows)), make([]host.JobSummary, len(rows))
	for i, r := range rows {
		ids[i], out[i] = r.Job.ID, host.JobSummary{Job: job(r.Job), Company: r.CompanyName}
	}
	counts, err := counts(ctx, d.read(), ids)
	for i := range out {
		out[i].Counts = counts[out[i].Job.ID]
	}
	return out, err
}

// Job returns one job.
func (d *DB) Job(ctx context.Context, id uuid.UUID) (host.JobSummary, error) {
	r, err := d.read().JobWithCompany(ctx, id)
	if err != nil {
		return host.JobSummary{}, found(err, "job", id)
	}
	counts, err := countsOf(ctx, d.read(), id)
	return host.JobSummary{Job: job(r.Job), Company: r.CompanyName, Counts: counts}, err
}

func counts(ctx context.Context, q *db.Queries, jobs []uuid.UUID) (map[uuid.UUID]host.Counts, error) {
	rows, err := q.CountsOfJobs(ctx, jobs)
	if err != nil {
		return nil, fmt.Errorf("counts of jobs: %w", err)
	}
	out := make(map[uuid.UUID]host.Counts, len(jobs))
	for _, id := range jobs {
		out[id] = host.Counts{}
	}
	for _, r := range rows {
		out[r.JobID][shareOf(r)] += int(r.Submissions)
	}
	return out, nil
}

func countsOf(ctx context.Context, q *db.Queries, job uuid.UUID) (host.Counts, error) {
	rows, err := q.CountsOfJob(ctx, job)
	if err != nil {
		return nil, fmt.Errorf("counts of job: %w", err)
	}
	out := host.Counts{}
	for _, r := range rows {
		out[shareOf(db.CountsOfJobsRow(r))] += int(r.Submissions)
	}
	return out, nil
}

func shareOf(r db.CountsOfJobsRow) host.Share {
	_, share := host.SubmissionSummary{
		Submission: host.Submission{Status: host.Status(r.Status), Listing: host.Listing(r.Listing)},
		Waiting:    host.Audience(r.Waiting),
	}.Standing()
	return share
}

// Submissions returns the submissions of a job, best directory first.
func (d *DB) Submissions(ctx context.Context, job uuid.UUID) ([]host.SubmissionSummary, error) {
	rows, err := d.read().SubmissionsOfJob(ctx, job)
	if err != nil {
		return nil, fmt.Errorf("submissions of job: %w", err)
	}
	out := make([]host.SubmissionSummary, len(rows))
	for i, r := range rows {
		if out[i], err = summary(db.SubmissionWithDirectoryRow(r)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Submission returns one submission with its directory.
func (d *DB) Submission(ctx context.Context, id uuid.UUID) (host.SubmissionSummary, error) {
	r, err := d.read().SubmissionWithDirectory(ctx, id)
	if err != nil {
		return host.SubmissionSummary{}, found(err, "submission", id)
	}
	return summary(r)
}

// Events returns what happened to a submission, oldest first.
func (d *DB) Events(ctx context.Context, submission uuid.UUID) ([]host.Event, error) {
	rows, err := d.read().EventsOfSubmission(ctx, submission)
	if err != nil {
		return nil, fmt.Errorf("events of submission: %w", err)
	}
	out := make([]host.Event, len(rows))
	for i, r := range rows {
		out[i] = host.Event{Type: r.EventType, Data: string(r.EventData), At: r.Timestamp}
	}
	return out, nil
}

func summary(r db.SubmissionWithDirectoryRow) (host.SubmissionSummary, error) {
	s, err := submission(r.JobResult)
	return host.SubmissionSummary{
		Submission: s, DirectoryName: r.Name, Website: r.Website, DAScore: int(r.DaScore), Waiting: host.Audience(r.Waiting),
		Paused: r.Paused,
	}, err
}
