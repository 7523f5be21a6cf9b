package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// helpersAgree asks the helpers of the AssemblyScript SDK and those of the Go SDK the same: an adapter must not behave otherwise because it was
// written in the other language.
func helpersAgree(t *testing.T, file string) {
	t.Helper()
	wasm, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := sandbox.New(t.Context(), sandbox.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = engine.Close(context.Background()) }()
	module, err := engine.Load(t.Context(), wasm)
	if err != nil {
		t.Fatal(err)
	}
	c := conversation{module}
	t.Run("texts", c.texts)
	t.Run("letters", c.letters)
	t.Run("categories", c.categories)
	t.Run("outcomes", c.outcomes)
	t.Run("profiles", c.profiles)
}

// conversation asks the helpers of the conformance adapter in AssemblyScript.
type conversation struct{ module *sandbox.Module }

// texts asks pages that say something everywhere for something.
func (c conversation) texts(t *testing.T) {
	texts := []string{
		"", "Thank you!", "Thank you. Your entry  will be\treviewed.\nGoodbye", "  THANK YOU ?  really. ", "Your entry A-17 is live now!\u00a0See it.",
		"Vielen Dank für Ihren Eintrag. Er wird geprüft.", "ÄÖÜ. straße STRASSE", "\U0001F642 İstanbul, ΟΔΟΣ", "一つ。 二つ! 三つ", " * Business  name * ", "business name:",
		"Plumbers & Heating", "Select a category", "Auto repair shop", "Bakeries", "Restaurants, Cafés",
	}
	questions := append([]string{"thank you", "will be reviewed", "reviewed. goodbye", "wird geprüft", "istanbul", "οδοσ", ".", "plumber", "bakery", "Car repair / Auto services", "business", "Your"}, texts...)
	for _, text := range texts {
		page := &sdk.Page{
			Title: text, Text: text + "\n" + texts[2], Headings: []string{texts[4], text}, Dialogs: []string{text}, Errors: []sdk.PageError{{Text: text}},
			Controls: []sdk.Control{{Ref: "c1", Label: texts[10], Placeholder: text}, {Ref: "c2", Label: text, ID: texts[12]}, {Ref: "c3", Label: "Category", Options: 1}},
			Buttons:  []sdk.PageButton{{Ref: "b1", Text: texts[1]}, {Ref: "b2", Text: text}}, Links: []sdk.Link{{Ref: "l1", Text: texts[1]}, {Ref: "l2", Text: text}},
			OptionSets: []sdk.OptionSet{{Options: []sdk.Option{{Label: "Select a category"}, {Value: "1", Label: text}, {Value: texts[13]}, {Value: "3", Label: texts[14]}}}},
		}
		turn := &sdk.Turn{Page: page, Directory: sdk.Directory{Start: "https://" + text + "/add"}}
		for _, question := range questions {
			question = strings.ReplaceAll(question, "\n", " ")
			found := map[string]string{"control": "none", "button": "none", "link": "none"}
			if c := page.Control(question); c != nil {
				found["control"] = c.Ref
			}
			if b := page.Button(question); b != nil {
				found["button"] = b.Ref
			}
			if l := page.Link(question); l != nil {
				found["link"] = l.Ref
			}
			found["find"], found["says"], found["url"] = page.Find(question), strconv.FormatBool(page.Says(question)), turn.Directory.URL(question)
			at := page.At(question)
			found["at"] = at.By + " " + at.Value
			found["bestOption"] = sdk.BestOption(page.OptionsOf("category"), []string{question})
			for helper, want := range found {
				c.agree(t, turn, helper, worded(helper, want), question)
			}
			c.agree(t, turn, "require", failure(page.Require("Category", question)), question)
		}
	}
}

