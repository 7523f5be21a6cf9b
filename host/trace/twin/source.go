package twin

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/directorybolt/directorybolt/host/trace"
	"github.com/directorybolt/directorybolt/sdk"
)

// source is what a trace holds of its customer, and what takes its place.
type source struct {
	alphabet alphabet
	values   []value
	numbers  numbers
	points   map[float64]float64
	years    map[uint32]uint32
	terms    terms
	kept     []string // fields of which a value stays
	domains  []string // the business's own
}

// value is a text of the customer.
type value struct {
	field    string
	form     form
	old, new string
}

// Fields that are not texts.
const (
	locationField = "location"
	yearField     = "year_founded"
	listingField  = "listing" // address and number that the directory gave the submission
)

// gather reads all that the calls of a trace say of their customer.
func gather(t *trace.Trace, round int) *source {
	s := &source{points: map[float64]float64{}, years: map[uint32]uint32{}, terms: termsOf(t)}
	var all []*sdk.Business
	for i := range t.Calls {
		turn := new(sdk.Turn)
		if turn.Decode(t.Calls[i].RequestWire()) == nil && len(t.Calls[i].RequestWire()) > 0 {
			all = append(all, &turn.Business)
		}
	}
	if len(all) > 0 {
		s.alphabet.seed = seedOf((&sdk.Turn{Business: *all[0]}).Append(nil), round)
	}
	s.alphabet.known = map[string]bool{}
	for _, b := range all {
		s.learn(b)
	}
	for _, b := range all {
		s.number(b)
	}
	for _, b := range all {
		s.text(b)
	}
	for i := range t.Calls {
		if a := t.Calls[i].Answer; a != nil && a.Move != nil && a.Move.Verdict != nil {
			s.listing(a.Move.Verdict)
		}
	}
	return s
}

// learn notes the words that others are put together from, and the names of the business's own sites.
func (s *source) learn(b *sdk.Business) {
	for _, text := range []string{b.Name, b.LegalName, b.Contact.Name, b.Address.StreetName, b.Address.City} {
		for _, w := range tokens(text) {
			if len(w.lower) >= least {
				s.alphabet.known[w.lower] = true
			}
		}
	}
	if u, err := url.Parse(b.Website); err == nil && u.Hostname() != "" {
		s.domains = append(s.domains, strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."))
	}
	for _, address := range []string{b.Email, b.Contact.Email} {
		if _, domain, ok := strings.Cut(strings.ToLower(address), "@"); ok {
			s.domains = append(s.domains, domain)
		}
	}
}

// number gives every number of the business another.
func (s *source) number(b *sdk.Business) {
	phones(b, func(field string, p *sdk.Phone) {
		if p.Digits != "" {
			taken := func(digits string) bool {
				return slices.ContainsFunc(s.numbers, func(n number) bool { return n.other == digits || n.digits == digits })
			}
			other := *p
			s.add(field, p.Digits, s.alphabet.subscriber(p.E164, p.Digits, taken))
			s.phone(&other)
			if old, now := onlyDigits(p.National), onlyDigits(other.National); !strings.Contains(old, p.Digits) && len(old) == len(now) && len(old) >= longNumber {
				s.add(field, old, now) // where people dial something else at home
			}
		}
	})
	if b.Location != nil {
		for _, degrees := range []float64{b.Location.Latitude, b.Location.Longitude} {
			s.point(degrees)
		}
	}
	if y := b.YearFounded; y != 0 {
		if other, err := strconv.ParseUint(s.alphabet.letters(strconv.Itoa(int(y))), 10, 32); err == nil {
			s.years[y] = uint32(other)
		}
	}
	texts(b, func(field string, _ form, text *string) {
		for _, r := range runs(*text) {
			if len(r.digits) >= longNumber && s.numbers.find(r.digits) == nil {
				s.add(field, r.digits, s.alphabet.number(r.digits))
			}
		}
	})
}

func (s *source) add(field, digits, other string) {
	if !slices.ContainsFunc(s.numbers, func(n number) bool { return n.digits == digits }) {
		s.numbers = append(s.numbers, number{field, digits, other})
		slices.SortStableFunc(s.numbers, func(a, b number) int { return len(b.digits) - len(a.digits) })
	}
}

// point moves a coordinate by less than a degree.
func (s *source) point(degrees float64) {
	text := coordinates(degrees)[0]
	whole, decimals, ok := strings.Cut(text, ".")
	if !ok {
		return // too coarse to name anybody
	}
	digits := []byte(s.alphabet.letters("." + decimals))[1:]
	if digits[len(digits)-1] == '0' {
		digits[len(digits)-1] = '5'
	}
	moved := whole + "." + string(digits)
	if other, err := strconv.ParseFloat(moved, 64); err == nil {
		s.points[degrees] = other
		if old := onlyDigits(text); len(old) > least {
			s.add(locationField, old, onlyDigits(moved))
		}
	}
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, text)
}

