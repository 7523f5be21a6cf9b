package sdk

import "testing"

func TestFindReturnsTheSentence(t *testing.T) {
	p := &Page{
		Text:    "  Thank you for\nyour submission. Your   listing is now LIVE! See you soon.\nÖffnungszeiten: täglich",
		Errors:  []PageError{{Text: "Phone is required"}},
		Dialogs: []string{"Sent."},
	}
	for words, want := range map[string]string{
		"listing is now live":          "Your listing is now LIVE!",
		"see  YOU":                     "See you soon.",
		"öffnungszeiten":               "Öffnungszeiten: täglich",
		"thank you for your":           "Thank you for your", // across a line end: the words themselves
		"phone is required":            "Phone is required",
		"sent":                         "Sent.",
		"your listing is under review": "",
		" ":                            "",
	} {
		got := p.Find(words)
		if got != want {
			t.Errorf("Find(%q) = %q, want %q", words, got, want)
		}
		if got != "" && !p.Says(got) {
			t.Errorf("the page does not say what Find(%q) quotes: %q", words, got)
		}
	}
	if p.Says("listing is now live") {
		t.Error("Says must mind the case: it guards quotes")
	}
	var none *Page
	if none.Has("x") || none.Says("x") || none.Control("x") != nil || none.Button("x") != nil || none.Link("x") != nil || none.Options(nil) != nil {
		t.Error("a turn without a page has nothing on it")
	}
}

func TestControlByWhatItIsCalled(t *testing.T) {
	p := &Page{Controls: []Control{
		{Ref: "c1", Name: "phone", Label: "Fax"},
		{Ref: "c2", Name: "tel", Label: " Phone\u00a0* :"},
		{Ref: "c3", ID: "web", Placeholder: "https://"},
		{Ref: "c4"},
	}}
	for name, want := range map[string]string{"phone": "c2", "FAX": "c1", "tel": "c2", "web": "c3", "https://": "c3"} {
		if c := p.Control(name); c == nil || c.Ref != want {
			t.Errorf("Control(%q) = %+v, want %s", name, c, want)
		}
	}
	for _, name := range []string{"email", "", "*"} {
		if c := p.Control(name); c != nil {
			t.Errorf("Control(%q) = %+v, want none", name, c)
		}
	}
}

func TestBestOption(t *testing.T) {
	options := func(labels ...string) (all []Option) {
		for _, l := range labels {
			all = append(all, Option{Value: l, Label: l})
		}
		return all
	}
	trades := append([]Option{{Label: "Select a plumber or other trade"}},
		options("Bathroom Fitters", "Plumbers & Heating", "Real Estate", "Photographers", "Other Services")...)
	for _, c := range []struct {
		name    string
		options []Option
		wanted  []string
		want    string
	}{
		{"the same", trades, []string{"real estate"}, "Real Estate"},
		{"an ending", trades, []string{"Photographer"}, "Photographers"},
		{"part of an option", trades, []string{"Plumber"}, "Plumbers & Heating"},
		{"more than an option", trades, []string{"Real estate agency"}, "Real Estate"},
		{"a word in common", trades, []string{"Bathroom remodeler"}, "Bathroom Fitters"},
		{"the first wanted first", trades, []string{"Plumber", "Bathroom remodeler"}, "Plumbers & Heating"},
		{"a later one that is the same before a first one that is near", trades, []string{"Bathroom remodeler", "Real Estate"}, "Real Estate"},
		{"nothing near", trades, []string{"Kite maker"}, ""},
		{"empty words prove nothing", trades, []string{"services", ""}, ""},
		{"no options", nil, []string{"Plumber"}, ""},
		{"no label", []Option{{Value: "plumber"}}, []string{"Plumber"}, "plumber"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := BestOption(c.options, c.wanted); got != c.want {
				t.Errorf("BestOption(%q) = %q, want %q", c.wanted, got, c.want)
			}
		})
	}
}
