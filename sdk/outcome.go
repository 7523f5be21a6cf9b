package sdk

// Outcome says by which words a directory tells what became of a submission. It judges most answer pages:
//
//	func verify(t sdk.Turn) (sdk.Move, error) {
//		return sdk.Outcome{
//			AlreadyListed: "already listed",
//			Live:          "is now live", Listing: "/listing/",
//			Rejected:      "Nothing has been saved",
//		}.Judge(t), nil
//	}
//
// Words that a directory does not have stay empty. Case and spacing do not matter.
type Outcome struct {
	AlreadyListed string // the business was listed before
	UnderReview   string // the directory's people will look at it
	Live          string // the listing is public; needs Link or Listing as well
	Rejected      string // the directory did not take it
	Link          string // what the link to the new listing says: "View your listing"
	Listing       string // part of the address of every listing and of nothing else on the site: "/listing/"
}

// Judge returns the verdict on the turn's page, with the sentence that convinced it. What is neither said nor proven is unknown: a listing is live
// only where the page is it or links to it.
func (o Outcome) Judge(t Turn) Move {
	p := t.Page
	if quote := p.Find(o.AlreadyListed); quote != "" {
		return AlreadyListed("", quote)
	}
	if quote := p.Find(o.Live); quote != "" {
		if link := p.Link(o.Link); link != nil {
			return Live(link.URL, quote)
		}
		if url := t.ListingURL(o.Listing); url != "" {
			return Live(url, quote)
		}
		return Unknown()
	}
	if quote := p.Find(o.UnderReview); quote != "" {
		return UnderReview(quote)
	}
	if quote := p.Find(o.Rejected); quote != "" {
		return Rejected(quote)
	}
	return Unknown()
}

// ListingURL returns the address of the listing that the page links to, or else of the page itself where that is one: an address with part in it
// that is not the page where a submission starts. It is empty where there is none.
func (t Turn) ListingURL(part string) string {
	if t.Page == nil || part == "" {
		return ""
	}
	for _, l := range t.Page.Links {
		if contains(l.URL, part) && l.URL != t.Directory.Start {
			return l.URL
		}
	}
	if contains(t.Page.URL, part) && t.Page.URL != t.Directory.Start {
		return t.Page.URL
	}
	return ""
}

// Search is how a directory is searched for a business: the page to open, the box to fill, and the words that say that nothing was found.
//
//	func lookup(t sdk.Turn) (sdk.Move, error) {
//		return sdk.Search{
//			Path: "/search", Box: sdk.Label("Search by name or phone"), For: t.Business.Phone.National,
//			None: "No listings found", Complete: true,
//		}.Look(t), nil
//	}
type Search struct {
	Path   string // of the page with the search: "/search"
	Box    Target // what For is filled into
	Button Target // what is clicked then; where there is none, Enter is pressed
	For    string // what is searched for; the telephone number where the directory finds it, for it tells the business from its namesakes
	None   string // words that say that nothing was found

	// Complete says that the search finds every entry, also those that wait for review, so that finding none proves that there is none.
	Complete bool
}

// Look searches in the first turn and judges the results in the next: live where a link has the business's name, absent where the search is complete
// and the page says that it found none for what was searched, else unknown. Without anything to search for it is unknown.
func (s Search) Look(t Turn) Move {
	if s.For == "" {
		return Unknown()
	}
	if t.Number == 1 {
		ask := Press(s.Box, "Enter")
		if s.Button.By != "" {
			ask = Click(s.Button)
		}
		return Do(Goto(t.Directory.URL(s.Path)), Fill(s.Box, s.For), ask)
	}
	if link := t.Page.Link(t.Business.Name); link != nil {
		return Live(link.URL, t.Page.Find(t.Business.Name))
	}
	if quote := t.Page.Find(s.None); quote != "" && s.Complete && t.Page.Says(s.For) {
		return Absent(quote)
	}
	return Unknown()
}
