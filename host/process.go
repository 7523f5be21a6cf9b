package host

import (
	"time"

	"github.com/google/uuid"
)

// Process is one running program of ours. Any number of them share a database.
type Process struct {
	ID        uuid.UUID
	Host      string // name of the machine
	PID       int
	Roles     []string
	Version   string
	Slots     int    // submissions that it makes at once; 0 while it takes none
	Working   int    // submissions under way
	Parts     []Part // as they were when it was last heard of
	StartedAt time.Time
	SeenAt    time.Time
	StoppedAt time.Time // zero while it runs
	Lost      bool      // neither stopped nor heard of for [LostAfter]
}

// LostAfter is how long nothing may be heard of a process before it counts as lost: three beats.
const LostAfter = 3 * BeatEvery

// BeatEvery is how often a process says that it is there.
const BeatEvery = 5 * time.Second

// Part is something that a process cannot do without, and how it is.
type Part struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail,omitempty"` // what is wrong, or how much there is of it; holds no address and no secret
}

// Ready reports whether every part is well.
func Ready(parts []Part) bool {
	for _, p := range parts {
		if !p.OK {
			return false
		}
	}
	return true
}
