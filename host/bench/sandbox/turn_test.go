package main

import (
	"testing"

	"github.com/directorybolt/directorybolt/host/bench/sandbox/plan"
	"github.com/directorybolt/directorybolt/sdk"
)

// The figures are promised for this much work.
func TestWork(t *testing.T) {
	turn := newTurn(0)
	if n := len(turn.Page.Controls); n != 60 {
		t.Errorf("%d controls in, want 60", n)
	}
	if n := len(turn.Append(nil)); n < 17_500 || n > 18_500 {
		t.Errorf("%d bytes in, want about 18 KB", n)
	}
	answer := plan.Adapter.Call(sdk.OpPlan, turn)
	if err := answer.Check(sdk.OpPlan); err != nil {
		t.Fatal(err)
	}
	if n := len(answer.Move.Steps); n != 40 {
		t.Errorf("%d steps out, want 40", n)
	}
	for _, s := range answer.Move.Steps[:39] {
		if s.Kind == sdk.StepChoose && (s.Value == "" || s.Value == "$") {
			t.Errorf("%s: chose %q", s.Why, s.Value)
		}
	}
}
