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

var industries = sdk.OptionsNamed("Arts & Culture", "Automotive", "Construction & Trades", "Education", "Finance & Legal", "Food & Drink", "Health & Medical",
	"Home Services", "Lodging", "Nonprofit", "Professional Services", "Shopping", "Sports & Recreation", "Technology", "Other")

func plan(t sdk.Turn) (sdk.Move, error) {
	b, p := t.Business, t.Page
	if reject, lacking := sdk.Lacking(
		sdk.Needs("phone", b.Phone.E164, "Pickbox lists only companies with a phone number."),
		sdk.Needs("website", b.Website, "Pickbox lists only companies with a website."),
		sdk.Needs("address.city", b.Address.City, "Pickbox asks for the city of the company."),
		sdk.Needs("address.region", b.Address.Region, "Pickbox lists only companies in the United States and asks for the state."),
	); lacking {
		return reject, nil
	}
	if err := p.Require("Industry", "State"); err != nil {
		return sdk.Move{}, err
	}
	return sdk.Do(
		sdk.Fill(sdk.Label("Company name"), b.Name).For("name"),
		sdk.Choose(p.At("Industry"), sdk.BestOrOther(industries, b.Categories)).For("categories"),
		sdk.Fill(sdk.Label("Phone"), b.Phone.National).For("phone"),
		sdk.Fill(sdk.Label("Website"), b.Website).For("website"),
		sdk.Choose(p.At("State"), b.Address.Region).For("address.region"),
		sdk.Fill(sdk.Label("City"), b.Address.City).For("address.city"),
		sdk.Fill(sdk.Name("street"), b.Address.Street).For("address.street").IfKnown(),
		sdk.Fill(sdk.Name("description"), b.Description).For("description").IfKnown(),
		sdk.Submit(sdk.Button("Save company")),
	), nil
}

// verify reads the page after the press. Pickbox publishes at once and links to the listing.
func verify(t sdk.Turn) (sdk.Move, error) {
	return sdk.Outcome{
		AlreadyListed: "already listed",
		Live:          "Your listing is now live", Listing: "/companies/",
		Rejected: "Nothing has been saved",
	}.Judge(t), nil
}

// lookup searches by phone, which is unique in this directory. Every entry is public at once, so an empty result proves that there is none.
func lookup(t sdk.Turn) (sdk.Move, error) {
	return sdk.Search{
		Path: "/search", Box: sdk.Label("Search by name or phone"), For: t.Business.Phone.National,
		None: "No listings found", Complete: true,
	}.Look(t), nil
}
