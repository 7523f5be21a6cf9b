package sdktest

import (
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

func TestNothingForARequiredControl(t *testing.T) {
	p := &sdk.Page{Controls: []sdk.Control{
		{Ref: "c1", Tag: "input", Type: "text", Label: "Your name", Required: true}, {Ref: "c2", Tag: "input", Type: "text", Label: "Fax"},
	}}
	misses := Misses([]sdk.Step{sdk.Fill(sdk.Label("Your name"), ""), sdk.Fill(sdk.Label("Fax"), ""), sdk.FillSecret(sdk.Label("Your name"), "account.name")}, p)
	if len(misses) != 1 || misses[0].Step != 1 {
		t.Errorf("misses %+v, want the first step only", misses)
	}
}
