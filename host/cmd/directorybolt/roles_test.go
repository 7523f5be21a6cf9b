package main

import (
	"slices"
	"testing"

	"github.com/directorybolt/directorybolt/host/worker"
)

// TestEveryDutyIsSomebodys keeps a part of the work from being nobody's, and from being that of a role that lacks what it needs.
func TestEveryDutyIsSomebodys(t *testing.T) {
	if got, want := allRoles.duties(), []worker.Duty{worker.Keep, worker.Plan, worker.Submit}; !slices.Equal(got, want) {
		t.Errorf("one process with every role does %v, want %v", got, want)
	}
	for role, want := range map[string][]worker.Duty{
		roleWeb: {worker.Keep}, roleIntake: {}, roleDispatch: {worker.Plan}, roleWorker: {worker.Submit},
	} {
		if got := (roles{role}).duties(); !slices.Equal(got, want) || got == nil {
			t.Errorf("%s does %v, want %v", role, got, want)
		}
	}
}
