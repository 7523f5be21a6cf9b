package intake

import (
	"errors"
	"testing"
	"time"
)

func TestBreakerProbesWithBackOffAndCloses(t *testing.T) {
	var b breaker
	now := time.Unix(1_800_000_000, 0)
	for n := range tolerated {
		if s := b.state(); s.Stopped {
			t.Fatalf("stopped after %d errors", n)
		}
		if stopped := b.failed(errors.New("away"), now); stopped != (n == tolerated-1) {
			t.Fatalf("error %d: stopped %t", n+1, stopped)
		}
	}
	var pauses []time.Duration
	for range 9 {
		pauses = append(pauses, b.pause(now))
		now = now.Add(b.pause(now))
		if b.pause(now) != 0 {
			t.Fatal("no probe when its time has come")
		}
		if b.failed(errors.New("away"), now) {
			t.Fatal("stopped again, and was stopped already")
		}
	}
	for i := 1; i < len(pauses); i++ {
		if pauses[i] != min(2*pauses[i-1], lastProbe) {
			t.Errorf("pauses %v: not twice as long each, up to %v", pauses, lastProbe)
		}
	}
	if !b.succeeded() || b.state() != (State{}) || b.pause(now) != 0 {
		t.Errorf("after a success: %+v", b.state())
	}
}
