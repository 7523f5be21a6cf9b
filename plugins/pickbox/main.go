// Pickbox fills the form of Pickbox, whose choices are buttons that open a list: the page does not show what there is to choose from before they are
// opened, so the lists are kept here.
package main

import "github.com/directorybolt/directorybolt/sdk"

var adapter = sdk.Adapter{
	Name: "pickbox", Version: "1.0.0", Summary: "Pickbox, with lists that open on a button.",
	Author: "DirectoryBolt contributors", Licence: "MIT",
	Hosts:    []string{"pickbox.localhost:7071"},
	Start:    "http://pickbox.localhost:7071/companies/new",
	Requires: []string{"phone", "website", "address.city", "address.region"},
	Plan:     plan, Verify: verify, Lookup: lookup,
}

func init() { sdk.Register(adapter) }

func main() {}

var industries = options("Arts & Culture", "Automotive", "Construction & Trades", "Education", "Finance & Legal", "Food & Drink", "Health & Medical", "Home Services",
	"Lodging", "Nonprofit", "Professional Services", "Shopping", "Sports & Recreation", "Technology")

// trades are kinds of business that the industries' names do not mention.
var trades = map[string]string{
	"plumb": "Home Services", "electric": "Home Services", "clean": "Home Services", "roof": "Construction & Trades", "build": "Construction & Trades", "paint": "Construction & Trades",
	"restaurant": "Food & Drink", "café": "Food & Drink", "cafe": "Food & Drink", "baker": "Food & Drink", "bar": "Food & Drink", "law": "Finance & Legal", "account": "Finance & Legal", "insur": "Finance & Legal",
	"dent": "Health & Medical", "doctor": "Health & Medical", "clinic": "Health & Medical", "hotel": "Lodging", "shop": "Shopping", "store": "Shopping", "software": "Technology", "web": "Technology",
	"gym": "Sports & Recreation", "garage": "Automotive", "car ": "Automotive", "school": "Education", "consult": "Professional Services", "market": "Professional Services", "museum": "Arts & Culture",
}

func options(labels ...string) []sdk.Option {
	var list []sdk.Option
	for _, l := range labels {
		list = append(list, sdk.Option{Label: l, Value: l})
	}
	return list
}

func plan(t sdk.Turn) (sdk.Move, error) {
	b := t.Business
	for _, need := range []struct{ field, value, message string }{
		{"phone", b.Phone.E164, "Pickbox lists only companies with a phone number."},
		{"website", b.Website, "Pickbox lists only companies with a website."},
		{"address.city", b.Address.City, "Pickbox asks for the city of the company."},
		{"address.region", b.Address.Region, "Pickbox lists only companies in the United States and asks for the state."},
	} {
		if need.value == "" {
			return sdk.Reject(need.field, need.message), nil
		}
	}
	industry, state := t.Page.Control("Industry Please choose"), t.Page.Control("State Please choose")
	if industry == nil || state == nil {
		return sdk.Move{}, sdk.Fail("form_changed", "the form has no list Industry or no list State")
	}
	return sdk.Do(
		sdk.Fill(sdk.Label("Company name"), b.Name).For("name"),
		sdk.Choose(sdk.Ref(industry.Ref), industryOf(b.Categories)).For("categories"),
		sdk.Fill(sdk.Label("Phone"), b.Phone.National).For("phone"),
		sdk.Fill(sdk.Label("Website"), b.Website).For("website"),
		sdk.Choose(sdk.Ref(state.Ref), b.Address.Region).For("address.region"),
		sdk.Fill(sdk.Label("City"), b.Address.City).For("address.city"),
		sdk.Fill(sdk.Name("street"), b.Address.Street).For("address.street").OnlyIf(b.Address.Street != ""),
		sdk.Fill(sdk.Name("description"), b.Description).For("description").OnlyIf(b.Description != ""),
		sdk.Submit(sdk.Button("Save company")),
	), nil
}
