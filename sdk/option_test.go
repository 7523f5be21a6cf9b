package sdk

import "testing"

var (
	general = OptionsNamed("Automotive", "Education", "Electricians", "Food & Drink", "Health & Beauty", "Home & Garden", "Pets", "Plumbers", "Professional Services", "Retail", "Technology", "Travel & Leisure", "Other")
	broad   = OptionsNamed("Arts & Culture", "Automotive", "Construction & Trades", "Finance & Legal", "Food & Drink", "Health & Medical", "Home Services", "Lodging", "Professional Services", "Shopping", "Technology", "Other")
	german  = OptionsNamed("Gesundheit", "Handwerk", "Gastronomie", "Einzelhandel", "Immobilien", "Recht & Steuern", "Sonstiges")
)

func TestBestOption(t *testing.T) {
	trades := append([]Option{{Label: "Select a plumber or other trade"}}, OptionsNamed("Bathroom Fitters", "Plumbers & Heating", "Real Estate", "Photographers", "Other Services")...)
	for _, c := range []struct {
		name    string
		options []Option
		wanted  []string
		want    string
	}{
		{"the same", trades, []string{"real estate"}, "Real Estate"},
		{"an ending", trades, []string{"Photographer"}, "Photographers"},
		{"part of an option", trades, []string{"Plumber"}, "Plumbers & Heating"},
		{"more than an option", trades, []string{"Real estate agency"}, "Real Estate"},
		{"a word in common", trades, []string{"Bathroom remodeler"}, "Bathroom Fitters"},
		{"another form of the word", trades, []string{"Plumbing contractor"}, "Plumbers & Heating"},
		{"the first wanted first", trades, []string{"Plumber", "Bathroom remodeler"}, "Plumbers & Heating"},
		{"a later one that is the same before a first one that is near", trades, []string{"Bathroom remodeler", "Real Estate"}, "Real Estate"},
		{"fewest words more", OptionsNamed("Car Repair and Parts", "Car Repair"), []string{"car repairs"}, "Car Repair"},
		{"its trade", broad, []string{"Plumber"}, "Home Services"},
		{"another trade", broad, []string{"Roofer"}, "Construction & Trades"},
		{"a trade of the law", broad, []string{"Attorney"}, "Finance & Legal"},
		{"a trade in a short list", general, []string{"Dentist"}, "Health & Beauty"},
		{"a trade in another language", german, []string{"Plumber"}, "Handwerk"},
		{"a trade of another language", broad, []string{"Bäckerei"}, "Food & Drink"},
		{"accents do not matter", OptionsNamed("Cafés & Bistros"), []string{"cafe"}, "Cafés & Bistros"},
		{"an umbrella is no trade", OptionsNamed("Plumbers", "Roofers"), []string{"Home services"}, ""},
		{"nothing near", trades, []string{"Kite maker"}, ""},
		{"empty words prove nothing", trades, []string{"services", ""}, ""},
		{"no options", nil, []string{"Plumber"}, ""},
		{"no label", []Option{{Value: "plumber"}}, []string{"Plumber"}, "plumber"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := BestOption(c.options, c.wanted); got != c.want {
				t.Errorf("BestOption(%q) = %q, want %q", c.wanted, got, c.want)
			}
		})
	}
	if got := BestOrOther(german, []string{"Kite maker"}); got != "Sonstiges" {
		t.Errorf("what fits nowhere is %q, want Sonstiges", got)
	}
}

