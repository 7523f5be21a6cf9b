package mapper

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// Field is one control and what it asks for.
type Field struct {
	Control *sdk.Control
	Type    Type
	Day     string // of an hours editor: "Mo" to "Su"; empty where the control does not say
	Why     string // for people

	score  float64
	scores scores
	repeat bool // asks for the same again: "Confirm email"
}

// Reading is what a page's listing form asks for, in page order.
type Reading struct {
	Form   string // ref of the form; empty for controls that are in none
	Fields []Field

	page *sdk.Page
}

// Read chooses the form of the page that takes a business, and reads it. It reports false where no form does: a page with a
// search box, a login and a newsletter has none.
func Read(page *sdk.Page) (Reading, bool) { return ReadWith(page, Hints{}) }

// ReadWith is Read with what is known of the directory.
func ReadWith(page *sdk.Page, h Hints) (Reading, bool) {
	var order []string
	forms := map[string][]Field{}
	for i := range page.Controls {
		c := &page.Controls[i]
		if _, seen := forms[c.Form]; !seen {
			order = append(order, c.Form)
		}
		f := first(c)
		if f.score < 0.8 && !f.Type.never() || f.Type == Other { // its name does not settle it: its options may
			f.offered(page)
		}
		f.hinted(h)
		if n := len(forms[c.Form]); n > 0 && opened(forms[c.Form][n-1].Control, c) {
			forms[c.Form] = forms[c.Form][:n-1] // the list stands for the button that opened it
		}
		forms[c.Form] = append(forms[c.Form], f)
	}
	best, form := 0.0, ""
	for _, ref := range order {
		if w := weight(forms[ref]); w > best {
			best, form = w, ref
		}
	}
	if best == 0 {
		return Reading{page: page}, false
	}
	r := Reading{Form: form, Fields: forms[form], page: page}
	r.resolve()
	for i := range r.Fields {
		r.Fields[i].hinted(h)
	}
	return r, true
}

// opened reports whether list is what the select widget before it shows while it is open.
func opened(widget, list *sdk.Control) bool {
	return widget.Type == "combobox" && widget.Options == 0 && list.Type == "combobox" && list.Options > 0 && list.Tag != "input" && list.Tag != "button" && list.Tag != "select"
}

// prompts reports whether the text of a select widget asks to choose, rather than being a choice.
func prompts(text string) bool {
	return text == "" || blank(sdk.Option{Label: text, Value: "0"})
}

// Types says what each control of the listing form asks for, by ref. Controls of other forms are left out.
func Types(page *sdk.Page) map[string]Type {
	r, _ := Read(page)
	types := make(map[string]Type, len(r.Fields))
	for _, f := range r.Fields {
		types[f.Control.Ref] = f.Type
	}
	return types
}

// first reads a control without looking at its neighbours.
func first(c *sdk.Control) Field {
	if t, why := trap(c); t != "" {
		return Field{Control: c, Type: t, Why: why}
	}
	if t, why := consent(c); t != "" {
		return Field{Control: c, Type: t, Why: why, score: 1}
	}
	if t, day := hoursRole(c); t != "" {
		return Field{Control: c, Type: t, Day: day, Why: "part of an hours editor", score: 1}
	}
	s := classify(c)
	f := Field{Control: c, scores: s, repeat: hasAny(words(c.Label+" "+c.Name), "confirm", "repeat", "retype", "again", "confirmation", "wiederholen", "confirmer", "confirmar", "conferma", "bevestig")}
	f.take(s.best())
	return f
}

func (f *Field) take(t Type, s score) {
	f.Type, f.Why, f.score = t, s.why, s.value
	if s.value < threshold {
		f.Type, f.Why = Other, "nothing says what it is for"
	}
}

// offered lets the options of a choice say what it asks for.
func (f *Field) offered(page *sdk.Page) {
	c := f.Control
	if c.Type != "select" && c.Type != "combobox" && c.Type != "radio" && c.Type != "checkbox" || c.Type == "checkbox" && len(c.Choices) < 2 {
		return
	}
	t := offers(options(page, c))
	if t == "" || t == f.Type || t == Category && in(f.Type, Subcategory, Services, Tags, Category) {
		return
	}
	if f.scores == nil {
		f.scores = scores{}
	}
	f.scores.add(t, 0.6, "its options")
	f.take(f.scores.best())
}

