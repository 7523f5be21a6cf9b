// Threesteps fills the wizard of Three Steps: three pages, of which the second depends on whether customers come to the business. A page is told by
// the question it asks, so that a page shown again, with an error, is simply filled again.
package main

import "github.com/directorybolt/directorybolt/sdk"

var adapter = sdk.Adapter{
	Name: "threesteps", Version: "1.0.0", Summary: "Three Steps, a wizard that asks for an address or for the area served.",
	Author: "DirectoryBolt contributors", Licence: "MIT",
	Hosts:    []string{"threesteps.localhost:7071"},
	Start:    "http://threesteps.localhost:7071/start",
	Requires: []string{"phone", "description", "contact.name", "contact.email"},
	Plan:     plan, Verify: verify, Lookup: lookup,
}

func init() { sdk.Register(adapter) }

func main() {}

const visits = "Do customers visit you at your address?"

func plan(t sdk.Turn) (sdk.Move, error) {
	b, p := t.Business, t.Page
	if reject, lacking := sdk.Lacking(
		sdk.Needs("phone", b.Phone.E164, "Three Steps lists only businesses with a phone number."),
		sdk.Needs("description", b.Description, "Three Steps asks for a description."),
		sdk.Needs("contact.name", b.Contact.Name, "Three Steps asks for the name of the person who answers for the listing."),
		sdk.Needs("contact.email", b.Contact.Email, "Three Steps asks for the email address of the person who answers for the listing."),
		sdk.Needs("address.region", b.Address.Region, "Three Steps lists only businesses in the United States and asks for the state."),
		sdk.Needs("service_area", b.Address.Street+b.ServiceArea, "Three Steps asks for the area served where a business has no public address."),
	); lacking {
		return reject, nil
	}
	atAddress := b.Address.Street != ""
	switch {
	case p.Asks(visits):
		return sdk.Do(
			sdk.Fill(sdk.Label("Business name"), b.Name).For("name"),
			sdk.Choose(sdk.Label("Category"), sdk.BestOrOther(p.OptionsOf("Category"), b.Categories)).For("categories"),
			sdk.Choose(p.At(visits), sdk.YesNo(p.OptionsOf(visits), atAddress)).For("address.street"),
			sdk.Click(sdk.Button("Continue")),
		), nil
	case p.Asks("State"):
		return sdk.Do(
			sdk.Fill(sdk.Label("Street address"), b.Address.Street).For("address.street").OnlyIf(atAddress),
			sdk.Fill(sdk.Label("ZIP code"), b.Address.PostalCode).For("address.postal_code").OnlyIf(atAddress),
			sdk.Fill(sdk.Label("Area you serve"), b.ServiceArea).For("service_area").OnlyIf(!atAddress),
			sdk.Fill(sdk.Label("City"), b.Address.City).For("address.city"),
			sdk.Choose(sdk.Label("State"), b.Address.Region).For("address.region"),
			sdk.Fill(sdk.Label("Phone"), b.Phone.National).For("phone"),
			sdk.Fill(sdk.Name("website"), b.Website).For("website").IfKnown(),
			sdk.Click(sdk.Button("Continue")),
		), nil
	case p.Asks("Your name"):
		return sdk.Do(
			sdk.Fill(sdk.Label("Description"), b.Description).For("description"),
			sdk.Fill(sdk.Label("Your name"), b.Contact.Name).For("contact.name"),
			sdk.Fill(sdk.Label("Your email"), b.Contact.Email).For("contact.email"),
			sdk.Submit(sdk.Button("Submit listing")),
		), nil
	}
	return sdk.Move{}, sdk.FormChanged("the page is none of the three pages of the wizard")
}

// verify reads the page after the press. Three Steps publishes at once and links to the listing.
func verify(t sdk.Turn) (sdk.Move, error) {
	return sdk.Outcome{
		AlreadyListed: "already listed",
		Live:          "Your listing is now live", Listing: "/listing/",
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
