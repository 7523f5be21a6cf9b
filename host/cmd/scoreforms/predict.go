package main

import (
	"strings"

	"github.com/directorybolt/directorybolt/plugins/generic/mapper"
	"github.com/directorybolt/directorybolt/sdk"
)

// predict says which type each marked control was filled as. Text is told by the sentinel it holds; what was chosen, ticked or uploaded by the
// type of the control the step was for, if it has changed.
func predict(elements []element, page *sdk.Page, done []sdk.Step) map[string]string {
	types := mapper.Types(page)
	stepped := map[string]string{} // type by ref of the control
	for _, s := range done {
		if c := controlOf(page, s.Target.Value); c != nil {
			stepped[c.Ref] = string(types[c.Ref])
		}
	}
	found := map[string]string{}
	for _, e := range elements {
		switch {
		case !e.changed():
		case textual(e):
			if t := sentinelOf(e.After); t != "" {
				found[selector(e)] = t
			} else if c := match(e, elements, page); c != nil && stepped[c.Ref] != "" {
				found[selector(e)] = stepped[c.Ref] // a handle, a text cut short
			}
		default:
			if c := match(e, elements, page); c != nil && stepped[c.Ref] != "" {
				found[selector(e)] = stepped[c.Ref]
			}
		}
	}
	return found
}

// understood says which type each marked control was taken for, filled or not.
func understood(elements []element, page *sdk.Page) map[string]string {
	types := mapper.Types(page)
	found := map[string]string{}
	for _, e := range elements {
		if c := match(e, elements, page); c != nil {
			if t := types[c.Ref]; t != "" && t != mapper.Other && t != mapper.Honeypot && t != mapper.Captcha && t != mapper.Password {
				found[selector(e)] = string(t)
			}
		}
	}
	return found
}

func selector(e element) string { return `[data-eval-id="` + e.Eval + `"]` }

func textual(e element) bool {
	switch e.Type {
	case "checkbox", "radio", "file", "select":
		return false
	}
	return true
}

func controlOf(page *sdk.Page, ref string) *sdk.Control {
	for i := range page.Controls {
		c := &page.Controls[i]
		if c.Ref == ref {
			return c
		}
		for _, choice := range c.Choices {
			if choice.Ref == ref {
				return c
			}
		}
	}
	return nil
}

// match finds the observed control that a marked one is: same element, name and id; of several that one at the same place among them.
// A group of boxes is matched by each of its members.
func match(e element, all []element, page *sdk.Page) *sdk.Control {
	place := 0
	for _, other := range all {
		if other.Eval == e.Eval {
			break
		}
		if other.Tag == e.Tag && other.Type == e.Type && other.Name == e.Name && other.ID == e.ID {
			place++
		}
	}
	var same []*sdk.Control
	for i := range page.Controls {
		c := &page.Controls[i]
		if len(c.Choices) > 0 && c.Type == e.Type && c.Name == e.Name && c.Name != "" {
			return c
		}
		if c.Tag == e.Tag && c.Name == e.Name && c.ID == e.ID && (c.Tag != "input" || strings.EqualFold(c.Type, e.Type) || c.Type == "combobox") {
			same = append(same, c)
		}
	}
	for _, c := range same {
		if c.Box != nil && abs(int(c.Box.X)-e.X) <= 2 && abs(int(c.Box.Y)-e.Y) <= 2 {
			return c
		}
	}
	if place < len(same) {
		return same[place]
	}
	return nil
}

func abs(n int) int { return max(n, -n) }
