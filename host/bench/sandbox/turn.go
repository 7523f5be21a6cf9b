package main

import (
	"fmt"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// newTurn is what the plan is called with: a business with a full profile, and the page of a form of 60 controls, 39 of which a person
// could fill from it. directory tells apart the directories that one module serves.
func newTurn(directory int) *sdk.Turn {
	slug := fmt.Sprintf("directory-%d", directory)
	host := slug + ".example"
	return &sdk.Turn{
		Contract:  sdk.ContractVersion,
		Directory: sdk.Directory{Slug: slug, Hosts: []string{host}, Start: "https://" + host + "/add", Name: "Directory " + slug},
		Business:  business(),
		Page:      page(host),
		Number:    1,
	}
}

func phone(last string) sdk.Phone {
	return sdk.Phone{
		E164: "+1503555" + last, National: "(503) 555-" + last, International: "+1 503-555-" + last,
		CallingCode: "1", Region: "US", Digits: "503555" + last,
	}
}

func business() sdk.Business {
	return sdk.Business{
		Name: "Harbour Bakery", LegalName: "Harbour Bakery LLC", Tagline: "Bread with time",
		DescriptionShort: "A family bakery with a wood-fired oven.",
		Description: "A family bakery with a wood-fired oven, open since 1987, known for its rye bread and its cinnamon rolls. " +
			"All dough rests for a day before it is baked.",
		Categories: []string{"Bakery", "Coffee shop"}, Tags: []string{"rye bread", "cinnamon rolls"}, Services: []string{"Catering"},
		Email: "hello@harbour-bakery.example", Phone: phone("0101"), PhoneSecondary: phone("0102"), Fax: phone("0103"), Whatsapp: phone("0104"),
		Website: "https://harbour-bakery.example",
		Address: sdk.Address{
			Full: "12 Harbour Street, Portland, OR 97204", Street: "12 Harbour Street", HouseNumber: "12", StreetName: "Harbour Street",
			Line2: "Floor 1", Neighbourhood: "Old Port", City: "Portland", Region: "Oregon", RegionCode: "OR", PostalCode: "97204",
			Country: "US", CountryName: "United States",
		},
		ServiceArea: "Portland and 20 miles around", MapURL: "https://maps.example/harbour-bakery", HoursText: "Mo-Sa 07:00-18:00",
		PriceRange: "$$", PaymentMethods: []string{"Cash", "Visa"}, Amenities: []string{"Seats outside"}, Languages: []string{"English"},
		VideoURL: "https://video.example/harbour-bakery", EmployeeCount: "5 to 10", BusinessType: "Limited company",
		RepositoryURL: "https://code.example/harbour-bakery", PricingModel: "By piece",
		Contact: sdk.Contact{
			Name: "Ann Miller", FirstName: "Ann", LastName: "Miller", Email: "ann@harbour-bakery.example", Phone: phone("0105"), Role: "Owner",
		},
	}
}

// labels are of the controls that the plan fills; those in choices are selects.
var labels = []string{
	"Business name", "Legal name", "Tagline", "Short description", "Description", "Category", "Keyword", "Main service", "Email", "Phone",
	"Second phone", "Fax", "WhatsApp", "Website", "Street address", "Address line 2", "Neighbourhood", "City", "State", "ZIP code",
	"Country", "Service area", "Map link", "Opening hours", "Price range", "Payment method", "Amenity", "Language", "Video", "Employees",
	"Kind of business", "Repository", "Pricing", "Contact name", "First name", "Last name", "Contact email", "Contact phone", "Position",
}

var choices = map[string][]string{
	"Category": {"Accountant", "Architect", "Bakery", "Bank", "Bar", "Beauty salon", "Bookshop", "Butcher", "Café", "Car repair", "Dentist",
		"Electrician", "Florist", "Gym", "Hotel", "Lawyer", "Plumber", "Restaurant", "School", "Tailor"},
	"State": {"Alabama", "Alaska", "Arizona", "California", "Colorado", "Florida", "Georgia", "Idaho", "Illinois", "Iowa", "Kansas", "Maine",
		"Montana", "Nevada", "New York", "Ohio", "Oregon", "Texas", "Utah", "Washington"},
	"Country":     {"Canada", "Mexico", "United Kingdom", "United States"},
	"Price range": {"$", "$$", "$$$", "$$$$"},
}

// others are labels that the profile has nothing for.
var others = []string{
	"Search", "Coupon", "Promotion code", "Newsletter", "How did you hear of us", "Year", "Rating", "Review", "Competitor", "Member number",
	"Leave this empty", "Newsletter of partners", "Theme", "Font", "Budget", "Campaign", "Order number", "Referrer", "Login", "Remember me", "Language of the site",
}

// mixed puts one of those to leave alone after each two of the others.
func mixed() []string {
	var all []string
	for i, label := range labels {
		all = append(all, label)
		if i%2 == 1 {
			all = append(all, others[i/2])
		}
	}
	return append(all, others[len(labels)/2:]...)
}

func page(host string) *sdk.Page {
	base := "https://" + host
	p := &sdk.Page{
		URL: base + "/add", Title: "Add your business", Lang: "en", Status: 200,
		Text:     strings.Repeat("Tell our readers about your business. Entries are read by a person within two days and published if they are complete. ", 28),
		Headings: []string{"Add your business", "About the business", "Where it is", "How to reach it", "Who answers for it"},
		Forms:    []sdk.Form{{Ref: "f1", Action: base + "/add", Method: "post", Label: "Add your business", ID: "add"}},
		Buttons:  []sdk.PageButton{{Ref: "b1", Text: "Search", Type: "submit"}, {Ref: "b2", Text: "Add my business", Type: "submit", Form: "f1"}},
	}
	for i := range 40 {
		p.Links = append(p.Links, sdk.Link{Ref: fmt.Sprintf("l%d", i+1), Text: fmt.Sprintf("Chapter %d of the directory", i+1), URL: fmt.Sprintf("%s/chapter/%d", base, i+1)})
	}
	for i, label := range mixed() {
		p.Controls = append(p.Controls, control(p, i, label))
	}
	return p
}

func control(p *sdk.Page, i int, label string) sdk.Control {
	name := strings.ReplaceAll(strings.ToLower(label), " ", "_")
	c := sdk.Control{
		Ref: fmt.Sprintf("c%d", i+1), Tag: "input", Type: "text", Name: "listing[" + name + "]", ID: "listing_" + name, Label: label,
		Placeholder: "Your " + strings.ToLower(label), Section: "Add your business / About the business", Form: "f1", Required: i%4 == 0,
		MaxLength: 200, Box: &sdk.Box{X: 120, Y: int32(140 + 48*i), Width: 480, Height: 36},
	}
	if options := choices[label]; options != nil {
		set := sdk.OptionSet{Total: uint32(len(options))}
		for n, o := range options {
			set.Options = append(set.Options, sdk.Option{Value: fmt.Sprint(n + 1), Label: o})
		}
		p.OptionSets = append(p.OptionSets, set)
		c.Tag, c.Type, c.Placeholder, c.Options = "select", "select", "", uint32(len(p.OptionSets))
	}
	if label == "Leave this empty" {
		c.Hidden = "offscreen"
	}
	return c
}
