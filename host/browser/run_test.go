package browser

import (
	"net/http"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

func TestStepsDoWhatTheySay(t *testing.T) {
	s := serve(t)
	s.page("/", testdata(t, "steps.html"))
	s.HandleFunc("/cities", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(`<option>Lyon<option>Paris`)) })
	s.page("/next", "<h1>Next page</h1>")
	b := use(t)
	week := []sdk.OpenDay{{Day: "Mo", Slots: []sdk.Slot{{Open: "09:00", Close: "17:00"}}}, {Day: "Tu", Closed: true}}
	for name, c := range map[string]struct {
		step        sdk.Step
		value       string // what it reads back
		page, holds string // an expression on the page, and its value
	}{
		"fill":            {sdk.Fill(sdk.Label("Name"), "Acme"), "Acme", "plain.value", "Acme"},
		"fill again":      {sdk.Fill(sdk.Label("Old"), "new"), "new", "old.value", "new"},
		"fill mask":       {sdk.Fill(sdk.Label("Phone"), "4155550132"), "(415) 555-0132", "phone.value", "(415) 555-0132"},
		"fill stubborn":   {sdk.Fill(sdk.Label("Stubborn"), "by keys"), "by keys", "stubborn.value", "by keys"},
		"fill controlled": {sdk.Fill(sdk.Label("Controlled"), "state"), "state", "window.state", "state"},
		"secret":          {sdk.FillSecret(sdk.Label("Name"), "account.password"), "", "plain.value", "s3cret-account.password"},
		"choose label":    {sdk.Choose(sdk.Label("Country"), "France"), "FR", "country.value", "FR"},
		"choose value":    {sdk.Choose(sdk.Label("Country"), "DE"), "DE", "country.value", "DE"},
		"choose several":  {sdk.Choose(sdk.Label("Kinds"), "A", "C"), "a, c", "[...kinds.selectedOptions].map((o) => o.value).join()", "a,c"},
		"choose radio":    {sdk.Choose(sdk.Name("size"), "Large"), "l", "document.querySelector('[name=size]:checked').value", "l"},
		"choose boxes":    {sdk.Choose(sdk.Name("pay"), "Cash", "card"), "cash, card", "document.querySelectorAll('[name=pay]:checked').length + ''", "2"},
		"choose widget":   {sdk.Choose(sdk.Label("Region"), "South"), "South", "region.textContent", "South"},
		"check":           {sdk.Check(sdk.Label("I agree")), "true", "agree.checked + ''", "true"},
		"check switch":    {sdk.Check(sdk.Label("Visible")), "true", "swi.getAttribute('aria-checked')", "true"},
		"upload":          {sdk.Upload(sdk.Label("Logo"), sdk.File{Handle: "logo"}), "logo.png", "logo.files[0].size + ''", "20"},
		"type":            {sdk.Type(sdk.Label("Name"), "keys"), "keys", "plain.value", "keys"},
		"rich text":       {sdk.RichText(sdk.Label("Story"), "One.\n\nTwo."), "One.\n\nTwo.", "story.innerText.replace(/\\s+/g, ' ')", "One. Two."},
		"tags":            {sdk.Tags(sdk.Label("Tags"), "red", "blue"), "red, blue", "[...document.querySelectorAll('.tag')].map((e) => e.textContent).join()", "red,blue"},
		"hours":           {sdk.Hours(sdk.Label("Monday Opens"), week), "Mo 09:00-17:00; Tu closed", "[mo1.value, mo2.value, tuc.checked].join()", "09:00,17:00,true"},
		"pin":             {sdk.Pin(sdk.CSS("#map"), sdk.Point{Latitude: 48.85, Longitude: 2.35}), "48.850000, 2.350000", "lat.value", "48.850000"},
		"click":           {sdk.Click(sdk.Role("tab", "More")), "", "more.hidden + ''", "false"},
		"press":           {sdk.Press(sdk.Label("Name"), "Escape"), "", "window.pressed", "Escape"},
		"extract":         {sdk.Extract(sdk.Text("A link"), "href"), s.base + "/next", "'x'", "x"},
		"expect":          {sdk.Expect(sdk.Label("Old"), "before"), "before", "'x'", "x"},
		"wait":            {sdk.WaitFor(sdk.Text("Came late")), "", "'x'", "x"},
		"optional":        {sdk.Fill(sdk.Label("Not there"), "x").IfPresent(), "", "'x'", "x"},
	} {
		t.Run(name, func(t *testing.T) {
			session := visit(t, b, s, "/")
			observe(t, session)
			defer session.Close()
			if got := run(t, session, c.step); strings.Join(strings.Fields(got[0].Value), " ") != strings.Join(strings.Fields(c.value), " ") {
				t.Errorf("read back %q, want %q", got[0].Value, c.value)
			}
			if got, err := session.page.Evaluate(c.page); err != nil || got != c.holds {
				t.Errorf("the page holds %q (%v), want %q", got, err, c.holds)
			}
			if sent, err := session.page.Evaluate("window.sent || 0"); err != nil || sent != 0 {
				t.Errorf("the form was sent %v times (%v)", sent, err)
			}
		})
	}
}

