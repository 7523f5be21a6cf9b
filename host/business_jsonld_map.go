package host

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// business maps a schema.org object to a profile. Optional values that a profile could not take are noted and left out;
// the rest is for [Business.Clean] to judge.
func (r *ldReader) business(n ldNode) Business {
	b := Business{
		Name:             r.text(n, "name"),
		LegalName:        r.text(n, "legalName"),
		Tagline:          r.text(n, "slogan"),
		DescriptionShort: r.text(n, "disambiguatingDescription"),
		Description:      r.text(n, "description"),
		Categories:       r.categories(n),
		Tags:             split(r.texts(n, "keywords", "servesCuisine")),
		Services:         r.services(n),
		Email:            bareEmail(r.text(n, "email")),
		Phone:            r.text(n, "telephone"),
		Fax:              r.text(n, "faxNumber"),
		ServiceArea:      r.area(n),
		Hours:            r.hours(n),
		PriceRange:       r.text(n, "priceRange"),
		PaymentMethods:   split(r.texts(n, "paymentAccepted")),
		Amenities:        r.amenities(n),
		Languages:        r.texts(n, "knowsLanguage"),
		EmployeeCount:    r.employeeCount(n),
		RepositoryURL:    r.first(n, "codeRepository"),
		Website:          r.first(n, "url"),
		MapURL:           r.first(n, "hasMap", "map", "maps"),
		VideoURL:         r.first(n, "video"),
	}
	if phones := r.texts(n, "telephone"); len(phones) > 1 {
		b.PhoneSecondary = phones[1]
	}
	if !priceRange.MatchString(b.PriceRange) && b.PriceRange != "" {
		r.note("priceRange: " + strconv.Quote(clip(b.PriceRange)) + " is not $ to $$$$, left out")
		b.PriceRange = ""
	}
	if founded := r.text(n, "foundingDate"); founded != "" {
		year, err := strconv.Atoi(founded[:min(4, len(founded))])
		if err != nil {
			r.note("foundingDate: has no year, left out")
		}
		b.YearFounded = year
	}
	b.Address = r.address(n)
	b.Location = r.location(n)
	r.images(n, &b)
	r.links(n, &b)
	r.people(n, &b)
	r.contactPoints(n, &b)
	return b
}

// first returns the first web address under the names; one that no profile may carry is noted and left out.
func (r *ldReader) first(n ldNode, names ...string) string {
	for _, v := range r.values(n, names...) {
		s := foldLine(r.url(v))
		if s == "" {
			continue
		}
		if names[0] == "url" { // the website matters: let Clean refuse it
			return s
		}
		if _, reason := checkURL(s); reason != "" {
			r.note(names[0] + ": " + strconv.Quote(clip(s)) + " " + reason + ", left out")
			continue
		}
		return s
	}
	return ""
}

func (r *ldReader) categories(n ldNode) []string {
	var out []string
	for _, t := range n.types() {
		if !vague[t] {
			out = append(out, typeInPlainWords(t))
		}
	}
	for _, s := range r.texts(n, "additionalType", "category") {
		if !strings.Contains(s, "://") {
			out = append(out, s)
		} else if name := s[strings.LastIndexByte(s, '/')+1:]; localBusinesses[name] {
			out = append(out, typeInPlainWords(name))
		} else {
			r.note("additionalType: " + strconv.Quote(clip(s)) + " is not a category in words, left out")
		}
	}
	return out
}

func (r *ldReader) services(n ldNode) []string {
	var out []string
	visits := 0
	var walk func(ldNode, int)
	walk = func(offer ldNode, depth int) {
		// References may lead in circles: a small document must not become endless work.
		if visits++; depth > 4 || visits > 500 {
			return
		}
		inner := r.nodes(offer, "itemListElement", "itemOffered")
		for _, item := range inner {
			walk(item, depth+1)
		}
		if name := ldText(offer["name"]); name != "" && len(inner) == 0 {
			out = append(out, name)
		}
	}
	for _, offer := range r.nodes(n, "makesOffer", "hasOfferCatalog") {
		walk(offer, 0)
	}
	return out
}

