//go:build wasip1

// Extism is the plan as a plugin of Extism.
package main

import (
	"github.com/extism/go-pdk"

	"github.com/directorybolt/directorybolt/host/bench/sandbox/plan"
	"github.com/directorybolt/directorybolt/sdk"
)

//go:wasmexport plan
func call() int32 {
	var turn sdk.Turn
	if err := turn.Decode(pdk.Input()); err != nil {
		pdk.SetError(err)
		return 1
	}
	pdk.Output(plan.Adapter.Call(sdk.OpPlan, &turn).Append(nil))
	return 0
}

func main() {}
