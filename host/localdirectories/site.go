package localdirectories

import "strings"

// Site is what tells one directory from another: everything but its behaviour, which is its kind's.
type Site struct {
	Slug    string // host name before ".localhost"
	Name    string
	Tagline string
	Kind    string
	Lang    string // "en", "de", "es" or "fr"
	Look    Look
	Add     string // path of the page with the form
	Listing string // path of a listing up to its number: "/biz/"
	Titled  bool   // listing paths end in the business's name: "/biz/1004-acme"

	Heading    string // of the form; the language's own if empty
	Intro      string
	Fields     []Field
	Categories []string
	Coded      bool   // option values are numbers, as where categories live in a database
	Button     string // what the submit button says
	Token      bool   // the form carries a token that must come back
	Answer     string // "redirect" to the listing, "link" to it, or "bare" thanks
	Thanks     string // first sentence of the answer page
	Rule       string // of kind "validation": which one
}

// Look is the appearance of a site.
type Look struct {
	Layout string // "bar", "paper", "cards", "classic" or "side"
	Accent string
	Deep   string // darker: headers and footers
	Paper  string // page background
}

// Field is one thing a form asks for.
type Field struct {
	Is          string // what the directory keeps it as: "name", "phone"; see the README
	Name        string // name attribute
	Label       string
	Type        string // of the input; also "textarea", "select", "radio", "checks", "check", "rich", "tags", "hours", "listbox"
	Placeholder string
	Hint        string
	Required    bool
	Options     []string
	Section     string // legend it stands under
	Step        int    // page of a wizard, from 1
	When        string // "name=value" of the field that makes this one appear
	MaxLength   int
	Auto        string // autocomplete attribute
}

// need is a required field.
func need(is, name, label string) Field {
	f := opt(is, name, label)
	f.Required = true
	return f
}

// opt is a field that may stay empty. Its type follows from what it is.
func opt(is, name, label string) Field {
	f := Field{Is: is, Name: name, Label: label, Type: "text"}
	switch is {
	case "phone", "fax":
		f.Type = "tel"
	case "email", "contact_email":
		f.Type = "email"
	case "website", "facebook", "instagram":
		f.Type = "url"
	case "description":
		f.Type = "textarea"
	case "category", "region", "country", "plan", "subcategory":
		f.Type = "select"
	case "logo", "photo":
		f.Type = "file"
	case "terms":
		f.Type = "check"
	case "payments", "amenities":
		f.Type = "checks"
	}
	return f
}

func (f Field) as(kind string) Field        { f.Type = kind; return f }
func (f Field) of(options ...string) Field  { f.Options = options; return f }
func (f Field) hint(s string) Field         { f.Hint = s; return f }
func (f Field) eg(s string) Field           { f.Placeholder = s; return f }
func (f Field) under(section string) Field  { f.Section = section; return f }
func (f Field) page(step int) Field         { f.Step = step; return f }
func (f Field) when(condition string) Field { f.When = condition; return f }
func (f Field) atMost(characters int) Field { f.MaxLength = characters; return f }
func (f Field) auto(token string) Field     { f.Auto = token; return f }

// shown reports whether the field applies, given the other values by input name.
func (f Field) shown(value func(name string) string) bool {
	if f.When == "" {
		return true
	}
	name, want, _ := strings.Cut(f.When, "=")
	return value(name) == want
}

// dependsOn reports whether the field's condition is on the input of this name.
func (f Field) dependsOn(name string) bool { return strings.HasPrefix(f.When, name+"=") }

// optionValue is the value attribute of the i-th option.
func (s *Site) optionValue(f Field, i int) string {
	if s.Coded && f.Is == "category" {
		return code(i)
	}
	return f.Options[i]
}

// optionLabel turns a posted value back into words; a value the form does not offer becomes empty.
func (s *Site) optionLabel(f Field, value string) string {
	for i, label := range f.Options {
		if s.optionValue(f, i) == value {
			return label
		}
	}
	return ""
}

func siteBySlug(slug string) *Site {
	for i := range sites {
		if sites[i].Slug == slug {
			return &sites[i]
		}
	}
	return nil
}
