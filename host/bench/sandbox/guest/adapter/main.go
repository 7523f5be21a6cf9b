// Adapter is the plan as an adapter of ours.
package main

import (
	"github.com/directorybolt/directorybolt/host/bench/sandbox/plan"
	"github.com/directorybolt/directorybolt/sdk"
)

func init() { sdk.Register(plan.Adapter) }

func main() {}
