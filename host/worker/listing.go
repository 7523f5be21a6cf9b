package worker

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/directorybolt/directorybolt/sdk"
)

// minDigits keeps a short number from being found in any page, and fewCharacters a postcode that could be a year or a house number.
const (
	minDigits     = 7
	fewCharacters = 5
)

// trait is something of a business that its namesakes do not share. It reports whether a text has it.
type trait func(text string) bool

// traits are all the business has; its city only if there is nothing better.
func (a *Attempt) traits() []trait {
	var all []trait
	number, site, address := a.Business.Phone.Digits, bare(a.Business.Website), a.Business.Address
	if len(number) >= minDigits {
		all = append(all, func(text string) bool { return strings.Contains(digits(text), number) })
	}
	if site != "" && !slices.Contains(a.Directory.Hosts, site) {
		all = append(all, func(text string) bool { return hasSite(text, site) })
	}
	if code := address.PostalCode; code != "" {
		all = append(all, func(text string) bool {
			if len(code) < fewCharacters {
				return says(text, code+" "+address.City) || says(text, address.City+" "+code)
			}
			return says(text, code)
		})
	}
	if address.Street != "" {
		all = append(all, func(text string) bool { return says(text, address.Street) })
	}
	if len(all) == 0 && address.City != "" {
		all = append(all, func(text string) bool { return says(text, address.City) })
	}
	return all
}

// shows reports whether a page shows the business: its name, and something that tells it from its namesakes. What the page's own address
// holds does not count as that: a page may repeat what it is asked for.
func (a *Attempt) shows(p *sdk.Page) bool {
	text := strings.Join(append([]string{p.Title, p.Text}, p.Headings...), "\n")
	if !says(text, a.Business.Name) {
		return false
	}
	for _, l := range p.Links {
		if u, err := url.Parse(l.URL); err == nil && !slices.Contains(a.Directory.Hosts, u.Host) {
			text += "\n" + l.URL // a telephone link, or one to the business's website
		}
	}
	asked := ""
	if u, err := url.Parse(p.URL); err == nil {
		asked = u.Path + "\n" + question(u)
	}
	return slices.ContainsFunc(a.traits(), func(t trait) bool { return t(text) && !t(asked) })
}

// noListing says why an address cannot be that of a listing, whatever its page shows; empty if it can be. pages are those of the talk.
func (a *Attempt) noListing(address string, pages []*sdk.Page) string {
	u, err := url.Parse(address)
	if err != nil {
		return "it is no address"
	}
	if samePage(address, a.Directory.Start) {
		return "submissions start there"
	}
	if slices.ContainsFunc(a.sentTo, func(form string) bool { return samePage(address, form) }) {
		return "the form was sent there"
	}
	for _, p := range pages {
		for _, f := range p.Forms {
			if samePage(address, f.Action) && !samePage(p.URL, f.Action) {
				return "a search is sent there"
			}
		}
	}
	asked := question(u)
	if says(asked, a.Business.Name) || slices.ContainsFunc(a.traits(), func(t trait) bool { return t(asked) }) {
		return "it is a question that holds the business"
	}
	return ""
}

// formsOf are the addresses that a page's forms may be sent to.
func formsOf(p *sdk.Page) []string {
	all := []string{p.URL}
	for _, f := range p.Forms {
		if f.Action != "" {
			all = append(all, f.Action)
		}
	}
	return all
}

// question is what an address asks for beside its path.
func question(u *url.URL) string {
	text := u.Fragment
	for key, values := range u.Query() {
		text += "\n" + key + "\n" + strings.Join(values, "\n")
	}
	return text
}

// samePage compares addresses but for fragments and a closing slash.
func samePage(a, b string) bool { return page(a) != "" && page(a) == page(b) }

func page(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return strings.ToLower(u.Host) + strings.TrimRight(u.Path, "/") + "?" + u.RawQuery
}

// bare is a website as people write it: without scheme, "www." and a closing slash.
func bare(website string) string {
	u, err := url.Parse(website)
	if err != nil {
		return ""
	}
	return strings.ToLower(strings.TrimPrefix(u.Host, "www.") + strings.TrimRight(u.Path, "/"))
}

// hasSite reports whether a text has the address of a website, and not only as a part of some other host's name.
func hasSite(text, site string) bool {
	text = strings.ToLower(text)
	for {
		before, after, ok := strings.Cut(text, site)
		if !ok {
			return false
		}
		if !endsInName(strings.TrimSuffix(before, "www.")) && !goesOn(after) {
			return true
		}
		text = after
	}
}

func endsInName(s string) bool {
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "-") || s != "" && isWord(lastRune(s))
}

func goesOn(s string) bool {
	s = strings.TrimPrefix(s, ".")
	return s != "" && (s[0] == '-' || isWord([]rune(s[:min(len(s), 4)])[0]))
}

func lastRune(s string) rune {
	runes := []rune(s[max(0, len(s)-4):])
	return runes[len(runes)-1]
}

// says reports whether words stand in a text, one after the other and whole. Case, spacing and punctuation do not matter.
func says(text, phrase string) bool {
	want := words(phrase)
	return strings.TrimSpace(want) != "" && strings.Contains(words(text), want)
}

// words is a text as it is compared: lower case, its words each between single spaces. In scripts that have no spaces every character is a word.
func words(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			b.WriteString(" " + string(r) + " ")
		case isWord(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	return " " + strings.Join(strings.Fields(b.String()), " ") + " "
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// digits drops what numbers are written with; what is no part of a number keeps numbers apart.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case '0' <= r && r <= '9':
			return r
		case strings.ContainsRune(" ()-./+\u00a0", r):
			return -1
		}
		return ' '
	}, s)
}
