package sdk

import "unicode/utf8"

// Has reports whether the page says words; case and spacing do not matter. It is false for a nil page.
func (p *Page) Has(words string) bool { return p.Find(words) != "" }

// Find returns the sentence of the page in which words stand, verbatim, as a verdict's quote needs it; empty if they are not there. Case and spacing
// of words do not matter.
func (p *Page) Find(words string) string {
	want := fold(words)
	if p == nil || want == "" {
		return ""
	}
	said := p.said()
	for _, text := range said {
		for text != "" {
			var sentence string
			sentence, text = cutSentence(text)
			if at, _ := indexFold(sentence, want); at >= 0 {
				return sentence
			}
		}
	}
	for _, text := range said {
		all := fold(text)
		if at, size := indexFold(all, want); at >= 0 {
			return all[at : at+size]
		}
	}
	return ""
}

// Says reports whether quote stands on the page verbatim but for spacing. The host asks it of every quote in a verdict.
func (p *Page) Says(quote string) bool {
	want := fold(quote)
	if p == nil || want == "" {
		return false
	}
	for _, text := range p.said() {
		if contains(fold(text), want) {
			return true
		}
	}
	return false
}

// said are all the texts of the page.
func (p *Page) said() []string {
	all := append(make([]string, 0, 2+len(p.Errors)+len(p.Dialogs)+len(p.Headings)), p.Text)
	for i := range p.Errors {
		all = append(all, p.Errors[i].Text)
	}
	all = append(all, p.Dialogs...)
	all = append(all, p.Headings...)
	return append(all, p.Title)
}

// Control returns the control with this label, name, id or placeholder, the first that fits in this order, else the only one whose label begins with
// these words; nil if there is none. Case, spacing and the marks of a required field do not matter.
func (p *Page) Control(name string) *Control {
	want := plain(name)
	if p == nil || want == "" {
		return nil
	}
	for _, of := range []func(*Control) string{
		func(c *Control) string { return c.Label },
		func(c *Control) string { return c.Name },
		func(c *Control) string { return c.ID },
		func(c *Control) string { return c.Placeholder },
	} {
		for i := range p.Controls {
			if isPlain(of(&p.Controls[i]), want) {
				return &p.Controls[i]
			}
		}
	}
	var found *Control
	for i := range p.Controls {
		rest, ok := afterPlain(p.Controls[i].Label, want)
		if next, _ := utf8.DecodeRuneInString(rest); !ok || !isMark(next) {
			continue
		}
		if found != nil {
			return nil
		}
		found = &p.Controls[i]
	}
	return found
}

// Asks reports whether the page has a control of this name, as [Page.Control] finds it. It tells the pages of a wizard apart.
func (p *Page) Asks(name string) bool { return p.Control(name) != nil }

// At means the control of this name, as [Page.Control] finds it. Where the page has none, it means one with this label: the host then says that it was
// not found.
func (p *Page) At(name string) Target {
	if c := p.Control(name); c != nil {
		return Ref(c.Ref)
	}
	return Label(name)
}

// Button returns the button that says text, nil if there is none. Case and spacing do not matter.
func (p *Page) Button(text string) *PageButton {
	if p == nil {
		return nil
	}
	want := plain(text)
	for i := range p.Buttons {
		if isPlain(p.Buttons[i].Text, want) {
			return &p.Buttons[i]
		}
	}
	return nil
}

// Link returns the first link that says text, nil if there is none. Case and spacing do not matter.
func (p *Page) Link(text string) *Link {
	if p == nil {
		return nil
	}
	want := plain(text)
	for i := range p.Links {
		if isPlain(p.Links[i].Text, want) {
			return &p.Links[i]
		}
	}
	return nil
}

// OptionsOf returns what the control of this name offers; see [Page.Control] and [Page.Options].
func (p *Page) OptionsOf(name string) []Option { return p.Options(p.Control(name)) }

// Options returns what a select, radio group or checkbox group offers, as far as the host saw it. None for a nil control.
func (p *Page) Options(c *Control) []Option {
	if p == nil || c == nil {
		return nil
	}
	if n := int(c.Options); n > 0 && n <= len(p.OptionSets) {
		return p.OptionSets[n-1].Options
	}
	var options []Option
	for _, choice := range c.Choices {
		options = append(options, Option{Value: choice.Value, Label: choice.Label})
	}
	return options
}

// cutSentence takes the first sentence off a text. It ends at the line's end or after a mark that ends one.
func cutSentence(text string) (sentence, rest string) {
	for i := range len(text) {
		switch text[i] {
		case '\n':
			return fold(text[:i]), text[i+1:]
		case '.', '!', '?':
			if next, _ := utf8.DecodeRuneInString(text[i+1:]); isSpace(next) {
				return fold(text[:i+1]), text[i+1:]
			}
		}
	}
	return fold(text), ""
}
