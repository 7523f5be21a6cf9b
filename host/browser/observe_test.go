package browser

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

func testdata(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestObservationNamesAndHides(t *testing.T) {
	s := serve(t)
	s.page("/", testdata(t, "observe.html"))
	session := visit(t, use(t), s, "/")
	p := observe(t, session)
	byID := map[string]sdk.Control{}
	for _, c := range p.Controls {
		byID[c.ID] = c
	}
	for id, want := range map[string]sdk.Control{
		"bare":     {Type: "text", Label: "Shop name"},
		"nextto":   {Type: "text", Label: "Town"},
		"mo1":      {Type: "text", Label: "Monday Opens"},
		"mo2":      {Type: "text", Label: "Monday Closes"},
		"unbound":  {Type: "checkbox", Label: "I agree to the rules"},
		"labelled": {Type: "text", Label: "First part"},
		"clipped":  {Type: "text", Label: "Honey", Hidden: "size"},
		"gone":     {Type: "text", Hidden: "css"},
		"far":      {Type: "text", Hidden: "offscreen"},
		"silent":   {Type: "text", Hidden: "aria-hidden"},
		"picture":  {Type: "file", Label: "Choose a picture"},
		"native":   {Type: "select", Label: "Kind of shop"},
		"rich":     {Type: "richtext", Label: "Story"},
		"widget":   {Type: "combobox", Label: "Region"},
		"post":     {Type: "text", Label: "Post code"},
		"shade":    {Type: "text", Label: "In the shade"},
		"inside":   {Type: "text", Label: "Inside"},
	} {
		got, ok := byID[id]
		if !ok {
			t.Errorf("%s: not observed", id)
			continue
		}
		if got.Type != want.Type || want.Label != "" && got.Label != want.Label || got.Hidden != want.Hidden {
			t.Errorf("%s: type %q label %q hidden %q, want %q %q %q", id, got.Type, got.Label, got.Hidden, want.Type, want.Label, want.Hidden)
		}
	}
	group := p.Control("deliver")
	if group == nil || group.Label != "Do you deliver?" || len(group.Choices) != 2 || group.Choices[0].Label != "Yes" || group.Choices[1].Value != "n" {
		t.Errorf("radio group %+v", group)
	}
	if len(p.Controls) != 19 {
		t.Errorf("%d controls, want 19: each thing to fill once", len(p.Controls))
	}
	if c := byID["native"]; c.Options == 0 || len(p.OptionSets[c.Options-1].Options) != 3 {
		t.Errorf("options of the select behind a widget: %d", c.Options)
	}
	if len(p.Errors) != 1 || p.Errors[0].Text != "Five digits, please" || p.Errors[0].Control != byID["post"].Ref {
		t.Errorf("errors %+v, want the one of %s", p.Errors, byID["post"].Ref)
	}
	vendors := ""
	for _, c := range p.Captchas {
		vendors += c.Vendor + " "
	}
	if vendors != "recaptcha image " {
		t.Errorf("captchas %q", vendors)
	}
	if p.Button("List it") == nil || p.Button("Add a row") == nil || p.Link("Rules") == nil || p.Link("Add a row") != nil {
		t.Errorf("buttons %+v links %+v", p.Buttons, p.Links)
	}
	if p.Status != 200 || !strings.Contains(p.Text, "List your shop") {
		t.Errorf("status %d text %q", p.Status, p.Text)
	}
	whole, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(whole), "opaque-") {
		t.Error("the observation shows data-eval-id")
	}
}

func TestObservationLooksIntoFramesOfOtherOrigins(t *testing.T) {
	s, other := serve(t), serve(t)
	other.page("/", "<label>Across <input name=across></label>")
	s.page("/", `<h1>Outer</h1><iframe src="`+other.base+`/" width=400 height=100></iframe>`)
	session := open(t, use(t), s, other.host)
	if err := session.Goto(t.Context(), s.base+"/"); err != nil {
		t.Fatal(err)
	}
	p := observe(t, session)
	c := p.Control("across")
	if c == nil || c.Label != "Across" {
		t.Fatalf("controls %+v", p.Controls)
	}
	if r := run(t, session, sdk.Fill(sdk.Ref(c.Ref), "over")); r[0].Value != "over" {
		t.Errorf("filled %q", r[0].Value)
	}
}

func TestObservationIsSmall(t *testing.T) {
	s := serve(t)
	s.page("/", testdata(t, "form40.html"))
	p := observe(t, visit(t, use(t), s, "/"))
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Controls) < 40 || len(text) > 15<<10 {
		t.Errorf("%d controls in %d bytes, want at least 40 in at most 15 KB", len(p.Controls), len(text))
	}
}
