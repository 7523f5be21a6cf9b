package sdk_test

import (
	"fmt"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// A plan fills the form and ends with the press that sends it.
func ExampleDo() {
	b := sdk.Business{Name: "Bayside Plumbing", Phone: sdk.Phone{National: "(415) 555-0132"}}
	move := sdk.Do(
		sdk.Fill(sdk.Label("Business name"), b.Name).For("name"),
		sdk.Fill(sdk.Label("Phone"), b.Phone.National).For("phone"),
		sdk.Fill(sdk.Label("Website"), b.Website).For("website").IfKnown(),
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

// Steps that a helper makes stand between those of the form.
func ExampleMove_Then() {
	tags := []sdk.Step{sdk.Tags(sdk.Label("Keywords"), "plumbing", "leaks")}
	move := sdk.Do(sdk.Fill(sdk.Label("Name"), "Bayside Plumbing")).Then(tags...).Then(sdk.Submit(sdk.Button("Send")))
	fmt.Println(len(move.Steps), move.Steps[2].Kind)
	// Output: 3 submit
}

func ExampleStep_IfKnown() {
	b := sdk.Business{Email: "office@bayside-plumbing.example"}
	move := sdk.Do(
		sdk.Fill(sdk.Label("Email"), b.Email).IfKnown(),
		sdk.Fill(sdk.Label("Website"), b.Website).IfKnown(),
	)
	fmt.Println(len(move.Steps), move.Steps[0].Value)
	// Output: 1 office@bayside-plumbing.example
}

func ExampleStep_OnlyIf() {
	b := sdktest.Business()
	move := sdk.Do(
		sdk.Fill(sdk.Label("Street"), b.Address.Street).OnlyIf(b.Address.Street != ""),
		sdk.Fill(sdk.Label("Area you serve"), b.ServiceArea).OnlyIf(b.Address.Street == ""),
	)
	fmt.Println(len(move.Steps), move.Steps[0].Value)
	// Output: 1 2150 Irving Street
}

// What a directory cannot do without comes first, in one place.
func ExampleLacking() {
	plan := func(t sdk.Turn) (sdk.Move, error) {
		b := t.Business
		if reject, lacking := sdk.Lacking(
			sdk.Needs("phone", b.Phone.E164, "Hello lists only businesses with a phone number."),
			sdk.Needs("website", b.Website, "Hello lists only businesses with a website."),
		); lacking {
			return reject, nil
		}
		return sdk.Do(sdk.Submit(sdk.Button("Add my business"))), nil
	}
	b := sdktest.Business()
	b.Website = ""
	move, _ := plan(sdk.Turn{Business: b})
	fmt.Println(move.Kind, move.Reject.Field, move.Reject.Message)
	// Output: reject website Hello lists only businesses with a website.
}

func ExampleNeeds() {
	_, lacking := sdk.Lacking(sdk.Needs("phone", "+14155550132", "Hello lists only businesses with a phone number."))
	fmt.Println(lacking)
	// Output: false
}

func ExamplePage_Require() {
	page := &sdk.Page{Controls: []sdk.Control{{Ref: "c1", Label: "Industry Please choose"}}}
	fmt.Println(page.Require("Industry"))
	fmt.Println(page.Require("Industry", "State"))
	// Output:
	// <nil>
	// form_changed: the form has no field State
}

func ExampleFormChanged() {
	fmt.Println(sdk.FormChanged("the page is none of the three pages of the wizard"))
	// Output: form_changed: the page is none of the three pages of the wizard
}

// The pages of a wizard are told by what they ask.
func ExamplePage_Asks() {
	page := &sdk.Page{Controls: []sdk.Control{{Ref: "c1", Label: "ZIP code *"}}}
	switch {
	case page.Asks("Business name"):
		fmt.Println("the first page")
	case page.Asks("ZIP code"):
		fmt.Println("the second page")
	}
	// Output: the second page
}

// The label of a button that opens a list changes with what was chosen; its beginning stays.
func ExamplePage_At() {
	page := &sdk.Page{Controls: []sdk.Control{{Ref: "c7", Label: "Industry Please choose"}}}
	step := sdk.Choose(page.At("Industry"), "Home Services")
	fmt.Println(step.Target.By, step.Target.Value)
	// Output: ref c7
}

func ExamplePage_OptionsOf() {
	page := &sdk.Page{Controls: []sdk.Control{{Ref: "c1", Label: "Do customers visit you?", Choices: []sdk.Choice{{Label: "Yes"}, {Label: "No"}}}}}
	fmt.Println(sdk.YesNo(page.OptionsOf("Do customers visit you?"), true))
	// Output: Yes
}

func ExampleOutcome_Judge() {
	outcome := sdk.Outcome{AlreadyListed: "already listed", Live: "is now live", Listing: "/listing/", Rejected: "Nothing has been saved"}
	for _, page := range []*sdk.Page{
		{Text: "Your listing is now live.", Links: []sdk.Link{{Text: "See it", URL: "https://hello.example/listing/7"}}},
		{Text: "Nothing has been saved. Please check the phone."},
		{Text: "Thank you!"},
	} {
		v := outcome.Judge(sdk.Turn{Page: page}).Verdict
		fmt.Printf("%s %q %q\n", v.Answer, v.Quote, v.ListingURL)
	}
	// Output:
	// yes "Your listing is now live." "https://hello.example/listing/7"
	// no "Nothing has been saved." ""
	// unknown "" ""
}

func ExampleTurn_ListingURL() {
	turn := sdk.Turn{
		Directory: sdk.Directory{Start: "https://hello.example/listing/new"},
		Page:      &sdk.Page{Links: []sdk.Link{{URL: "https://hello.example/listing/new"}, {URL: "https://hello.example/listing/7"}}},
	}
	fmt.Println(turn.ListingURL("/listing/"))
	// Output: https://hello.example/listing/7
}

func ExampleSearch_Look() {
	turn := sdk.Turn{Number: 1, Business: sdktest.Business(), Directory: sdk.Directory{Start: "https://hello.example/add"}}
	search := sdk.Search{
		Path: "/search", Box: sdk.Label("Search by name or phone"), For: turn.Business.Phone.National,
		None: "No listings found", Complete: true,
	}
	for _, s := range search.Look(turn).Steps {
		fmt.Println(s.Kind, s.Value)
	}
	turn.Number, turn.Page = 2, &sdk.Page{Text: "No listings found for (415) 555-0132."}
	v := search.Look(turn).Verdict
	fmt.Printf("%s %q\n", v.Answer, v.Quote)
	// Output:
	// goto https://hello.example/search
	// fill (415) 555-0132
	// press Enter
	// no "No listings found for (415) 555-0132."
}

func ExampleDirectory_URL() {
	fmt.Println(sdk.Directory{Start: "https://hello.example/add"}.URL("/search"))
	// Output: https://hello.example/search
}

func ExampleFail() {
	fmt.Println(sdk.Fail("no_option", "the list State has no option for the business"))
	// Output: no_option: the list State has no option for the business
}

func ExampleAdapter_Call() {
	adapter := sdk.Adapter{Name: "hello", Version: "1.0.0", Plan: func(sdk.Turn) (sdk.Move, error) {
		return sdk.Park(sdk.ParkLogin, "Log in first."), nil
	}}
	fmt.Println(adapter.Call(sdk.OpPlan, &sdk.Turn{}).Move.Park.Message)
	fmt.Println(adapter.Call(sdk.OpVerify, &sdk.Turn{}).Error)
	// Output:
	// Log in first.
	// no_function: the adapter has no verify
}
