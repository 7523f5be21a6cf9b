package sdktest

import (
	"flag"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

var update = flag.Bool("update", false, "write what the adapter answers into its cases")

// Run runs the cases of the adapter in the folder of the test, each as a subtest.
func Run(t *testing.T, a sdk.Adapter) {
	t.Helper()
	m := a.Manifest()
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	cases, err := Load(".", m)
	if err != nil {
		t.Fatal(err)
	}
	call := func(op sdk.Op, turn *sdk.Turn) (*sdk.Answer, error) { return a.Call(op, turn), nil }
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			if *update {
				if err := c.Update(call); err != nil {
					t.Fatal(err)
				}
				return
			}
			result, err := c.Run(call)
			if err != nil {
				t.Fatal(err)
			}
			if len(result.Misses) > 0 {
				t.Errorf("these steps would not work on the page:\n%s", Result{Misses: result.Misses}.Text())
			}
			if len(result.Differences) > 0 {
				t.Errorf("the answer is not the expected one (-update accepts it):\n%s", Result{Differences: result.Differences}.Text())
			}
		})
	}
}
