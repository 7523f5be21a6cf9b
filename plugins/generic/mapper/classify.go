package mapper

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// threshold is the score below which a control is nobody's.
const threshold = 0.34

// asideWeight is what words in parentheses count beside those before them: they explain the name more often than they are it.
const asideWeight = 0.3

// scores holds how strongly each type is spoken for, and by what.
type scores map[Type]score

type score struct {
	value float64
	why   string
}

func (s scores) add(t Type, value float64, why string) {
	have := s[t]
	if value > 0 && (have.why == "" || value > have.value) {
		have.why = why
	}
	have.value += value
	s[t] = have
}

// best returns the type spoken for most; equal scores go to the name that sorts first, so that the answer is always the same.
func (s scores) best() (Type, score) {
	best, top := Other, score{}
	for t, have := range s {
		if have.value > top.value+1e-9 || have.value > top.value-1e-9 && have.value > 0 && t < best {
			best, top = t, have
		}
	}
	return best, top
}

// filler are words that neither name a field nor qualify one.
var filler = set("a an the of for your our my this that please enter provide add type select choose pick upload optional required " +
	"here in to and or e g eg i is are if any with input field fields form value txt text box listing business company item post data new info " +
	"wp acf attr meta custom user submit submission max min characters chars number no entry edit s de la le du des el los las der die das den " +
	"ihr ihre votre tu su da do di il lo het een van uw bitte veuillez por favor")

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// known brings a word into the form the lexicon has, and takes compounds apart: "businessname", "categories".
func known(list []string) []string {
	out := make([]string, 0, len(list)+2)
	for _, w := range list {
		switch {
		case vocabulary[w] || len(w) < 4:
			out = append(out, w)
		case vocabulary[singular(w)]:
			out = append(out, singular(w))
		default:
			if a, b, ok := compound(w); ok {
				out = append(out, a, b)
			} else {
				out = append(out, w)
			}
		}
	}
	return out
}

func compound(w string) (head, tail string, ok bool) {
	for i := len(w) - 3; i >= 3; i-- {
		if vocabulary[w[:i]] && vocabulary[w[i:]] {
			return w[:i], w[i:], true
		}
	}
	return "", "", false
}

type match struct {
	phrase
	from int
}

// matches returns the phrases in a text, without those that lie inside a longer one.
func matches(text []string) []match {
	var found []match
	for i, w := range text {
		for _, p := range lexicon[w] {
			if len(p.words) <= len(text)-i && equal(text[i:], p.words) {
				found = append(found, match{p, i})
			}
		}
	}
	kept := found[:0:0]
	for _, m := range found {
		inside := false
		for _, n := range found {
			if len(n.words) > len(m.words) && n.from <= m.from && m.from+len(m.words) <= n.from+len(n.words) {
				inside = true
			}
		}
		if !inside {
			kept = append(kept, m)
		}
	}
	return kept
}

// read adds what a text says. A phrase counts by how much of the text it is, and more at its end, where English and German have the noun
// that matters: "business phone number".
func (s scores) read(text string, weight float64, source string) {
	if name, aside, ok := strings.Cut(text, "("); ok && strings.TrimSpace(name) != "" {
		s.read(name, weight, source)
		s.read(strings.ReplaceAll(aside, "(", " "), weight*asideWeight, source)
		return
	}
	w := known(words(text))
	if len(w) > 14 {
		w = w[:14] // what follows explains, and mentions other fields
	}
	said := 0
	for _, one := range w {
		if !filler[one] && (one[0] < '0' || one[0] > '9') {
			said++
		}
	}
	for _, m := range matches(w) {
		covered := 0
		for _, one := range m.words {
			if !filler[one] {
				covered++
			}
		}
		share := 1.0
		if said > 0 {
			share = min(1, float64(max(covered, 1))/float64(said))
		}
		value := weight * m.weight * (0.3 + 0.7*share)
		if m.from+len(m.words) == len(w) {
			value *= 1.15
		}
		if m.from == 0 {
			value *= 1.05
		}
		s.add(m.typ, value, source+" “"+clip(text, 60)+"”")
	}
}

func clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}

