package sdk_test

import (
	"fmt"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

func ExamplePhone_In() {
	phone := sdktest.Business().Phone
	fmt.Println(phone.In(&sdk.Control{Label: "Phone"}))
	fmt.Println(phone.In(&sdk.Control{Label: "Phone", Placeholder: "555-123-4567"}))
	fmt.Println(phone.In(&sdk.Control{Label: "Phone", MaxLength: 10}))
	// Output:
	// (415) 555-0132
	// 415-555-0132
	// 4155550132
}

func ExamplePhone_Like() {
	fmt.Println(sdktest.Business().Phone.Like("Format: +44 20 7946 0000"))
	// Output: +1 415-555-0132
}

// A form with a box for the area code and one for the rest.
func ExamplePhone_Split() {
	boxes := sdktest.Business().Phone.Split(2)
	move := sdk.Do(sdk.Fill(sdk.Name("area"), boxes[0]).For("phone"), sdk.Fill(sdk.Name("number"), boxes[1]).For("phone"))
	fmt.Println(move.Steps[0].Value, move.Steps[1].Value)
	// Output: 415 5550132
}

func ExamplePhone_Dashed() {
	fmt.Println(sdktest.Business().Phone.Dashed())
	// Output: 415-555-0132
}

func ExampleControl_Fit() {
	page := &sdk.Page{Controls: []sdk.Control{{Ref: "c4", Label: "About you", MaxLength: 40}}}
	about := page.Control("About you")
	step := sdk.Fill(page.At("About you"), about.Fit("We mend leaks. We clear drains, fit water heaters and rebuild bathrooms."))
	fmt.Println(step.Value)
	// Output: We mend leaks. We clear drains, fit
}

func ExampleShorten() {
	fmt.Println(sdk.Shorten("We mend leaks. We clear drains, too.", 26))
	fmt.Println(sdk.Shorten("We mend leaks. We clear drains, too.", 12))
	// Output:
	// We mend leaks.
	// We mend
}

func ExampleEllipsis() {
	fmt.Println(sdk.Ellipsis("We mend leaks and clear drains.", 20))
	// Output: We mend leaks and…
}

func ExampleFirstTags() {
	fmt.Printf("%q\n", sdk.FirstTags([]string{"plumbing", "Plumbing", "water heater installation", "leaks"}, 5, 20))
	// Output: ["plumbing" "leaks"]
}

func ExampleJoinTags() {
	fmt.Println(sdk.JoinTags([]string{"plumbing", "water heater", "leaks"}, ", ", 25))
	// Output: plumbing, water heater
}

func ExampleAddress_RegionIn() {
	address := sdktest.Business().Address
	fmt.Println(address.RegionIn(&sdk.Control{Label: "State"}), address.RegionIn(&sdk.Control{Label: "State", MaxLength: 2}))
	// Output: California CA
}

func ExampleAddress_StreetLine() {
	fmt.Println(sdktest.Business().Address.StreetLine())
	// Output: 2150 Irving Street, Suite B
}

func ExampleAddress_Place() {
	fmt.Println(sdktest.Business().Address.Place())
	// Output: San Francisco, California
}

func ExampleBusiness_SocialURL() {
	b := sdktest.Business()
	fmt.Printf("%q %q\n", b.SocialURL("facebook"), b.SocialURL("tiktok"))
	// Output: "https://facebook.example/baysideplumbing" ""
}

func ExampleBusiness_SocialName() {
	b := sdktest.Business()
	fmt.Println(b.SocialName("instagram"))
	// Output: baysideplumbing
}

func ExampleBusiness_Founded() {
	b := sdktest.Business()
	fmt.Println(b.Founded())
	// Output: 1998
}

// A row for each day, with a pair of times and a box for days on which the business is closed.
func ExampleFillHours() {
	hours := []sdk.OpenDay{{Day: "Sa", Slots: []sdk.Slot{{Open: "09:00", Close: "24:00"}}}, {Day: "Su", Closed: true}}
	steps := sdk.FillHours(hours, func(day string) sdk.HourRow {
		return sdk.HourRow{
			Slots:  []sdk.SlotTargets{{Open: sdk.Name(day + "_open"), Close: sdk.Name(day + "_close")}},
			Closed: sdk.Name(day + "_closed"),
		}
	})
	for _, s := range steps {
		fmt.Printf("%s %s %q\n", s.Kind, s.Target.Value, s.Value)
	}
	// Output:
	// uncheck Sa_closed ""
	// fill Sa_open "09:00"
	// fill Sa_close "23:59"
	// check Su_closed ""
}

func ExampleHoursLine() {
	fmt.Println(sdk.HoursLine(sdktest.Business().Hours, sdk.Clock12))
	// Output: Mon-Fri 8:00 AM-12:00 PM and 1:00 PM-5:30 PM, Sat 9:00 AM-1:00 PM, Sun closed
}

func ExampleClock12() {
	fmt.Println(sdk.Clock12("17:30"), sdk.Clock12("24:00"))
	// Output: 5:30 PM 12:00 AM
}

func ExampleClock24() {
	fmt.Println(sdk.Clock24("17:30"), sdk.Clock24("24:00"))
	// Output: 17:30 23:59
}

func ExampleDayName() {
	fmt.Println(sdk.DayName("Mo"))
	// Output: Monday
}

func ExampleOpenDay_IsClosed() {
	fmt.Println(sdk.OpenDay{Day: "Su", Closed: true}.IsClosed(), sdktest.Business().Hours[0].IsClosed())
	// Output: true false
}