// text gives every text of the business another.
func (s *source) text(b *sdk.Business) {
	stays := map[string]bool{}
	for _, text := range []string{b.Address.Region, b.Address.RegionCode, b.Address.Country, b.Address.CountryName} {
		for _, w := range tokens(text) {
			stays[w.lower] = true
		}
	}
	texts(b, func(field string, f form, text *string) {
		if *text == "" || slices.ContainsFunc(s.values, func(v value) bool { return v.field == field && v.old == *text }) {
			return
		}
		if (f == offered || field == "service_area") && s.terms.offer(*text) {
			for _, w := range tokens(*text) {
				stays[w.lower] = true
			}
			if !slices.Contains(s.kept, field) {
				s.kept = append(s.kept, field)
			}
			return
		}
		s.values = append(s.values, value{field, f, *text, s.other(f, *text, stays)})
	})
}

// other is what takes the place of a text. Of a place, the words that stay do.
func (s *source) other(f form, text string, stays map[string]bool) string {
	switch f {
	case mail:
		if local, domain, ok := strings.Cut(text, "@"); ok {
			return s.change(local, nil) + "@" + s.domain(domain)
		}
	case site, account:
		scheme, rest, ok := strings.Cut(text, "://")
		if !ok {
			break
		}
		end := strings.IndexAny(rest, "/?#")
		if end < 0 {
			end = len(rest)
		}
		name, path := rest[:end], rest[end:]
		if f == site || s.own(name) {
			name = s.domain(name)
		}
		return scheme + "://" + name + s.change(path, routes)
	case place:
		return s.change(text, stays)
	}
	return s.change(text, nil)
}

// routes are the words in the paths of other sites that say what sort of address it is.
var routes = map[string]bool{
	"company": true, "in": true, "pages": true, "channel": true, "user": true, "c": true, "groups": true, "profile": true, "php": true, "id": true, "p": true,
	"watch": true, "v": true, "html": true, "maps": true, "place": true, "cid": true, "q": true, "png": true, "jpg": true, "jpeg": true, "webp": true, "svg": true,
}

// own reports whether a host is of the business's own domains.
func (s *source) own(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(s.domains, func(d string) bool { return name == d || strings.HasSuffix(name, "."+d) })
}

// domain replaces a host name but for "www." and its public suffix.
func (s *source) domain(name string) string {
	suffix, _ := publicsuffix.PublicSuffix(strings.ToLower(name))
	body := strings.TrimSuffix(strings.ToLower(name), suffix)
	www := ""
	if strings.HasPrefix(body, "www.") {
		www, body = "www.", strings.TrimPrefix(body, "www.")
	}
	return www + s.change(body, nil) + suffix
}

// change replaces the words and long numbers of a text, but for words that stay.
func (s *source) change(text string, stays map[string]bool) string {
	places := s.numbers.find(text)
	out := []byte(text)
	for at, digit := range places {
		out[at] = digit
	}
	var b strings.Builder
	last := 0
	for _, w := range tokens(text) {
		b.Write(out[last:w.from])
		last = w.to
		numbered := false
		for i := w.from; i < w.to; i++ {
			_, is := places[i]
			numbered = numbered || is
		}
		if numbered || stays[w.lower] {
			b.Write(out[w.from:w.to])
		} else {
			b.WriteString(s.alphabet.word(text[w.from:w.to]))
		}
	}
	b.Write(out[last:])
	return b.String()
}

// listing replaces what names the customer's listing: its number, and the numbers and names in the path of its address.
func (s *source) listing(v *sdk.Verdict) {
	ours := map[string]bool{}
	for _, one := range s.values {
		if one.form == words {
			for _, w := range tokens(one.old) {
				ours[w.lower] = true
			}
		}
	}
	add := func(old, other string) {
		if old != other && !slices.ContainsFunc(s.values, func(v value) bool { return v.old == old }) {
			s.values = append(s.values, value{listingField, account, old, other})
		}
	}
	if len(v.Reference) >= least {
		add(v.Reference, s.change(v.Reference, nil))
	}
	u, err := url.Parse(v.ListingURL)
	if err != nil || u.Path == "" {
		return
	}
	before, after, ok := strings.Cut(v.ListingURL, u.EscapedPath())
	if !ok {
		return
	}
	stays := map[string]bool{}
	for _, w := range tokens(u.EscapedPath()) {
		stays[w.lower] = !ours[w.lower] && strings.Trim(w.lower, "0123456789") != ""
	}
	add(v.ListingURL, before+s.change(u.EscapedPath(), stays)+after)
}

// fields names what is replaced, each once.
func (s *source) fields() []string {
	var all []string
	add := func(field string) {
		if !slices.Contains(all, field) {
			all = append(all, field)
		}
	}
	for _, v := range s.values {
		add(v.field)
	}
	for _, n := range s.numbers {
		add(n.field)
	}
	if len(s.points) > 0 {
		add(locationField)
	}
	if len(s.years) > 0 {
		add(yearField)
	}
	return all
}
