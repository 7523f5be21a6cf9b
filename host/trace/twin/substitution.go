package twin

import (
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/directorybolt/directorybolt/sdk"
)

// substitution replaces the values of some fields wherever they stand: in other case, punctuation and spacing, as part of an address, shortened.
type substitution struct {
	source  *source
	want    func(field string) bool
	numbers numbers
	entries []entry
	at      map[string][]position
	exact   map[string]string // values too short to be looked for inside a text, in lower case
}

// entry is a sequence of words and what takes its place, word by word.
type entry struct {
	old, new []string
	part     bool // a stretch of it is enough
}

// position is where a word stands in an entry.
type position struct{ entry, offset int }

// stretch is the number of words from which a part of a text is taken for a part of it, and not for common speech.
const stretch = 4

func (s *source) substitution(want func(field string) bool) *substitution {
	u := &substitution{source: s, want: want, at: map[string][]position{}, exact: map[string]string{}}
	for _, n := range s.numbers {
		if want(n.field) {
			u.numbers = append(u.numbers, n)
		}
	}
	for _, v := range s.values {
		if want(v.field) && v.old != v.new {
			u.add(v)
		}
	}
	for i, e := range u.entries {
		for offset, word := range e.old {
			if offset == 0 || e.part {
				u.at[word] = append(u.at[word], position{i, offset})
			}
		}
	}
	return u
}

// add prepares the forms in which a value may stand in a page.
func (u *substitution) add(v value) {
	u.exact[strings.ToLower(v.old)] = v.new
	old, other := pairOf(v)
	u.sequence(old, other, true)
	for _, plain := range []func(string) string{ascii, german} {
		if p := mapped(old, plain); strings.Join(p, " ") != strings.Join(old, " ") {
			u.sequence(p, mapped(other, plain), true)
		}
	}
	if v.form == words && len(old) > 1 && len(old) <= stretch {
		u.sequence([]string{ascii(strings.Join(old, ""))}, []string{ascii(strings.Join(other, ""))}, false)
	}
	switch v.field {
	case "name", "legal_name", "contact.name":
		for i, word := range old {
			if len(word) >= least && !u.source.terms.words[word] {
				u.sequence([]string{word}, []string{other[i]}, false)
			}
		}
		if short, shortOther := withoutAnd(old, other); len(short) > 1 {
			u.sequence(short, shortOther, false)
		}
	case "address.postal_code":
		for _, city := range u.source.values {
			if city.field == "address.city" && u.want(city.field) {
				c, cOther := pairOf(city)
				u.sequence(append(append([]string{}, old...), c...), append(append([]string{}, other...), cOther...), false)
			}
		}
	}
}

// pairOf takes a value and its replacement apart, without what begins every address.
func pairOf(v value) (old, other []string) {
	a, b := tokens(v.old), tokens(v.new)
	if len(a) != len(b) {
		return nil, nil
	}
	for i := range a {
		old, other = append(old, a[i].lower), append(other, b[i].lower)
	}
	if v.form == site || v.form == account {
		for len(old) > 0 && (old[0] == "https" || old[0] == "http" || old[0] == "www") {
			old, other = old[1:], other[1:]
		}
	}
	return old, other
}

// withoutAnd leaves out the words that addresses leave out.
func withoutAnd(old, other []string) (short, shortOther []string) {
	for i, word := range old {
		if word != "and" && word != "the" && word != "of" {
			short, shortOther = append(short, word), append(shortOther, other[i])
		}
	}
	return short, shortOther
}

func (u *substitution) sequence(old, other []string, part bool) {
	if len(old) == 0 || len(old) == 1 && utf8.RuneCountInString(old[0]) < least || len(old) == 1 && isDigits(old[0]) && len(old[0]) <= least {
		return
	}
	u.entries = append(u.entries, entry{old, other, part && len(old) > stretch})
}

// text replaces what a text holds of the values.
func (u *substitution) text(text string) string {
	if text == "" {
		return ""
	}
	if other, ok := u.exact[strings.ToLower(strings.TrimSpace(text))]; ok {
		return inCase(strings.TrimSpace(text), other)
	}
	if strings.Contains(text, "%") {
		text = escaped.ReplaceAllStringFunc(text, u.escaped)
	}
	return u.plain(text)
}

// escaped is a part of an address in which something is escaped.
var escaped = regexp.MustCompile(`[^\s/?&=#;,:<>"']*%[0-9A-Fa-f]{2}[^\s/?&=#;,:<>"']*`)

func (u *substitution) escaped(part string) string {
	clear, err := url.QueryUnescape(part)
	if err != nil {
		return part
	}
	other := u.plain(clear)
	if other == clear {
		return part
	}
	other = url.QueryEscape(other)
	if strings.Contains(part, "%20") {
		other = strings.ReplaceAll(other, "+", "%20")
	}
	return other
}

