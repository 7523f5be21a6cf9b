package capture

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

var acme = sdk.Business{
	Name: "Acme Roofing", LegalName: "Acme Roofing Ltd", Email: "bob@acme-roofing.com", Website: "https://acme-roofing.com/",
	Phone:   sdk.Phone{E164: "+14155550199", National: "(415) 555-0199", International: "+1 415-555-0199", Digits: "4155550199"},
	Address: sdk.Address{Street: "12 Elm Road"}, Contact: sdk.Contact{Name: "Bob Miller", FirstName: "Bob", LastName: "Miller", Email: "bob.miller@mail.com"},
}

// secrets must be in nothing that is kept.
var secrets = []string{
	"Acme", "acme-roofing", "555-0199", "5550199", "Elm Road", "Miller", "mail.com", "9f8e7d6c5b4a39281706", "typed by hand", "Qm9iIE1pbGxlcg9x8", "carol@",
}

func TestPage(t *testing.T) {
	page := &sdk.Page{
		URL:   "https://dir.example/add?step=2&session=abc&ref=9f8e7d6c5b4a39281706ff",
		Title: "Add ACME ROOFING LTD", Text: "Hello Bob Miller, we call (415) 555-0199 or 4155550199. Acmeville has 1 entry. Write to help@dir.example, not carol@home.net. Your key: 9f8e7d6c5b4a39281706ff",
		Forms: []sdk.Form{{Ref: "f1", Action: "/save;jsessionid=9f8e7d6c5b4a39281706?x=1&csrf_token=q"}},
		Controls: []sdk.Control{
			{Ref: "c1", Type: "text", Label: "Name", Value: "typed by hand"}, {Ref: "c2", Type: "select", Label: "State", Value: "CA"},
			{Ref: "c3", Type: "checkbox", Label: "I am Bob Miller", Value: "yes", Checked: true},
		},
		Links:    []sdk.Link{{Ref: "l1", Text: "acme roofing", URL: "https://user:Qm9iIE1pbGxlcg9x8@dir.example/u/9f8e7d6c5b4a39281706aabb/edit?q=Acme+Roofing&page=2"}},
		Dialogs:  []string{"Leave, Bob Miller?"},
		Headings: []string{"12 Elm Road"},
		Errors:   []sdk.PageError{{Text: "bob.miller@mail.com is taken", Control: "c1"}},
	}
	before, _ := json.Marshal(page)
	got := NewScrubber(acme).Page(page)
	if after, _ := json.Marshal(page); string(before) != string(after) {
		t.Error("the page itself was changed")
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range secrets {
		if strings.Contains(strings.ToLower(strings.ReplaceAll(string(text), "Acmeville", "")), strings.ToLower(s)) {
			t.Errorf("%q is still in %s", s, text)
		}
	}
	for what, pair := range map[string][2]string{
		"address":        {got.URL, "https://dir.example/add?step=2"},
		"title":          {got.Title, "Add Bayside Plumbing LLC"},
		"text":           {got.Text, "Hello Maria Lopez, we call (415) 555-0132 or 4155550132. Acmeville has 1 entry. Write to help@dir.example, not someone@mail.example. Your key: token"},
		"action":         {got.Forms[0].Action, "/save?x=1"},
		"typed":          {got.Controls[0].Value, ""},
		"chosen":         {got.Controls[1].Value, "CA"},
		"a box's value":  {got.Controls[2].Value, "yes"},
		"label":          {got.Controls[2].Label, "I am Maria Lopez"},
		"link":           {got.Links[0].URL, "https://dir.example/u/token/edit?q=Bayside+Plumbing&page=2"},
		"heading":        {got.Headings[0], "2150 Irving Street"},
		"error":          {got.Errors[0].Text, "maria@bayside-plumbing.example is taken"},
		"error's target": {got.Errors[0].Control, "c1"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %q, want %q", what, pair[0], pair[1])
		}
	}
}

func TestHTML(t *testing.T) {
	const source = `<!doctype html><html><head><title>Acme Roofing</title><meta name=csrf-token content=9f8e7d6c5b4a39281706ff><meta http-equiv=refresh content="0;url=/x">
		<link rel=stylesheet href=/a.css><script>steal("Acme")</script><style>body{background:url(https://x.example/p?u=9f8e7d6c5b4a39281706)}</style></head>
		<body onload="x()"><!-- Acme Roofing --><form action="/save?token=abc"><input type=hidden name=t value=9f8e7d6c5b4a39281706><input name=title value="typed by hand">
		<textarea>typed by hand</textarea><select><option value=CA selected>California</select><input type=submit value="Add it">
		<a href="javascript:alert(1)">x</a><a href=" data:text/html,x">y</a><img src="/who?u=bob" alt="Bob Miller"><iframe srcdoc="<script>1</script>" src=/f></iframe><p nonce=abc data-user-token=abc>Call 4155550199</p></form></body></html>`
	got, err := NewScrubber(acme).HTML(source, "https://dir.example/add")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range append(secrets, "script", "onload", "token", "refresh", "stylesheet", "src", "data:", "nonce", "url(") {
		if strings.Contains(strings.ToLower(got), strings.ToLower(bad)) {
			t.Errorf("%q is still in\n%s", bad, got)
		}
	}
	for _, want := range []string{`name="title"`, `value="CA" selected=""`, `value="Add it"`, `action="/save"`, "Call 4155550132", "<title>Bayside Plumbing</title>"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

func TestOrdinaryWordsStay(t *testing.T) {
	s := NewScrubber(acme)
	for _, text := range []string{
		"Donaudampfschifffahrtsgesellschaft", "https://dir.example/how-to-add-your-business-in-2026", "Opening-hours-Monday-to-Friday", "+49 30 1234567890123456", "Mo-Fr 09:00-17:00",
		"Straße İstanbul", "",
	} {
		if got := s.text(text, "dir.example"); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	if got := s.address("https://dir.example/add-your-business-to-the-2026-catalogue?category=plumbers", "dir.example"); got != "https://dir.example/add-your-business-to-the-2026-catalogue?category=plumbers" {
		t.Errorf("the address became %q", got)
	}
}
