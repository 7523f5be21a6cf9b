package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// CreateJob stores a pending job for a package.
func (d *DB) CreateJob(ctx context.Context, customer uuid.UUID, p host.Package) (host.Job, error) {
	return d.createJob(ctx, db.InsertJobParams{CustomerID: customer, PackageType: string(p)})
}

// CreateJobFor stores a pending job for one directory, whatever its tier. allowed says that whoever orders it has read the terms of a directory
// whose policy nobody has recorded, and that they allow automated submissions.
func (d *DB) CreateJobFor(ctx context.Context, customer uuid.UUID, slug string, allowed bool) (host.Job, error) {
	return d.createJob(ctx, db.InsertJobParams{
		CustomerID: customer, PackageType: string(host.Starter), OnlyDirectory: &slug, AutomationAllowed: allowed,
	})
}

// AutomationAllowed reports what the job was stored with: see [DB.CreateJobFor].
func (d *DB) AutomationAllowed(ctx context.Context, job uuid.UUID) (bool, error) {
	allowed, err := d.read().AutomationAllowed(ctx, job)
	return allowed, found(err, "job", job)
}

func (d *DB) createJob(ctx context.Context, p db.InsertJobParams) (host.Job, error) {
	row, err := d.read().InsertJob(ctx, p)
	if err != nil {
		return host.Job{}, fmt.Errorf("insert job: %w", err)
	}
	return job(row), nil
}

// AnnounceJob hands a pending job to the workers with the approved version of the profile. enqueue runs in the same
// transaction.
func (d *DB) AnnounceJob(ctx context.Context, id uuid.UUID, profileVersion int, enqueue func(context.Context, pgx.Tx) error) error {
	return d.change(ctx, func(tx pgx.Tx, q *db.Queries) (uuid.UUID, error) {
		version := int32(profileVersion)
		if _, err := q.AnnounceJob(ctx, db.AnnounceJobParams{ID: id, ProfileVersion: &version}); err != nil {
			return id, found(err, "pending job", id)
		}
		if err := record(ctx, q, id, "job_announced", nil); err != nil {
			return id, err
		}
		return id, enqueue(ctx, tx)
	})
}

// StartJob plans the submissions of a job in one transaction. It hands key the profile and the slug to have the idempotency key of each. A job that is
// no longer pending, or held, is left alone.
func (d *DB) StartJob(ctx context.Context, id uuid.UUID, key func(profile json.RawMessage, slug string) (string, error)) (host.Job, error) {
	var out host.Job
	err := d.change(ctx, func(_ pgx.Tx, q *db.Queries) (uuid.UUID, error) {
		row, err := q.LockJob(ctx, id)
		if err != nil {
			return id, found(err, "job", id)
		}
		if out = job(row); out.Status != host.JobPending || row.AnnouncedAt == nil || out.Held != host.NotHeld {
			return id, nil
		}
		slugs, err := directories(ctx, q, row)
		if err != nil {
			return id, err
		}
		planned, err := plan(ctx, q, out, slugs, key)
		if err != nil {
			return id, err
		}
		out, err = begin(ctx, q, out, planned)
		return id, err
	})
	return out, err
}

// directories selects what a job is for: the best of its package's tier, as many as were paid for, or the one directory it was made for.
func directories(ctx context.Context, q *db.Queries, row db.Job) ([]string, error) {
	if row.OnlyDirectory != nil {
		return []string{*row.OnlyDirectory}, nil
	}
	tier, err := host.TierOf(host.Package(row.PackageType))
	if err != nil {
		return nil, err
	}
	most := int32(tier.Directories)
	if row.DirsPaid > 0 {
		most = min(most, row.DirsPaid)
	}
	slugs, err := q.DirectoriesByTier(ctx, db.DirectoriesByTierParams{MaxPriority: int32(tier.MaxPriority), Most: most})
	if err != nil {
		return nil, fmt.Errorf("select directories: %w", err)
	}
	return slugs, nil
}

