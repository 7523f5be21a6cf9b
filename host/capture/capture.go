// Package capture makes of an observed page a test case that can be shown to others: the customer's data, what was typed, and the tokens of the
// session are taken out. It opens no pages and knows nothing of browsers.
package capture

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// Scrubber takes private data out of pages.
type Scrubber struct {
	names []replacement
}

type replacement struct{ from, to string }

// NewScrubber returns a scrubber that puts the data of the sample business, [sdktest.Business], in place of b's.
func NewScrubber(b sdk.Business) *Scrubber {
	var s Scrubber
	real, sample := private(b), private(sdktest.Business())
	for i, text := range real {
		if len(text) >= 4 {
			s.names = append(s.names, replacement{text, sample[i]})
		}
	}
	// The longest first: the legal name holds the name, the full address the street.
	slices.SortStableFunc(s.names, func(a, b replacement) int { return len(b.from) - len(a.from) })
	return &s
}

// private are the texts of a business that say who it is, always in the same order.
func private(b sdk.Business) []string {
	all := []string{
		b.Name, b.LegalName, b.Tagline, b.DescriptionShort, b.Description, b.Email, b.Website, b.VideoURL, b.MapURL, b.RepositoryURL,
		b.Address.Full, b.Address.Street, b.Address.Line2, b.Address.StreetName, b.ServiceArea,
		b.Contact.Name, b.Contact.Email, b.Contact.FirstName, b.Contact.LastName,
	}
	for _, p := range []sdk.Phone{b.Phone, b.PhoneSecondary, b.Fax, b.Whatsapp, b.Contact.Phone} {
		all = append(all, p.E164, p.International, p.National, p.Digits)
	}
	return all
}

// Page returns a copy of p without private data. Its controls, buttons and links keep their names and refs.
func (s *Scrubber) Page(p *sdk.Page) *sdk.Page {
	var whole sdk.Turn
	if err := whole.Decode((&sdk.Turn{Page: p}).Append(nil)); err != nil {
		panic(err) // what was encoded just now decodes
	}
	c := whole.Page
	home := hostOf(c.URL)
	text := func(t *string) { *t = s.text(*t, home) }
	c.URL = s.address(c.URL, home)
	for _, t := range []*string{&c.Title, &c.Text} {
		text(t)
	}
	for _, list := range [][]string{c.Headings, c.Dialogs} {
		for i := range list {
			text(&list[i])
		}
	}
	for i := range c.Forms {
		c.Forms[i].Action = s.address(c.Forms[i].Action, home)
	}
	for i := range c.Controls {
		s.control(&c.Controls[i], home)
	}
	for i := range c.Links {
		text(&c.Links[i].Text)
		c.Links[i].URL = s.address(c.Links[i].URL, home)
	}
	for i := range c.Errors {
		text(&c.Errors[i].Text)
	}
	for i := range c.Frames {
		c.Frames[i].URL = s.address(c.Frames[i].URL, home)
	}
	return c
}

// control empties what a person or a script has put in. What a page offers to choose from is its own and stays.
func (s *Scrubber) control(c *sdk.Control, home string) {
	for _, t := range []*string{&c.Label, &c.Description, &c.Section, &c.Message, &c.Title, &c.Placeholder} {
		*t = s.text(*t, home)
	}
	if c.Type != "select" && c.Type != "radio" && c.Type != "checkbox" && c.Type != "switch" {
		c.Value = ""
	}
}

