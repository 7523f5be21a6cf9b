// Package match says which element of an observed page a target means. The browser decides by these rules when it carries out a step, and the
// tools for authors when they judge a step on a captured page, so that both agree.
package match

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// Result is how a search ended.
type Result int

// Results. Unseen is for what an observation cannot tell: it has no tabs, menu items or selectors, so only the page itself knows.
const (
	Missing Result = iota
	Found
	Ambiguous
	Unseen
)

// Find returns the ref of the control, choice, button or link that t means on p; it is empty unless the result is Found.
func Find(p *sdk.Page, t *sdk.Target) (ref string, r Result) {
	if p == nil || t == nil {
		return "", Missing
	}
	if t.By == sdk.ByRef {
		if has(p, t.Value) {
			return t.Value, Found
		}
		return "", Missing
	}
	hits := candidates(p, t)
	if t.Within != "" {
		hits = keep(hits, func(c candidate) bool { return formIs(p, c.form, t.Within) })
	}
	hits = prefer(hits, func(c candidate) bool { return !c.hidden })
	hits = prefer(hits, func(c candidate) bool { return c.exact })
	if len(hits) > 1 && strings.HasPrefix(hits[0].kind, "button") && alike(hits) {
		hits = hits[:1] // the same button above and below a form
	}
	switch {
	case len(hits) == 1:
		return hits[0].ref, Found
	case len(hits) > 1:
		return "", Ambiguous
	case t.Within == "" && (t.By == sdk.ByCSS || t.By == sdk.ByText || t.By == sdk.ByRole):
		return "", Unseen
	}
	return "", Missing
}

// candidate is an element that may be meant.
type candidate struct {
	ref    string
	kind   string // "control", "choice", "link", or "button" and its type
	form   string
	hidden bool
	exact  bool // equal to the letter, not only when case and the marks of labels are left aside
}

// candidates are the elements whose text, of the sort the target goes by, is the one wanted.
func candidates(p *sdk.Page, t *sdk.Target) (hits []candidate) {
	add := func(text string, c candidate) {
		c.exact = fold(text) == fold(t.Value)
		if c.exact || plain(text) == plain(t.Value) {
			hits = append(hits, c)
		}
	}
	controls := func(of func(*sdk.Control) string) {
		for i := range p.Controls {
			c := &p.Controls[i]
			add(of(c), candidate{ref: c.Ref, kind: "control", form: c.Form, hidden: c.Hidden != ""})
		}
	}
	buttons := func(of func(*sdk.PageButton) string) {
		for i := range p.Buttons {
			b := &p.Buttons[i]
			add(of(b), candidate{ref: b.Ref, kind: "button" + b.Type, form: b.Form})
		}
	}
	links := func() {
		for _, l := range p.Links {
			add(l.Text, candidate{ref: l.Ref, kind: "link"})
		}
	}
	says := func(b *sdk.PageButton) string { return b.Text }
	switch t.By {
	case sdk.ByLabel:
		controls(func(c *sdk.Control) string { return c.Label })
		if len(hits) > 0 {
			return hits
		}
		for i := range p.Controls {
			for _, choice := range p.Controls[i].Choices {
				add(choice.Label, candidate{ref: choice.Ref, kind: "choice", form: p.Controls[i].Form})
			}
		}
	case sdk.ByPlaceholder:
		controls(func(c *sdk.Control) string { return c.Placeholder })
	case sdk.ByName:
		controls(func(c *sdk.Control) string { return c.Name })
		buttons(func(b *sdk.PageButton) string { return b.Name })
	case sdk.ByText:
		buttons(says)
		links()
	case sdk.ByRole:
		switch t.Role {
		case "button":
			buttons(says)
		case "link":
			links()
		default:
			for i := range p.Controls {
				if c := &p.Controls[i]; hasRole(c, t.Role) {
					add(c.Label, candidate{ref: c.Ref, kind: "control", form: c.Form, hidden: c.Hidden != ""})
				}
			}
		}
	}
	return hits
}

// hasRole reports whether an observed control has an ARIA role.
func hasRole(c *sdk.Control, role string) bool {
	switch role {
	case "textbox":
		switch c.Type {
		case "text", "email", "tel", "url", "textarea", "richtext", "textbox", "password", "":
			return true
		}
	case "combobox", "listbox":
		return c.Type == "select" || c.Type == "combobox"
	case "searchbox":
		return c.Type == "search" || c.Type == "searchbox"
	case "spinbutton":
		return c.Type == "number" || c.Type == "spinbutton"
	case "radiogroup":
		return c.Type == "radio"
	}
	return c.Type == role
}

// has reports whether something on the page was observed under ref.
func has(p *sdk.Page, ref string) bool {
	for i := range p.Controls {
		if p.Controls[i].Ref == ref {
			return true
		}
		for _, c := range p.Controls[i].Choices {
			if c.Ref == ref {
				return true
			}
		}
	}
	for i := range p.Buttons {
		if p.Buttons[i].Ref == ref {
			return true
		}
	}
	for _, l := range p.Links {
		if l.Ref == ref {
			return true
		}
	}
	return false
}

// formIs reports whether a form's ref is meant by a ref, id or name.
func formIs(p *sdk.Page, ref, want string) bool {
	if ref == "" {
		return false
	}
	for _, f := range p.Forms {
		if f.Ref == ref {
			return want == f.Ref || want == f.ID || want == f.Name
		}
	}
	return false
}

// alike reports whether all are of one kind in one form.
func alike(hits []candidate) bool {
	for _, h := range hits[1:] {
		if h.form != hits[0].form || h.kind != hits[0].kind {
			return false
		}
	}
	return true
}

// prefer keeps the candidates that f likes, if it likes any.
func prefer(all []candidate, f func(candidate) bool) []candidate {
	if liked := keep(all, f); len(liked) > 0 {
		return liked
	}
	return all
}

func keep(all []candidate, f func(candidate) bool) (kept []candidate) {
	for _, c := range all {
		if f(c) {
			kept = append(kept, c)
		}
	}
	return kept
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// plain is a label without case and without the marks that pages put around labels.
func plain(s string) string {
	s = strings.ToLower(fold(s))
	for _, mark := range []string{"(required)", "(optional)", "required", "optional"} {
		if cut := strings.TrimSuffix(s, mark); cut != "" {
			s = strings.TrimSpace(cut)
		}
	}
	return strings.Trim(s, " *:")
}