// letters asks for each letter that has two cases by the other one, and for each that has an accent without it.
func (c conversation) letters(t *testing.T) {
	var letters []sdk.Control
	for r := rune('A'); r < 0x2000; r++ {
		if unicode.ToLower(r) != r {
			letters = append(letters, sdk.Control{Ref: fmt.Sprintf("%04x", r), Label: "x" + string(r)})
		}
	}
	for some := range slices.Chunk(letters, 32) {
		page := &sdk.Page{Controls: some}
		for i := range some {
			asked, want := strings.ToLower(some[i].Label), "none"
			if c := page.Control(asked); c != nil {
				want = c.Ref
			}
			c.agree(t, &sdk.Turn{Page: page}, "control", worded("control", want), asked)
		}
	}
	plain := strings.Fields("a c d e g i k l n o r s t u y z ae oe ss")
	for i, letter := range plain {
		plain[i] = "x" + letter + "x"
	}
	turn := offering(plain...)
	for r := rune(0x80); r < 0x250; r++ {
		asked := "x" + string(r) + "x"
		c.agree(t, turn, "bestOption", worded("bestOption", sdk.BestOption(turn.Page.OptionsOf("Category"), []string{asked})), asked)
	}
}

// categories asks lists as directories have them for the trades of businesses.
func (c conversation) categories(t *testing.T) {
	for _, list := range [][]string{
		{"Automotive", "Education", "Electricians", "Food & Drink", "Health & Beauty", "Home & Garden", "Pets", "Plumbers", "Professional Services", "Retail", "Technology", "Lodging", "Other"},
		{"-- Select --", "Arts & Culture", "Construction & Trades", "Finance & Legal", "Health & Medical", "Home Services", "Lodging", "Shopping", "Religious Organizations", "Miscellaneous"},
		{"Gesundheit", "Handwerk", "Gastronomie", "Einzelhandel", "Immobilien", "Recht & Steuern", "Tiere", "Bildung", "Freizeit", "Sonstiges"},
		{"Logistics", "Real Estate", "Sport & Recreation", "Hair Salons and Spas", "Advertising & Marketing", "Other car services of all kinds", "Кафеs", "Яs", "Яяing", "Parties"},
	} {
		turn := offering(list...)
		options := turn.Page.OptionsOf("Category")
		c.agree(t, turn, "otherOption", worded("otherOption", sdk.OtherOption(sdk.OptionsNamed(list...))), list...)
		for _, wanted := range [][]string{
			{"Plumber"}, {"Roofing contractor", "Plumber"}, {"Pizza restaurant"}, {"Attorney"}, {"Tax accountant"}, {"Dentist"}, {"Hairdresser"}, {"SaaS"}, {"Photographer"}, {"Hostel"},
			{"Mechanic"}, {"Realtor"}, {"Tutoring"}, {"Yoga studio"}, {"Florist"}, {"Veterinarian"}, {"Church"}, {"Museum"}, {"Consultant"}, {"Moving company"}, {"Bäckerei"}, {"Zahnärzte"},
			{"Kite maker"}, {"services", ""}, {"Party"}, {"яs", "Кафе"}, {"яяer"}, {"Hotel restaurant"}, {"Car repairs", "Electrical"}, {"Select"}, {"Parties & Ceremonies"},
		} {
			c.agree(t, turn, "bestOption", worded("bestOption", sdk.BestOption(options, wanted)), wanted...)
			c.agree(t, turn, "bestOrOther", worded("bestOrOther", sdk.BestOrOther(options, wanted)), wanted...)
		}
	}
}

// outcomes asks for the verdict on pages that say any of the words that decide, with any of the links.
func (c conversation) outcomes(t *testing.T) {
	const start = "https://a.example/biz/add"
	sentences := []string{"It is already here.", "Review is pending.", "Bayside is live!", "Sorry: nothing saved.", "Nothing found."}
	for said := range 1 << len(sentences) {
		var text string
		for i, sentence := range sentences {
			if said>>i&1 == 1 {
				text += sentence + "\n"
			}
		}
		for _, page := range []sdk.Page{
			{URL: start}, {URL: "https://a.example/biz/7"}, {Links: []sdk.Link{{Text: "Your page", URL: "https://a.example/7"}}},
			{Links: []sdk.Link{{Text: "Bayside", URL: start}, {URL: "https://a.example/biz/8"}}}, {Links: []sdk.Link{{Text: "Your page"}}},
		} {
			page.Text = text
			turn := sdk.Turn{Number: 2, Page: &page, Business: sdk.Business{Name: "Bayside"}, Directory: sdk.Directory{Start: start}}
			c.outcome(t, turn, "pending")
		}
	}
	for _, about := range []string{"", "pending"} {
		c.outcome(t, sdk.Turn{Number: 1, Directory: sdk.Directory{Start: start}}, about)
		c.outcome(t, sdk.Turn{Number: 2, Directory: sdk.Directory{Start: start}}, about)
	}
}

