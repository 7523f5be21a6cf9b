package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// ProfileState returns how far a customer's profile has come, with the draft that the form shows: where nothing was typed yet, it is what was
// approved last.
func (d *DB) ProfileState(ctx context.Context, customer uuid.UUID) (s host.ProfileState, err error) {
	err = d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.CustomerByID(ctx, customer)
		if err != nil {
			return found(err, "customer", customer)
		}
		s, err = profileState(ctx, q, row)
		return err
	})
	return s, err
}

func profileState(ctx context.Context, q *db.Queries, c db.Customer) (s host.ProfileState, err error) {
	if c.ProfileVersion > 0 {
		row, err := q.ApprovedProfile(ctx, db.ApprovedProfileParams{CustomerID: c.ID, Version: c.ProfileVersion})
		if err != nil {
			return s, found(err, "profile of customer", c.ID)
		}
		s.Version, s.ApprovedAt, s.Profile = int(row.Version), row.CreatedAt, row.BusinessData
	}
	if s.Draft, err = draftOf(ctx, q, c.ID); err != nil {
		return s, err
	}
	if len(s.Draft.Fields) == 0 && s.Version > 0 {
		var approved host.Business
		if err := json.Unmarshal(s.Profile, &approved); err != nil {
			return s, fmt.Errorf("profile of customer %s: %w", c.ID, err)
		}
		s.Draft.Fields = host.DraftFields(approved)
		_, s.Missing = s.Draft.Check()
		return s, nil
	}
	var typed host.Business
	if typed, s.Missing = s.Draft.Check(); s.Version == 0 {
		return s, nil
	}
	profile, err := json.Marshal(typed)
	if err != nil {
		return s, err
	}
	same, err := sameJSON(s.Profile, profile)
	s.Changed = !same
	return s, err
}

// submissionKey returns the idempotency key of a submission with a profile.
type submissionKey = func(job uuid.UUID, slug string, profile json.RawMessage) (string, error)

// ApproveProfile makes the customer's draft the next version of the profile, with the owner's word. Jobs that waited for it are announced, what is
// still to do of others is made with it, and what waited for a correction goes on; what a worker holds or has pressed keeps the version it carries.
// key returns the idempotency key of a submission. All is one transaction, in which the enqueues run too.
// [host.Conflict] says that the draft is not the one that was shown, [host.Invalid] that it cannot be approved: the error wraps [host.Problems];
// [host.Denied] says that the account is about to be deleted.
func (d *DB) ApproveProfile(ctx context.Context, customer uuid.UUID, a host.Approval,
	key submissionKey, enqueueJobs, enqueueSubmissions func(context.Context, pgx.Tx, []uuid.UUID) error) (out host.Approved, err error) {
	err = d.as(ctx, customer, func(tx pgx.Tx, q *db.Queries) error {
		// Everything of a customer's profile waits here for its turn. Payments lock in this order, too.
		if err := q.LockDraftOfCustomer(ctx, &customer); err != nil {
			return fmt.Errorf("lock draft: %w", err)
		}
		row, err := q.LockCustomer(ctx, customer)
		if err != nil {
			return found(err, "customer", customer)
		}
		if err := notLeaving(ctx, q, customer); err != nil {
			return err
		}
		profile, err := nextVersion(ctx, tx, q, &row, a)
		if err != nil {
			return err
		}
		version := row.ProfileVersion
		// Jobs before their submissions, as everybody locks them.
		jobs, err := q.LockJobsOfCustomer(ctx, customer)
		if err != nil {
			return fmt.Errorf("jobs of customer: %w", err)
		}
		m, err := moveSubmissions(ctx, q, customer, version, profile, key)
		if err != nil {
			return err
		}
		announced, err := announceWaiting(ctx, q, jobs, version)
		if err != nil {
			return err
		}
		for _, job := range append(m.jobs, announced...) {
			if err := q.Notify(ctx, job); err != nil {
				return fmt.Errorf("notify: %w", err)
			}
		}
		out = host.Approved{Version: int(version), Announced: len(announced), Moved: m.moved, Resumed: len(m.resumed)}
		return errors.Join(enqueueJobs(ctx, tx, announced), enqueueSubmissions(ctx, tx, m.resumed))
	})
	return out, err
}

