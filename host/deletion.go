package host

import (
	"time"

	"github.com/google/uuid"
)

// Deletion is a customer's wish that their data be erased, which takes effect some days later.
type Deletion struct {
	Reference   string    // "DEL-7KQ2-M4XA": says nothing of the customer
	Customer    uuid.UUID // zero once it is done
	RequestedAt time.Time
	DueAt       time.Time
	CancelledAt time.Time // zero if it was not
	DoneAt      time.Time // zero if it is not
}

// DeletionNotice is how long the customer can change their mind.
const DeletionNotice = 7 * 24 * time.Hour

// Stopped is what a request for deletion ends: the rest of an order that is still running.
type Stopped struct {
	Job       uuid.UUID
	Package   Package
	ToDo      int // directories that would not be done any more
	DirsPaid  int
	CreatedAt time.Time
}

// DeletionView is what a customer reads before asking for deletion, or while it is pending.
type DeletionView struct {
	Company  string
	Email    string
	Pending  *Deletion           // nil if nothing was asked for
	Running  []Stopped           // orders that the request would stop
	Listings []SubmissionSummary // what directories keep
	Payments int                 // invoices that stay
}

// Notice is something about an order that its customer is told by mail.
type Notice struct {
	Kind     string // "start", "needs", "reminder", "profile" or "done"
	Key      string // of the mail
	Customer uuid.UUID
	Email    string
	Company  string
	TimeZone string // IANA name
	Job      uuid.UUID
	Package  Package
	DirsPaid int
	Counts   Counts
	Tasks    []OpenTask // that wait for the customer
}

// OpenTask is one thing a customer is asked to do.
type OpenTask struct {
	Directory string
	Message   string
	Deadline  time.Time // zero if there is none
}

// SupportMessage is what a customer wrote to us.
type SupportMessage struct {
	Customer   uuid.UUID
	Submission uuid.UUID // it is about; zero for none
	Subject    string
	Message    string
}
