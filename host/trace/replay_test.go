package trace_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/trace"
	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// answers repeats calls with what a table says, by the number of the call.
func answers(all ...host.Call) trace.Repeat {
	return func(_ context.Context, _ trace.Module, op sdk.Op, request []byte) (host.Call, error) {
		call := all[0]
		all = all[1:]
		call.Op, call.Request = op, request
		return call, nil
	}
}

func TestReplay(t *testing.T) {
	noted := sdk.Do(sdk.Fill(sdk.Label("Phone"), "(415) 555-0132").For("phone").Because("its label"), sdk.Submit(sdk.Button("Send")))
	other := sdk.Do(sdk.Fill(sdk.Label("Phone"), "+14155550132").For("phone"), sdk.Submit(sdk.Button("Send")))
	lookup := called(sdk.OpLookup, ask(1, start), answer(sdk.Unknown()))
	first, second := called(sdk.OpPlan, ask(1, start), answer(fill)), called(sdk.OpPlan, ask(2, start), answer(fill))
	trapped := called(sdk.OpPlan, ask(1, start), nil)
	trapped.Failure = "trap"
	late := called(sdk.OpPlan, ask(1, start), nil)
	late.Failure = "indeterminate"
	cut := called(sdk.OpPlan, nil, nil)
	cut.Cut = "too large"
	again := first
	again.Attempt = 2

	for name, c := range map[string]struct {
		calls []host.TracedCall
		now   []host.Call
		want  string
	}{
		"the same":           {[]host.TracedCall{lookup, first}, []host.Call{{Answer: lookup.Answer}, {Answer: first.Answer}}, "same same"},
		"the same failure":   {[]host.TracedCall{trapped}, []host.Call{{Failure: "trap"}}, "same"},
		"another failure":    {[]host.TracedCall{trapped}, []host.Call{{Failure: "exhausted"}}, "different"},
		"an answer now":      {[]host.TracedCall{trapped}, []host.Call{{Answer: first.Answer}}, "different"},
		"the rest is stale":  {[]host.TracedCall{first, second}, []host.Call{{Answer: answer(other)}}, "different stale"},
		"a note is not":      {[]host.TracedCall{first, second}, []host.Call{{Answer: answer(noted)}, {Answer: second.Answer}}, "different same"},
		"state makes stale":  {[]host.TracedCall{first, second}, []host.Call{{Answer: answer(fill.With([]byte("x")))}}, "different stale"},
		"another function":   {[]host.TracedCall{lookup, first}, []host.Call{{Answer: answer(fill)}, {Answer: first.Answer}}, "different same"},
		"another attempt":    {[]host.TracedCall{first, second, again}, []host.Call{{Answer: answer(other)}, {Answer: first.Answer}}, "different stale same"},
		"by a clock then":    {[]host.TracedCall{late, first}, []host.Call{{Answer: first.Answer}}, "skipped same"},
		"by a clock now":     {[]host.TracedCall{first}, []host.Call{{Failure: "indeterminate"}}, "skipped"},
		"what was not kept":  {[]host.TracedCall{cut, first}, []host.Call{{Answer: first.Answer}}, "skipped same"},
		"encoded otherwise":  {[]host.TracedCall{first}, []host.Call{{Answer: append(answer(fill), 0x7a, 0)}}, "different"},
		"no contract at all": {[]host.TracedCall{first}, []host.Call{{Answer: []byte{0xff}}}, "different"},
	} {
		t.Run(name, func(t *testing.T) {
			results, err := trace.New("id", "hello", c.calls).Replay(t.Context(), answers(c.now...))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range results {
				got = append(got, string(r.Ending))
				if (r.Ending == trace.Different) != (len(r.Changes) > 0) || (r.Ending == trace.Stale || r.Ending == trace.Skipped) != (r.Why != "") {
					t.Errorf("%s without a reason: %+v", r.Ending, r)
				}
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %s, want %s", strings.Join(got, " "), c.want)
			}
		})
	}
}

