//go:build wasip1

// Knqyf263 is the plan as a plugin of knqyf263/go-plugin.
package main

import (
	"context"

	"github.com/directorybolt/directorybolt/host/bench/sandbox/plan"
	"github.com/directorybolt/directorybolt/host/bench/sandbox/planner"
	"github.com/directorybolt/directorybolt/sdk"
)

func init() { planner.RegisterPlanner(plugin{}) }

func main() {}

type plugin struct{}

func (plugin) Plan(_ context.Context, request *planner.Request) (*planner.Reply, error) {
	var turn sdk.Turn
	if err := turn.Decode(request.Turn); err != nil {
		return nil, err
	}
	return &planner.Reply{Answer: plan.Adapter.Call(sdk.OpPlan, &turn).Append(nil)}, nil
}
