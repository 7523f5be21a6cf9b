package localsqs

import (
	"errors"
	"math/rand/v2"
	"time"
)

// Faults are shares, from 0 to 1, of what goes wrong. The real service does all of it, seldom.
type Faults struct {
	Seed      uint64        // of chance, so that a run can be repeated
	Duplicate float64       // messages that are kept, and so delivered, twice
	Late      float64       // messages that become visible only after LateBy
	LateBy    time.Duration // as above
	Drop      float64       // requests that are carried out and whose answer is lost
	Throttle  float64       // requests that are refused for being too many
	Break     float64       // requests that fail with a 5xx
}

// SetFaults changes what goes wrong from now on.
func (s *Server) SetFaults(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.chance = f, rand.New(rand.NewPCG(f.Seed, 0))
}

type fault int

const (
	fine fault = iota
	throttled
	broken
	dropped
)

var errDropped = errors.New("the answer is lost")

// fault decides what happens to a request. Setting queues up is spared.
func (s *Server) fault(operation string) fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch operation {
	case "SendMessage", "SendMessageBatch", "ReceiveMessage", "DeleteMessage", "DeleteMessageBatch", "ChangeMessageVisibility", "ChangeMessageVisibilityBatch":
	default:
		return fine
	}
	switch {
	case s.happens(s.faults.Throttle):
		return throttled
	case s.happens(s.faults.Break):
		return broken
	case s.happens(s.faults.Drop):
		return dropped
	}
	return fine
}

func (s *Server) happens(share float64) bool { return share > 0 && s.chance.Float64() < share }
