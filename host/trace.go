package host

import "time"

// Conditions are what a call ran under beside its module and its request. A repetition under the same ones has to give the same bytes.
type Conditions struct {
	Contract uint32    // version of the contract that the host spoke
	Wazero   string    // version of the WebAssembly runtime: "v1.12.0"
	Clock    time.Time // what the guest took for the time
	Seed     uint64    // what the guest got its random bytes from
}

// TracedCall is a call as the trace of a submission keeps it.
type TracedCall struct {
	Call
	Conditions
	Attempt int    // claim of the submission that the call was made under, from 1
	Cut     string // why request and answer are not kept, in words; empty where they are
}
