package sdk

import "testing"

func TestOutcome(t *testing.T) {
	says := Outcome{
		AlreadyListed: "already listed", UnderReview: "will be reviewed", Live: "now live", Rejected: "Nothing has been saved", Link: "View your listing", Listing: "/biz/",
	}
	start := "https://x.example/biz/new"
	own := Link{Text: "See it", URL: "https://x.example/biz/7"}
	for _, c := range []struct {
		name    string
		outcome Outcome
		page    *Page
		answer  string
		listing string
		url     string
	}{
		{"live with its link", says, &Page{Text: "It is now live.", Links: []Link{{Text: "Home", URL: "https://x.example/"}, own}}, AnswerYes, ListingLive, own.URL},
		{"live with the link's words", says, &Page{Text: "It is now live.", Links: []Link{own, {Text: "View your listing", URL: "https://x.example/7"}}}, AnswerYes, ListingLive, "https://x.example/7"},
		{"live on its own page", says, &Page{URL: "https://x.example/biz/7", Text: "It is now live."}, AnswerYes, ListingLive, "https://x.example/biz/7"},
		{"live, but the link is that of the form", says, &Page{URL: start, Text: "It is now live.", Links: []Link{{URL: start}}}, AnswerUnknown, "", ""},
		{"live, and nothing known of listings", Outcome{Live: "now live"}, &Page{URL: "https://x.example/biz/7", Text: "It is now live.", Links: []Link{own, {URL: "https://x.example"}}}, AnswerUnknown, "", ""},
		{"listed before", says, &Page{Text: "You are already listed."}, AnswerYes, ListingDuplicate, ""},
		{"waiting", says, &Page{Text: "It will be reviewed."}, AnswerYes, ListingUnderReview, ""},
		{"refused", says, &Page{Text: "Nothing has been saved."}, AnswerNo, ListingRejected, ""},
		{"thanks", says, &Page{Text: "Thank you!"}, AnswerUnknown, "", ""},
		{"no words", Outcome{}, &Page{Text: "It is now live."}, AnswerUnknown, "", ""},
		{"no page", says, nil, AnswerUnknown, "", ""},
	} {
		m := c.outcome.Judge(Turn{Page: c.page, Directory: Directory{Start: start}})
		if v := m.Verdict; v.Answer != c.answer || v.Listing != c.listing || v.ListingURL != c.url || (v.Answer != AnswerUnknown && !c.page.Says(v.Quote)) {
			t.Errorf("%s: %+v, want %s %s %s", c.name, v, c.answer, c.listing, c.url)
		}
	}
}

func TestSearch(t *testing.T) {
	search := Search{Path: "/search", Box: Label("Search"), For: "(415) 555-0132", None: "No listings found", Complete: true}
	turn := Turn{Number: 1, Business: Business{Name: "Bayside Plumbing"}, Directory: Directory{Start: "https://x.example/add"}}
	m := search.Look(turn)
	if len(m.Steps) != 3 || m.Steps[0].Value != "https://x.example/search" || m.Steps[1].Value != search.For || m.Steps[2].Kind != StepPress {
		t.Errorf("the search is %+v", m.Steps)
	}
	pressed := search
	pressed.Button = Button("Go")
	if m := pressed.Look(turn); m.Steps[2].Kind != StepClick || m.Steps[2].Target.Value != "Go" {
		t.Errorf("the search with a button is %+v", m.Steps)
	}
	partial, nothing := search, search
	partial.Complete, nothing.For = false, ""
	if m := nothing.Look(turn); m.Kind != MoveVerdict || m.Verdict.Answer != AnswerUnknown {
		t.Errorf("nothing to search for: %+v", m)
	}
	turn.Number = 2
	found := &Page{Text: "Bayside Plumbing", Links: []Link{{Text: "Bayside Plumbing", URL: "https://x.example/7"}}}
	none := &Page{Text: "No listings found for (415) 555-0132."}
	for _, c := range []struct {
		name   string
		search Search
		page   *Page
		answer string
	}{
		{"found", search, found, AnswerYes}, {"none", search, none, AnswerNo}, {"none, of some", partial, none, AnswerUnknown},
		{"none, of another search", search, &Page{Text: "No listings found."}, AnswerUnknown}, {"neither", search, &Page{Text: "(415) 555-0132"}, AnswerUnknown}, {"no page", search, nil, AnswerUnknown},
	} {
		turn.Page = c.page
		if v := c.search.Look(turn).Verdict; v.Answer != c.answer {
			t.Errorf("%s: %+v, want %s", c.name, v, c.answer)
		}
	}
}

func TestLacking(t *testing.T) {
	m, lacking := Lacking(Needs("phone", "1", "No phone."), Needs("website", "", "No website."), Needs("email", "", "No email."))
	if !lacking || m.Kind != MoveReject || m.Reject.Field != "website" || m.Reject.Message != "No website." {
		t.Errorf("%+v, want the rejection for the website", m)
	}
	if m, lacking := Lacking(Needs("phone", "1", "No phone.")); lacking {
		t.Errorf("%+v for a business that lacks nothing", m)
	}
}

func TestStepsThatHaveNothingToEnter(t *testing.T) {
	at := Label("x")
	for _, s := range []Step{Fill(at, ""), Tags(at), Upload(at), Hours(at, nil), Choose(at), RichText(at, "")} {
		if s.IfKnown().Kind != "" {
			t.Errorf("%s of nothing is kept", s.Kind)
		}
	}
	for _, s := range []Step{Fill(at, "x"), Tags(at, "x"), Tags(at, "x", "y"), Upload(at, File{Handle: "logo"}), Hours(at, opening), Choose(at, "x"), Pin(at, Point{}), FillSecret(at, "x")} {
		if s.IfKnown().Kind == "" {
			t.Errorf("%s is left out", s.Kind)
		}
	}
	one := Do(Fill(at, "x"))
	if two, three := one.Then(Submit(at), Step{}), one.Then(Click(at)); len(one.Steps) != 1 || len(two.Steps) != 2 || two.Steps[1].Kind != StepSubmit || three.Steps[1].Kind != StepClick {
		t.Errorf("%+v, %+v and %+v", one, two, three)
	}
}