func TestPlaceOptions(t *testing.T) {
	california := Address{City: "Springfield", Region: "California", RegionCode: "CA", Country: "US", CountryName: "United States"}
	york := Address{City: "York", Region: "York", Country: "GB", CountryName: "United Kingdom"}
	for _, c := range []struct {
		name string
		got  string
		want string
	}{
		{"a state by name", RegionOption(OptionsNamed("Colorado", "California"), california), "California"},
		{"a state by code", RegionOption(OptionsNamed("CO", "CA"), california), "CA"},
		{"a state by value", RegionOption([]Option{{Label: "Calif.", Value: "CA"}}, california), "Calif."},
		{"a name and its code", RegionOption(OptionsNamed("Baja California (BC)", "California (CA)"), california), "California (CA)"},
		{"a code and its name", RegionOption(OptionsNamed("CA - California"), california), "CA - California"},
		{"never a longer name", RegionOption(OptionsNamed("New York"), york), ""},
		{"no state", RegionOption(OptionsNamed("California"), Address{}), ""},
		{"a country by code", CountryOption([]Option{{Label: "États-Unis", Value: "US"}}, california), "États-Unis"},
		{"a country in another language", CountryOption(OptionsNamed("Deutschland", "Vereinigte Staaten"), california), "Vereinigte Staaten"},
		{"a country's long name", CountryOption(OptionsNamed("United States Minor Outlying Islands", "United States of America"), california), "United States of America"},
		{"a country that is not offered", CountryOption(OptionsNamed("Canada"), california), ""},
		{"a city", CityOption(OptionsNamed("Springfield, Ohio", "Springfield, CA"), california), "Springfield, CA"},
		{"a city elsewhere", CityOption(OptionsNamed("Springfield, Ohio"), california), ""},
		{"no city", CityOption(OptionsNamed("York"), Address{}), ""},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestPriceOption(t *testing.T) {
	for _, c := range []struct {
		options []Option
		price   string
		want    string
	}{
		{OptionsNamed("$", "$$", "$$$"), "$$", "$$"},
		{OptionsNamed("€ günstig", "€€ mittel"), "$", "€ günstig"},
		{[]Option{{Label: "Cheap", Value: "$"}, {Label: "Fair", Value: "$$"}}, "$$", "Fair"},
		{OptionsNamed("Budget", "Moderate", "Expensive", "Very expensive"), "$$$", "Expensive"},
		{OptionsNamed("Budget", "Moderate", "Expensive", "Very expensive"), "$$$$", "Very expensive"},
		{OptionsNamed("Budget", "Moderate"), "$$$", ""},
		{OptionsNamed("Select one", "$"), "", ""},
	} {
		if got := PriceOption(c.options, c.price); got != c.want {
			t.Errorf("PriceOption(%v, %q) = %q, want %q", c.options, c.price, got, c.want)
		}
	}
}

func TestCountOption(t *testing.T) {
	ranges := OptionsNamed("Please choose", "Just me (1)", "2–5", "6 to 10", "11-50", "51-1,000", "1.001+")
	for count, want := range map[string]string{"1": "Just me (1)", "3": "2–5", "6-10": "6 to 10", "50": "11-50", "999": "51-1,000", "1001": "1.001+", "5000": "1.001+", "": "", "some": ""} {
		if got := CountOption(ranges, count); got != want {
			t.Errorf("CountOption(%q) = %q, want %q", count, got, want)
		}
	}
	few := OptionsNamed("Under 5", "5", "Fewer than 10 employees", "10 or fewer", "> 20", "11 or more")
	for count, want := range map[string]string{"4": "Under 5", "5": "5", "9": "Fewer than 10 employees", "10": "10 or fewer", "11": "11 or more", "20": "11 or more", "21": "> 20"} {
		if got := CountOption(few, count); got != want {
			t.Errorf("CountOption(%q) = %q, want %q", count, got, want)
		}
	}
}

func TestYesNo(t *testing.T) {
	for _, c := range []struct {
		options []Option
		yes     bool
		want    string
	}{
		{OptionsNamed("No", "Yes, at my address"), true, "Yes, at my address"},
		{OptionsNamed("Nein", "Ja"), false, "Nein"},
		{OptionsNamed("Sí", "No"), true, "Sí"},
		{[]Option{{Label: "We visit customers", Value: "no"}, {Label: "Customers visit us", Value: "yes"}}, false, "We visit customers"},
		{OptionsNamed("Nobody knows"), false, ""},
	} {
		if got := YesNo(c.options, c.yes); got != c.want {
			t.Errorf("YesNo(%v, %t) = %q, want %q", c.options, c.yes, got, c.want)
		}
	}
}
