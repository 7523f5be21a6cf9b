package main

import (
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

func TestNamesakes(t *testing.T) {
	b := sdktest.Business()
	for _, c := range []struct {
		text string
		want likeness
	}{
		{"Bayside Plumbing", nothingElse}, {"Bayside Plumbing, St.Louis, listed 2024-05-01", nothingElse}, {"Write to info@other.example", nothingElse},
		{"(415) 555-0132", ours}, {"+1 415.555.0132", ours}, {"www.bayside-plumbing.example", ours}, {"https://bayside-plumbing.example/about", ours}, {"2150 Irving Street", ours}, {"San Francisco, CA 94122", ours},
		{"(510) 555-0199", another}, {"www.other.example", another}, {"Visit other-plumbing.example today", another},
	} {
		if got := compare(c.text, &b); got != c.want {
			t.Errorf("%q is %d, want %d", c.text, got, c.want)
		}
	}
	b.Website = "https://facebook.example/bayside"
	if compare("facebook.example/another", &b) == ours || compare("facebook.example/bayside/", &b) != ours {
		t.Error("on a host of many, the profile tells whose it is")
	}
}

func TestNames(t *testing.T) {
	b := sdktest.Business()
	for text, want := range map[string]bool{"Bayside Plumbing": true, "BAYSIDE PLUMBING – San Francisco": true, "Northbayside Plumbing": false, "Bayside Plumbings": false, "": false} {
		if names(text, &b) != want {
			t.Errorf("%q names the business: want %t", text, want)
		}
	}
}

func TestResults(t *testing.T) {
	link := func(n, text string) sdk.Link {
		return sdk.Link{Ref: "l" + n, Text: text, URL: "http://list.example/listing/" + n}
	}
	for _, c := range []struct {
		name, text string
		links      []sdk.Link
		url        string
		unsure     int
	}{
		{"ours is the second", "Results for Bayside Plumbing\nBayside Plumbing\nOakland\n(510) 555-0199\nBayside Plumbing\nSan Francisco\n(415) 555-0132\n",
			[]sdk.Link{link("1", "Bayside Plumbing"), link("2", "Bayside Plumbing")}, "http://list.example/listing/2", 0},
		{"ours is the first", "Bayside Plumbing\n(415) 555-0132\nBayside Plumbing\n(510) 555-0199\n", []sdk.Link{link("1", "Bayside Plumbing"), link("2", "Bayside Plumbing")}, "http://list.example/listing/1", 0},
		{"the number is the neighbour's", "Bayside Plumbing\n(510) 555-0199\nAcme\n(415) 555-0132\n", []sdk.Link{link("1", "Bayside Plumbing"), link("2", "Acme")}, "", 0},
		{"a card that is a link", "Bayside Plumbing\n(415) 555-0132\n", []sdk.Link{link("1", "Bayside Plumbing (415) 555-0132")}, "http://list.example/listing/1", 0},
		{"names alone", "Bayside Plumbing\nBayside Plumbing Supply\n", []sdk.Link{link("1", "Bayside Plumbing"), link("2", "Bayside Plumbing Supply")}, "", 2},
	} {
		turn := sdk.Turn{Business: sdktest.Business(), Directory: sdk.Directory{Start: "http://list.example/add"}, Page: &sdk.Page{URL: "http://list.example/search?q=Bayside+Plumbing", Text: c.text, Links: c.links}}
		url, _, unsure := listed(&turn, &config{listing: "/listing/"})
		if url != c.url || len(unsure) != c.unsure {
			t.Errorf("%s: %q and %d to open, want %q and %d", c.name, url, len(unsure), c.url, c.unsure)
		}
	}
}

func TestSearchThatProvesAbsence(t *testing.T) {
	for _, c := range []struct {
		search, url, quote string
		want               bool
	}{
		{"/search?q={name}", "http://list.example/search?q=Bayside+Plumbing", "No results.", true},
		{"/search?q={name}", "http://list.example/search", "No results for “Bayside Plumbing”.", true},
		{"/search?q={name}", "http://list.example/search", "No results.", false},
		{"/search?q={name}", "http://list.example/search?q=Bayside", "No results for “Bayside”.", false},
		{"/search?q={phone}", "http://list.example/search?q=%28415%29+555-0132", "No results.", false},
		{"/search?q={name}&p={phone}", "http://list.example/search?q=Bayside+Plumbing&p=%28415%29+555-0132", "No results.", false},
	} {
		turn := sdk.Turn{Business: sdktest.Business(), Directory: sdk.Directory{Start: "http://list.example/add"}, Page: &sdk.Page{URL: c.url}}
		if got := exact(&turn, &config{search: c.search}, c.quote); got != c.want {
			t.Errorf("%s at %s, %q: %t, want %t", c.search, c.url, c.quote, got, c.want)
		}
	}
}

func TestEntryTellsListingsFromSearches(t *testing.T) {
	turn := &sdk.Turn{Directory: sdk.Directory{Hosts: []string{"dir.example"}, Start: "https://dir.example/add"}, Business: sdk.Business{Name: "Acme Plumbing"}}
	tests := []struct {
		url, listing string
		want         bool
	}{
		{"https://dir.example/biz/7-acme", "/biz/", true},
		{"https://dir.example/biz/7-acme", "", true},
		{"https://dir.example/find/7-acme", "/find/", true}, // the directory is configured to list there
		{"https://dir.example/find/7-acme", "", false},
		{"https://dir.example/search?q=acme", "", false},
		{"https://dir.example/biz/7-acme?name=Acme+Plumbing", "", false},
		{"https://dir.example/other/7", "/biz/", false},
		{"https://evil.example/biz/7", "/biz/", false},
		{"https://dir.example/add", "", false},
		{"https://dir.example/", "", false},
	}
	for _, tt := range tests {
		if got := entry(tt.url, turn, &config{listing: tt.listing}); got != tt.want {
			t.Errorf("entry(%q) with listing %q: got %v, want %v", tt.url, tt.listing, got, tt.want)
		}
	}
}
