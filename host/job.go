package host

import (
	"time"

	"github.com/google/uuid"
)

// Package is what a customer buys: jobs.package_type.
type Package string

// Packages.
const (
	Starter      Package = "starter"
	Growth       Package = "growth"
	Professional Package = "professional"
	Enterprise   Package = "enterprise"
)

// Tier says which directories a package reaches, and how many.
type Tier struct {
	Package     Package
	MaxPriority int   // directories with priority_tier up to this
	Directories int   // at most this many, best domain authority first
	Price       int64 // in US cents, paid once, before tax
}

// Tiers are the packages for sale, smallest first. The prices are the operator's to set, here and nowhere else: pages, checkout and invoices read
// them from this table. What was paid stays with its payment.
var Tiers = []Tier{
	{Starter, 1, 50, 149_00},
	{Growth, 2, 100, 299_00},
	{Professional, 3, 300, 499_00},
	{Enterprise, 5, 500, 799_00},
}

// TierOf returns the tier of a package.
func TierOf(p Package) (Tier, error) {
	for _, t := range Tiers {
		if t.Package == p {
			return t, nil
		}
	}
	return Tier{}, Errorf(Invalid, "package %q is not one we sell: starter, growth, professional or enterprise", p)
}

// JobStatus is jobs.status.
type JobStatus string

// Statuses of a job.
const (
	JobPending    JobStatus = "pending"
	JobInProgress JobStatus = "in_progress"
	JobCompleted  JobStatus = "completed"
	JobFailed     JobStatus = "failed"
	JobCancelled  JobStatus = "cancelled"
)

// Hold is why nothing of a job is sent just now: jobs.held.
type Hold string

// Holds.
const (
	NotHeld     Hold = ""
	HeldDispute Hold = "dispute" // the payment is disputed
	HeldStaff   Hold = "staff"
)

// Unplanned is what directories count as that were paid for and are not among the job's: they are chosen when it begins, and never after.
func (j Job) Unplanned() Share {
	switch j.Status {
	case JobPending:
		return ShareToDo
	case JobCancelled:
		return ShareSkipped
	}
	return ShareFailed
}

// Job is one bought package on its way.
type Job struct {
	ID             uuid.UUID
	CustomerID     uuid.UUID
	Package        Package
	Status         JobStatus
	ProfileVersion int // the approved version of the profile its submissions are made with; 0 until the owner approves
	DirsTotal      int
	DirsDone       int // submissions the workers are done with
	Progress       int // percent
	DirsPaid       int // directories that were paid for; 0 where nobody paid
	Held           Hold
	Reason         string // why it is held or was cancelled, in words anyone may read
	CreatedAt      time.Time
}
