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
	form, page := stillThere(p), read(p, &t.Business)
	if quote := duplicate(page, &c, form); quote != "" {
		url, _ := listingLink(&t, &c, page)
		return sdk.AlreadyListed(url, quote), nil
	}
	if quote := refusal(page, &c, form); quote != "" {
		return sdk.Rejected(quote), nil
	}
	if quote := page.review(c.review); quote != "" && (!form || page.find(c.review) != "") {
		return sdk.UnderReview(quote).Numbered(reference(p)), nil
	}
	if form {
		return sdk.Unknown(), nil
	}
	if url, own := listingLink(&t, &c, page); url != "" {
		quote := page.find(c.published, publishedPhrases)
		if quote == "" && own {
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
func duplicate(page *said, c *config, form bool) string {
	if !form {
		return page.duplicate(c.duplicate)
	}
	if quote := page.find(c.duplicate); quote != "" {
		return quote
	}
	for _, e := range page.page.Errors {
		if lower := page.theirs(fold(e.Text)); says(lower, duplicatePhrases) && ofListing(lower) {
			return e.Text
		}
	}
	return ""
}

// refusal returns the words with which the directory turned the form down. An alert that belongs to no control may be good news in words we do not know.
func refusal(page *said, c *config, form bool) string {
	if quote := page.find(c.refused); quote != "" {
		return quote
	}
	if form {
		for _, e := range page.page.Errors {
			lower := page.theirs(fold(e.Text))
			if says(lower, publishedPhrases) || says(lower, reviewPhrases) || says(lower, []string{"thank", "success", "danke", "merci", "gracias"}) {
				continue
			}
			if e.Control != "" || says(lower, errorPhrases) || says(lower, refusedPhrases) || says(lower, finalPhrases) {
				return e.Text
			}
		}
	}
	return page.find(refusedPhrases)
}

// entryLinks are what links to the new listing say, where the address tells a listing from other pages.
var entryLinks = []string{"your listing", "your entry", "your page", "your profile", "view listing", "see listing", "view entry", "ihren eintrag", "ihr eintrag", "eintrag ansehen", "zum eintrag", "votre fiche", "voir la fiche", "su ficha", "ver ficha",
	"ver la ficha", "sua página", "tua scheda", "uw vermelding"}

// viewLinks are what such links say where nothing is known of the addresses: "Edit your listing" is not one.
var viewLinks = []string{"view your listing", "see your listing", "view listing", "see listing", "view the listing", "see the listing", "view your entry", "see your entry", "view entry", "see entry", "view your page", "eintrag ansehen", "eintrag anzeigen", "zum eintrag", "zu ihrem eintrag",
	"voir votre fiche", "voir la fiche", "voir la page", "ver su ficha", "ver tu ficha", "ver la ficha", "ver ficha", "ver sua página", "ver a sua página", "vedi la tua scheda", "vedi la scheda", "bekijk uw vermelding", "bekijk de vermelding"}

// listingLink returns the address of the business's own listing, if the page is it or links to it, and whether what stands there is the business's own:
// a link of its name may lead to a namesake.
func listingLink(t *sdk.Turn, c *config, page *said) (url string, own bool) {
	p := t.Page
	if c.listing != "" && entry(p.URL, t, c) && (names(p.Title, &t.Business) || heads(p, &t.Business)) {
		return p.URL, compare(p.Text, &t.Business) == ours
	}
	all := entries(t, c)
	for i := range all {
		if l := &all[i]; c.listing == "" && leadsToEntry(l, page) || c.listing != "" && says(strings.ToLower(l.Text), entryLinks) {
			return l.URL, false
		}
	}
	if c.listing == "" {
		return "", false
	}
	for i := range all {
		if !names(all[i].Text, &t.Business) {
			continue
		}
		if like := compare(beside(p, all, i), &t.Business); like != another {
			return all[i].URL, like == ours
		}
	}
	return "", false
}

// entries are the links of the page that may lead to a listing.
func entries(t *sdk.Turn, c *config) []sdk.Link {
	var list []sdk.Link
	for _, l := range t.Page.Links {
		if entry(l.URL, t, c) {
			list = append(list, l)
		}
	}
	return list
}

// leadsToEntry reports whether a link says that it shows the listing, itself or in its sentence.
func leadsToEntry(l *sdk.Link, page *said) bool {
	text := strings.ToLower(fold(l.Text))
	if says(text, viewLinks) {
		return true
	}
	for i, lower := range page.lower {
		if text != "" && strings.Contains(lower, text) && says(page.theirs(page.sentences[i]), viewLinks) {
			return true
		}
	}
	return false
}

// entry reports whether an address may be that of a listing: on the directory's hosts, and neither the form's nor that of a
// search, which would find anything.
func entry(url string, t *sdk.Turn, c *config) bool {
	url, _, _ = strings.Cut(url, "#")
	if url == "" || url == t.Directory.Start || c.listing != "" && !strings.Contains(url, c.listing) {
		return false
	}
	path, query, _ := strings.Cut(url, "?")
	if _, rest, ok := strings.Cut(path, "://"); ok {
		var host string
		host, path, _ = strings.Cut(rest, "/")
		if len(t.Directory.Hosts) > 0 && !has(t.Directory.Hosts, host) {
			return false // the host would not open it
		}
	}
	if path == "" && query == "" {
		return false // the front page
	}
	for part := range strings.SplitSeq(strings.ToLower(path), "/") {
		part, _, _ = strings.Cut(part, ".")
		if has(searchPaths, part) && !strings.Contains(c.listing, part) {
			return false
		}
	}
	for pair := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if has(searchKeys, strings.ToLower(key)) || c.listing == "" && names(unescape(value), &t.Business) {
			return false
		}
	}
	return true
}

var (
	searchPaths = []string{"search", "suche", "suchen", "find", "results", "recherche", "rechercher", "buscar", "busqueda", "busca", "cerca", "ricerca", "zoeken"}
	searchKeys  = []string{"q", "s", "query", "search", "keyword", "keywords", "term", "find", "suche", "what", "buscar"}
)

// heads reports whether a heading of the page is the business's name.
func heads(p *sdk.Page, b *sdk.Business) bool {
	for _, h := range p.Headings {
		if names(h, b) {
			return true
		}
	}
	return false
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
