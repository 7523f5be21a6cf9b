package host

import (
	"errors"
	"fmt"
)

// Kind says who acts next on an error.
type Kind string

// Kinds of errors. An error without one is internal: staff act next.
const (
	Invalid     Kind = "invalid"     // whoever gave the input mends it
	NotFound    Kind = "not_found"   // what was asked for is not there
	Denied      Kind = "denied"      // a rule or policy forbids it
	Conflict    Kind = "conflict"    // something else got there first
	Unavailable Kind = "unavailable" // time heals it: try again later
	Limited     Kind = "limited"     // asked too often: later
	TooLarge    Kind = "too_large"   // whoever sent it sends less
	Internal    Kind = "internal"
)

// ErrNoAnswer is in the chain of an error of a site that could not be reached or did not answer, as opposed to a fault of ours.
var ErrNoAnswer = errors.New("gave no answer")

// Error is a failure that says who acts next and what to do.
type Error struct {
	Kind    Kind
	Message string // for the person who acts next; includes the cause's text where that helps
	Err     error  // cause, or nil
}

func (e *Error) Error() string { return e.Message }

func (e *Error) Unwrap() error { return e.Err }

// Errorf returns an error of the kind. A %w in the format keeps the cause.
func Errorf(kind Kind, format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	return &Error{Kind: kind, Message: err.Error(), Err: errors.Unwrap(err)}
}

// KindOf returns the kind of the outermost [Error] in err's chain, and Internal if there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
