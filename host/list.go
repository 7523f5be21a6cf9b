package host

import (
	"time"

	"github.com/google/uuid"
)

// Place is a place in a list that is ordered by creation, newest first. It stays where it is, whatever comes and goes around it. The zero place is
// before the first.
type Place struct {
	At time.Time
	ID uuid.UUID
}

// JobFilter chooses jobs.
type JobFilter struct {
	Status JobStatus // empty for all
	After  Place
	Most   int
}

// SubmissionFilter chooses submissions.
type SubmissionFilter struct {
	Job          uuid.UUID // zero for all
	Directory    string    // slug; empty for all
	Status       Status    // empty for all
	UpdatedSince time.Time // zero for all
	After        Place
	Most         int
}

// KeptAnswer is the answer to a write, kept for a repeat of it.
type KeptAnswer struct {
	Status int // of HTTP
	Body   []byte
}
