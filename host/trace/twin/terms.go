package twin

import (
	"strings"
	"unicode"

	"github.com/directorybolt/directorybolt/host/trace"
	"github.com/directorybolt/directorybolt/sdk"
)

// token is a word or number in a text.
type token struct {
	lower    string
	from, to int
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// tokens takes a text apart.
func tokens(text string) []token {
	var all []token
	from := -1
	for i, r := range text {
		switch {
		case isWordRune(r) && from < 0:
			from = i
		case !isWordRune(r) && from >= 0:
			all = append(all, token{strings.ToLower(text[from:i]), from, i})
			from = -1
		}
	}
	if from >= 0 {
		all = append(all, token{strings.ToLower(text[from:]), from, len(text)})
	}
	return all
}

// spaced is the words of a text between single spaces.
func spaced(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, w := range tokens(text) {
		b.WriteString(w.lower)
		b.WriteByte(' ')
	}
	return b.String()
}

// terms are the directory's own words: what its forms offer and call things, and what of the business is of those lists.
type terms struct {
	offers []string // spaced
	words  map[string]bool
}

func termsOf(t *trace.Trace) terms {
	all := terms{words: map[string]bool{}}
	seen := map[string]bool{}
	add := func(texts ...string) {
		for _, text := range texts {
			key := spaced(text)
			if seen[key] || key == " " {
				continue
			}
			seen[key] = true
			all.offers = append(all.offers, key)
			for _, w := range strings.Fields(key) {
				all.words[w] = true
			}
		}
	}
	for i := range t.Calls {
		turn := new(sdk.Turn)
		if len(t.Calls[i].RequestWire()) == 0 || turn.Decode(t.Calls[i].RequestWire()) != nil {
			continue
		}
		b := &turn.Business
		for _, list := range [][]string{b.Categories, b.PaymentMethods, b.Amenities, b.Languages} {
			add(list...)
		}
		add(b.Contact.Role, b.EmployeeCount, b.BusinessType, b.PricingModel, b.Address.Region, b.Address.CountryName)
		add(turn.Directory.Name, turn.Directory.Config)
		add(turn.Directory.Hosts...)
		if turn.Page != nil {
			addPage(turn.Page, add)
		}
	}
	return all
}

func addPage(p *sdk.Page, add func(...string)) {
	for _, set := range p.OptionSets {
		for _, o := range set.Options {
			add(o.Label, o.Value)
		}
	}
	for _, c := range p.Controls {
		add(c.Label, c.Placeholder, c.Name, c.ID)
		for _, choice := range c.Choices {
			add(choice.Label, choice.Value)
		}
	}
	for _, b := range p.Buttons {
		add(b.Text)
	}
}

// offer reports whether a text is the directory's own words.
func (t *terms) offer(text string) bool {
	key := spaced(text)
	for _, o := range t.offers {
		if strings.Contains(o, key) {
			return true
		}
	}
	return false
}
