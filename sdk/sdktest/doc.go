// Package sdktest runs an adapter's cases. A case is a file testdata/NAME.json that says what the adapter is told and what it must answer:
//
//	{
//	  "op": "plan",
//	  "page": "pages/add.json",
//	  "expect": {"kind": "do", "steps": [...]}
//	}
//
// op is "plan", "verify" or "lookup". page is an observed page, as a file below testdata or in place. business is the same for a business; without
// it the case has the sample, [Business]. directory is the site; without it the one of the manifest. number, state,
// results, secrets and refusals are those of [sdk.Turn]. expect is the move the adapter must make; fails, in its place, is the error it must
// return: {"code": ..., "text": ...}. All of it is the JSON mapping of the contract.
//
// The author's test is
//
//	func TestAdapter(t *testing.T) { sdktest.Run(t, adapter) }
//
// and `go test -update` writes what the adapter answers now into the cases: read the difference before you commit it. `directorybolt adapter
// test` runs the same cases on the compiled module in the sandbox.
package sdktest