func TestChainedChoicesAreWaitedFor(t *testing.T) {
	s := serve(t)
	s.page("/", testdata(t, "steps.html"))
	s.HandleFunc("/cities", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(`<option>Lyon<option>Paris`)) })
	session := visit(t, use(t), s, "/")
	observe(t, session)
	got := run(t, session, sdk.Choose(sdk.Label("Country"), "France"), sdk.Choose(sdk.Label("City"), "Paris"), sdk.Fill(sdk.Label("Name"), "Acme"))
	if got[1].Value != "Paris" || got[2].Value != "Acme" {
		t.Errorf("read back %+v", got)
	}
}

func TestFailedStepsSayWhyAndEndTheRun(t *testing.T) {
	s := serve(t)
	s.page("/", testdata(t, "steps.html"))
	b := use(t)
	for name, c := range map[string]struct {
		step sdk.Step
		want string
	}{
		"not found":   {sdk.Fill(sdk.Label("Not there"), "x"), "not_found"},
		"ambiguous":   {sdk.Fill(sdk.Label("Same"), "x"), "ambiguous"},
		"hidden":      {sdk.Fill(sdk.Name("honey"), "x"), "not_visible"},
		"disabled":    {sdk.Fill(sdk.Label("Off"), "x"), "disabled"},
		"no option":   {sdk.Choose(sdk.Label("Country"), "Atlantis"), "no_option"},
		"not kept":    {sdk.Fill(sdk.Label("Empties"), "x"), "not_kept"},
		"submit":      {sdk.Submit(sdk.Button("Send")), "refused"},
		"goto abroad": {sdk.Goto("https://elsewhere.example/"), "refused"},
		"goto file":   {sdk.Goto("file:///etc/passwd"), "refused"},
		"old ref":     {sdk.Fill(sdk.Ref("c999"), "x"), "not_found"},
		"expect":      {sdk.Expect(sdk.Label("Old"), "something else"), "not_kept"},
	} {
		t.Run(name, func(t *testing.T) {
			session := visit(t, b, s, "/")
			defer session.Close()
			observe(t, session)
			got, err := session.Run(t.Context(), []sdk.Step{sdk.Fill(sdk.Label("Name"), "before"), c.step, sdk.Fill(sdk.Label("Name"), "after")})
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != 2 || got[1].Ok || got[1].Error != c.want {
				t.Errorf("results %+v, want the second and last to say %s", got, c.want)
			}
			if v, err := session.page.Evaluate("plain.value"); err != nil || v != "before" {
				t.Errorf("the field holds %q (%v): the run did not end", v, err)
			}
		})
	}
}

// A script that draws the form anew replaces the elements that refs stand for.
func TestRefsSurviveAReplacedElement(t *testing.T) {
	s := serve(t)
	s.page("/", `<div id=root><label>Name <input id=n></label></div>`)
	session := visit(t, use(t), s, "/")
	p := observe(t, session)
	if _, err := session.page.Evaluate("root.innerHTML = root.innerHTML"); err != nil {
		t.Fatal(err)
	}
	if got := run(t, session, sdk.Fill(sdk.Ref(p.Controls[0].Ref), "Acme")); got[0].Value != "Acme" {
		t.Errorf("read back %q", got[0].Value)
	}
}

// Only a press that was recorded sends a form: no other step does, whatever the page makes of keys.
func TestStepsDoNotSendTheForm(t *testing.T) {
	keysOnly := `let keys = 0; n.addEventListener('keydown', () => keys++); n.addEventListener('input', () => { if (!keys) n.value = '' })`
	for name, c := range map[string]struct {
		script string // with the field as n
		step   sdk.Step
		want   string
	}{
		"new line typed":              {``, sdk.Type(sdk.Label("Name"), "Acme\nLtd"), "Acme Ltd"},
		"new line filled key by key":  {keysOnly, sdk.Fill(sdk.Label("Name"), "Acme\r\nLtd"), "Acme Ltd"},
		"script that sends":           {`n.addEventListener('input', () => n.form.requestSubmit())`, sdk.Type(sdk.Label("Name"), "Acme"), "Acme"},
		"tags":                        {``, sdk.Tags(sdk.Label("Name"), "red"), ""},
		"tags, button with a script":  {`n.form.querySelector('button').onclick = () => fetch('/send', {method: 'POST'})`, sdk.Tags(sdk.Label("Name"), "red"), ""},
		"filled, script that presses": {keysOnly + `; n.addEventListener('keypress', () => n.form.querySelector('button').click())`, sdk.Fill(sdk.Label("Name"), "Acme"), "Acme"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t)
			s.page("/", strings.Replace(form, "<input", "<input id=n", 1)+"<script>"+c.script+"</script>")
			sent := s.counting(func(http.ResponseWriter, *http.Request) {})
			session := visit(t, use(t), s, "/")
			observe(t, session)
			got, err := session.Run(t.Context(), []sdk.Step{c.step})
			if err != nil {
				t.Fatal(err)
			}
			if c.want != "" && got[0].Value != c.want {
				t.Errorf("read back %q (%s), want %q", got[0].Value, got[0].Error, c.want)
			}
			if n := sent.Load(); n != 0 {
				t.Errorf("the form was sent %d times", n)
			}
			if err := prepare(t, session)(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := sent.Load(); n == 0 {
				t.Error("the press did not send it")
			}
		})
	}
}
