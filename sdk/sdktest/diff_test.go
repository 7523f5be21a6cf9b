package sdktest

import (
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

var form = &sdk.Page{
	Controls: []sdk.Control{{Ref: "c1", Label: "Name"}, {Ref: "c2", Label: "Telephone"}, {Ref: "c3", Label: "Mail"}, {Ref: "c4", Label: "Mail"}},
	Buttons:  []sdk.PageButton{{Ref: "b1", Text: "Send it"}},
}

func text(ds []Difference) string {
	var all strings.Builder
	for _, d := range ds {
		all.WriteString(d.Text())
	}
	return all.String()
}

func TestDifferencesOfSteps(t *testing.T) {
	was := []sdk.Step{
		sdk.Fill(sdk.Label("Name"), "Acme").For("name"), sdk.Fill(sdk.Label("Phone"), "555"), sdk.Fill(sdk.Label("Fax"), "556"), sdk.Submit(sdk.Button("Send it")),
	}
	for name, c := range map[string]struct {
		now  []sdk.Step
		want string
	}{
		"nothing": {was, ""},
		"a value and its field": {
			append([]sdk.Step{sdk.Fill(sdk.Label("Name"), "Acme Ltd").For("legal_name")}, was[1:]...),
			"step 1, fill label \"Name\": field\n    was  name\n    now  legal_name\nstep 1, fill label \"Name\": value\n    was  Acme\n    now  Acme Ltd\n",
		},
		"another target": {
			[]sdk.Step{was[0], sdk.Fill(sdk.Ref("c2"), "555"), was[2], was[3]},
			"step 2\n    was  fill label \"Phone\" = 555\n    now  fill c2 (Telephone) = 555\n",
		},
		"a step less": {[]sdk.Step{was[0], was[1], was[3]}, "step 3\n    was  fill label \"Fax\" = 556\n"},
		"a step more": {
			append([]sdk.Step{sdk.Goto("https://x.example/add")}, was...),
			"step 1\n    now  goto https://x.example/add\n",
		},
	} {
		if got := text(Differences(&sdk.Answer{Move: new(sdk.Do(was...))}, &sdk.Answer{Move: new(sdk.Do(c.now...))}, form)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func TestDifferencesOfKind(t *testing.T) {
	got := text(Differences(&sdk.Answer{Error: &sdk.AdapterError{Code: "form_changed"}}, &sdk.Answer{Move: new(sdk.Do(sdk.Check(sdk.Name("terms"))))}, nil))
	for _, want := range []string{"error.code\n    was  form_changed\n", "kind\n    now  do\n", "step 1\n    now  check name \"terms\"\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

func TestMisses(t *testing.T) {
	for name, c := range map[string]struct {
		steps []sdk.Step
		want  string
	}{
		"no such control":       {[]sdk.Step{sdk.Fill(sdk.Label("Name"), ""), sdk.Fill(sdk.Label("Phone"), "")}, `step 2, fill label "Phone": the page has no such control; nearest: "Telephone"`},
		"no such button":        {[]sdk.Step{sdk.Submit(sdk.Button("Send"))}, `step 1, submit button "Send": the page has no such button; nearest: "Send it"`},
		"two of them":           {[]sdk.Step{sdk.Fill(sdk.Label("Mail"), "")}, `step 1, fill label "Mail": the page has more than one; name its form with In, or use a Ref`},
		"passed over":           {[]sdk.Step{sdk.Fill(sdk.Label("Fax"), "").IfPresent()}, ""},
		"on the page after":     {[]sdk.Step{sdk.Click(sdk.Button("Send it")), sdk.Fill(sdk.Label("Fax"), "")}, ""},
		"not to be seen here":   {[]sdk.Step{sdk.Fill(sdk.CSS("#fax"), ""), sdk.Check(sdk.Role("tab", "Fax"))}, ""},
		"appears when waited":   {[]sdk.Step{sdk.WaitFor(sdk.Label("Fax")), sdk.Fill(sdk.Label("Fax"), "")}, ""},
		"an expected text":      {[]sdk.Step{sdk.Expect(sdk.Role("button", "Wait"), "")}, ""},
		"a ref of another page": {[]sdk.Step{sdk.Fill(sdk.Ref("c9"), "")}, `step 1, fill c9: the page has no such control`},
	} {
		got := ""
		for _, m := range Misses(c.steps, form) {
			got += m.Text()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if Misses([]sdk.Step{sdk.Fill(sdk.Label("Fax"), "")}, nil) != nil {
		t.Error("without a page there is nothing to miss")
	}
}

func TestAMissFailsTheCase(t *testing.T) {
	c, _ := one(t, `{"op": "plan", "page": {"controls": [{"ref": "c1", "label": "Telephone"}]}, "expect": {"kind": "do", "steps": [{"kind": "fill", "target": {"by": "label", "value": "Phone"}}]}}`)
	missing := answers(sdk.Do(sdk.Fill(sdk.Label("Phone"), "")))
	r, err := c.Run(missing)
	if err != nil || r.Passed() || len(r.Differences) > 0 {
		t.Errorf("passed %t, %q, error %v", r.Passed(), r.Text(), err)
	}
	if err := c.Update(missing); err == nil {
		t.Error("a step that finds nothing is written down as expected")
	}
}
