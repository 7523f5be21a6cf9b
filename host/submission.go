package host

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/sdk"
)

// Status is where a submission stands: job_results.status.
type Status string

// Statuses of a submission. [Status.Settled] tells with which of them the workers are done.
const (
	Planned        Status = "planned"    // selected for the job
	Admitted       Status = "admitted"   // handed to the workers
	Filling        Status = "filling"    // a worker holds it; nothing has been pressed under its fence
	Submitting     Status = "submitting" // an intent is committed: Submit may have been pressed
	Submitted      Status = "submitted"  // the directory took it, or turned it down in words; see Listing
	Unknown        Status = "unknown"    // pressed, and nobody can tell what came of it: a person looks
	NeedsAttention Status = "needs_attention"
	Failed         Status = "failed"
	Skipped        Status = "skipped"
)

// Listing is what the directory shows: job_results.listing.
type Listing string

// Listings.
const (
	NoListing   Listing = "none"
	UnderReview Listing = "under_review"
	Live        Listing = "live"
	Rejected    Listing = "rejected"
	Removed     Listing = "removed"
	Duplicate   Listing = "duplicate" // listed before we came
)

// transitions is the submission state machine. Nothing leads from Submitting to a status that claims nothing was pressed,
// except back to Admitted, which needs a look-up that proves absence after the press window has closed.
var transitions = map[Status][]Status{
	Planned:        {Admitted, Skipped},
	Admitted:       {Filling, Skipped},
	Filling:        {Admitted, Submitting, NeedsAttention, Failed, Skipped},
	Submitting:     {Admitted, Submitted, Unknown},
	Unknown:        {Submitted, Admitted}, // by a person who has looked
	NeedsAttention: {Admitted, Skipped},   // answered, or passed over
	Submitted:      {},
	Failed:         {Planned, Admitted}, // run again on request
	Skipped:        {},
}

// Statuses returns every status, in no particular order.
func Statuses() []Status {
	all := make([]Status, 0, len(transitions))
	for s := range transitions {
		all = append(all, s)
	}
	return all
}

// CanBecome reports whether the state machine has the transition.
func (s Status) CanBecome(next Status) bool { return slices.Contains(transitions[s], next) }

// Claimable reports whether a worker may take a submission in this status once no other worker holds it.
func (s Status) Claimable() bool { return s == Admitted || s == Filling || s == Submitting }

// Settled reports whether the workers are done with a submission: it has ended, or a person acts next.
func (s Status) Settled() bool { return !s.Claimable() && s != Planned }

// Submission is our attempt to list one business in one directory: a row of job_results.
type Submission struct {
	ID             uuid.UUID
	JobID          uuid.UUID
	CustomerID     uuid.UUID
	Directory      string // slug
	Status         Status
	Listing        Listing
	ListingURL     string
	Verdict        Verdict
	Fence          int64     // rises with each claim; a write under an older fence changes nothing
	Intents        int       // presses committed so far
	PressBy        time.Time // end of the press window of the last intent
	Attempts       int       // claims since it was planned, or since its last intent
	DueAt          time.Time // not to be worked on before
	Outages        int       // how often in a row its directory had turned us away when it was claimed
	Refusals       []sdk.Refusal
	ProfileVersion int
	IdempotencyKey string
	Note           string // what came of it, in words anyone may read
	ErrorLog       string // what went wrong, for staff
	Screenshot     string // digest of the last screenshot, empty if there is none
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Change is a transition of a submission and everything that is recorded with it.
type Change struct {
	To         Status
	Listing    Listing
	ListingURL string // only where the host itself has opened it and found the business on it
	Verdict    Verdict
	Note       string
	ErrorLog   string
	Refusal    *sdk.Refusal  // what the directory answered to the last press; kept for the next plan
	Attention  *Attention    // set where a person acts next
	After      time.Duration // for Admitted: the least time before the next attempt
	Visit      Visit         // what was learnt of the directory
	RetryAfter time.Duration // that the directory asked for; 0 if it did not
}

// Unspent reports whether the claim does not count as an attempt: it is the directory that is away, which is no fault of the submission's.
func (c Change) Unspent() bool { return c.Visit == VisitAway }

// Attention is something a person has to look at.
type Attention struct {
	Audience Audience // who is asked
	Reason   string   // "profile", "outcome", or what the adapter parked for: "captcha", "mail_code", "login", ...
	Field    string   // the profile field to mend, where Reason is "profile"
	Message  string   // what to do, in plain words
}

// Audience is who is asked.
type Audience string

// Audiences.
const (
	ForCustomer Audience = "customer"
	ForStaff    Audience = "staff"
)

// Evidence is one thing kept to prove what was seen or sent: a screenshot, the text of a page, or values as JSON.
type Evidence struct {
	Kind      string // "before" and "after" the press, "answer", "values" that were filled in, "listing"
	MediaType string
	Digest    string // SHA-256 of the content, hex: its name in the blob store
	Size      int    // bytes
	Page      string // address of the page
	At        time.Time
}

// Verdict is what the evidence says of a submission.
type Verdict struct {
	Answer    Answer
	Quote     string // words found on an observed page
	Reference string // the directory's own number
}

// Answer is yes, no or unknown.
type Answer string

// Answers.
const (
	AnswerYes     Answer = "yes"
	AnswerNo      Answer = "no"
	AnswerUnknown Answer = "unknown"
)

// Transition is one step of a submission, as written to queue_history.
type Transition struct{ From, To Status }

// Check fails on a transition the state machine does not have.
func (t Transition) Check() error {
	if !t.From.CanBecome(t.To) {
		return fmt.Errorf("a submission cannot go from %s to %s", t.From, t.To)
	}
	return nil
}
