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
}

// Event is one row of queue_history.
type Event struct {
	Type string
	Data string // JSON, without personal data
	At   time.Time
}