func (r *ldReader) amenities(n ldNode) []string {
	var out []string
	for _, v := range r.values(n, "amenityFeature") {
		if feature, ok := v.(ldNode); ok && slices.Contains([]string{"false", "False", "no"}, ldText(feature["value"])) {
			continue
		}
		if feature, ok := v.(ldNode); ok {
			v = feature["name"]
		}
		if name := ldText(v); name != "" {
			out = append(out, name)
		}
	}
	return out
}

func (r *ldReader) area(n ldNode) string {
	var out []string
	for _, v := range r.values(n, "areaServed", "serviceArea") {
		if name := ldText(v); name != "" {
			out = append(out, name)
		} else {
			r.note("areaServed: an area without a name was left out")
		}
	}
	return strings.Join(out, ", ")
}

func (r *ldReader) employeeCount(n ldNode) string {
	values := r.values(n, "numberOfEmployees")
	if len(values) == 0 {
		return ""
	}
	if q, ok := values[0].(ldNode); ok {
		low, high := ldText(q["minValue"]), ldText(q["maxValue"])
		switch {
		case low != "" && high != "":
			return low + "-" + high
		case low != "":
			return low + "+"
		}
	}
	return ldText(values[0])
}

func (r *ldReader) address(n ldNode) Address {
	var places []ldNode
	for _, v := range r.values(n, "address") {
		if node, ok := v.(ldNode); ok {
			places = append(places, node)
		} else if s := ldText(v); s != "" {
			r.note("address: one line of text cannot be told apart into street, city and country; give a PostalAddress")
		}
	}
	if len(places) == 0 {
		for _, location := range r.nodes(n, "location") {
			places = append(places, r.nodes(location, "address")...)
		}
	}
	if len(places) == 0 {
		return Address{}
	}
	if len(places) > 1 {
		r.note("address: only the first of several was read")
	}
	a := places[0]
	street := strings.Join(r.texts(a, "streetAddress"), "\n")
	street, line2, _ := strings.Cut(strings.TrimSpace(street), "\n")
	out := Address{
		Street: street, Line2: strings.ReplaceAll(strings.TrimSpace(line2), "\n", ", "), City: r.text(a, "addressLocality"),
		Region: r.text(a, "addressRegion"), PostalCode: r.text(a, "postalCode"), Country: r.text(a, "addressCountry"),
	}
	if box := r.text(a, "postOfficeBoxNumber"); box != "" && out.Street == "" {
		r.note("address: a post office box is not a place customers can find, left out")
	}
	return out
}

func (r *ldReader) location(n ldNode) *sdk.Point {
	places := r.nodes(n, "geo")
	if len(places) == 0 {
		places = append(places, n) // latitude and longitude may stand on the business itself
	}
	lat, long := r.text(places[0], "latitude"), r.text(places[0], "longitude")
	if lat == "" && long == "" {
		return nil
	}
	latitude, err1 := strconv.ParseFloat(lat, 64)
	longitude, err2 := strconv.ParseFloat(long, 64)
	var p Problems
	probe := Business{Location: &sdk.Point{Latitude: latitude, Longitude: longitude}}
	if probe.cleanPlace(&p); err1 != nil || err2 != nil || len(p) > 0 {
		r.note("geo: is not a place on earth, left out")
		return nil
	}
	return probe.Location
}

