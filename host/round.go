package host

import (
	"time"

	"github.com/google/uuid"
)

// Round is what a dispatcher decides on: who waits, and where there is room.
type Round struct {
	Slots       int            // submissions that may be admitted
	Clock       float64        // the virtual time that was served last
	Jobs        []JobShare     // that have something planned and are not held
	Room        map[string]int // submissions that each directory takes now, by slug; the others take none
	NextAt      time.Time      // when a directory that is waited for may have room next; zero if none is
	Submissions func(jobs []uuid.UUID, most int) ([]PlannedSubmission, error)
}

// JobShare is how much of the workers a job has had.
type JobShare struct {
	Job     uuid.UUID
	Package Package
	Served  float64 // virtual time: submissions divided by the job's weight
}

// PlannedSubmission waits to be admitted.
type PlannedSubmission struct {
	ID        uuid.UUID
	Job       uuid.UUID
	Directory string
}

// Admission is what a dispatcher has decided.
type Admission struct {
	Chosen []PlannedSubmission
	Served map[uuid.UUID]float64 // of the jobs that were served
	Clock  float64
}

// Rounded is what came of a round.
type Rounded struct {
	Admitted int
	NextAt   time.Time // as in [Round]
}

// DirectoryStanding is how a directory stands, for staff.
type DirectoryStanding struct {
	Directory Directory
	Traffic   Traffic
	Planned   int // submissions that wait for it
	Admitted  int // on their way to a worker
	NextAt    time.Time
	Delay     Delay // why the next one does not begin yet
}

// JobStanding is a job among those that share the workers, for staff.
type JobStanding struct {
	Job     Job
	Company string
	Planned int
	Served  float64 // as in [JobShare], from the job served last
}
