package browser

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/directorybolt/directorybolt/sdk"
)

// Whatever a page is made of, its observation stays small enough to keep and to hand to an adapter.
func TestObservationOfAHugePageIsBounded(t *testing.T) {
	for name, c := range map[string]struct {
		script   string
		controls int
		choices  int
	}{
		"many fields":  {`for (let i = 0; i < 20000; i++) h += '<p><label>Field ' + i + ' <input name=f' + i + '></label></p>'`, 400, 0},
		"many choices": {`for (let i = 0; i < 20000; i++) h += '<label><input type=checkbox name=c value=' + i + '> ' + i + '</label>'`, 1, 300},
		"long attributes": {`const name = 'x'.repeat(5 << 20), x = 'x'.repeat(200 << 10);
			h = '<form id=' + x + ' name=' + x + ' action=/' + x + '><h1>' + x + '</h1><input name="' + name + '" id="' + x + '" pattern="' + x + '" autocomplete="' + x + '" value="' + x + '" placeholder="' + x + '"><select name=s><option value="' + x + '">' + x + '</select></form>'`, 2, 0},
		"long everything": {`const x = 'x'.repeat(1000);
			for (let i = 0; i < 500; i++) h += '<fieldset><legend>' + x + '</legend><input name="' + x + i + '" id="' + x + '" pattern="' + x + '" autocomplete="' + x + '" value="' + x + '" title="' + x + '" min="' + x + '" max="' + x + '" step="' + x + '" accept="' + x + '" placeholder="' + x + '" aria-label="' + x + '"></fieldset>'`, -1, 0},
		"script that lies": {`JSON.stringify = () => 'x'.repeat(5 << 20)`, -2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t)
			s.page("/", "<h1>Here</h1><div id=root></div><script>let h = ''; "+c.script+"; root.innerHTML = h</script>")
			session := visit(t, use(t), s, "/")
			defer session.Close()
			p, err := session.Observe(t.Context())
			if c.controls == -2 {
				if err == nil {
					t.Errorf("observed %+v, want a refusal", p)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			if len(text) > 2*maxReport {
				t.Errorf("the observation has %d bytes", len(text))
			}
			if c.controls < 0 {
				return
			}
			if len(p.Controls) != c.controls || len(p.Controls[0].Choices) != c.choices {
				t.Errorf("%d controls, %d choices, want %d and %d", len(p.Controls), len(p.Controls[0].Choices), c.controls, c.choices)
			}
			if name != "many fields" {
				return
			}
			// A script draws everything anew: what a ref stands for is looked for among all of it.
			if _, err := session.page.Evaluate("root.innerHTML = root.innerHTML"); err != nil {
				t.Fatal(err)
			}
			if _, err := session.Run(t.Context(), []sdk.Step{sdk.Fill(sdk.Ref(p.Controls[0].Ref), "Acme")}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestObservationHasNoNULs(t *testing.T) {
	s := serve(t)
	s.page("/", `<h1 id=h></h1><div role=alert id=e></div><label>Name <input id=n></label><script>
		h.textContent = 'He\0ad \\u0000 \ud83d'; e.textContent = 'Wro\0ng'; document.title = 'Ti\0tle'; n.value = 'a\0b'; confirm('Su\0re?')</script>`)
	session := visit(t, use(t), s, "/")
	p := observe(t, session)
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(strings.ReplaceAll(string(text), `\\`, ""), `\u0000`) || !utf8.Valid(text) {
		t.Errorf("the observation has a NUL or is no UTF-8: %s", text)
	}
	if strings.Contains(p.Title, "\x00") || len(p.Headings) != 1 || !strings.Contains(p.Headings[0], `\u0000`) || len(p.Errors) != 1 || p.Errors[0].Text != "Wro\uFFFDng" {
		t.Errorf("title %q headings %q errors %+v", p.Title, p.Headings, p.Errors)
	}
	got := run(t, session, sdk.Extract(sdk.Label("Name"), ""), sdk.Extract(sdk.CSS("#h"), ""))
	for _, r := range got {
		if strings.Contains(r.Value, "\x00") {
			t.Errorf("read %q", r.Value)
		}
	}
}

func TestSecretsAreNotShownBack(t *testing.T) {
	s := serve(t)
	s.page("/", `<label>Password <input id=pw type=password></label><h1 id=h>Here</h1><div role=alert id=e></div><button id=b type=button>Show</button>
		<a id=l href="/">Link</a><select aria-label=Pick><option id=o>None</select><script>
		b.onclick = () => { const v = pw.value; h.textContent = e.textContent = document.title = b.textContent = l.textContent = o.textContent = o.value = v;
			l.href = '/?q=' + encodeURIComponent(v); h.id = v; b.name = v; history.replaceState(0, '', '/?' + new URLSearchParams({v})); confirm('It is ' + v) }</script>`)
	s.HandleFunc("/favicon.ico", http.NotFound)
	session := visit(t, use(t), s, "/")
	observe(t, session)
	run(t, session, sdk.FillSecret(sdk.Label("Password"), `a "b" <c>`), sdk.Click(sdk.Button("Show")))
	p := observe(t, session)
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "s3cret-a") || strings.Count(string(text), "[secret]") < 9 {
		t.Errorf("the observation shows the password: %s", text)
	}
	for _, r := range run(t, session, sdk.Extract(sdk.CSS("h1"), ""), sdk.Extract(sdk.CSS("#b"), "name"), sdk.Extract(sdk.CSS("#l"), "href")) {
		if strings.Contains(r.Value, "s3cret-a") {
			t.Errorf("a step shows the password: %q", r.Value)
		}
	}
}
