package match

import (
	"slices"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

var page = &sdk.Page{
	Forms: []sdk.Form{{Ref: "f1", ID: "add"}, {Ref: "f2", Name: "news"}},
	Controls: []sdk.Control{
		{Ref: "c1", Type: "text", Label: "Business name *", Name: "title", Form: "f1"},
		{Ref: "c2", Type: "email", Label: "Email", Name: "email", Placeholder: "you@firm.example", Form: "f1"},
		{Ref: "c3", Type: "email", Label: "Email", Form: "f2"},
		{Ref: "c4", Type: "tel", Label: "Telephone", Form: "f1"},
		{Ref: "c5", Type: "radio", Label: "Plan", Form: "f1", Choices: []sdk.Choice{{Ref: "c5.1", Label: "Free"}, {Ref: "c5.2", Label: "Gold"}}},
		{Ref: "c6", Type: "text", Label: "Website", Hidden: "offscreen", Form: "f1"},
		{Ref: "c7", Type: "url", Label: "website", Form: "f1"},
		{Ref: "c8", Type: "tel", Label: "fax *", Form: "f1"},
		{Ref: "c9", Type: "tel", Label: "Fax", Form: "f1"},
	},
	Buttons: []sdk.PageButton{
		{Ref: "b1", Text: "Add", Type: "submit", Form: "f1"}, {Ref: "b2", Text: "Add", Type: "submit", Form: "f1"}, {Ref: "b3", Text: "Join", Type: "submit", Form: "f2"},
	},
	Links: []sdk.Link{{Ref: "l1", Text: "Terms"}},
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		target sdk.Target
		ref    string
		want   Result
	}{
		{sdk.Label("business name"), "c1", Found},
		{sdk.Label("Email"), "", Ambiguous},
		{sdk.Label("Email").In("news"), "c3", Found},
		{sdk.Label("Email").In("add"), "c2", Found},
		{sdk.Label("Phone"), "", Missing},
		{sdk.Label("Gold"), "c5.2", Found},
		{sdk.Label("Website"), "c7", Found}, // what a person sees comes before what equals to the letter
		{sdk.Label("Fax"), "c9", Found},     // to the letter, where there is one
		{sdk.Label("FAX"), "", Ambiguous},
		{sdk.Placeholder("you@firm.example"), "c2", Found},
		{sdk.Name("title"), "c1", Found},
		{sdk.Name("titel"), "", Missing},
		{sdk.Button("Add"), "b1", Found},
		{sdk.Button("Send"), "", Unseen},
		{sdk.Button("Send").In("add"), "", Missing},
		{sdk.Role("radiogroup", "Plan"), "c5", Found},
		{sdk.Role("tab", "Hours"), "", Unseen},
		{sdk.Text("Terms"), "l1", Found},
		{sdk.CSS("#x"), "", Unseen},
		{sdk.Ref("c5.1"), "c5.1", Found},
		{sdk.Ref("b3"), "b3", Found},
		{sdk.Ref("c50"), "", Missing},
	} {
		if ref, r := Find(page, &c.target); ref != c.ref || r != c.want {
			t.Errorf("%+v: %q, %v; want %q, %v", c.target, ref, r, c.ref, c.want)
		}
	}
	if _, r := Find(nil, new(sdk.Label("Email"))); r != Missing {
		t.Errorf("no page: %v", r)
	}
}

func TestNearest(t *testing.T) {
	for _, c := range []struct {
		target sdk.Target
		want   []string
	}{
		{sdk.Label("Phone"), []string{"Telephone"}},
		{sdk.Label("Name of your business"), []string{"Business name *"}},
		{sdk.Label("Opening hours"), nil},
		{sdk.Name("titel"), []string{"title"}},
		{sdk.Button("Add it"), []string{"Add"}},
	} {
		if got := Nearest(page, &c.target); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q, want %q", c.target, got, c.want)
		}
	}
}