func plan(ctx context.Context, q *db.Queries, j host.Job, slugs []string, key func(json.RawMessage, string) (string, error)) (int, error) {
	profile, err := q.ProfileVersion(ctx, db.ProfileVersionParams{CustomerID: j.CustomerID, Version: int32(j.ProfileVersion)})
	if err != nil {
		return 0, found(err, "profile of customer", j.CustomerID)
	}
	var business host.Business
	if err := json.Unmarshal(profile, &business); err != nil {
		return 0, fmt.Errorf("profile of customer %s: %w", j.CustomerID, err)
	}
	keys, positions := make([]string, len(slugs)), make([]int32, len(slugs))
	for i, slug := range slugs {
		if keys[i], err = key(profile, slug); err != nil {
			return 0, err
		}
		positions[i] = int32(i)
	}
	planned, err := q.PlanSubmissions(ctx, db.PlanSubmissionsParams{
		JobID: j.ID, CustomerID: j.CustomerID, ProfileVersion: int32(j.ProfileVersion), BusinessKey: business.Key(),
		Directories: list(slugs), IdempotencyKeys: keys, Positions: positions,
	})
	if err != nil {
		return 0, fmt.Errorf("plan submissions: %w", err)
	}
	if err := q.JoinShares(ctx, j.ID); err != nil {
		return 0, fmt.Errorf("join the other jobs: %w", err)
	}
	return len(planned), transitions(ctx, q, j.ID, planned, host.Transition{To: host.Planned})
}

// begin marks the job as in progress; one without a single directory has failed, and says so.
func begin(ctx context.Context, q *db.Queries, j host.Job, total int) (host.Job, error) {
	if total == 0 {
		if err := q.FailJob(ctx, j.ID); err != nil {
			return j, fmt.Errorf("fail job: %w", err)
		}
		j.Status = host.JobFailed
		return j, record(ctx, q, j.ID, "job_failed", map[string]string{"reason": "no active directory for this package"})
	}
	if err := q.StartJob(ctx, db.StartJobParams{ID: j.ID, DirsTotal: int32(total)}); err != nil {
		return j, fmt.Errorf("start job: %w", err)
	}
	j.Status, j.DirsTotal = host.JobInProgress, total
	return j, record(ctx, q, j.ID, "job_started", map[string]int{"dirs_total": total})
}

// OverdueJobs finds the jobs whose flow was started longer than patience ago and that nobody has planned, and hands them to enqueue in the
// transaction that marks them started again.
func (d *DB) OverdueJobs(ctx context.Context, patience time.Duration, enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) (int, error) {
	return d.overdue(ctx, patience, (*db.Queries).OverdueJobs, enqueue)
}

// UnheardJobs finds the jobs that were announced longer than patience ago and whose flow was never started, and hands them to announce in
// the transaction that marks them announced again.
func (d *DB) UnheardJobs(ctx context.Context, patience time.Duration, announce func(context.Context, pgx.Tx, []uuid.UUID) error) (int, error) {
	return d.overdue(ctx, patience, (*db.Queries).UnheardJobs, announce)
}

func (d *DB) overdue(ctx context.Context, patience time.Duration, find func(*db.Queries, context.Context, time.Duration) ([]uuid.UUID, error),
	enqueue func(context.Context, pgx.Tx, []uuid.UUID) error) (int, error) {
	n := 0
	err := pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		ids, err := find(db.New(tx), ctx, patience)
		if n = len(ids); err != nil || n == 0 {
			return err
		}
		return enqueue(ctx, tx, ids)
	})
	return n, err
}

func job(r db.Job) host.Job {
	j := host.Job{
		ID: r.ID, CustomerID: r.CustomerID, Package: host.Package(r.PackageType), Status: host.JobStatus(r.Status),
		DirsTotal: int(r.DirsTotal), DirsDone: int(r.DirsDone), Progress: int(r.Progress), CreatedAt: r.CreatedAt,
		DirsPaid: int(r.DirsPaid), Held: host.Hold(r.Held), Reason: r.Reason,
	}
	if r.ProfileVersion != nil {
		j.ProfileVersion = int(*r.ProfileVersion)
	}
	return j
}
