package main

import (
	"strings"

	"github.com/directorybolt/directorybolt/plugins/generic/mapper"
	"github.com/directorybolt/directorybolt/sdk"
)

// verify reads the page after the press. Thanks alone prove nothing: where the page does not say what became of the submission the answer is
// unknown, and the host looks the business up.
func verify(t sdk.Turn) (sdk.Move, error) {
	c, err := readConfig(t.Directory.Config)
	if err != nil {
		return sdk.Move{}, err
	}
	p := t.Page
	if p == nil {
		return sdk.Unknown(), nil
	}
	form := stillThere(p)
	if quote := duplicate(p, &c, form); quote != "" {
		return sdk.AlreadyListed(listingLink(&t, &c), quote), nil
	}
	if quote := refusal(p, &c, form); quote != "" {
		return sdk.Rejected(quote), nil
	}
	if !form || len(c.review) > 0 {
		configured := c.review
		if quote := review(p, configured); quote != "" && (!form || find(p, configured) != "") {
			return sdk.UnderReview(quote).Numbered(reference(p)), nil
		}
	}
	if url := listingLink(&t, &c); url != "" && !form {
		quote := find(p, c.published, publishedPhrases)
		if quote == "" {
			quote = p.Find(t.Business.Name)
		}
		if quote != "" {
			return sdk.Live(url, quote).Numbered(reference(p)), nil
		}
	}
	return sdk.Unknown(), nil
}

// stillThere reports whether the page still shows a form for a listing.
func stillThere(p *sdk.Page) bool {
	_, ok := mapper.Read(p)
	return ok
}

// duplicate returns the words that say the business was listed before. On a page with the form, only errors and configured words count.
func duplicate(p *sdk.Page, c *config, form bool) string {
	if quote := find(p, c.duplicate); quote != "" {
		return quote
	}
	if !form {
		return find(p, duplicatePhrases)
	}
	for _, e := range p.Errors {
		if says(strings.ToLower(e.Text), duplicatePhrases) {
			return e.Text
		}
	}
	return ""
}

// refusal returns the words with which the directory turned the form down.
func refusal(p *sdk.Page, c *config, form bool) string {
	if quote := find(p, c.refused); quote != "" {
		return quote
	}
	if form {
		for _, e := range p.Errors {
			if lower := strings.ToLower(e.Text); !says(lower, publishedPhrases) && !says(lower, reviewPhrases) && !says(lower, []string{"thank", "success", "danke", "merci", "gracias"}) {
				return e.Text
			}
		}
	}
	return find(p, refusedPhrases)
}

// entryLinks are what links to the new listing say.
var entryLinks = []string{"your listing", "your entry", "your page", "your profile", "view listing", "see listing", "view entry", "ihren eintrag", "ihr eintrag", "eintrag ansehen", "zum eintrag", "votre fiche", "voir la fiche", "su ficha", "ver ficha",
	"ver la ficha", "sua página", "tua scheda", "uw vermelding"}

// listingLink returns the address of the business's own listing, if the page is it or links to it.
func listingLink(t *sdk.Turn, c *config) string {
	p := t.Page
	if c.listing != "" && strings.Contains(p.URL, c.listing) && p.URL != t.Directory.Start && (names(p.Title, &t.Business) || heads(p, &t.Business)) {
		return p.URL
	}
	for _, l := range p.Links {
		if c.listing != "" && !strings.Contains(l.URL, c.listing) || l.URL == t.Directory.Start {
			continue
		}
		if names(l.Text, &t.Business) || c.listing != "" && says(strings.ToLower(l.Text), entryLinks) {
			return l.URL
		}
	}
	return ""
}

// heads reports whether a heading of the page is the business's name.
func heads(p *sdk.Page, b *sdk.Business) bool {
	for _, h := range p.Headings {
		if names(h, b) {
			return true
		}
	}
	return false
}

// names reports whether a text names the business.
func names(text string, b *sdk.Business) bool {
	return b.Name != "" && strings.Contains(" "+mapper.Key(text)+" ", " "+mapper.Key(b.Name)+" ")
}

// reference returns the directory's number for the submission: "Your reference is AB-1234."
func reference(p *sdk.Page) string {
	for _, word := range []string{"reference", "ref.", "ticket", "submission id", "referenz", "vorgangsnummer", "référence", "referencia"} {
		quote := p.Find(word)
		at := strings.Index(strings.ToLower(quote), word)
		if at < 0 || at+len(word) > len(quote) {
			continue
		}
		for _, w := range strings.Fields(quote[at+len(word):]) {
			w = strings.Trim(w, ".,:;()#“”\"")
			if strings.ContainsAny(w, "0123456789") && len(w) >= 3 {
				return w
			}
		}
	}
	return ""
}