func (u *substitution) plain(text string) string {
	places := u.numbers.find(text)
	out := []byte(text)
	for at, digit := range places {
		out[at] = digit
	}
	all := tokens(text)
	var b strings.Builder
	last := 0
	for i := 0; i < len(all); {
		with := u.longest(text, all, i, places)
		for _, word := range with {
			b.Write(out[last:all[i].from])
			b.WriteString(inCase(text[all[i].from:all[i].to], word))
			last = all[i].to
			i++
		}
		if len(with) == 0 {
			i++
		}
	}
	b.Write(out[last:])
	return b.String()
}

// longest is what takes the place of the words from the i-th on: that of the longest stretch that is of a value.
func (u *substitution) longest(text string, all []token, i int, places map[int]byte) []string {
	var best []string
	for _, p := range u.at[all[i].lower] {
		e := u.entries[p.entry]
		n := 0
		for i+n < len(all) && p.offset+n < len(e.old) && all[i+n].lower == e.old[p.offset+n] && !numbered(all[i+n], places) && (n == 0 || near(text[all[i+n-1].to:all[i+n].from])) {
			n++
		}
		whole := p.offset == 0 && n == len(e.old)
		if !whole && (!e.part || n < stretch) {
			continue
		}
		with := e.new[p.offset : p.offset+n]
		if next := i + n; !whole && next < len(all) && p.offset+n < len(e.old) && isCut(text, all[next], e.old[p.offset+n]) {
			with = append(append([]string{}, with...), e.new[p.offset+n][:len(all[next].lower)])
		}
		if len(with) > len(best) {
			best = with
		}
	}
	return best
}

// near reports whether what stands between two words keeps them together.
func near(between string) bool { return utf8.RuneCountInString(between) <= 6 }

func numbered(w token, places map[int]byte) bool {
	for i := w.from; i < w.to; i++ {
		if _, ok := places[i]; ok {
			return true
		}
	}
	return false
}

// isCut reports whether a word is the beginning of another, at the end of a text that was shortened.
func isCut(text string, w token, whole string) bool {
	rest := text[w.to:]
	return len(w.lower) < len(whole) && strings.HasPrefix(whole, w.lower) && (rest == "" || strings.HasPrefix(rest, "…") || strings.HasPrefix(rest, "..."))
}

// turn replaces the values in all that an adapter is told, but for what is the directory's.
func (u *substitution) turn(t *sdk.Turn) {
	u.business(&t.Business)
	for _, of := range []any{&t.Page, &t.Results, &t.Refusals} {
		u.all(reflect.ValueOf(of))
	}
}

func (u *substitution) business(b *sdk.Business) {
	texts(b, func(field string, _ form, text *string) {
		for _, v := range u.source.values {
			if v.field == field && v.old == *text && u.want(field) {
				*text = v.new
				return
			}
		}
	})
	phones(b, func(field string, p *sdk.Phone) {
		if u.want(field) || u.wants(p.Digits) {
			u.source.phone(p)
		}
	})
	if p := b.Location; p != nil && u.want(locationField) {
		if moved, ok := u.source.points[p.Latitude]; ok {
			p.Latitude = moved
		}
		if moved, ok := u.source.points[p.Longitude]; ok {
			p.Longitude = moved
		}
	}
	if u.want(yearField) && b.YearFounded != 0 {
		b.YearFounded = u.source.years[b.YearFounded]
	}
}

// wants reports whether a number is replaced on behalf of another field that has the same.
func (u *substitution) wants(digits string) bool {
	for _, n := range u.numbers {
		if n.digits == digits {
			return true
		}
	}
	return false
}

// all replaces the values in every text below v.
func (u *substitution) all(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			u.all(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			u.all(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			u.all(v.Index(i))
		}
	case reflect.String:
		v.SetString(u.text(v.String()))
	}
}

func mapped(all []string, f func(string) string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = f(s)
	}
	return out
}

var (
	letters = strings.NewReplacer("ß", "ss", "ø", "o", "æ", "ae", "œ", "oe", "ł", "l", "đ", "d", "þ", "th")
	umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")
)

// ascii writes a word without accents, as addresses do.
func ascii(word string) string {
	word = norm.NFD.String(letters.Replace(word))
	return strings.Map(func(r rune) rune {
		if 0x300 <= r && r < 0x370 {
			return -1
		}
		return r
	}, word)
}

// german writes a word without umlauts, as Germans do where there are none.
func german(word string) string { return ascii(umlauts.Replace(word)) }