var (
	emails = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}`)
	tokens = regexp.MustCompile(`[A-Za-z0-9_.~+/=-]{20,}`)
	// secretive are names of parameters that tell one visitor from another.
	secretive = regexp.MustCompile(`(?i)(^|[_.\[-])(token|csrf|xsrf|authenticity_token|nonce|session|sessionid|sess|sid|phpsessid|jsessionid|key|apikey|auth|code|ticket|sig|signature|hash|state|secret|password|pass|email|user|uid|gclid|fbclid)([\]_-]|$)`)
)

// text puts the sample's data for the business's, and takes out addresses of people and tokens. The directory's own mail addresses, those at home,
// stay.
func (s *Scrubber) text(t, home string) string {
	for _, r := range s.names {
		t = replaceFold(t, r.from, r.to)
	}
	t = emails.ReplaceAllStringFunc(t, func(m string) string {
		_, domain, _ := strings.Cut(m, "@")
		if strings.HasSuffix(domain, ".example") || home != "" && strings.HasSuffix(home, strings.ToLower(domain)) {
			return m
		}
		return "someone@mail.example"
	})
	return tokens.ReplaceAllStringFunc(t, func(m string) string {
		if looksRandom(m) {
			return "token"
		}
		return m
	})
}

// address takes what tells visitors apart out of an address: user, parameters that name a session or hold a token, and the fragment's.
func (s *Scrubber) address(raw, home string) string {
	if raw == "" {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil {
		return s.text(raw, home)
	}
	u.User = nil
	if i := strings.Index(strings.ToLower(u.Path), ";jsessionid="); i >= 0 {
		u.Path, u.RawPath = u.Path[:i], ""
	}
	if u.RawQuery != "" {
		u.RawQuery = s.query(u.RawQuery, home)
	}
	if looksRandom(u.Fragment) || strings.Contains(u.Fragment, "=") {
		u.Fragment = ""
	}
	segments := strings.Split(u.Path, "/")
	for i, segment := range segments {
		if len(segment) >= 20 && looksRandom(segment) {
			segments[i] = "token"
		}
	}
	if path := strings.Join(segments, "/"); path != u.Path {
		u.Path, u.RawPath = path, ""
	}
	return u.String()
}

// query keeps the order of the parameters: an address that a case compares with must not change more than it has to.
func (s *Scrubber) query(raw, home string) string {
	var kept []string
	for pair := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(pair, "=")
		name, nameErr := url.QueryUnescape(name)
		value, valueErr := url.QueryUnescape(value)
		if nameErr != nil || valueErr != nil || secretive.MatchString(name) || looksRandom(value) {
			continue
		}
		if clean := s.text(value, home); clean != value {
			pair = url.QueryEscape(name) + "=" + url.QueryEscape(clean)
		}
		kept = append(kept, pair)
	}
	return strings.Join(kept, "&")
}

// looksRandom reports whether a text is a token rather than words: long, without spaces, letters and digits mixed.
func looksRandom(text string) bool {
	if len(text) < 16 || strings.ContainsAny(text, " \t\n") {
		return false
	}
	changes, digits, kind := 0, 0, -1
	for _, r := range text {
		now := 0
		switch {
		case unicode.IsDigit(r):
			now, digits = 1, digits+1
		case unicode.IsUpper(r):
			now = 2
		case !unicode.IsLetter(r):
			continue
		}
		if kind >= 0 && now != kind {
			changes++
		}
		kind = now
	}
	return digits >= 2 && changes >= 5
}

// replaceFold replaces from wherever it stands, in any case. Digits next to it mean another number.
func replaceFold(text, from, to string) string {
	lower, want := strings.ToLower(text), strings.ToLower(from)
	if len(lower) != len(text) { // a letter whose lower case is longer: only as written
		return strings.ReplaceAll(text, from, to)
	}
	var out strings.Builder
	for {
		i := strings.Index(lower, want)
		if i < 0 {
			return out.String() + text
		}
		end := i + len(want)
		if word(lower, i-1) && word(lower, i) || word(lower, end) && word(lower, end-1) {
			out.WriteString(text[:end])
		} else {
			out.WriteString(text[:i] + to)
		}
		text, lower = text[end:], lower[end:]
	}
}

// word reports whether the byte at i is of a word.
func word(text string, i int) bool {
	return i >= 0 && i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= '0' && text[i] <= '9' || text[i] >= 0x80)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
