package sdk_test

import (
	"fmt"

	"github.com/directorybolt/directorybolt/sdk"
)

// A plan fills the form and ends with the press that sends it.
func ExampleDo() {
	b := sdk.Business{Name: "Bayside Plumbing", Phone: sdk.Phone{National: "(415) 555-0132"}}
	move := sdk.Do(
		sdk.Fill(sdk.Label("Business name"), b.Name).For("name"),
		sdk.Fill(sdk.Label("Phone"), b.Phone.National).For("phone"),
		sdk.Fill(sdk.Label("Website"), b.Website).For("website").OnlyIf(b.Website != ""),
		sdk.Submit(sdk.Button("Add my business")),
	)
	for _, s := range move.Steps {
		fmt.Println(s.Kind, s.Target.Value, s.Value)
	}
	// Output:
	// fill Business name Bayside Plumbing
	// fill Phone (415) 555-0132
	// submit Add my business
}

// A form of several pages: what is to be known on the next page goes into the state.
func ExampleMove_With() {
	plan := func(t sdk.Turn) (sdk.Move, error) {
		switch string(t.State) {
		case "":
			return sdk.Do(
				sdk.Fill(sdk.Label("Business name"), t.Business.Name),
				sdk.Click(sdk.Button("Next")),
			).With([]byte("contact")), nil
		case "contact":
			return sdk.Do(
				sdk.Fill(sdk.Label("Phone"), t.Business.Phone.National),
				sdk.Submit(sdk.Button("Send")),
			), nil
		}
		return sdk.Move{}, sdk.Fail("form_changed", "a third page came")
	}

	first, _ := plan(sdk.Turn{Number: 1})
	second, _ := plan(sdk.Turn{Number: 2, State: first.State})
	_, err := plan(sdk.Turn{Number: 3, State: []byte("more")})
	fmt.Println(len(first.Steps), second.Steps[1].Kind, err)
	// Output: 2 submit form_changed: a third page came
}

// A verdict quotes the page. Where the page proves nothing, the verdict is unknown.
func ExamplePage_Find() {
	verify := func(p *sdk.Page) sdk.Move {
		if quote := p.Find("will be reviewed"); quote != "" {
			return sdk.UnderReview(quote)
		}
		return sdk.Unknown()
	}
	for _, text := range []string{
		"Thank you. Your entry will be reviewed within two days. Goodbye.",
		"Thank you!",
	} {
		v := verify(&sdk.Page{Text: text}).Verdict
		fmt.Printf("%s %q\n", v.Answer, v.Quote)
	}
	// Output:
	// yes "Your entry will be reviewed within two days."
	// unknown ""
}

// The options a page offers are seldom the words of the profile.
func ExampleBestOption() {
	page := &sdk.Page{
		Controls:   []sdk.Control{{Ref: "c1", Label: "Category *", Options: 1}},
		OptionSets: []sdk.OptionSet{{Options: []sdk.Option{{Label: "Electricians"}, {Label: "Plumbers & Heating"}}}},
	}
	options := page.Options(page.Control("Category"))
	fmt.Printf("%q\n", sdk.BestOption(options, []string{"Plumber"}))
	fmt.Printf("%q\n", sdk.BestOption(options, []string{"Kite maker"}))
	// Output:
	// "Plumbers & Heating"
	// ""
}
