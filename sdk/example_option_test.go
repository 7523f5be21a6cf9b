package sdk_test

import (
	"fmt"

	"github.com/directorybolt/directorybolt/sdk"
)

// The options a page offers are seldom the words of the profile.
func ExampleBestOption() {
	wanted := []string{"Plumber"}
	fmt.Printf("%q\n", sdk.BestOption(sdk.OptionsNamed("Electricians", "Plumbers & Heating"), wanted))
	fmt.Printf("%q\n", sdk.BestOption(sdk.OptionsNamed("Shopping", "Home Services", "Other"), wanted))
	fmt.Printf("%q\n", sdk.BestOption(sdk.OptionsNamed("Shopping", "Other"), wanted))
	// Output:
	// "Plumbers & Heating"
	// "Home Services"
	// ""
}

func ExampleBestOrOther() {
	page := &sdk.Page{
		Controls:   []sdk.Control{{Ref: "c1", Label: "Category *", Options: 1}},
		OptionSets: []sdk.OptionSet{{Options: sdk.OptionsNamed("Lodging", "Food & Drink", "Other")}},
	}
	fmt.Println(sdk.BestOrOther(page.OptionsOf("Category"), []string{"Bakery"}))
	fmt.Println(sdk.BestOrOther(page.OptionsOf("Category"), []string{"Kite maker"}))
	// Output:
	// Food & Drink
	// Other
}

func ExampleOtherOption() {
	fmt.Println(sdk.OtherOption(sdk.OptionsNamed("Handwerk", "Sonstiges")))
	// Output: Sonstiges
}

// A list that opens on a click is not on the page before: the adapter keeps it.
func ExampleOptionsNamed() {
	sizes := sdk.OptionsNamed("1", "2-10", "11-50", "51+")
	fmt.Println(sdk.CountOption(sizes, "6-10"))
	// Output: 2-10
}

func ExampleCountryOption() {
	address := sdk.Address{Country: "DE", CountryName: "Germany"}
	fmt.Println(sdk.CountryOption([]sdk.Option{{Label: "Germany (DE)", Value: "49"}}, address))
	fmt.Println(sdk.CountryOption([]sdk.Option{{Label: "Alemania", Value: "81"}}, address))
	// Output:
	// Germany (DE)
	// Alemania
}

func ExampleRegionOption() {
	address := sdk.Address{Region: "California", RegionCode: "CA"}
	fmt.Println(sdk.RegionOption(sdk.OptionsNamed("AZ", "CA"), address))
	fmt.Println(sdk.RegionOption(sdk.OptionsNamed("Arizona (AZ)", "California (CA)"), address))
	// Output:
	// CA
	// California (CA)
}

func ExampleCityOption() {
	address := sdk.Address{City: "Springfield", Region: "Illinois", RegionCode: "IL"}
	fmt.Println(sdk.CityOption(sdk.OptionsNamed("Springfield, Ohio", "Springfield, IL"), address))
	// Output: Springfield, IL
}

func ExamplePriceOption() {
	fmt.Println(sdk.PriceOption(sdk.OptionsNamed("€", "€€", "€€€"), "$$"))
	fmt.Println(sdk.PriceOption(sdk.OptionsNamed("Budget", "Moderate", "Expensive"), "$$"))
	// Output:
	// €€
	// Moderate
}

func ExampleCountOption() {
	fmt.Println(sdk.CountOption(sdk.OptionsNamed("Just me (1)", "2 to 9", "10 or more"), "120"))
	// Output: 10 or more
}

func ExampleYesNo() {
	premises := sdk.OptionsNamed("Yes, at my address", "No, I travel to them")
	address := sdk.Address{City: "Oakland"}
	fmt.Println(sdk.YesNo(premises, address.Street != ""))
	// Output: No, I travel to them
}
