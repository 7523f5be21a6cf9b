package host

import (
	"fmt"
	"strings"
)

// Problem is one reason why a profile is refused.
type Problem struct {
	Field   string `json:"field"` // as in the JSON of [Business]: "address.postal_code", "photos[2].url"
	Reason  string `json:"reason"`
	Example string `json:"example"` // a value that would be taken, or what to write instead
}

func (p Problem) String() string {
	return fmt.Sprintf("%s %s (for example %s)", p.Field, p.Reason, p.Example)
}

// Problems is everything wrong with a profile, up to 100. Functions return it inside an [Error] of kind [Invalid]; errors.As finds it.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "\n")
}

func (p Problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Message: "the profile needs changes:\n" + p.Error(), Err: p}
}

// maxProblems bounds what a hostile file makes us say; nobody mends more in one go.
const maxProblems = 100

func (p *Problems) add(field, example, format string, args ...any) {
	if len(*p) == maxProblems {
		return
	}
	*p = append(*p, Problem{Field: field, Reason: fmt.Sprintf(format, args...), Example: example})
}