// nextVersion stores the approved draft, as a new version unless it is the same as the last one, with the consent. It brings c up to date.
func nextVersion(ctx context.Context, tx pgx.Tx, q *db.Queries, c *db.Customer, a host.Approval) (json.RawMessage, error) {
	state, err := profileState(ctx, q, *c)
	if err != nil {
		return nil, err
	}
	profile, err := approveDraft(ctx, q, state.Draft, a)
	if err != nil {
		return nil, err
	}
	same := false
	if state.Version > 0 {
		if same, err = sameJSON(state.Profile, profile); err != nil {
			return nil, err
		}
	}
	if same {
		profile = state.Profile
	} else {
		if *c, err = q.ReplaceProfile(ctx, db.ReplaceProfileParams{ID: c.ID, BusinessData: profile}); err != nil {
			return nil, fmt.Errorf("replace profile: %w", err)
		}
		version := db.InsertProfileVersionParams{CustomerID: c.ID, Version: c.ProfileVersion, BusinessData: profile}
		if err := q.InsertProfileVersion(ctx, version); err != nil {
			return nil, fmt.Errorf("insert profile version: %w", err)
		}
		if err := rename(ctx, tx, c.ID, profile); err != nil {
			return nil, err
		}
	}
	err = q.InsertConsent(ctx, db.InsertConsentParams{
		CustomerID: c.ID, Who: text(a.Consent.Who), Email: text(a.Consent.Email), ProfileVersion: c.ProfileVersion,
		TextVersion: text(a.Consent.TextVersion), TextDigest: text(a.Consent.TextDigest),
	})
	if err != nil {
		return nil, fmt.Errorf("insert consent: %w", err)
	}
	return profile, nil
}

// rename calls the customer as the business is called, unless another one with the same e-mail is called so already.
func rename(ctx context.Context, tx pgx.Tx, customer uuid.UUID, profile json.RawMessage) error {
	var b host.Business
	if err := json.Unmarshal(profile, &b); err != nil {
		return err
	}
	err := pgx.BeginFunc(ctx, tx, func(tx pgx.Tx) error {
		return db.New(tx).RenameCustomer(ctx, db.RenameCustomerParams{ID: customer, CompanyName: b.Name})
	})
	if err != nil && !refusedBy(err, "customers_one_company") {
		return fmt.Errorf("rename customer: %w", err)
	}
	return nil
}

// announceWaiting hands the jobs to the workers that waited for an approved profile. Those that were handed over and not begun get the new version.
func announceWaiting(ctx context.Context, q *db.Queries, jobs []db.Job, version int32) (announced []uuid.UUID, err error) {
	for _, job := range jobs {
		if job.Status != string(host.JobPending) {
			continue
		}
		if job.AnnouncedAt != nil {
			if err := q.SetProfileOfJobs(ctx, db.SetProfileOfJobsParams{ProfileVersion: &version, Jobs: []uuid.UUID{job.ID}}); err != nil {
				return nil, fmt.Errorf("profile of job: %w", err)
			}
			continue
		}
		if _, err := q.AnnounceJob(ctx, db.AnnounceJobParams{ID: job.ID, ProfileVersion: &version}); err != nil {
			return nil, found(err, "pending job", job.ID)
		}
		if err := record(ctx, q, job.ID, "job_announced", nil); err != nil {
			return nil, err
		}
		announced = append(announced, job.ID)
	}
	return announced, nil
}

// moved is what an approval changed of jobs under way.
type moved struct {
	jobs    []uuid.UUID
	moved   int
	resumed []uuid.UUID
}

