package e2e

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/sdk"
)

// helpersAgree asks the helpers of the AssemblyScript SDK and those of the Go SDK the same, of many pages: an adapter must not behave otherwise
// because it was written in the other language.
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

	texts := []string{
		"", "Thank you!", "Thank you. Your entry  will be\treviewed.\nGoodbye", "  THANK YOU ?  really. ", "Your entry A-17 is live now!\u00a0See it.",
		"Vielen Dank für Ihren Eintrag. Er wird geprüft.", "ÄÖÜ. straße STRASSE", "\U0001F642 İstanbul, ΟΔΟΣ", "一つ。 二つ! 三つ", " * Business  name * ", "business name:",
		"Plumbers & Heating", "Select a category", "Auto repair shop", "Bakeries", "Restaurants, Cafés",
	}
	questions := append([]string{"thank you", "will be reviewed", "reviewed. goodbye", "wird geprüft", "istanbul", "οδοσ", ".", "plumber", "bakery", "Car repair / Auto services"}, texts...)
	for _, text := range texts {
		page := &sdk.Page{
			Title: text, Text: text + "\n" + texts[2], Headings: []string{texts[4], text}, Dialogs: []string{text}, Errors: []sdk.PageError{{Text: text}},
			Controls: []sdk.Control{{Ref: "c1", Label: texts[10], Placeholder: text}, {Ref: "c2", Label: text, ID: texts[12]}, {Ref: "c3", Label: "Category", Options: 1}},
			Buttons:  []sdk.PageButton{{Ref: "b1", Text: texts[1]}, {Ref: "b2", Text: text}}, Links: []sdk.Link{{Ref: "l1", Text: texts[1]}, {Ref: "l2", Text: text}},
			OptionSets: []sdk.OptionSet{{Options: []sdk.Option{{Label: "Select a category"}, {Value: "1", Label: text}, {Value: texts[13]}, {Value: "3", Label: texts[14]}}}},
		}
		turn := &sdk.Turn{Page: page, Directory: sdk.Directory{Config: `"helper"`, Start: "https://" + text + "/add"}}
		for _, question := range questions {
			question = strings.ReplaceAll(question, "\n", " ")
			for name, want := range goHelpers(turn, question) {
				turn.State = []byte(name + "\n" + question)
				answer, record, err := module.Call(t.Context(), sdk.OpPlan, turn)
				if err != nil {
					t.Fatalf("%s(%q): %v\n%s", name, question, err, record.Log)
				}
				if got := *answer.Error; got.Code != name || got.Text != want {
					t.Errorf("page that says %q: %s(%q) is %q in AssemblyScript, %q in Go", text, name, question, got.Text, want)
				}
			}
		}
	}
}

// goHelpers says what the helpers of the Go SDK answer, by the names they have in AssemblyScript.
func goHelpers(turn *sdk.Turn, question string) map[string]string {
	p := turn.Page
	answers := map[string]string{
		"find": p.Find(question), "says": strconv.FormatBool(p.Says(question)), "url": turn.Directory.URL(question), "control": "none", "button": "none", "link": "none",
		"bestOption": sdk.BestOption(p.Options(p.Control("Category")), []string{question}),
	}
	if c := p.Control(question); c != nil {
		answers["control"] = c.Ref
	}
	if b := p.Button(question); b != nil {
		answers["button"] = b.Ref
	}
	if l := p.Link(question); l != nil {
		answers["link"] = l.Ref
	}
	return answers
}
