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
		{Ref: "c5", Label: "Industry Please choose"},
		{Ref: "c6", Label: "Industrial zone"},
		{Ref: "c7", Label: "Street address"},
		{Ref: "c8", Label: "Street number"},
	}}
	for name, want := range map[string]string{"phone": "c2", "industry": "c5", "FAX": "c1", "tel": "c2", "web": "c3", "https://": "c3"} {
		if c := p.Control(name); c == nil || c.Ref != want {
			t.Errorf("Control(%q) = %+v, want %s", name, c, want)
		}
	}
	for _, name := range []string{"email", "", "*", "street", "indus"} {
		if c := p.Control(name); c != nil {
			t.Errorf("Control(%q) = %+v, want none", name, c)
		}
	}
}

func TestAtMeansWhatIsThere(t *testing.T) {
	p := &Page{Controls: []Control{{Ref: "c5", Label: "Industry Please choose"}}}
	if at := p.At("Industry"); at.By != ByRef || at.Value != "c5" {
		t.Errorf("a control of the page is %+v", at)
	}
	if at := p.At("Region"); at.By != ByLabel || at.Value != "Region" {
		t.Errorf("a control that is not there is %+v", at)
	}
	if err := p.Require("Industry"); err != nil {
		t.Error(err)
	}
	if err := p.Require("Industry", "Region", "City"); err == nil || err.Error() != "form_changed: the form has no field Region" {
		t.Errorf("error %v, want one that names Region", err)
	}
}
