package main

import (
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// TestOwnWords gives businesses whose own words, repeated by a page, would prove something.
func TestOwnWords(t *testing.T) {
	for _, c := range []struct {
		name, text string
		change     func(*sdk.Business)
		review     bool
		absent     bool
		published  bool
	}{
		{"name in thanks", "Thank you, In Review Media!", func(b *sdk.Business) { b.Name = "In Review Media" }, false, false, false},
		{"name and review", "Thank you, In Review Media, your listing is pending review.", func(b *sdk.Business) { b.Name = "In Review Media" }, true, false, false},
		{"name in results", "Results for No Matches Dating", func(b *sdk.Business) { b.Name = "No Matches Dating" }, false, false, false},
		{"name and nothing found", "No listings found for “No Matches Dating”.", func(b *sdk.Business) { b.Name = "No Matches Dating" }, false, true, false},
		{"name of one word", "Thank you! Your entry for Live is Live", func(b *sdk.Business) { b.Name = "Live" }, false, false, false},
		{"words around a name of one word", "Your listing is live.", func(b *sdk.Business) { b.Name = "Live" }, false, false, true},
		{"description", "Thank you. Your details:\nWe will review your policy.", func(b *sdk.Business) { b.Description = "Insurance for all. We will review your policy." }, false, false, false},
		{"description after a label", "Thank you. Your text: we will review your policy.", func(b *sdk.Business) { b.Description = "Insurance for all. We will review your policy." }, false, false, false},
		{"description cut off", "Thank you. Your text: Insurance for all. We will review your pol…", func(b *sdk.Business) { b.Description = "Insurance for all. We will review your policy." }, false, false, false},
		{"description beside the directory's words", "We will review your entry.", func(b *sdk.Business) { b.Description = "We will review your policy." }, true, false, false},
		{"service", "Your services: contracts in review, audits", func(b *sdk.Business) { b.Services = []string{"contracts in review"} }, false, false, false},
		{"tag", "Your tags: no results, coaching", func(b *sdk.Business) { b.Tags = []string{"no results"} }, false, false, false},
		{"tagline", "Your tagline: Music that is live", func(b *sdk.Business) { b.Tagline = "Music that is live" }, false, false, false},
	} {
		b := sdktest.Business()
		c.change(&b)
		s := read(&sdk.Page{Text: c.text}, &b)
		if got := s.review(nil); (got != "") != c.review {
			t.Errorf("%s: review %q, want %t", c.name, got, c.review)
		}
		if got := s.find(absentPhrases); (got != "") != c.absent {
			t.Errorf("%s: absent %q, want %t", c.name, got, c.absent)
		}
		if got := s.find(publishedPhrases); (got != "") != c.published {
			t.Errorf("%s: published %q, want %t", c.name, got, c.published)
		}
	}
}

func TestDuplicateIsOfTheListing(t *testing.T) {
	b := sdktest.Business()
	b.Name = "Mail Phone User Repair"
	for text, want := range map[string]bool{
		"This business is already listed in our directory.": true, "Diese Firma ist bereits eingetragen.": true, "Cette entreprise est déjà inscrite.": true, "La empresa ya está registrada.": true, "Mail Phone User Repair is already listed.": true,
		"An account with this email already exists.": false, "This e-mail address is already registered.": false, "The phone number already exists.": false, "That username already exists.": false, "Already registered? Sign in.": false, "You are already registered.": false,
		"Ein Konto mit dieser E-Mail-Adresse ist bereits vorhanden.": false, "Der Benutzername existiert bereits.": false, "Ce compte existe déjà.": false, "Un usuario con este correo ya existe.": false, "O telefone já existe.": false, "Este e-mail já existe.": false,
	} {
		if got := read(&sdk.Page{Text: text}, &b).duplicate(nil); (got != "") != want {
			t.Errorf("%q: duplicate %q, want %t", text, got, want)
		}
	}
}

func TestRefusal(t *testing.T) {
	b := sdktest.Business()
	for _, c := range []struct {
		text, control string
		want          bool
	}{
		{"Inserzione ricevuta", "", false}, {"Inserzione ricevuta", "c1", true}, {"Thank you!", "", false}, {"Your listing is live", "", false},
		{"Phone: digits only", "c3", true}, {"Please enter a phone number", "", true}, {"Telefon ist ein Pflichtfeld", "", true}, {"This form has expired.", "", true}, {"We cannot accept your business.", "", true}, {"Please confirm that you are not a robot.", "", true}, {"Nothing has been saved.", "", true},
	} {
		page := read(&sdk.Page{Errors: []sdk.PageError{{Text: c.text, Control: c.control}}}, &b)
		if got := refusal(page, &config{}, true); (got != "") != c.want {
			t.Errorf("%q at %q: %q, want %t", c.text, c.control, got, c.want)
		}
	}
}

func TestListingLinkWithoutConfiguration(t *testing.T) {
	for _, c := range []struct {
		text, link, url string
		want            bool
	}{
		{"Your listing is now live.", "View your listing", "http://list.example/biz/17", true},
		{"See your entry: Bayside Plumbing", "Bayside Plumbing", "http://list.example/biz/17", true},
		{"Your listing is now live. Home / Bayside Plumbing", "Bayside Plumbing", "http://list.example/biz/17", false},
		{"", "View your listing", "http://list.example/search?q=Bayside+Plumbing", false},
		{"", "View your listing", "http://list.example/suche/17", false},
		{"", "View your listing", "http://list.example/list.php?company=Bayside%20Plumbing", false},
		{"", "View your listing", "http://list.example/add", false},
		{"", "View your listing", "http://list.example/add#top", false},
		{"", "View your listing", "http://list.example/", false},
		{"", "View your listing", "http://other.example/biz/17", false},
		{"", "Edit your listing", "http://list.example/edit/17", false},
	} {
		turn := sdk.Turn{Business: sdktest.Business(), Directory: sdk.Directory{Start: "http://list.example/add", Hosts: []string{"list.example"}}, Page: &sdk.Page{URL: "http://list.example/add", Text: c.text, Links: []sdk.Link{{Text: c.link, URL: c.url}}}}
		if url, _ := listingLink(&turn, &config{}, read(turn.Page, &turn.Business)); (url != "") != c.want {
			t.Errorf("%q at %s after %q: %q, want %t", c.link, c.url, c.text, url, c.want)
		}
	}
}

// TestNamesakeOnTheAnswerPage has thanks and a list of new entries with a business of the same name.
func TestNamesakeOnTheAnswerPage(t *testing.T) {
	for text, want := range map[string]string{
		"Thank you!\nNew: \nBayside Plumbing\nOakland":                sdk.AnswerUnknown,
		"Thank you!\nNew: \nBayside Plumbing\n(510) 555-0199":         sdk.AnswerUnknown,
		"Thank you!\nNew: \nBayside Plumbing\n(415) 555-0132":         sdk.AnswerYes,
		"Your listing is now live.\nBayside Plumbing":                 sdk.AnswerYes,
		"Your listing is now live.\nBayside Plumbing\n(510) 555-0199": sdk.AnswerUnknown,
	} {
		turn := sdk.Turn{
			Business: sdktest.Business(), Directory: sdk.Directory{Start: "http://list.example/add", Config: `{"listing": "/listing/"}`},
			Page: &sdk.Page{URL: "http://list.example/add", Text: text, Links: []sdk.Link{{Text: "Bayside Plumbing", URL: "http://list.example/listing/3"}}},
		}
		move, err := verify(turn)
		if err != nil || move.Verdict.Answer != want {
			t.Errorf("%q: %+v %v, want %s", text, move.Verdict, err, want)
		}
	}
}

// TestAnswerIsTheListing is sent on to a page that bears the business's name.
func TestAnswerIsTheListing(t *testing.T) {
	for text, want := range map[string]string{
		"Bayside Plumbing\nPlumbers":                            sdk.AnswerUnknown,
		"Bayside Plumbing\n(415) 555-0132":                      sdk.AnswerYes,
		"Your listing is now live.\nBayside Plumbing\nPlumbers": sdk.AnswerYes,
	} {
		turn := sdk.Turn{
			Business: sdktest.Business(), Directory: sdk.Directory{Start: "http://list.example/add", Config: `{"listing": "/listing/"}`},
			Page: &sdk.Page{URL: "http://list.example/listing/3", Text: text, Headings: []string{"Bayside Plumbing"}},
		}
		move, err := verify(turn)
		if err != nil || move.Verdict.Answer != want {
			t.Errorf("%q: %+v %v, want %s", text, move.Verdict, err, want)
		}
	}
}

// TestFormSentInBetween has a page that stays after its button was clicked, once with news of a submission.
func TestFormSentInBetween(t *testing.T) {
	for text, parks := range map[string]bool{"Step 1 of 2": false, "Step 1 of 2\nThank you, your listing is pending review.": true} {
		turn := sdk.Turn{
			Business: sdktest.Business(), Directory: sdk.Directory{Name: "List", Start: "http://list.example/add"},
			Page: &sdk.Page{
				URL: "http://list.example/add", Text: "Step 1 of 2", Forms: []sdk.Form{{Ref: "f1", Method: "post"}},
				Controls: []sdk.Control{
					{Ref: "c1", Tag: "input", Type: "text", Label: "Business name", Form: "f1", Value: "Bayside Plumbing"},
					{Ref: "c2", Tag: "input", Type: "tel", Label: "Phone", Form: "f1", Value: "(415) 555-0132"},
					{Ref: "c3", Tag: "input", Type: "text", Label: "City", Form: "f1", Value: "San Francisco"},
				},
				Buttons: []sdk.PageButton{{Ref: "b1", Text: "Continue", Type: "submit", Form: "f1"}},
			},
		}
		first, err := plan(turn)
		if err != nil || len(first.Steps) != 1 || first.Steps[0].Kind != sdk.StepClick {
			t.Fatalf("%+v %v, want a click that leads on", first, err)
		}
		turn.State, turn.Page.Text = first.State, text
		move, err := plan(turn)
		if parked := err == nil && move.Kind == sdk.MovePark; parked != parks || !parks && err == nil {
			t.Errorf("%q: %+v %v, want it parked: %t", text, move, err, parks)
		}
	}
}
