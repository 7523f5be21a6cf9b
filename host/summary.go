package host

import (
	"time"
)

// JobSummary is a job as a list of jobs shows it.
type JobSummary struct {
	Job     Job
	Company string
	Counts  Counts
}

// SubmissionSummary is a submission as a table of them shows it.
type SubmissionSummary struct {
	Submission    Submission
	DirectoryName string
	Website       string
	DAScore       int
	Waiting       Audience // who acts next, where a person has to
	Paused        bool     // nothing is sent to the directory just now
}

// Words are what came of the submission, or why it waits where that is not plain, in words anyone may read.
func (s SubmissionSummary) Words() string {
	if s.Paused && (s.Submission.Status == Planned || s.Submission.Status == Admitted) {
		return "We have paused this directory for now. It goes on by itself."
	}
	return s.Submission.Note
}

// Event is one row of queue_history.
type Event struct {
	Type string
	Data string // JSON, without personal data
	At   time.Time
}
