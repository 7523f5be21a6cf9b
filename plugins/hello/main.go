// Hello is the smallest adapter: one form, one check. Copy it to start yours.
package main

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

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
	b := t.Business
	if b.Phone.E164 == "" {
		return sdk.Reject("phone", "Hello lists only businesses with a phone number."), nil
	}
	if b.Address.Street == "" || b.Address.Region == "" || b.Address.PostalCode == "" {
		return sdk.Reject("address", "Hello lists only businesses with a street address in the United States."), nil
	}
	if b.Description == "" {
		return sdk.Reject("description", "Hello asks for two or three sentences about the business."), nil
	}
	category := t.Page.Control("Category")
	if category == nil {
		return sdk.Move{}, sdk.Fail("form_changed", "the form has no field Category")
	}
	return sdk.Do(
		sdk.Fill(sdk.Label("Business name"), b.Name).For("name"),
		sdk.Choose(sdk.Ref(category.Ref), bestCategory(t)).For("categories"),
		sdk.Fill(sdk.Label("Phone"), b.Phone.National).For("phone"),
		sdk.Fill(sdk.Label("Email"), b.Email).For("email").OnlyIf(b.Email != ""),
		sdk.Fill(sdk.Label("Website"), b.Website).For("website").OnlyIf(b.Website != ""),
		sdk.Fill(sdk.Label("Street address"), b.Address.Street).For("address.street"),
		sdk.Fill(sdk.Label("City"), b.Address.City).For("address.city"),
		sdk.Choose(sdk.Label("State"), b.Address.Region).For("address.region"),
		sdk.Fill(sdk.Label("ZIP code"), b.Address.PostalCode).For("address.postal_code"),
		sdk.Fill(sdk.Label("Description"), b.Description).For("description"),
		sdk.Submit(sdk.Button("Add my business")),
	), nil
}

// bestCategory is the category of the form that comes nearest to the business's own.
func bestCategory(t sdk.Turn) string {
	options := t.Page.Options(t.Page.Control("Category"))
	if best := sdk.BestOption(options, t.Business.Categories); best != "" {
		return best
	}
	return "Other"
}

// verify reads the page that came after the press. Hello publishes at once and links to the listing.
func verify(t sdk.Turn) (sdk.Move, error) {
	switch p := t.Page; {
	case p.Has("already listed"):
		return sdk.AlreadyListed("", p.Find("already listed")), nil
	case p.Has("listing is now live"):
		if link := p.Link("View your listing"); link != nil {
			return sdk.Live(link.URL, p.Find("listing is now live")), nil
		}
		if strings.Contains(p.URL, "/listing/") {
			return sdk.Live(p.URL, p.Find("listing is now live")), nil
		}
	case p.Has("Nothing has been saved"):
		return sdk.Rejected(p.Find("Nothing has been saved")), nil
	}
	return sdk.Unknown(), nil
}

// lookup searches for the phone number. Hello shows every entry at once, so an empty result proves that there is none.
func lookup(t sdk.Turn) (sdk.Move, error) {
	b := t.Business
	if t.Number == 1 {
		return sdk.Do(
			sdk.Goto(t.Directory.URL("/search")),
			sdk.Fill(sdk.Label("Search by name or phone"), b.Phone.National),
			sdk.Click(sdk.Button("Search")),
		), nil
	}
	if link := t.Page.Link(b.Name); link != nil {
		return sdk.Live(link.URL, t.Page.Find(b.Name)), nil
	}
	if t.Page.Has("No listings found") && t.Page.Says(b.Phone.National) {
		return sdk.Absent(t.Page.Find("No listings found")), nil
	}
	return sdk.Unknown(), nil
}
