package conform

import (
	"fmt"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// formPage is the wire form of a turn as adapters get them: the sample business, and a page with a form.
func formPage(m Module) []byte {
	page := &sdk.Page{
		URL: m.Manifest.Start, Title: "Add your business", Lang: "en", Status: 200,
		Text: "Add your business\nAll fields with a star are required.", Headings: []string{"Add your business"},
		Forms:   []sdk.Form{{Ref: "f1", Method: "post"}},
		Buttons: []sdk.PageButton{{Ref: "b1", Text: "Add my business", Type: "submit", Form: "f1"}},
		Links:   []sdk.Link{{Ref: "l1", Text: "Terms", URL: m.Manifest.Start}},
	}
	for i, label := range []string{"Business name", "Phone", "Email", "Website", "Street address", "City", "ZIP code", "Description"} {
		page.Controls = append(page.Controls, control(i, label))
	}
	page.OptionSets = []sdk.OptionSet{{Total: 2, Options: []sdk.Option{{Value: "1", Label: "Plumbers"}, {Value: "2", Label: "Electricians"}}}}
	category := control(len(page.Controls), "Category")
	category.Tag, category.Type, category.Options = "select", "select", 1
	page.Controls = append(page.Controls, category)
	return turn(m, page)
}

// hugePage is the wire form of a turn with a page as large as pages come: 2,000 controls and 256 KiB of text.
func hugePage(m Module) []byte {
	page := &sdk.Page{URL: m.Manifest.Start, Text: strings.Repeat("Handwerk und Dienste, gut und günstig. ", 256<<10/40)}
	for i := range 2000 {
		page.Controls = append(page.Controls, control(i, fmt.Sprintf("Field %d", i+1)))
	}
	return turn(m, page)
}

func control(i int, label string) sdk.Control {
	return sdk.Control{
		Ref: fmt.Sprintf("c%d", i+1), Tag: "input", Type: "text", Name: fmt.Sprintf("field_%d", i+1), Label: label, Form: "f1", Required: true,
		Box: &sdk.Box{X: 20, Y: int32(40 * i), Width: 300, Height: 32},
	}
}

func turn(m Module, page *sdk.Page) []byte {
	t := sdk.Turn{
		Contract: sdk.ContractVersion, Number: 1, Business: sdktest.Business(), Page: page,
		Directory: sdk.Directory{Slug: m.Manifest.Name, Name: m.Manifest.Name, Hosts: m.Manifest.Hosts, Start: m.Manifest.Start},
	}
	return t.Append(nil)
}
