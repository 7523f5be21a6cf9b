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
	switch {
	case b.Phone.E164 == "":
		return sdk.Reject("phone", "Storyboard lists only businesses with a phone number."), nil
	case b.Description == "":
		return sdk.Reject("description", "Storyboard asks for the story of the business."), nil
	case b.Address.City == "":
		return sdk.Reject("address.city", "Storyboard asks for the city of the business."), nil
	case p.Control("Your story") == nil || p.Control("Your story").Type != "richtext":
		return sdk.Move{}, sdk.Fail("form_changed", "the form has no rich text Your story")
	}
	steps := []sdk.Step{
		sdk.Fill(sdk.Label("Business name"), b.Name).For("name"),
		sdk.Choose(sdk.Label("Category"), category(&t)).For("categories"),
		sdk.Fill(sdk.Label("Phone"), b.Phone.National).For("phone"),
		sdk.Fill(sdk.Name("website"), b.Website).For("website").OnlyIf(b.Website != ""),
		sdk.Fill(sdk.Label("City"), b.Address.City).For("address.city"),
		sdk.Fill(sdk.Name("street"), b.Address.Street).For("address.street").OnlyIf(b.Address.Street != ""),
		sdk.RichText(sdk.Ref(p.Control("Your story").Ref), b.Description).For("description"),
	}
	if keywords := p.Control("Keywords (optional)"); keywords != nil && len(b.Tags) > 0 {
		steps = append(steps, sdk.Tags(sdk.Ref(keywords.Ref), b.Tags...).For("tags"))
	}
	steps = append(steps, hours(b.Hours)...)
	return sdk.Do(append(steps, sdk.Submit(sdk.Button("Publish story")))...), nil
}

// hours fills a row a day. A row has one pair of times: a break at noon is left out.
func hours(days []sdk.OpenDay) []sdk.Step {
	var steps []sdk.Step
	for _, d := range days {
		if d.Closed || len(d.Slots) == 0 {
			steps = append(steps, sdk.Check(sdk.Name("hours["+d.Day+"][closed]")).For("hours"))
			continue
		}
		last := d.Slots[len(d.Slots)-1].Close
		if last == "24:00" {
			last = "23:59" // the latest that a time input holds
		}
		steps = append(steps,
			sdk.Fill(sdk.Name("hours["+d.Day+"][open]"), d.Slots[0].Open).For("hours"),
			sdk.Fill(sdk.Name("hours["+d.Day+"][close]"), last).For("hours"))
	}
	return steps
}

func category(t *sdk.Turn) string {
	if best := sdk.BestOption(t.Page.Options(t.Page.Control("Category")), t.Business.Categories); best != "" {
		return best
	}
	return "Other"
}