// classify says what a control by itself speaks for.
func classify(c *sdk.Control) scores {
	s := scores{}
	s.autocomplete(c.Autocomplete)
	label := c.Label
	s.read(label, 1, "label")
	if fold(c.Placeholder) != fold(label) {
		s.read(c.Placeholder, 0.45, "placeholder")
	}
	byName, byID := scores{}, scores{}
	byName.read(c.Name, 0.75, "name")
	byID.read(c.ID, 0.65, "id")
	for t, v := range byName {
		s.add(t, max(v.value, byID[t].value), v.why)
	}
	for t, v := range byID {
		if _, both := byName[t]; !both {
			s.add(t, v.value, v.why)
		}
	}
	s.read(c.Description, 0.2, "description")
	if fold(c.Title) != fold(label) {
		s.read(c.Title, 0.3, "title")
	}
	person, personPhone := s[ContactEmail].value > 0, s[ContactPhone].value > 0
	s.inputType(c)
	if person { // "Your e-mail", whatever the control is called
		s.lean(ContactEmail, Email, 0.2, s[ContactEmail].why)
	}
	if personPhone {
		s.lean(ContactPhone, Phone, 0.2, s[ContactPhone].why)
	}
	s.placeholderShape(c.Placeholder)
	s.section(c)
	s.fit(c)
	return s
}

// autocompletes maps the tokens of the HTML standard. https://html.spec.whatwg.org/#autofill
var autocompletes = map[string]Type{
	"organization": BusinessName, "organization-title": ContactRole, "name": ContactName, "given-name": ContactFirstName,
	"family-name": ContactLastName, "email": Email, "tel": Phone, "tel-national": Phone, "url": Website,
	"street-address": StreetAddress, "address-line1": StreetAddress, "address-line2": AddressLine2, "address-level1": Region,
	"address-level2": City, "address-level3": Neighbourhood, "postal-code": PostalCode, "country": Country,
	"country-name": Country, "new-password": Password, "current-password": Password, "one-time-code": Captcha, "username": Other,
	"cc-number": Other, "language": Languages,
}

func (s scores) autocomplete(value string) {
	tokens := strings.Fields(strings.ToLower(value))
	if len(tokens) == 0 {
		return
	}
	if t, ok := autocompletes[tokens[len(tokens)-1]]; ok {
		s.add(t, 0.7, "autocomplete “"+tokens[len(tokens)-1]+"”")
	}
}

func (s scores) inputType(c *sdk.Control) {
	switch c.Type {
	case "email":
		s.add(Email, 0.6, "an email input")
	case "tel":
		s.add(Phone, 0.6, "a telephone input")
	case "url":
		s.add(Website, 0.35, "an address input")
	case "file":
		s.add(PhotosFile, 0.35, "a file input")
	case "password":
		s.add(Password, 3, "a password input")
	case "search":
		s.add(Other, 2, "a search input")
	case "textarea", "richtext":
		s.add(Description, 0.15, "a long text")
	}
}

// placeholderShape reads examples: an address, a number, a mail address.
func (s scores) placeholderShape(p string) {
	lower := strings.ToLower(p)
	for _, n := range networks {
		for _, host := range n.hosts {
			if strings.Contains(lower, host) {
				s.add(n.typ, 0.6, "placeholder “"+clip(p, 60)+"”")
				return
			}
		}
	}
	switch {
	case strings.Contains(lower, "@") && strings.Contains(lower, ".") && !strings.Contains(lower, " "):
		s.add(Email, 0.4, "placeholder “"+clip(p, 60)+"”")
	case strings.HasPrefix(lower, "http") || strings.HasPrefix(lower, "www."):
		s.add(Website, 0.4, "placeholder “"+clip(p, 60)+"”")
	case phoneLike(p):
		s.add(Phone, 0.35, "placeholder “"+clip(p, 60)+"”")
	}
}

// phoneLike reports whether s is a telephone number, real or drawn with X.
func phoneLike(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9' || r == 'X' || r == 'x' || r == '#' || r == '_':
			digits++
		case !strings.ContainsRune(" +()-./", r):
			return false
		}
	}
	return digits >= 7
}