func (c conversation) outcome(t *testing.T, turn sdk.Turn, about string) {
	t.Helper()
	outcome := sdk.Outcome{AlreadyListed: "already here", UnderReview: about, Live: "is live", Rejected: "nothing saved", Link: "Your page", Listing: "/biz/"}
	search := sdk.Search{Path: "/search", Box: sdk.Label("Words"), For: about, None: "Nothing found", Complete: true}
	anywhere := sdk.Search{Box: sdk.Label("Words"), Button: sdk.Button("Go"), For: about, None: "Nothing found"}
	for helper, move := range map[string]sdk.Move{"judge": outcome.Judge(turn), "look": search.Look(turn), "lookAnywhere": anywhere.Look(turn)} {
		c.agree(t, &turn, helper, &sdk.Answer{Move: &move}, about)
	}
	c.agree(t, &turn, "listingUrl", worded("listingUrl", turn.ListingURL("/biz/")), "/biz/")
}

// profiles asks for what a profile lacks, and for steps that it has nothing to enter into.
func (c conversation) profiles(t *testing.T) {
	b := sdktest.Business()
	for _, about := range []string{"", "some"} {
		lacks, _ := sdk.Lacking(sdk.Needs("name", "Bayside", "No name."), sdk.Needs("phone", about, "No number."), sdk.Needs("email", "", "No e-mail."))
		c.agree(t, &sdk.Turn{}, "lacking", &sdk.Answer{Move: &lacks}, about)

		at, none := sdk.Label("Field"), about == ""
		several, photos, tags, hours := []string{about, ""}, b.Photos, []string{about}, b.Hours
		if none {
			several, photos, tags, hours = nil, nil, nil, nil
		}
		known := sdk.Do(
			sdk.Fill(at, about).IfKnown(), sdk.FillSecret(at, about).IfKnown(), sdk.Choose(at, about).IfKnown(), sdk.Choose(at, several...).IfKnown(), sdk.Upload(at, photos...).IfKnown(),
			sdk.Tags(at, tags...).IfKnown(), sdk.Hours(at, hours).IfKnown(), sdk.Pin(at, *b.Location).IfKnown(),
		)
		c.agree(t, &sdk.Turn{Business: b}, "ifKnown", &sdk.Answer{Move: &known}, about)
	}
}

// agree asks a helper in AssemblyScript, and compares with what the one in Go answered.
func (c conversation) agree(t *testing.T, turn *sdk.Turn, helper string, want *sdk.Answer, asked ...string) {
	t.Helper()
	turn.Directory.Config, turn.State = `"helper"`, []byte(helper+"\n"+strings.Join(asked, "\n"))
	op := sdk.OpVerify
	if helper == "lacking" {
		op = sdk.OpPlan // nothing else may reject
	}
	got, record, err := c.module.Call(t.Context(), op, turn)
	if err != nil {
		t.Fatalf("%s(%q): %v\n%s", helper, asked, err, record.Log)
	}
	if bytes.Equal(got.Append(nil), want.Append(nil)) {
		return
	}
	var differences strings.Builder
	for _, d := range sdktest.Differences(want, got, turn.Page) {
		differences.WriteString(d.Text())
	}
	t.Errorf("%s(%q): \"was\" is Go's answer and \"now\" AssemblyScript's, on the page %+v:\n%s", helper, asked, turn.Page, differences.String())
}

// worded is the answer of the conformance adapter about a helper that returns a text.
func worded(helper, text string) *sdk.Answer {
	return &sdk.Answer{Error: &sdk.AdapterError{Code: helper, Text: text}}
}

// failure is the answer that an error makes, and unknown without one.
func failure(err error) *sdk.Answer {
	if e, ok := errors.AsType[*sdk.AdapterError](err); ok {
		return &sdk.Answer{Error: e}
	}
	unknown := sdk.Unknown()
	return &sdk.Answer{Move: &unknown}
}

// offering is a turn on a page whose control Category offers a list.
func offering(labels ...string) *sdk.Turn {
	return &sdk.Turn{Page: &sdk.Page{
		Controls: []sdk.Control{{Ref: "c1", Label: "Category", Options: 1}}, OptionSets: []sdk.OptionSet{{Options: sdk.OptionsNamed(labels...)}},
	}}
}
