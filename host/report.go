package host

import (
	"time"

	"github.com/google/uuid"
)

// Report is what a job has come to, as its customer reads it and may hand it on.
type Report struct {
	JobSummary
	Business    Business  // the approved profile that the submissions were made with; empty until it is approved
	ApprovedAt  time.Time // when that version of the profile was approved
	CompletedAt time.Time // zero while something is left for the workers
	Rows        []ReportRow
	Weeks       []Week // in which something happened, oldest first
}

// ReportRow is one directory of a report.
type ReportRow struct {
	SubmissionSummary
	Asked   string // what the customer is asked to do, where it waits for the customer
	Picture string // digest of the screenshot of the listing, empty if there is none
	Text    string // digest of the text that the listing showed, empty if it was not read
	Seen    Consistency
}

// EvidenceAge is how long evidence is kept after its job has ended, where the operator says nothing else.
const EvidenceAge = 400 * 24 * time.Hour

// Week counts what happened in seven days.
type Week struct {
	Start  time.Time // Monday, 00:00 UTC
	Sent   int       // directories that the business was sent to
	Live   int       // listings found live
	Failed int       // directories where it could not be done
}

// Paid is the number of directories that the report accounts for: what was paid, or what was planned where nobody paid.
func (r Report) Paid() int { return max(r.Job.DirsPaid, r.Counts.Total()) }

// Totals are the counts, which add up to [Report.Paid]: see [Job.Unplanned].
func (r Report) Totals() Counts {
	totals := Counts{}
	for share, n := range r.Counts {
		totals[share] = n
	}
	totals[r.Job.Unplanned()] += r.Paid() - r.Counts.Total()
	return totals
}

// Unchosen is how many directories fewer there were than were paid for when the work began.
func (r Report) Unchosen() int {
	if r.Job.Unplanned() != ShareFailed {
		return 0
	}
	return r.Paid() - r.Counts.Total()
}

// Final reports whether the workers are done with every directory.
func (r Report) Final() bool {
	return r.Job.Status == JobCompleted || r.Job.Status == JobCancelled || r.Job.Status == JobFailed
}

// Of returns the rows that count in one of the shares, best directory first.
func (r Report) Of(shares ...Share) []ReportRow {
	var out []ReportRow
	for _, row := range r.Rows {
		_, share := row.Standing()
		for _, wanted := range shares {
			if share == wanted {
				out = append(out, row)
			}
		}
	}
	return out
}

// Again is how many directories can be tried again: those that failed before anything was sent.
func (r Report) Again() int {
	n := 0
	for _, row := range r.Rows {
		if row.Submission.Status == Failed {
			n++
		}
	}
	return n
}

// ReportShare is a link that shows a report to whoever has it. The link itself is not kept.
type ReportShare struct {
	ID        uuid.UUID
	Job       uuid.UUID
	CreatedAt time.Time
	ExpiresAt time.Time
	RevokedAt time.Time // zero if it was not
}

// Ended says why the link shows nothing any more: "revoked" or "expired"; empty while it works.
func (s ReportShare) Ended(now time.Time) string {
	switch {
	case !s.RevokedAt.IsZero():
		return "revoked"
	case !now.Before(s.ExpiresAt):
		return "expired"
	}
	return ""
}

// Rerun is what came of trying failed submissions again.
type Rerun struct {
	Again   int // are tried again
	Limit   int // were left, for they have been tried again as often as is allowed
	Running int // were left, for they had not failed any more
}

// MaxReruns is how often a submission is tried again on request.
const MaxReruns = 3

// KeptEvidence is a piece of evidence as an export names it.
type KeptEvidence struct {
	Directory string // slug
	Kind      string
	MediaType string
	Digest    string
	At        time.Time
	ID        int64
}
