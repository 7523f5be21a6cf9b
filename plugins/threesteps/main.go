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
	if field, message := lacking(&b); field != "" {
		return sdk.Reject(field, message), nil
	}
	atAddress := b.Address.Street != ""
	switch {
	case p.Control(visits) != nil:
		answer := "No"
		if atAddress {
			answer = "Yes"
		}
		return sdk.Do(
			sdk.Fill(sdk.Label("Business name"), b.Name).For("name"),
			sdk.Choose(sdk.Label("Category"), category(&t)).For("categories"),
			sdk.Choose(sdk.Ref(p.Control(visits).Ref), answer).For("address.street"),
			sdk.Click(sdk.Button("Continue")),
		), nil
	case p.Control("State") != nil:
		return sdk.Do(
			sdk.Fill(sdk.Label("Street address"), b.Address.Street).For("address.street").OnlyIf(atAddress),
			sdk.Fill(sdk.Label("ZIP code"), b.Address.PostalCode).For("address.postal_code").OnlyIf(atAddress),
			sdk.Fill(sdk.Label("Area you serve"), b.ServiceArea).For("service_area").OnlyIf(!atAddress),
			sdk.Fill(sdk.Label("City"), b.Address.City).For("address.city"),
			sdk.Choose(sdk.Label("State"), b.Address.Region).For("address.region"),
			sdk.Fill(sdk.Label("Phone"), b.Phone.National).For("phone"),
			sdk.Fill(sdk.Name("website"), b.Website).For("website").OnlyIf(b.Website != ""),
			sdk.Click(sdk.Button("Continue")),
		), nil
	case p.Control("Your name") != nil:
		return sdk.Do(
			sdk.Fill(sdk.Label("Description"), b.Description).For("description"),
			sdk.Fill(sdk.Label("Your name"), b.Contact.Name).For("contact.name"),
			sdk.Fill(sdk.Label("Your email"), b.Contact.Email).For("contact.email"),
			sdk.Submit(sdk.Button("Submit listing")),
		), nil
	}
	return sdk.Move{}, sdk.Fail("form_changed", "the page is none of the three pages of the wizard")
}

// lacking names a profile field that the wizard asks for and the business does not have.
func lacking(b *sdk.Business) (field, message string) {
	for _, need := range []struct{ field, value, message string }{
		{"phone", b.Phone.E164, "Three Steps lists only businesses with a phone number."},
		{"description", b.Description, "Three Steps asks for a description."},
		{"contact.name", b.Contact.Name, "Three Steps asks for the name of the person who answers for the listing."},
		{"contact.email", b.Contact.Email, "Three Steps asks for the email address of the person who answers for the listing."},
		{"address.region", b.Address.Region, "Three Steps lists only businesses in the United States and asks for the state."},
		{"service_area", b.Address.Street + b.ServiceArea, "Three Steps asks for the area served where a business has no public address."},
	} {
		if need.value == "" {
			return need.field, need.message
		}
	}
	return "", ""
}

func category(t *sdk.Turn) string {
	if best := sdk.BestOption(t.Page.Options(t.Page.Control("Category")), t.Business.Categories); best != "" {
		return best
	}
	return "Other"
}
