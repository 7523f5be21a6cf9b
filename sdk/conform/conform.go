// Package conform checks that a module keeps the adapter contract, whatever language it was written in.
//
// It checks at two levels. [Module.Check] puts to any adapter what every adapter must stand: damaged requests, functions it does not have, the same
// request twice. A module that calls itself [Name] is a conformance adapter: it does what README.md beside this file says, and is
// then also held to every file in vectors. An SDK whose conformance adapter passes reads and writes the contract as the host does.
//
// The package does not run modules. The caller gives it a [Caller]; `directorybolt adapter conform` gives one that runs them in the sandbox.
package conform

import "github.com/directorybolt/directorybolt/sdk"

// Name is the name of a conformance adapter in its manifest.
const Name = "conform"

// Caller makes one call of the module under test with the wire form of a turn.
type Caller func(op sdk.Op, request []byte) Reply

// Reply is what came of a call: an answer that the contract allows, or the reason why there is none.
type Reply struct {
	Answer  *sdk.Answer // nil if there was none
	Raw     []byte      // its wire form
	Log     string      // what the module printed
	Failure string      // kind of failure as the host names it, "trap" or "exit"; empty for an answer
	Reason  string      // the failure in words
}

// Module is the module under test.
type Module struct {
	Manifest  sdk.Manifest // as it is attached to the module
	Call      Caller
	Elsewhere Caller // the same module on a host with another clock and other random bytes
}

// Result is the outcome of one check.
type Result struct {
	Check   string `json:"check"`
	Problem string `json:"problem,omitempty"` // what the module's author has to mend; empty if the check passed
}

// Check runs all checks and reports each as soon as it is done. It returns how many failed.
func (m Module) Check(report func(Result)) (failed int) {
	done := func(name string, err error) {
		r := Result{Check: name}
		if err != nil {
			r.Problem = err.Error()
			failed++
		}
		report(r)
	}
	for _, c := range checks {
		done(c.name, c.run(m))
	}
	if m.Manifest.Name != Name {
		return failed
	}
	for _, v := range vectors() {
		done("vector "+v.Name, v.judge(m.Call(v.op, v.request)))
	}
	done("echoes turns made up at random", echoes(m))
	done("reads or refuses a turn that is cut as the host does", cuts(m))
	return failed
}