// section lends a control what the headings above it say.
func (s scores) section(c *sdk.Control) {
	w := known(words(c.Section))
	if hasAny(w, personSections...) {
		s.lean(ContactName, BusinessName, 0.25, "section “"+clip(c.Section, 60)+"”")
		s.lean(ContactEmail, Email, 0.35, "section “"+clip(c.Section, 60)+"”")
		s.lean(ContactPhone, Phone, 0.3, "section “"+clip(c.Section, 60)+"”")
	}
	if hasAny(w, "social media", "social link", "social profile", "social network") {
		if t, _ := s.best(); t == Website {
			s.add(SocialOther, 0.3, "section “"+clip(c.Section, 60)+"”")
		}
	}
	if hasAny(w, "sign in", "log in", "login", "newsletter", "leave a comment", "leave a reply", "write a review") {
		s.add(Other, 0.8, "section “"+clip(c.Section, 60)+"”")
	}
	if _, top := s.best(); top.value < threshold && (c.Type == "checkbox" || c.Type == "radio") {
		s.read(c.Section, 0.6, "section") // a box says only its own option
	}
}

var personSections = []string{"about you", "your detail", "your details", "your information", "your contact", "your info", "submitter",
	"submitted by", "contact person", "owner information", "owner detail", "owner details", "personal information", "personal detail",
	"personal details", "account information", "account", "your account", "author", "who are you", "ansprechpartner", "ihre angaben",
	"kontaktperson", "vos coordonnees", "tus datos", "sus datos", "seus dados", "i tuoi dati", "uw gegevens", "contactpersoon"}

// lean moves a control from one type to its sibling where the surroundings say so.
func (s scores) lean(to, from Type, value float64, why string) {
	if have, ok := s[from]; ok && have.value > 0 {
		s.add(to, have.value+value, why)
	}
}

// fit takes out what a control of this kind cannot hold.
func (s scores) fit(c *sdk.Control) {
	for t := range s {
		if !holds(c, t) {
			if to, ok := sibling(c, t); ok {
				s.add(to, s[t].value*0.9, s[t].why)
			}
			delete(s, t)
		}
	}
}

var fileTypes = []Type{LogoFile, CoverImage, PhotosFile, VideoFile}

func holds(c *sdk.Control, t Type) bool {
	if t.never() {
		return true
	}
	file := in(t, fileTypes...)
	switch c.Type {
	case "file":
		return file
	case "checkbox", "switch":
		return in(t, ConsentTerms, ConsentMarketing, HoursFlag, HoursDay, Amenities, PaymentMethods, Category, Subcategory, Tags, Services, Languages,
			LocationArea, ServiceArea, PriceRange, PricingModel, ListingPlan, BusinessType, Region, City, Neighbourhood)
	case "radio", "select":
		return !file && !in(t, Email, ContactEmail, Website, Description, DescriptionShort, Latitude, Longitude, Fax, ContactName, Tagline, BusinessName)
	case "email":
		return in(t, Email, ContactEmail)
	case "tel":
		return in(t, Phone, PhoneSecondary, ContactPhone, Fax, WhatsApp)
	case "url":
		return in(t, Website, MapURL, LogoURL, PhotoURL, VideoURL, RepositoryURL, ReciprocalURL, SocialOther) || isSocial(t)
	case "number", "range":
		return in(t, Phone, PhoneSecondary, ContactPhone, Fax, WhatsApp, HouseNumber, PostalCode, Latitude, Longitude, Price, YearFounded, EmployeeCount)
	case "time":
		return in(t, HoursOpen, HoursClose)
	case "date", "month", "datetime-local":
		return t == YearFounded
	case "color", "hidden":
		return false
	case "textarea", "richtext":
		return !file && !in(t, Email, ContactEmail, Phone, City, Country, PostalCode, BusinessName, Website)
	}
	return !file
}

// sibling is the type meant where a control's kind contradicts its words: "Logo" on an address input is the logo's address.
func sibling(c *sdk.Control, t Type) (Type, bool) {
	switch {
	case t == LogoFile:
		return LogoURL, c.Type == "url" || c.Type == "text"
	case t == CoverImage || t == PhotosFile:
		return PhotoURL, c.Type == "url" || c.Type == "text"
	case t == LogoURL:
		return LogoFile, c.Type == "file"
	case t == PhotoURL:
		return PhotosFile, c.Type == "file"
	case t == VideoURL:
		return VideoFile, c.Type == "file"
	case t == BusinessName && (c.Type == "radio" || c.Type == "select"):
		return BusinessType, hasAny(words(c.Label), "type", "kind")
	case t == Website && c.Type == "textarea":
		return Description, false
	}
	return "", false
}

func isSocial(t Type) bool { return strings.HasPrefix(string(t), "social_") && t != SocialNetwork }

func in(t Type, list ...Type) bool {
	for _, one := range list {
		if t == one {
			return true
		}
	}
	return false
}
