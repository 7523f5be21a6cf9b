package sdk

import (
	"errors"
	"reflect"
	"testing"
)

func TestCallTellsTheAdaptersOwnFailure(t *testing.T) {
	a := Adapter{
		Name: "x", Version: "1",
		Plan:   func(Turn) (Move, error) { return Move{}, Fail("form_changed", "no field Category") },
		Verify: func(Turn) (Move, error) { return Move{}, errors.New("cannot tell") },
	}
	for op, want := range map[Op]AdapterError{
		OpPlan:   {Code: "form_changed", Text: "no field Category"},
		OpVerify: {Code: "error", Text: "cannot tell"},
		OpLookup: {Code: "no_function", Text: "the adapter has no lookup"},
		Op(9):    {Code: "no_function", Text: "the adapter has no unknown"},
	} {
		got := a.Call(op, &Turn{})
		if got.Move != nil || got.Error == nil || got.Error.Code != want.Code || got.Error.Text != want.Text {
			t.Errorf("%v: answer %+v, want error %+v", op, got, want)
		}
		if err := got.Check(op); err != nil {
			t.Errorf("%v: the host would refuse the answer: %v", op, err)
		}
	}
	if got, want := a.Manifest().Functions, []string{"plan", "verify"}; !reflect.DeepEqual(got, want) {
		t.Errorf("functions %v, want %v", got, want)
	}
}

func TestDoLeavesOutWhatDoesNotApply(t *testing.T) {
	got := Do(
		Fill(Label("Fax"), "").OnlyIf(false),
		Fill(Label("Phone"), "1").For("phone").Because("the label says so").IfPresent(),
	).With([]byte("page 2"))
	want := Move{Kind: MoveDo, State: []byte("page 2"), Steps: []Step{{
		Kind: StepFill, Target: &Target{By: ByLabel, Value: "Phone"}, Value: "1", Field: "phone", Why: "the label says so", Optional: true,
	}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestCheckTakesEveryStep(t *testing.T) {
	at := Label("x").In("f1")
	m := Do(
		Goto("https://hello.example/add"), Fill(at, ""), FillSecret(at, "account.password"), Choose(at, "a"), Choose(at, "a", "b"), Check(at), Uncheck(at),
		Upload(at, File{Handle: "logo"}), Type(at, "x"), Click(Role("tab", "Hours")), Press(at, "Enter"), WaitFor(Text("Done")), Expect(at, "x"),
		Extract(CSS("a.listing"), "href"), Screenshot(), RichText(at, "x"), Tags(at, "a", "b"), Hours(at, []OpenDay{{Day: "Mo", Closed: true}}),
		Pin(at, Point{Latitude: 1}), Click(Placeholder("x")), Click(Name("x")), Click(Ref("b1")), Submit(Button("Send")),
	)
	if err := (&Answer{Move: &m}).Check(OpPlan); err != nil {
		t.Error(err)
	}
}

func TestCheckRefusesStepsThatLackSomething(t *testing.T) {
	at := Label("x")
	for name, s := range map[string]Step{
		"fill without a target":           {Kind: StepFill, Value: "x"},
		"choose nothing":                  Choose(at),
		"upload nothing":                  Upload(at),
		"pin nowhere":                     {Kind: StepPin, Target: &at},
		"press no key":                    Press(at, ""),
		"a role without its name":         Click(Role("button", "")),
		"a label with a role":             Click(Target{By: ByLabel, Value: "x", Role: "button"}),
		"a secret beside a value":         {Kind: StepFill, Target: &at, Value: "x", Secret: "account.password"},
		"a secret typed into the page":    {Kind: StepType, Target: &at, Secret: "account.password"},
		"goto another scheme":             Goto("javascript:alert(1)"),
		"goto a path":                     Goto("/add"),
		"a text of a hundred kilobytes":   Fill(at, string(make([]byte, 100<<10))),
		"a target of a hundred kilobytes": Click(Label(string(make([]byte, 100<<10)))),
	} {
		m := Move{Kind: MoveDo, Steps: []Step{s}}
		if (&Answer{Move: &m}).Check(OpPlan) == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestCheckOfVerdicts(t *testing.T) {
	for _, m := range []Move{
		Live("https://hello.example/1", "is live"), UnderReview("under review").Numbered("A-17"), AlreadyListed("", "already listed"), Rejected("refused"), Absent("0 results"),
		Unknown(), Park(ParkLogin, "Log in."),
	} {
		if err := (&Answer{Move: &m}).Check(OpVerify); err != nil {
			t.Errorf("%+v: %v", m, err)
		}
	}
	for _, v := range []Verdict{
		{}, {Answer: AnswerYes}, {Answer: AnswerYes, Listing: ListingRejected}, {Answer: AnswerNo, Listing: ListingLive}, {Answer: AnswerUnknown, Listing: ListingLive},
		{Answer: AnswerNo, Quote: string(make([]byte, 10<<10))},
	} {
		m := verdict(v)
		if (&Answer{Move: &m}).Check(OpVerify) == nil {
			t.Errorf("%+v is taken", v)
		}
	}
}

func TestNumberedLeavesTheOtherAlone(t *testing.T) {
	one := UnderReview("under review")
	if two := one.Numbered("A-17"); one.Verdict.Reference != "" || two.Verdict.Reference != "A-17" {
		t.Errorf("references %q and %q", one.Verdict.Reference, two.Verdict.Reference)
	}
}

func TestDirectoryURL(t *testing.T) {
	for start, want := range map[string]string{
		"https://hello.example/add?x=1":  "https://hello.example/search",
		"http://hello.localhost:7071":    "http://hello.localhost:7071/search",
		"http://hello.localhost:7071/a/": "http://hello.localhost:7071/search",
	} {
		if got := (Directory{Start: start}).URL("/search"); got != want {
			t.Errorf("start %q: %q, want %q", start, got, want)
		}
	}
}