// weight says how much a form looks like one for listings: how many different things it asks of a business. Forms for something
// else weigh nothing.
func weight(fields []Field) float64 {
	seen := map[Type]bool{}
	total, solid, passwords, searches := 0.0, 0, 0, 0
	for _, f := range fields {
		switch {
		case f.Type == Password:
			passwords++
		case f.Control.Type == "search":
			searches++
		case seen[f.Type] || !f.Type.business() || f.Control.Hidden != "" && f.Control.Type != "file":
		default:
			total += min(f.score, 1)
			if f.Type != Email && f.Type != Phone && f.Type != ContactPhone {
				solid++
			}
			seen[f.Type] = true
		}
	}
	if solid == 0 || passwords > 0 && solid < 2 || searches > 0 && solid < 3 {
		return 0
	}
	return total
}

// trap recognises what must be left alone: honeypots, codes, passwords.
func trap(c *sdk.Control) (Type, string) {
	own := words(c.Label + " " + c.Placeholder + " " + c.Title + " " + c.Name + " " + c.ID + " " + c.Description)
	for _, m := range matches(own) {
		if m.typ == Honeypot {
			return Honeypot, "says that people leave it empty"
		}
	}
	if c.Type == "password" {
		return Password, "a password input"
	}
	for _, m := range matches(words(c.Label + " | " + c.Placeholder + " | " + c.Name)) {
		if m.typ == Captcha {
			return Captcha, "asks for a code that proves a person"
		}
	}
	if sum(c.Label) || sum(c.Placeholder) {
		return Captcha, "asks for a sum"
	}
	if textual(c) && (c.Hidden == "offscreen" || c.Hidden == "size" || c.Hidden == "aria-hidden") {
		return Honeypot, "nobody sees it"
	}
	return "", ""
}

// sum reports whether a label is a small calculation: "3 + 4 =", "What is 7 plus 2?".
func sum(s string) bool {
	w := words(s)
	numbers := 0
	for _, one := range w {
		if one[0] >= '0' && one[0] <= '9' {
			numbers++
		}
	}
	return numbers == 2 && (strings.ContainsAny(s, "+×") && (len(w) == 2 || hasAny(w, "what is", "solve", "calculate")) || hasAny(w, "plus", "minus", "times"))
}

// textual reports whether people type into the control. A hidden one of another kind may belong to a widget that stands for it.
func textual(c *sdk.Control) bool {
	switch c.Type {
	case "file", "checkbox", "radio", "switch", "select", "combobox", "richtext", "hidden", "listbox":
		return false
	}
	return true
}

var (
	termsWords = []string{"terms", "agree", "agreement", "accept", "privacy", "consent", "gdpr", "policy", "conditions", "guidelines", "rules", "authorized", "authorised",
		"certify", "confirm", "declare", "acknowledge", "tos", "disclaimer", "rights", "agb", "datenschutz", "datenschutzerklarung", "nutzungsbedingungen", "akzeptiere", "stimme", "einverstanden",
		"accepte", "conditions", "confidentialite", "acepto", "condiciones", "terminos", "privacidad", "aceito", "concordo", "termos", "privacidade", "accetto",
		"termini", "condizioni", "acconsento", "akkoord", "voorwaarden", "privacybeleid", "ga"}
	marketingWords = []string{"newsletter", "newsletters", "marketing", "updates", "promotional", "promotions", "offers", "subscribe", "mailing", "news", "opt", "werbung",
		"angebote", "actualites", "offres", "boletin", "novedades", "ofertas", "novidades", "novita", "offerte", "nieuwsbrief", "aanbiedingen", "sms", "rundbrief", "infolettre"}
)

// consent recognises boxes that agree to something. What asks for advertising is marketing, whatever else it says.
func consent(c *sdk.Control) (Type, string) {
	if c.Type != "checkbox" && c.Type != "switch" || len(c.Choices) > 1 {
		return "", ""
	}
	text := c.Label + " " + c.Name + " " + c.ID + " " + c.Description
	for _, one := range c.Choices {
		text += " " + one.Label
	}
	w := words(text)
	for _, one := range marketingWords {
		if contains(w, one) && !(c.Required && hasAny(w, "terms", "conditions", "agb")) {
			return ConsentMarketing, "asks for leave to send advertising"
		}
	}
	for _, one := range termsWords {
		if contains(w, one) && one != "ga" || one == "ga" && has(w, "ik ga akkoord") {
			return ConsentTerms, "agrees to the directory's terms"
		}
	}
	return "", ""
}
