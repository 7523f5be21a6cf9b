package sandbox

import "errors"

// Kind says how a module failed.
type Kind string

// Kinds of failure. Indeterminate and Cancelled depend on the machine and the moment, all others would come again.
const (
	BadModule     Kind = "bad_module"    // refused at load: whoever built it mends it
	Trap          Kind = "trap"          // it stopped with a fault or a panic
	Exit          Kind = "exit"          // it ended itself
	Memory        Kind = "memory"        // it stopped after it was refused memory
	Exhausted     Kind = "exhausted"     // it used up the work that a call may take
	Indeterminate Kind = "indeterminate" // it was given up at the end of its time: on another machine it may answer
	Cancelled     Kind = "cancelled"     // the caller gave up
	AnswerSize    Kind = "answer_size"   // its answer is too large
	BadAnswer     Kind = "bad_answer"    // its answer is not in the contract
)

// Error is a failure of a module. Its text says what happened in the host's words: what a guest says may hold a customer's data, and is only in
// the log of the call.
type Error struct {
	Kind    Kind
	Message string
}

// kindOf is the kind of a failure as the record of a call has it.
func kindOf(err error) string {
	if failure, ok := errors.AsType[*Error](err); ok {
		return string(failure.Kind)
	}
	return ""
}

func (e *Error) Error() string { return e.Message }
