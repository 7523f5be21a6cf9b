package sdk_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// largeTurn is what the host sends for a large form: 60 controls, 18 KB.
func largeTurn() sdk.Turn {
	page := &sdk.Page{URL: "https://big.example/add", Title: "Add your business", Lang: "en", Status: 200, Text: strings.Repeat("Tell us about your business. ", 100)}
	for i := range 60 {
		n := strconv.Itoa(i)
		page.Controls = append(page.Controls, sdk.Control{
			Ref: "c" + n, Tag: "input", Type: "text", Name: "field_" + n, ID: "id_field_" + n, Label: "Question " + n + " about the business *", Placeholder: "Your answer",
			Description: "As your customers know it, in the language of the page", Section: "Your business / Details", Form: "f1", Required: i%2 == 0, MaxLength: 200,
			Box: &sdk.Box{X: 40, Y: int32(60 * i), Width: 320, Height: 32},
		})
	}
	for _, country := range strings.Fields(strings.Repeat("Austria Belgium Canada Denmark Estonia Finland Germany Hungary Iceland Japan ", 5)) {
		if len(page.OptionSets) == 0 {
			page.OptionSets = make([]sdk.OptionSet, 1)
		}
		page.OptionSets[0].Options = append(page.OptionSets[0].Options, sdk.Option{Value: country[:2], Label: country})
	}
	for i := range 20 {
		page.Links = append(page.Links, sdk.Link{Ref: "l" + strconv.Itoa(i), Text: "Category " + strconv.Itoa(i), URL: "https://big.example/categories/" + strconv.Itoa(i)})
	}
	return sdk.Turn{
		Contract: sdk.ContractVersion, Number: 1, Business: sdktest.Business(), Page: page,
		Directory: sdk.Directory{Slug: "big", Name: "Big", Hosts: []string{"big.example"}, Start: "https://big.example/add"},
	}
}

// BenchmarkCall is the work of the guest in one call of plan: the turn in, 40 steps out.
func BenchmarkCall(b *testing.B) {
	adapter := sdk.Adapter{Name: "big", Version: "1.0.0", Plan: func(t sdk.Turn) (sdk.Move, error) {
		var steps []sdk.Step
		for i := range 39 {
			c := &t.Page.Controls[i]
			steps = append(steps, sdk.Fill(sdk.Ref(c.Ref), t.Business.DescriptionShort).For("description_short").Because(c.Label))
		}
		return sdk.Do(append(steps, sdk.Submit(sdk.Button("Send")))...), nil
	}}
	turn := largeTurn()
	request := turn.Append(nil)
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(int64(len(request)))
		b.ReportAllocs()
		for b.Loop() {
			if err := new(sdk.Turn).Decode(request); err != nil {
				b.Fatal(err)
			}
		}
	})
	answer := adapter.Call(sdk.OpPlan, &turn)
	b.Run("encode", func(b *testing.B) {
		b.SetBytes(int64(len(answer.Append(nil))))
		b.ReportAllocs()
		for b.Loop() {
			answer.Append(nil)
		}
	})
	b.Run("whole", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var turn sdk.Turn
			if err := turn.Decode(request); err != nil {
				b.Fatal(err)
			}
			adapter.Call(sdk.OpPlan, &turn).Append(nil)
		}
	})
}
