package worker

import (
	"testing"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// bar has a name that stands in many words.
var bar = sdk.Business{
	Name: "Bar", Tagline: "Open late", Website: "https://www.bar.example/", Phone: sdk.Phone{Digits: "4155550132"},
	Description: "We pour. Your submission is waiting for review by the bartender.",
	Address:     sdk.Address{Street: "1 Main Street", PostalCode: "94105", City: "Springfield"},
}

var directory = host.Directory{Hosts: []string{"site.example"}, Start: "https://site.example/add"}

func TestShows(t *testing.T) {
	namelessly := func(change func(*sdk.Business)) sdk.Business { b := bar; change(&b); return b }
	onlyCity := sdk.Business{Name: "Bar", Address: sdk.Address{City: "Springfield"}}
	swiss := sdk.Business{Name: "Bar", Address: sdk.Address{PostalCode: "2024", City: "Saint-Aubin"}}
	tests := map[string]struct {
		business sdk.Business
		page     sdk.Page
		want     bool
	}{
		"phone":             {bar, sdk.Page{Text: "Bar\n(415) 555-0132"}, true},
		"website":           {bar, sdk.Page{Text: "BAR, see www.bar.example."}, true},
		"link to website":   {bar, sdk.Page{Text: "Bar", Links: []sdk.Link{{URL: "https://bar.example/"}}}, true},
		"postcode":          {bar, sdk.Page{Headings: []string{"Bar"}, Text: "94105"}, true},
		"street":            {bar, sdk.Page{Title: "Bar", Text: "1 main  street"}, true},
		"name only":         {bar, sdk.Page{Text: "Bar"}, false},
		"name and city":     {bar, sdk.Page{Text: "Bar, Springfield"}, false},
		"phone only":        {bar, sdk.Page{Text: "Somebody Else, (415) 555-0132"}, false},
		"part of a word":    {bar, sdk.Page{Text: "Barber, (415) 555-0132"}, false},
		"another host":      {bar, sdk.Page{Text: "Bar, crowbar.example, bar.example.org"}, false},
		"link inside":       {bar, sdk.Page{Text: "Bar", Links: []sdk.Link{{URL: "https://site.example/out?bar.example"}}}, false},
		"asked for":         {bar, sdk.Page{URL: "https://site.example/b/Bar-94105", Text: "No page Bar-94105"}, false},
		"city":              {onlyCity, sdk.Page{Text: "Bar in Springfield"}, true},
		"other city":        {onlyCity, sdk.Page{Text: "Bar in Shelbyville"}, false},
		"short postcode":    {swiss, sdk.Page{Text: "Bar, 2024 Saint-Aubin"}, true},
		"year":              {swiss, sdk.Page{Text: "Bar, © 2024"}, false},
		"directory's host":  {namelessly(func(b *sdk.Business) { *b = sdk.Business{Name: "Bar", Website: "https://site.example"} }), sdk.Page{Text: "Bar, site.example"}, false},
		"no spaces":         {namelessly(func(b *sdk.Business) { b.Name = "山田屋" }), sdk.Page{Text: "山田屋へようこそ 94105"}, true},
		"page on a network": {namelessly(func(b *sdk.Business) { *b = sdk.Business{Name: "Bar", Website: "https://social.example/bar"} }), sdk.Page{Text: "Bar. Follow us on social.example"}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := &Attempt{Business: test.business, Directory: directory}
			if got := a.shows(&test.page); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestNoListing(t *testing.T) {
	a := &Attempt{Business: bar, Directory: directory, sentTo: []string{"https://site.example/send"}}
	pages := []*sdk.Page{
		{URL: "https://site.example/answer", Forms: []sdk.Form{{Action: "https://site.example/find"}}},
		{URL: "https://site.example/biz/1", Forms: []sdk.Form{{Action: "https://site.example/biz/1"}}},
	}
	for address, want := range map[string]bool{
		"https://site.example/biz/1":              true,
		"https://site.example/biz/1?new":          true,
		"https://site.example/biz?id=1":           true,
		"https://site.example/bar-1":              true,
		"https://site.example/add":                false,
		"https://site.example/add/#bar":           false,
		"https://site.example/send":               false,
		"https://site.example/find":               false,
		"https://site.example/search?q=bar":       false,
		"https://site.example/search?q=415555013": true,
		"https://site.example/s?q=(415)+555-0132": false,
		"https://site.example/s?bar.example":      false,
		"https://site.example/#/s/Bar":            false,
	} {
		if why := a.noListing(address, pages); (why == "") != want {
			t.Errorf("%s: %q", address, why)
		}
	}
}

func TestEchoes(t *testing.T) {
	talk := &talk{attempt: &Attempt{Business: bar, sent: []Sent{{Value: "Nothing found"}}}}
	talk.tell([]sdk.Step{sdk.Goto("https://site.example/search?q=no+results+here"), sdk.Fill(sdk.Label("Search"), "we know of it")})
	for quote, want := range map[string]bool{
		"Bar":                              true,
		"bar – open late!":                 true,
		"Your submission is waiting":       true,
		"Bar: your submission is waiting":  true,
		"No results here":                  true,
		"Nothing found":                    true,
		"We know of it":                    true,
		"…":                                true,
		"No results for Bar":               false,
		"Bar is waiting for our review":    false,
		"Your submission was taken":        false,
		"Bar is already listed":            false,
		"0 results for “no results here”.": false,
	} {
		if got := echoes(quote, talk.told()); got != want {
			t.Errorf("%q: got %v, want %v", quote, got, want)
		}
	}
}