// What people read of a difference: where, what was, what is.
func TestChanges(t *testing.T) {
	phone, mail, send := sdk.Fill(sdk.Label("Phone"), "1").For("phone"), sdk.Fill(sdk.Label("Mail"), "2"), sdk.Submit(sdk.Button("Send"))
	byName, optional := phone, phone
	byName.Target = new(sdk.Name("tel"))
	optional.Optional = true
	for name, c := range map[string]struct {
		was, now sdk.Move
		want     string
	}{
		"a value":            {sdk.Do(phone, send), sdk.Do(sdk.Fill(sdk.Label("Phone"), "3").For("phone"), send), "step 1, fill label “Phone” | “1” | “3”"},
		"a target":           {sdk.Do(phone, send), sdk.Do(byName, send), "step 1 | fill label “Phone”: “1” | fill name “tel”: “1”"},
		"a step less":        {sdk.Do(phone, mail, send), sdk.Do(phone, send), "step 2 is gone | fill label “Mail”: “2” | "},
		"a step more":        {sdk.Do(phone, send), sdk.Do(phone, mail, send), "step 2 is added |  | fill label “Mail”: “2”"},
		"a note":             {sdk.Do(phone), sdk.Do(phone.Because("it says so")), "step 1, fill label “Phone”, why |  | it says so"},
		"what if not there":  {sdk.Do(phone), sdk.Do(optional), "step 1, fill label “Phone”, if it is not there | stop | pass over"},
		"a secret":           {sdk.Do(phone), sdk.Do(sdk.FillSecret(sdk.Label("Phone"), "account.password").For("phone")), "step 1, fill label “Phone” | “1” | the secret account.password"},
		"another kind":       {sdk.Do(phone, send), sdk.Park(sdk.ParkCaptcha, "Solve it."), "answer | 2 steps, the last: submit | park (captcha): Solve it."},
		"another verdict":    {sdk.UnderReview("pending review"), sdk.Unknown(), "verdict | yes | unknown\nlisting | under_review | \nquote | pending review | "},
		"another field":      {sdk.Reject("phone", "No."), sdk.Reject("email", "No."), "field | phone | email"},
		"state":              {sdk.Do(phone).With([]byte("a\nb")), sdk.Do(phone).With([]byte{0, 1}), "state | a | b | 2 bytes 0001"},
		"an address to open": {sdk.Do(sdk.Goto("https://a.example/")), sdk.Do(sdk.Goto("https://b.example/")), "step 1, goto | “https://a.example/” | “https://b.example/”"},
	} {
		t.Run(name, func(t *testing.T) {
			one := trace.New("id", "hello", []host.TracedCall{called(sdk.OpPlan, ask(1, start), answer(c.was))})
			results, err := one.Replay(t.Context(), answers(host.Call{Answer: answer(c.now)}))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, change := range results[0].Changes {
				got = append(got, change.Where+" | "+change.Was+" | "+change.Now)
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), c.want)
			}
		})
	}
}

// The files of a case are read and pass as any other.
func TestCasesPass(t *testing.T) {
	adapter := sdk.Adapter{
		Name: "hello", Version: "1.0.0", Hosts: []string{"hello.example"}, Start: "https://hello.example/add",
		Plan: func(turn sdk.Turn) (sdk.Move, error) {
			if turn.Number == 1 {
				return sdk.Move{}, sdk.Fail("form_changed", "no form")
			}
			return sdk.Do(sdk.Fill(sdk.Label("Name"), turn.Business.Name+string(turn.State)+turn.Results[0].Value)), nil
		},
		Verify: func(turn sdk.Turn) (sdk.Move, error) { return sdk.UnderReview(turn.Page.Find("pending")), nil },
	}
	named := &sdk.Page{URL: start.URL, Controls: []sdk.Control{{Ref: "c1", Tag: "input", Type: "text", Label: "Name"}}}
	second := &sdk.Turn{
		Contract: 1, Business: sdk.Business{Name: "Other"}, Number: 2, State: []byte{0, 9}, Page: named, Secrets: []string{"account.password"},
		Results: []sdk.StepResult{{Ok: true, Value: "x"}}, Refusals: []sdk.Refusal{{Intent: 1, Quote: "no"}}, Directory: sdk.Directory{Slug: "d", Config: "{}"},
	}
	said := &sdk.Turn{Contract: 1, Business: sdktest.Business(), Number: 1, Page: &sdk.Page{Text: "It is pending."}}
	silent := &sdk.Turn{Contract: 1, Business: sdktest.Business(), Number: 1, Page: start}
	var calls []host.TracedCall
	for _, c := range []struct {
		op   sdk.Op
		turn *sdk.Turn
	}{{sdk.OpPlan, silent}, {sdk.OpPlan, second}, {sdk.OpVerify, said}, {sdk.OpVerify, silent}} {
		calls = append(calls, called(c.op, c.turn.Append(nil), adapter.Call(c.op, c.turn).Append(nil)))
	}
	trapped := called(sdk.OpPlan, ask(1, start), nil)
	trapped.Failure = "trap"
	one := trace.New("id", "hello", append(calls, trapped))

	dir := t.TempDir()
	files, left := one.Cases("seen", 0)
	for _, f := range files {
		path := filepath.Join(dir, "testdata", f.Path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if len(left) != 2 || !strings.Contains(left[0], "does not say") || !strings.Contains(left[1], "trap") {
		t.Errorf("left out: %q", left)
	}
	cases, err := sdktest.Load(dir, adapter.Manifest())
	if err != nil || len(cases) != 3 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	for _, c := range cases {
		result, err := c.Run(func(op sdk.Op, turn *sdk.Turn) (*sdk.Answer, error) { return adapter.Call(op, turn), nil })
		if err != nil || !result.Passed() {
			t.Errorf("%s: %v\n%s", c.Name, err, result.Text())
		}
	}
	if only, _ := one.Cases("seen", 3); len(only) != 3 || only[2].Path != "seen-03-verify.json" {
		t.Errorf("one call gives %d files", len(only))
	}
}