// moveSubmissions makes what is still to do with the version. Its jobs are locked.
func moveSubmissions(ctx context.Context, q *db.Queries, customer uuid.UUID, version int32, profile json.RawMessage, key submissionKey) (m moved, err error) {
	rows, err := q.LockSubmissionsToDo(ctx, customer)
	if err != nil {
		return m, fmt.Errorf("submissions to do: %w", err)
	}
	ids := make([]uuid.UUID, len(rows))
	count := map[uuid.UUID]int{}
	for i, row := range rows {
		ids[i] = row.ID
		if count[row.JobID]++; count[row.JobID] == 1 {
			m.jobs = append(m.jobs, row.JobID)
		}
	}
	m.moved = len(ids)
	if err := setProfile(ctx, q, rows, version, profile, key); err != nil {
		return m, err
	}
	if m.resumed, err = resumeCorrected(ctx, q, ids); err != nil {
		return m, err
	}
	if err := q.SetProfileOfJobs(ctx, db.SetProfileOfJobsParams{ProfileVersion: &version, Jobs: m.jobs}); err != nil {
		return m, fmt.Errorf("profile of jobs: %w", err)
	}
	for _, job := range m.jobs {
		if err := record(ctx, q, job, "profile_changed", map[string]int{"version": int(version), "submissions": count[job]}); err != nil {
			return m, err
		}
	}
	return m, nil
}

// setProfile makes submissions, locked, with a version of their customer's profile.
func setProfile(ctx context.Context, q *db.Queries, rows []db.LockSubmissionsToDoRow, version int32, profile json.RawMessage, key submissionKey) error {
	var business host.Business
	if err := json.Unmarshal(profile, &business); err != nil {
		return err
	}
	ids, keys := make([]uuid.UUID, len(rows)), make([]string, len(rows))
	for i, row := range rows {
		var err error
		if keys[i], err = key(row.JobID, row.Directory, profile); err != nil {
			return err
		}
		ids[i] = row.ID
	}
	err := q.SetProfileOfSubmissions(ctx, db.SetProfileOfSubmissionsParams{
		ProfileVersion: version, BusinessKey: business.Key(), Ids: ids, Keys: keys,
	})
	if err != nil {
		return fmt.Errorf("profile of submissions: %w", err)
	}
	return nil
}

// renew makes submissions that go on with the customer's profile as it is approved by then. Their job is locked: whoever approves another version
// waits for it, and finds them among what is to do.
func renew(ctx context.Context, q *db.Queries, customer, job uuid.UUID, rows []db.LockSubmissionsToDoRow, key submissionKey) error {
	c, err := q.CustomerByID(ctx, customer)
	if err != nil {
		return found(err, "customer", customer)
	}
	if err := setProfile(ctx, q, rows, c.ProfileVersion, c.BusinessData, key); err != nil {
		return err
	}
	if err := q.SetProfileOfJobs(ctx, db.SetProfileOfJobsParams{ProfileVersion: &c.ProfileVersion, Jobs: []uuid.UUID{job}}); err != nil {
		return fmt.Errorf("profile of job: %w", err)
	}
	return nil
}

// resumeCorrected answers what waited for a correction of the profile.
func resumeCorrected(ctx context.Context, q *db.Queries, ids []uuid.UUID) ([]uuid.UUID, error) {
	rows, err := q.ResumeCorrected(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("resume submissions: %w", err)
	}
	resumed := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		after, err := submission(row)
		if err != nil {
			return nil, err
		}
		before := after
		before.Status = host.NeedsAttention
		resumed[i] = row.ID
		if err := transition(ctx, q, row.JobID, row.Directory, move{From: before.Status, To: after.Status, Fence: after.Fence, Intent: after.Intents}); err != nil {
			return nil, err
		}
		if err := advance(ctx, q, before, after); err != nil {
			return nil, err
		}
	}
	if err := q.AnswerAttention(ctx, resumed); err != nil {
		return nil, fmt.Errorf("answer attention: %w", err)
	}
	return resumed, nil
}

// AdoptTimeZone keeps the customer's time zone, an IANA name, unless one is known already.
func (d *DB) AdoptTimeZone(ctx context.Context, customer uuid.UUID, zone string) error {
	return d.as(ctx, customer, func(_ pgx.Tx, q *db.Queries) error {
		if err := q.AdoptTimeZone(ctx, db.AdoptTimeZoneParams{ID: customer, TimeZone: zone}); err != nil {
			return fmt.Errorf("set time zone: %w", err)
		}
		return nil
	})
}
