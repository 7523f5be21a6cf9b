// Command go is the conformance adapter in Go: it does what sdk/conform/README.md says. It proves the Go SDK, and shows authors of other SDKs
// what is asked.
package main

import (
	"strconv"

	"github.com/directorybolt/directorybolt/sdk"
)

func init() {
	sdk.Register(sdk.Adapter{
		Name: "conform", Version: "1.0.0", Summary: "Shows that an SDK keeps the contract.",
		Author: "DirectoryBolt contributors", Licence: "MIT",
		Hosts: []string{"conform.example"}, Start: "https://conform.example/add", AssetHosts: []string{"cdn.conform.example"},
		Requires: []string{"name"}, Limits: []sdk.FieldLimit{{Field: "description", MaxLength: 500}},
		Politeness:   sdk.Politeness{IntervalSeconds: 60, PerDay: 100},
		ConfigSchema: `{"type": "string"}`,
		Plan:         act, Verify: act,
	})
}

func main() {}

// act does what the configuration of the directory names.
func act(t sdk.Turn) (sdk.Move, error) {
	switch t.Directory.Config {
	case `"echo"`:
		return screenshot().With(t.Append(nil)), nil
	case `"reverse"`:
		return screenshot().With(reversed(t.State)), nil
	case `"fields"`:
		return fields(t), nil
	case `"steps"`:
		return steps(t), nil
	case `"park"`:
		return sdk.Park(string(t.State), "A person is needed."), nil
	case `"reject"`:
		return sdk.Reject("phone", "This directory lists only businesses with a phone number."), nil
	case `"verdict"`:
		return verdict(t)
	case `"fail"`:
		return sdk.Move{}, sdk.Fail("form_changed", "expected the field »Straße«, saw 道路 🙂")
	case `"trap"`:
		panic("conform: trapped on purpose")
	case `"log"`:
		return logged(), nil
	case `"flood"`:
		return flood(), nil
	case `"remember"`:
		calls++
		return sdk.Move{}, sdk.Fail("calls", strconv.Itoa(calls))
	}
	return sdk.Move{}, sdk.Fail("unknown_command", t.Directory.Config)
}

// calls is what an adapter would have to keep to remember the customer before.
var calls int

func screenshot() sdk.Move { return sdk.Do(sdk.Screenshot()) }

func reversed(b []byte) []byte {
	var out []byte
	for i := range b {
		out = append(out, b[len(b)-1-i])
	}
	return out
}

func verdict(t sdk.Turn) (sdk.Move, error) {
	p := t.Page
	switch string(t.State) {
	case "live":
		return sdk.Live(p.URL, p.Title), nil
	case "under_review":
		return sdk.UnderReview(p.Title).Numbered("A-17"), nil
	case "duplicate":
		return sdk.AlreadyListed(p.URL, p.Title), nil
	case "rejected":
		return sdk.Rejected(p.Title), nil
	case "absent":
		return sdk.Absent(p.Title), nil
	}
	return sdk.Unknown(), nil
}

// logged prints 4,000 lines of 64 bytes.
func logged() sdk.Move {
	for range 4000 {
		print("conform: a line of sixty-four bytes, line feed and all, no more\n")
	}
	return sdk.Unknown()
}

// flood is more than the host takes: 400 steps of 4,000 bytes.
func flood() sdk.Move {
	value := make([]byte, 4000)
	for i := range value {
		value[i] = 'x'
	}
	m := sdk.Move{Kind: sdk.MoveDo}
	for range 400 {
		m.Steps = append(m.Steps, sdk.Fill(sdk.Label("Description"), string(value)))
	}
	return m
}
