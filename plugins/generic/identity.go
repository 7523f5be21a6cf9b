package main

import (
	"strings"

	"github.com/directorybolt/directorybolt/plugins/generic/mapper"
	"github.com/directorybolt/directorybolt/sdk"
)

// names reports whether a text names the business, among other words or alone.
func names(text string, b *sdk.Business) bool {
	name := mapper.Key(b.Name)
	return name != "" && strings.Contains(" "+mapper.Key(text)+" ", " "+name+" ")
}

// likeness is what a text that names the business shows besides the name.
type likeness int

const (
	nothingElse likeness = iota // it may be a namesake
	another                     // only numbers or websites of somebody else
	ours                        // something that only this business has, or the place it is in
)

// compare tells the business from its namesakes by what stands beside the name.
func compare(text string, b *sdk.Business) likeness {
	numbers, sites := digitRuns(text), hostsIn(text)
	for _, n := range numbers {
		for _, p := range []sdk.Phone{b.Phone, b.PhoneSecondary} {
			if len(p.Digits) >= 7 && strings.Contains(n, p.Digits) {
				return ours
			}
		}
	}
	host, path := hostOf(b.Website)
	for _, s := range sites {
		h, at := hostOf(s)
		if host != "" && h == host && (path == "" || strings.HasPrefix(at+"/", path+"/")) {
			return ours
		}
	}
	place := " " + mapper.Key(text) + " "
	for _, one := range []string{b.Address.Street, b.Address.PostalCode} {
		if key := mapper.Key(one); key != "" && strings.Contains(place, " "+key+" ") {
			return ours
		}
	}
	for _, n := range numbers {
		if len(n) >= 9 { // less may be a date
			return another
		}
	}
	if len(sites) > 0 {
		return another
	}
	return nothingElse
}

// digitRuns returns the telephone numbers of a text as digits: at least seven of them, with the marks that people write between.
func digitRuns(text string) []string {
	var list []string
	var run []byte
	flush := func() {
		if len(run) >= 7 {
			list = append(list, string(run))
		}
		run = run[:0]
	}
	for _, r := range text + "\n" {
		switch {
		case r >= '0' && r <= '9':
			run = append(run, byte(r))
		case strings.ContainsRune(" -./()+\u00a0\u2011", r):
		default:
			flush()
		}
	}
	return list
}

// hostsIn returns the web addresses of a text.
func hostsIn(text string) []string {
	var list []string
	for _, w := range strings.Fields(text) {
		w = strings.Trim(w, ".,;:()<>“”\"'")
		if !strings.Contains(w, "@") && (strings.Contains(w, "://") || strings.HasPrefix(w, "www.") || domain(w)) {
			list = append(list, w)
		}
	}
	return list
}

// domain reports whether a word looks like a host name, perhaps with a path: "bayside.example/contact", but not "St.Louis".
func domain(w string) bool {
	w, _, _ = strings.Cut(w, "/")
	i := strings.LastIndexByte(w, '.')
	if i < 2 || len(w)-i-1 < 2 || w != strings.ToLower(w) {
		return false
	}
	for _, ch := range []byte(w[i+1:]) {
		if ch < 'a' || ch > 'z' {
			return false
		}
	}
	return true
}

// hostOf splits an address into its host, without port and "www.", and its path: profiles of many businesses share one host.
func hostOf(url string) (host, path string) {
	url = strings.ToLower(url)
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	url, _, _ = strings.Cut(url, "#")
	url, _, _ = strings.Cut(url, "?")
	host, path, _ = strings.Cut(url, "/")
	host, _, _ = strings.Cut(host, ":")
	return strings.TrimPrefix(host, "www."), strings.TrimRight(path, "/")
}

// beside returns what a page shows with one of its links to entries: what the link says, and the lines from there to the next entry.
func beside(p *sdk.Page, entries []sdk.Link, i int) string {
	text := fold(entries[i].Text)
	skip := 0 // namesakes above
	for _, e := range entries[:i] {
		if fold(e.Text) == text {
			skip++
		}
	}
	card := []string{text}
	found := false
	for line := range strings.Lines(p.Text) {
		line = fold(line)
		starts := text != "" && strings.HasPrefix(line, text) || strings.Contains(line, " ") && strings.HasPrefix(text, line)
		switch {
		case line == "", !found && !starts:
		case !found && skip > 0:
			skip--
		case found && (len(card) == 10 || begins(line, entries)):
			return strings.Join(card, "\n")
		default:
			found = true
			card = append(card, line)
		}
	}
	return strings.Join(card, "\n")
}

func begins(line string, entries []sdk.Link) bool {
	for i := range entries {
		if text := fold(entries[i].Text); text != "" && strings.HasPrefix(line, text) {
			return true
		}
	}
	return false
}
