package host

// Standing is what a customer reads of a submission.
type Standing string

// Standings, in the words of every page, mail and report.
const (
	StandingQueued     Standing = "Queued"
	StandingSubmitting Standing = "Submitting"
	StandingInReview   Standing = "In review"
	StandingLive       Standing = "Live"
	StandingNeedsYou   Standing = "Needs you"
	StandingLookedAt   Standing = "Being looked at"
	StandingChecked    Standing = "Being checked"
	StandingFailed     Standing = "Failed"
	StandingSkipped    Standing = "Skipped"
)

// Share is the part of a job's total that a submission is counted in. The shares add up to what was paid.
type Share string

// Shares of a job's total.
const (
	ShareLive     Share = "live"
	ShareInReview Share = "in_review"
	ShareNeedsYou Share = "needs_you"
	ShareFailed   Share = "could_not_be_done"
	ShareSkipped  Share = "skipped"
	ShareToDo     Share = "still_to_do"
)

// Counts is how many submissions of a job stand in each share.
type Counts map[Share]int

// Total is the sum of all shares.
func (c Counts) Total() int {
	total := 0
	for _, n := range c {
		total += n
	}
	return total
}

// Standing returns what a customer reads of the submission, and the share it counts in.
func (s SubmissionSummary) Standing() (Standing, Share) {
	switch s.Submission.Status {
	case Filling, Submitting:
		return StandingSubmitting, ShareToDo
	case Submitted:
		return submittedStanding(s.Submission.Listing)
	case Skipped:
		if s.Submission.Listing == Duplicate {
			return StandingLive, ShareLive
		}
		return StandingSkipped, ShareSkipped
	case NeedsAttention:
		if s.Waiting == ForStaff {
			return StandingLookedAt, ShareToDo
		}
		return StandingNeedsYou, ShareNeedsYou
	case Unknown:
		return StandingChecked, ShareToDo
	case Failed:
		return StandingFailed, ShareFailed
	}
	return StandingQueued, ShareToDo
}

func submittedStanding(l Listing) (Standing, Share) {
	switch l {
	case Live:
		return StandingLive, ShareLive
	case Rejected, Removed:
		return StandingFailed, ShareFailed
	}
	return StandingInReview, ShareInReview
}