// images takes the logo, the first image as cover, and the rest as photos.
func (r *ldReader) images(n ldNode, b *Business) {
	seen := map[string]bool{}
	read := func(names ...string) []Image {
		var files []Image
		for _, v := range r.values(n, names...) {
			s := foldLine(r.url(v))
			if s == "" || seen[s] {
				continue
			}
			seen[s] = true
			if _, reason := checkURL(s); reason != "" {
				r.note(names[0] + ": " + strconv.Quote(clip(s)) + " " + reason + ", left out")
				continue
			}
			files = append(files, Image{URL: s})
		}
		return files
	}
	if logos := read("logo"); len(logos) > 0 {
		b.Logo = logos[0]
	}
	images := read("image", "photo", "photos")
	if len(images) > 0 {
		b.Cover, images = images[0], images[1:]
	}
	if len(images) > maxPhotos {
		r.note("image: only the first " + strconv.Itoa(maxPhotos+1) + " were read")
		images = images[:maxPhotos]
	}
	b.Photos = images
}

// links reads sameAs: profiles on networks we know become social links, wa.me a WhatsApp number.
func (r *ldReader) links(n ldNode, b *Business) {
	for _, v := range r.values(n, "sameAs") {
		s := foldLine(r.url(v))
		if s == "" {
			continue
		}
		u, err := url.Parse(s)
		if err == nil && u.Hostname() == "wa.me" && b.WhatsApp == "" && strings.Trim(u.Path, "/0123456789") == "" && len(u.Path) > 6 {
			b.WhatsApp = "+" + strings.Trim(u.Path, "/")
			continue
		}
		var p Problems
		link := p.social([]sdk.Social{{URL: s}})
		if len(p) > 0 {
			r.note("sameAs: " + strconv.Quote(clip(s)) + " is not a profile on a network we know, left out")
			continue
		}
		b.Social = append(b.Social, link...)
	}
}

// people takes the first person with a name as contact, founders before employees.
func (r *ldReader) people(n ldNode, b *Business) {
	for _, role := range []string{"founder", "founders", "employee", "employees"} {
		for _, v := range r.values(n, role) {
			person, ok := v.(ldNode)
			if !ok {
				person = ldNode{"name": v}
			}
			c := Contact{
				Name: r.text(person, "name"), FirstName: r.text(person, "givenName"), LastName: r.text(person, "familyName"),
				Email: bareEmail(r.text(person, "email")), Phone: r.text(person, "telephone"), Role: r.text(person, "jobTitle"),
			}
			if c.Name == "" && c.LastName == "" || person.is("Organization") {
				continue
			}
			if b.Contact != (Contact{}) {
				r.note(role + ": only the first person was read")
				return
			}
			if c.Role == "" && strings.HasPrefix(role, "founder") {
				c.Role = "Founder"
			}
			b.Contact = c
		}
	}
}

func (r *ldReader) contactPoints(n ldNode, b *Business) {
	for _, point := range r.nodes(n, "contactPoint", "contactPoints") {
		kind := strings.ToLower(r.text(point, "contactType"))
		phone := r.text(point, "telephone")
		switch {
		case phone == "" || phone == b.Phone || phone == b.PhoneSecondary:
		case strings.Contains(kind, "whatsapp"):
			b.WhatsApp = phone
		case strings.Contains(kind, "fax"):
			b.Fax = phone
		case b.Phone == "":
			b.Phone = phone
		case b.PhoneSecondary == "":
			b.PhoneSecondary = phone
		default:
			r.note("contactPoint: a third phone number was left out")
		}
		if b.Fax == "" {
			b.Fax = r.text(point, "faxNumber")
		}
		if email := bareEmail(r.text(point, "email")); b.Email == "" {
			b.Email = email
		}
		b.Languages = append(b.Languages, r.texts(point, "availableLanguage")...)
	}
}

func bareEmail(s string) string {
	return strings.TrimPrefix(strings.TrimPrefix(s, "mailto:"), "MAILTO:")
}

var separators = regexp.MustCompile(`\s*[,;|]\s*`)

// split takes lists apart that sites write into one text: "Cash, Credit Card".
func split(texts []string) []string {
	var out []string
	for _, s := range texts {
		out = append(out, separators.Split(s, -1)...)
	}
	return out
}
