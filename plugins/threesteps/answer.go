package main

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// verify reads the page after the press. It publishes at once and links to the listing.
func verify(t sdk.Turn) (sdk.Move, error) {
	switch p := t.Page; {
	case p.Has("already listed"):
		return sdk.AlreadyListed("", p.Find("already listed")), nil
	case p.Has("Your listing is now live"):
		if url := listing(t); url != "" {
			return sdk.Live(url, p.Find("Your listing is now live")), nil
		}
	case p.Has("Nothing has been saved"):
		return sdk.Rejected(p.Find("Nothing has been saved")), nil
	}
	return sdk.Unknown(), nil
}

// listing is the address of the new listing: where the page links to, or the page itself. It is empty where neither is the address of a listing.
func listing(t sdk.Turn) string {
	for _, l := range t.Page.Links {
		if strings.Contains(l.URL, "/listing/") && l.URL != t.Directory.Start {
			return l.URL
		}
	}
	if strings.Contains(t.Page.URL, "/listing/") && t.Page.URL != t.Directory.Start {
		return t.Page.URL
	}
	return ""
}

// lookup searches by phone, which is unique in this directory. Every entry is public at once, so an empty result proves that there is none.
func lookup(t sdk.Turn) (sdk.Move, error) {
	if t.Number == 1 {
		return sdk.Do(
			sdk.Goto(t.Directory.URL("/search")),
			sdk.Fill(sdk.Label("Search by name or phone"), t.Business.Phone.National),
			sdk.Press(sdk.Label("Search by name or phone"), "Enter"),
		), nil
	}
	if link := t.Page.Link(t.Business.Name); link != nil {
		return sdk.Live(link.URL, t.Page.Find(t.Business.Name)), nil
	}
	if t.Page.Has("No listings found") && t.Page.Says(t.Business.Phone.National) {
		return sdk.Absent(t.Page.Find("No listings found")), nil
	}
	return sdk.Unknown(), nil
}
