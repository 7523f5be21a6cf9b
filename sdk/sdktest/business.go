package sdktest

import "github.com/directorybolt/directorybolt/sdk"

// Business returns the sample business that cases have unless they say otherwise. It has every field that a directory may ask for.
func Business() sdk.Business {
	weekday := []sdk.Slot{{Open: "08:00", Close: "12:00"}, {Open: "13:00", Close: "17:30"}}
	phone := func(last string) sdk.Phone {
		return sdk.Phone{
			E164: "+141555501" + last, National: "(415) 555-01" + last, International: "+1 415-555-01" + last,
			CallingCode: "1", Region: "US", Digits: "41555501" + last,
		}
	}
	return sdk.Business{
		Name: "Bayside Plumbing", LegalName: "Bayside Plumbing LLC", Tagline: "Honest plumbing since 1998",
		DescriptionShort: "Family-run plumbers in San Francisco: repairs, water heaters and bathrooms, with a fixed price before we start.",
		Description: "Bayside Plumbing is a family business in the Outer Sunset. We mend leaks, clear drains, fit water heaters and " +
			"rebuild bathrooms.\n\nYou get a fixed price before we start, and the person who quoted is the person who comes.",
		Categories: []string{"Plumber", "Bathroom remodeler"},
		Tags:       []string{"plumbing", "water heater", "drain cleaning"},
		Services:   []string{"Leak repair", "Drain cleaning", "Water heater installation"},
		Email:      "office@bayside-plumbing.example",
		Phone:      phone("32"), PhoneSecondary: phone("33"), Fax: phone("34"), Whatsapp: phone("35"),
		Website: "https://bayside-plumbing.example/",
		Address: sdk.Address{
			Full: "2150 Irving Street, Suite B, San Francisco, CA 94122", Street: "2150 Irving Street", HouseNumber: "2150", StreetName: "Irving Street",
			Line2: "Suite B", Neighbourhood: "Outer Sunset", City: "San Francisco", Region: "California", RegionCode: "CA", PostalCode: "94122",
			Country: "US", CountryName: "United States",
		},
		ServiceArea: "San Francisco and Daly City",
		Location:    &sdk.Point{Latitude: 37.7635, Longitude: -122.4815},
		MapURL:      "https://maps.example/bayside-plumbing",
		Hours: []sdk.OpenDay{
			{Day: "Mo", Slots: weekday}, {Day: "Tu", Slots: weekday}, {Day: "We", Slots: weekday}, {Day: "Th", Slots: weekday}, {Day: "Fr", Slots: weekday},
			{Day: "Sa", Slots: []sdk.Slot{{Open: "09:00", Close: "13:00"}}}, {Day: "Su", Closed: true},
		},
		HoursText:      "Mo-Fr 08:00-12:00,13:00-17:30; Sa 09:00-13:00; Su off",
		PriceRange:     "$$",
		PaymentMethods: []string{"Cash", "Visa", "Mastercard"},
		Amenities:      []string{"Free estimates", "Emergency service"},
		Languages:      []string{"English", "Spanish"},
		Logo:           image("logo", 600, 600), Cover: image("cover", 1600, 600), Photos: []sdk.File{image("photo-1", 1200, 800), image("photo-2", 1200, 800)},
		VideoURL: "https://video.example/bayside-plumbing",
		Social: []sdk.Social{
			{Network: "facebook", URL: "https://facebook.example/baysideplumbing"}, {Network: "instagram", URL: "https://instagram.example/baysideplumbing"},
		},
		Contact: sdk.Contact{
			Name: "Maria Lopez", FirstName: "Maria", LastName: "Lopez", Email: "maria@bayside-plumbing.example", Phone: phone("36"), Role: "Owner",
		},
		YearFounded: 1998, EmployeeCount: "6-10", BusinessType: "Limited liability company",
		RepositoryURL: "https://code.example/bayside", PricingModel: "Paid",
	}
}

func image(handle string, width, height uint32) sdk.File {
	return sdk.File{Handle: handle, Name: "bayside-" + handle + ".png", MediaType: "image/png", Width: width, Height: height, Size: 48_200}
}
