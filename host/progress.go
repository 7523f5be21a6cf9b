package host

import (
	"time"

	"github.com/google/uuid"
)

// Progress is what a worker outside the trust zone reports of a submission that it holds.
type Progress struct {
	Submission uuid.UUID
	Fence      int64
	Status     Status // that it comes to; Filling keeps the claim
	Listing    Listing
	Verdict    Verdict
	Note       string
	ErrorLog   string
	Attention  *Attention
	After      time.Duration // for Admitted: the least time before the next try
}

// ProgressAnswer is where the submission stands after a report.
type ProgressAnswer struct {
	Submission uuid.UUID
	Status     Status
	Fence      int64
	Intents    int
	LeaseUntil time.Time // zero where the claim has ended
	PressBy    time.Time // zero but after the intent: the press has to be over by then
}

// Proof are the kinds of evidence that show what a directory answered.
var Proof = []string{"after", "answer", "listing"}

// Check fails with [Invalid] on a report that no worker outside may make, whatever the submission.
func (p Progress) Check() error {
	switch p.Status {
	case Filling, Submitting, Admitted, Failed, Skipped, Unknown, NeedsAttention, Submitted:
	default:
		return Errorf(Invalid, "A worker cannot bring a submission to %q.", string(p.Status))
	}
	if p.After < 0 || p.After > 24*time.Hour || (p.After > 0 && p.Status != Admitted) {
		return Errorf(Invalid, "retry_after goes with admitted and is at most a day.")
	}
	if (p.Attention != nil) != (p.Status == NeedsAttention) {
		return Errorf(Invalid, "attention goes with needs_attention, and only with it.")
	}
	if a := p.Attention; a != nil && (a.Reason == "" || a.Message == "" || (a.Audience != ForCustomer && a.Audience != ForStaff)) {
		return Errorf(Invalid, "attention has an audience (customer or staff), a reason and a message.")
	}
	if p.Status == Skipped && p.Note == "" {
		return Errorf(Invalid, "note says why the directory is skipped: its customer reads it.")
	}
	return p.checkVerdict()
}

func (p Progress) checkVerdict() error {
	switch {
	case p.Status == Submitted && p.Listing == UnderReview && p.Verdict.Answer == AnswerYes:
	case p.Status == Submitted && p.Listing == Rejected && p.Verdict.Answer == AnswerNo:
	case p.Status == Submitted && p.Listing == Live:
		return Errorf(Invalid, "That a listing is live is for our own look at it to say: report under_review.")
	case p.Status == Submitted:
		return Errorf(Invalid, "submitted goes with the listing under_review and the verdict yes, or with rejected and no.")
	case p.Listing != "":
		return Errorf(Invalid, "listing goes with submitted only.")
	case p.Status == Unknown && (p.Verdict.Answer == AnswerUnknown || p.Verdict.Answer == ""):
	case p.Verdict.Answer != "":
		return Errorf(Invalid, "A verdict goes with submitted, and unknown with unknown.")
	}
	if p.Status == Submitted && p.Verdict.Quote == "" {
		return Errorf(Invalid, "A verdict quotes the words of the directory that it rests on.")
	}
	return nil
}
