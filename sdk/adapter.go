package sdk

// Adapter is one adapter: what it says of itself, and its functions. Name, Version and Plan are required.
type Adapter struct {
	Name    string // short name: "hello"
	Version string // "1.0.0"
	Summary string // one sentence
	Author  string
	Licence string // SPDX identifier

	Hosts      []string // host names it works on; empty for an adapter that is configured per directory
	Start      string   // page where a submission starts
	AssetHosts []string // further hosts the pages load from

	Requires     []string     // profile fields without which it rejects: "phone"
	Limits       []FieldLimit // lengths the directory takes
	Politeness   Politeness
	ConfigSchema string // JSON schema of the per-directory configuration; empty if it takes none

	// Plan fills the form and ends with Submit.
	Plan func(Turn) (Move, error)
	// Verify judges what the directory answered to a press of Submit. Without it the outcome is unknown and a person looks.
	Verify func(Turn) (Move, error)
	// Lookup tells whether the business is already listed. Without it a lost answer can only be settled by a person.
	Lookup func(Turn) (Move, error)
}

var registered Adapter

// Register makes a the adapter of this module. Call it once, from init.
func Register(a Adapter) {
	switch {
	case registered.Plan != nil:
		panic("sdk.Register: called twice; a module is one adapter")
	case a.Name == "" || a.Version == "":
		panic("sdk.Register: the adapter needs a Name and a Version")
	case a.Plan == nil:
		panic("sdk.Register: the adapter needs a Plan")
	}
	registered = a
}

// Manifest returns what the adapter says of itself.
func (a Adapter) Manifest() Manifest {
	m := Manifest{
		Name: a.Name, Version: a.Version, Contract: ContractVersion, Hosts: a.Hosts, Start: a.Start, AssetHosts: a.AssetHosts,
		Requires: a.Requires, Limits: a.Limits, Politeness: a.Politeness, Author: a.Author, Licence: a.Licence,
		Summary: a.Summary, ConfigSchema: a.ConfigSchema,
	}
	for _, op := range []Op{OpPlan, OpVerify, OpLookup} {
		if a.function(op) != nil {
			m.Functions = append(m.Functions, op.String())
		}
	}
	return m
}

// Call does what the compiled module does for one call of the host; tests use it. A panic of the adapter passes through.
func (a Adapter) Call(op Op, turn *Turn) *Answer {
	if op == OpDescribe {
		m := a.Manifest()
		return &Answer{Manifest: &m}
	}
	f := a.function(op)
	if f == nil {
		return &Answer{Error: &AdapterError{Code: "no_function", Text: "the adapter has no " + op.String()}}
	}
	move, err := f(*turn)
	if err != nil {
		return &Answer{Error: asAdapterError(err)}
	}
	return &Answer{Move: &move}
}

func (a Adapter) function(op Op) func(Turn) (Move, error) {
	switch op {
	case OpPlan:
		return a.Plan
	case OpVerify:
		return a.Verify
	case OpLookup:
		return a.Lookup
	}
	return nil
}

// Fail returns an error for an adapter to return, as it is: wrapped in another, its code is lost. The code is for grouping, in lower case: "form_changed"; the text says what the
// adapter saw and what it expected. Leave the customer's data out of both.
func Fail(code, text string) error { return &AdapterError{Code: code, Text: text} }

func (e *AdapterError) Error() string { return e.Code + ": " + e.Text }

func asAdapterError(err error) *AdapterError {
	if e, ok := err.(*AdapterError); ok { //nolint:errorlint // package errors would be 9 KB of every adapter
		return e
	}
	return &AdapterError{Code: "error", Text: err.Error()}
}
