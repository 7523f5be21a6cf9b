// Hello is the smallest adapter: one form, one check. Copy it to start yours.
package main

import "github.com/directorybolt/directorybolt/sdk"

var adapter = sdk.Adapter{
	Name: "hello", Version: "1.0.0", Summary: "Hello, a directory with one plain form.",
	Author: "DirectoryBolt contributors", Licence: "MIT",
	Hosts:    []string{"hello.example"},
	Start:    "https://hello.example/add",
	Requires: []string{"phone", "address", "description"},
	Plan:     plan, Verify: verify, Lookup: lookup,
}

func init() { sdk.Register(adapter) }

func main() {}

// plan fills the form and ends with the press that sends it.
func plan(t sdk.Turn) (sdk.Move, error) {
	b, p := t.Business, t.Page
	const address = "Hello lists only businesses with a street address in the United States."
	if reject, lacking := sdk.Lacking(
		sdk.Needs("phone", b.Phone.E164, "Hello lists only businesses with a phone number."),
		sdk.Needs("address", b.Address.Street, address),
		sdk.Needs("address", b.Address.Region, address),
		sdk.Needs("address", b.Address.PostalCode, address),
		sdk.Needs("description", b.Description, "Hello asks for two or three sentences about the business."),
	); lacking {
		return reject, nil
	}
	if err := p.Require("Category"); err != nil {
		return sdk.Move{}, err
	}
	return sdk.Do(
		sdk.Fill(sdk.Label("Business name"), b.Name).For("name"),
		sdk.Choose(p.At("Category"), sdk.BestOrOther(p.OptionsOf("Category"), b.Categories)).For("categories"),
		sdk.Fill(sdk.Label("Phone"), b.Phone.National).For("phone"),
		sdk.Fill(sdk.Label("Email"), b.Email).For("email").IfKnown(),
		sdk.Fill(sdk.Label("Website"), b.Website).For("website").IfKnown(),
		sdk.Fill(sdk.Label("Street address"), b.Address.Street).For("address.street"),
		sdk.Fill(sdk.Label("City"), b.Address.City).For("address.city"),
		sdk.Choose(sdk.Label("State"), b.Address.Region).For("address.region"),
		sdk.Fill(sdk.Label("ZIP code"), b.Address.PostalCode).For("address.postal_code"),
		sdk.Fill(sdk.Label("Description"), b.Description).For("description"),
		sdk.Submit(sdk.Button("Add my business")),
	), nil
}

// verify reads the page that came after the press. Hello publishes at once and links to the listing.
func verify(t sdk.Turn) (sdk.Move, error) {
	return sdk.Outcome{
		AlreadyListed: "already listed",
		Live:          "listing is now live", Link: "View your listing", Listing: "/listing/",
		Rejected: "Nothing has been saved",
	}.Judge(t), nil
}

// lookup searches for the phone number. Hello shows every entry at once, so an empty result proves that there is none.
func lookup(t sdk.Turn) (sdk.Move, error) {
	return sdk.Search{
		Path: "/search", Box: sdk.Label("Search by name or phone"), Button: sdk.Button("Search"),
		For:  t.Business.Phone.National,
		None: "No listings found", Complete: true,
	}.Look(t), nil
}
