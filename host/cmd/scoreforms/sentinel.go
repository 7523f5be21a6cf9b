package main

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// sentinels are values of the profile that no form shows by itself, with the type each stands for. Every type that text is filled from has its own;
// what is chosen, ticked or uploaded is told by the step that did it.
var sentinels = []struct{ typ, mark string }{
	{"business_name", "Quorvane Works"}, {"legal_name", "Brimtallow Holdings"}, {"tagline", "Slivermoor"}, {"description_short", "Thessaly brief"},
	{"description", "Ormandel at length"}, {"tags", "zetamark"}, {"services", "welkin repair"}, {"email", "office@quorvane.example"},
	{"contact_email", "ada@person.example"}, {"website", "quorvane.example/home"}, {"address_full", "77 Larkspur Way, Tillamook"},
	{"street_address", "77 Larkspur Way"}, {"address_line2", "Unit 9K"}, {"neighbourhood", "Fennimore Quarter"}, {"location_area", "Tillamook, Oregon"},
	{"city", "Tillamook"}, {"region", "Oregon"}, {"postal_code", "97141"}, {"country", "United States"}, {"service_area", "Everything within Yamhill"},
	{"latitude", "45.4562"}, {"longitude", "-123.8426"}, {"map_url", "maps.example/quorvane"}, {"hours_text", "Mo-Su 09:00-17:00"}, {"price_range", "$$$"},
	{"payment_methods", "Barter"}, {"amenities", "Moat"}, {"languages", "Esperanto"}, {"logo_url", "img.example/logo"}, {"photo_url", "img.example/photo"},
	{"video_url", "video.example/quorvane"}, {"social_facebook", "facebook.com/quorvane"}, {"social_x", "x.com/quorvane"},
	{"social_instagram", "instagram.com/quorvane"}, {"social_linkedin", "linkedin.com/company/quorvane"}, {"social_youtube", "youtube.com/@quorvane"},
	{"social_tiktok", "tiktok.com/@quorvane"}, {"social_pinterest", "pinterest.com/quorvane"}, {"social_other", "mastodon.example/quorvane"},
	{"contact_name", "Ada Pemberwick"}, {"contact_first_name", "Ada"}, {"contact_last_name", "Pemberwick"}, {"contact_role", "Wharfinger"},
	{"year_founded", "1987"}, {"employee_count", "37"}, {"business_type", "Guild"}, {"repository_url", "github.com/quorvane"}, {"pricing_model", "Freemium"},
	{"house_number", "77"}, {"subcategory", "Caterer"}, {"category", "Restaurant"},
	{"phone", "5035550101"}, {"phone_secondary", "5035550102"}, {"fax", "5035550103"}, {"whatsapp", "5035550104"}, {"contact_phone", "5035550105"},
	{"hours_open", "09:00"}, {"hours_close", "17:00"},
}

// sentinelOf returns the type whose sentinel a control holds; empty for none. The first that fits counts: longer values stand before those they contain.
func sentinelOf(value string) string {
	value = strings.TrimSpace(value)
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, value)
	for _, s := range sentinels {
		switch {
		case strings.HasPrefix(s.mark, "503555"):
			if strings.HasSuffix(digits, s.mark) && len(digits) <= 11 {
				return s.typ
			}
		case len(s.mark) < 8:
			if value == s.mark {
				return s.typ
			}
		case strings.Contains(value, s.mark):
			return s.typ
		}
	}
	switch value {
	case "OR":
		return "region"
	case "US":
		return "country"
	case "quorvane", "@quorvane":
		return "" // a handle does not say of which network
	}
	return ""
}

func phone(last string) sdk.Phone {
	return sdk.Phone{E164: "+1503555010" + last, National: "(503) 555-010" + last, International: "+1 503-555-010" + last, CallingCode: "1", Region: "US", Digits: "503555010" + last}
}

func image(handle string) sdk.File {
	return sdk.File{Handle: handle, Name: handle + ".png", MediaType: "image/png", Width: 600, Height: 600, Size: 100}
}

// sentinelBusiness is a profile made of sentinels. Choices are of the kind that forms offer: nothing is told from them.
func sentinelBusiness() *sdk.Business {
	logo, photo := image("logo"), image("photo-1")
	logo.URL, photo.URL = "https://img.example/logo.png", "https://img.example/photo.png"
	b := &sdk.Business{
		Name: "Quorvane Works", LegalName: "Brimtallow Holdings", Tagline: "Slivermoor every day",
		DescriptionShort: "Thessaly brief account of what the business does.",
		Description: "Ormandel at length: what the business does, for whom, where and since when, told in a few sentences so that forms which ask for a minimum of words are content. " +
			"There is a second sentence about the people, and a third about the place, and the whole is long enough for most.",
		Categories: []string{"Restaurant", "Caterer", "Technology", "Shopping"}, Tags: []string{"zetamark", "zetamark two"}, Services: []string{"welkin repair"},
		Email: "office@quorvane.example", Phone: phone("1"), PhoneSecondary: phone("2"), Fax: phone("3"), Whatsapp: phone("4"), Website: "https://quorvane.example/home",
		Address: sdk.Address{
			Full: "77 Larkspur Way, Tillamook, OR 97141", Street: "77 Larkspur Way", HouseNumber: "77", StreetName: "Larkspur Way", Line2: "Unit 9K",
			Neighbourhood: "Fennimore Quarter", City: "Tillamook", Region: "Oregon", RegionCode: "OR", PostalCode: "97141", Country: "US", CountryName: "United States",
		},
		ServiceArea: "Everything within Yamhill", Location: &sdk.Point{Latitude: 45.4562, Longitude: -123.8426}, MapURL: "https://maps.example/quorvane",
		HoursText: "Mo-Su 09:00-17:00", PriceRange: "$$$", PaymentMethods: []string{"Barter", "Cash", "Visa"}, Amenities: []string{"Moat", "Parking", "Wifi", "Delivery"},
		Languages: []string{"Esperanto", "English"}, Logo: logo, Cover: image("cover"), Photos: []sdk.File{photo, image("photo-2")},
		VideoURL:    "https://video.example/quorvane",
		Contact:     sdk.Contact{Name: "Ada Pemberwick", FirstName: "Ada", LastName: "Pemberwick", Email: "ada@person.example", Phone: phone("5"), Role: "Wharfinger"},
		YearFounded: 1987, EmployeeCount: "37", BusinessType: "Guild", RepositoryURL: "https://github.com/quorvane", PricingModel: "Freemium",
	}
	for _, day := range []string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"} {
		b.Hours = append(b.Hours, sdk.OpenDay{Day: day, Slots: []sdk.Slot{{Open: "09:00", Close: "17:00"}}})
	}
	for _, s := range [][2]string{{"facebook", "facebook.com/quorvane"}, {"x", "x.com/quorvane"}, {"instagram", "instagram.com/quorvane"}, {"linkedin", "linkedin.com/company/quorvane"},
		{"youtube", "youtube.com/@quorvane"}, {"tiktok", "tiktok.com/@quorvane"}, {"pinterest", "pinterest.com/quorvane"}, {"mastodon", "mastodon.example/quorvane"}} {
		b.Social = append(b.Social, sdk.Social{Network: s[0], URL: "https://" + s[1]})
	}
	return b
}
