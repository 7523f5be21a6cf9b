// Storyboard fills the form of Storyboard: a rich text for the story, keywords that become tags, and a row of opening hours for each day.
package main

import "github.com/directorybolt/directorybolt/sdk"

var adapter = sdk.Adapter{
	Name: "storyboard", Version: "1.0.0", Summary: "Storyboard, with rich text, tags and opening hours.",
	Author: "DirectoryBolt contributors", Licence: "MIT",
	Hosts:    []string{"storyboard.localhost:7071"},
	Start:    "http://storyboard.localhost:7071/tell-your-story",
	Requires: []string{"phone", "description", "address.city"},
	Plan:     plan, Verify: verify, Lookup: lookup,
}

func init() { sdk.Register(adapter) }

func main() {}

func plan(t sdk.Turn) (sdk.Move, error) {
	b, p := t.Business, t.Page
	if reject, lacking := sdk.Lacking(
		sdk.Needs("phone", b.Phone.E164, "Storyboard lists only businesses with a phone number."),
		sdk.Needs("description", b.Description, "Storyboard asks for the story of the business."),
		sdk.Needs("address.city", b.Address.City, "Storyboard asks for the city of the business."),
	); lacking {
		return reject, nil
	}
	if story := p.Control("Your story"); story == nil || story.Type != "richtext" {
		return sdk.Move{}, sdk.FormChanged("the form has no rich text Your story")
	}
	return sdk.Do(
		sdk.Fill(sdk.Label("Business name"), b.Name).For("name"),
		sdk.Choose(sdk.Label("Category"), sdk.BestOrOther(p.OptionsOf("Category"), b.Categories)).For("categories"),
		sdk.Fill(sdk.Label("Phone"), b.Phone.National).For("phone"),
		sdk.Fill(sdk.Name("website"), b.Website).For("website").IfKnown(),
		sdk.Fill(sdk.Label("City"), b.Address.City).For("address.city"),
		sdk.Fill(sdk.Name("street"), b.Address.Street).For("address.street").IfKnown(),
		sdk.RichText(p.At("Your story"), b.Description).For("description"),
		sdk.Tags(p.At("Keywords"), b.Tags...).For("tags").IfKnown().OnlyIf(p.Asks("Keywords")),
	).Then(sdk.FillHours(b.Hours, hoursRow)...).Then(sdk.Submit(sdk.Button("Publish story"))), nil
}

// hoursRow says which controls are a day's. A row has one pair of times.
func hoursRow(day string) sdk.HourRow {
	name := "hours[" + day + "]"
	return sdk.HourRow{
		Slots:  []sdk.SlotTargets{{Open: sdk.Name(name + "[open]"), Close: sdk.Name(name + "[close]")}},
		Closed: sdk.Name(name + "[closed]"),
	}
}

// verify reads the page after the press. Storyboard publishes at once and links to the listing.
func verify(t sdk.Turn) (sdk.Move, error) {
	return sdk.Outcome{
		AlreadyListed: "already listed",
		Live:          "Your listing is now live", Listing: "/story/",
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
