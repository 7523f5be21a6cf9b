package host

import (
	"time"

	"github.com/google/uuid"
)

// Watch is a job as its customer follows it, read at one moment.
type Watch struct {
	Job         Job
	Counts      Counts // add up to what was paid
	Unplanned   int    // paid for and not chosen: see [Job.Unplanned]
	AnnouncedAt time.Time
	CompletedAt time.Time
	MovedAt     time.Time // when the last submission was settled; zero if none was
	Pace        Pace      // of this job
	Amount      int64     // paid, in the currency's smallest unit; 0 where nobody paid
	Refunded    int64     // given back of it
	Currency    string    // ISO 4217, lower case
	Rows        []SubmissionSummary
	Tasks       []Task
	Activity    []Activity
	Paused      bool   // nothing is sent anywhere just now
	Cursor      string // where to read news from
}

// Fill counts what was paid for and is not among the counted, and says how many those are.
func (w *Watch) Fill() {
	if missing := w.Job.DirsPaid - w.Counts.Total(); missing > 0 {
		w.Counts[w.Job.Unplanned()] += missing
		w.Unplanned = missing
	}
}

// Remaining is how many submissions the workers are not done with.
func (w *Watch) Remaining() int { return w.Job.DirsTotal - w.Job.DirsDone }

// Detail is one submission as its customer reads it.
type Detail struct {
	SubmissionSummary
	Events   []Event
	Evidence []Evidence
	Task     *Task // that waits for the customer; nil if none does
}

// Skippable reports whether the customer may pass over the directory: nothing was pressed, and no worker is at it.
func (s Submission) Skippable() bool {
	return s.Status == Planned || s.Status == Admitted || s.Status == NeedsAttention
}

// Activity is one thing that happened to a submission.
type Activity struct {
	ID            int64
	Job           uuid.UUID
	Submission    uuid.UUID
	DirectoryName string
	Event         Event
}

// Pace is how long a directory takes.
type Pace struct {
	Measured int           // jobs, or submissions of the one job, that it comes from
	Each     time.Duration // for one directory, in the middle
	Low      time.Duration // a quarter is faster; 0 if that is not known
	High     time.Duration // a quarter is slower
}

// Estimate is when a job will be done.
type Estimate struct {
	From, To time.Time // equal where the spread is not known
	Unknown  string    // why there is none, in words anyone may read
}

// Fewer measurements than these say nothing.
const (
	fewSubmissions = 10
	fewJobs        = 3
)

// EstimateOf says when what remains will be done, by the job's own pace and by everybody's.
func EstimateOf(now time.Time, remaining int, own, all Pace) Estimate {
	switch {
	case own.Measured >= fewSubmissions && own.Each > 0:
		low, high := own.Each, own.Each
		if all.Measured >= fewJobs && all.Each > 0 { // everybody's spread around one's own pace
			low = time.Duration(float64(own.Each) * float64(all.Low) / float64(all.Each))
			high = time.Duration(float64(own.Each) * float64(all.High) / float64(all.Each))
		}
		return Estimate{From: now.Add(time.Duration(remaining) * low), To: now.Add(time.Duration(remaining) * high)}
	case all.Measured >= fewJobs && all.Each > 0:
		return Estimate{From: now.Add(time.Duration(remaining) * all.Low), To: now.Add(time.Duration(remaining) * all.High)}
	}
	return Estimate{Unknown: "Known once the first directories are through"}
}
