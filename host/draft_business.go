package host

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// SocialNetworks are those that the profile form has a field of its own for, as "social.facebook". Links to others go to "social".
var SocialNetworks = []string{"facebook", "instagram", "linkedin", "x", "youtube", "tiktok"}

// Weekdays are the days that the form has hours for, as "hours.Mo": see [Draft.Check].
func Weekdays() []string { return slices.Clone(days) }

// The first value of a day's field says how it is open; opening and closing times follow in pairs.
const (
	DayByTimes = ""
	DayClosed  = "closed"
	DayAllDay  = "all"
)

// HiddenStreet is the field of a business that comes to its customers and keeps its street to itself.
const HiddenStreet = "address.hidden"

// Check returns the profile that a draft makes, clean, and what keeps it from being approved, a problem a form field: the paths of [Business]
// without their places in lists, but for "social.facebook" and its like and "hours.Mo" to "hours.Su".
func (d Draft) Check() (Business, Problems) {
	b, sources := d.business()
	clean, err := b.Clean()
	var found, out Problems
	errors.As(err, &found)
	for _, p := range found {
		p.Field = d.fieldOf(p.Field, sources)
		if p.Field == "address.street" && d.has(HiddenStreet) && strings.HasPrefix(p.Reason, "is missing") {
			p = Problem{Field: "service_area", Reason: "is missing; without a public street, directories need the area you serve", Example: "Berlin and Potsdam"}
		}
		if p.Field == "hours" {
			p.Field = d.wrongDay()
		}
		if !slices.ContainsFunc(out, func(q Problem) bool { return q.Field == p.Field }) {
			out = append(out, p)
		}
	}
	return clean, out
}

// has reports whether a field of the draft has anything in it.
func (d Draft) has(field string) bool {
	return slices.ContainsFunc(d.Fields[field], func(s string) bool { return foldLine(s) != "" })
}

func (d Draft) first(field string) string {
	if values := d.Fields[field]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// list reads a field of several values, an entry a line.
func (d Draft) list(field string) []string {
	var out []string
	for _, v := range d.Fields[field] {
		for line := range strings.SplitSeq(strings.ReplaceAll(v, "\r", "\n"), "\n") {
			if line = foldLine(line); line != "" {
				out = append(out, line)
			}
		}
	}
	return out
}

// business maps the fields as they are; sources are the form fields of its social links.
func (d Draft) business() (b Business, sources []string) {
	b = Business{
		Name: d.first("name"), LegalName: d.first("legal_name"), Tagline: d.first("tagline"),
		DescriptionShort: d.first("description_short"), Description: d.first("description"),
		Categories: d.list("categories"), Tags: d.list("tags"), Services: d.list("services"),
		Email: d.first("email"), Phone: d.first("phone"), PhoneSecondary: d.first("phone_secondary"), Fax: d.first("fax"),
		WhatsApp: d.first("whatsapp"), Website: withScheme(d.first("website")),
		Address: Address{
			Street: d.first("address.street"), Line2: d.first("address.line2"), Neighbourhood: d.first("address.neighbourhood"),
			City: d.first("address.city"), Region: d.first("address.region"), PostalCode: d.first("address.postal_code"), Country: d.first("address.country"),
		},
		ServiceArea: d.first("service_area"), Location: point(d.first("location")), MapURL: withScheme(d.first("map_url")), Hours: d.hours(),
		PriceRange: d.first("price_range"), PaymentMethods: d.list("payment_methods"), Amenities: d.list("amenities"), Languages: d.list("languages"),
		VideoURL: withScheme(d.first("video_url")), EmployeeCount: d.first("employee_count"), BusinessType: d.first("business_type"),
		RepositoryURL: withScheme(d.first("repository_url")), PricingModel: d.first("pricing_model"),
		Contact: Contact{
			Name: d.first("contact.name"), Email: d.first("contact.email"), Phone: d.first("contact.phone"), Role: d.first("contact.role"),
		},
	}
	if d.has(HiddenStreet) {
		b.Address.Street, b.Address.Line2 = "", ""
	}
	if year := foldLine(d.first("year_founded")); year != "" {
		n, err := strconv.Atoi(year)
		if err != nil || n == 0 {
			n = -1 // no year: refused as one
		}
		b.YearFounded = n
	}
	if logo := d.Images("logo"); len(logo) > 0 {
		b.Logo = logo[0]
	}
	if cover := d.Images("cover"); len(cover) > 0 {
		b.Cover = cover[0]
	}
	b.Photos = d.Images("photos")
	for _, network := range SocialNetworks {
		if url := foldLine(d.first("social." + network)); url != "" {
			b.Social = append(b.Social, sdk.Social{Network: network, URL: withScheme(url)})
			sources = append(sources, "social."+network)
		}
	}
	for _, line := range d.list("social") {
		// "mastodon https://…" names a network that the address does not tell.
		network, url, named := strings.Cut(line, " ")
		if !named {
			network, url = "", line
		}
		b.Social = append(b.Social, sdk.Social{Network: network, URL: withScheme(url)})
		sources = append(sources, "social")
	}
	return b, sources
}

// withScheme completes an address as people say it: "www.example.com".
func withScheme(s string) string {
	s = foldLine(s)
	if s == "" || strings.Contains(s, ":") || !strings.Contains(s, ".") || strings.ContainsAny(s, " @") {
		return s
	}
	return "https://" + s
}

// point reads "52.52, 13.405"; what is no point is one that lies nowhere, and is refused as such.
func point(s string) *sdk.Point {
	if s = foldLine(s); s == "" {
		return nil
	}
	lat, lon, _ := strings.Cut(strings.ReplaceAll(s, " ", ""), ",")
	latitude, errLat := strconv.ParseFloat(lat, 64)
	longitude, errLon := strconv.ParseFloat(lon, 64)
	if errLat != nil || errLon != nil {
		return &sdk.Point{Latitude: 999, Longitude: 999}
	}
	return &sdk.Point{Latitude: latitude, Longitude: longitude}
}

// Images are the pictures of a draft: "logo" and "cover" have one at most, "photos" several. They are kept as JSON of [Image], which only the
// host writes: a digest that came from outside would open what belongs to others.
func (d Draft) Images(field string) []Image {
	var out []Image
	for _, v := range d.Fields[field] {
		var i Image
		if json.Unmarshal([]byte(v), &i) == nil && i != (Image{}) {
			out = append(out, i)
		}
	}
	return out
}

// ImageValue is how an image is kept in a draft's field.
func ImageValue(i Image) string {
	data, _ := json.Marshal(i) // strings and numbers only: it cannot fail
	return string(data)
}

func (d Draft) hours() string {
	var rules []string
	for _, day := range days {
		if times := d.timesOf(day); times != "" {
			rules = append(rules, day+" "+times)
		}
	}
	return strings.Join(rules, "; ")
}

// timesOf writes a day's field in the syntax of [ParseHours], "" where nothing was said.
func (d Draft) timesOf(day string) string {
	values := d.Fields["hours."+day]
	if len(values) == 0 {
		return ""
	}
	switch values[0] {
	case DayClosed:
		return "off"
	case DayAllDay:
		return "00:00-24:00"
	}
	var slots []string
	for pair := range slices.Chunk(values[1:], 2) {
		if len(pair) < 2 || pair[0] == "" && pair[1] == "" {
			continue
		}
		opens, closes := foldLine(pair[0]), foldLine(pair[1])
		if closes == "00:00" {
			closes = "24:00" // midnight, as clocks in forms say it
		}
		slots = append(slots, opens+"-"+closes)
	}
	return strings.Join(slots, ",")
}

// wrongDay returns the field of the first day whose hours cannot be taken; of the first that has any, if only together they cannot.
func (d Draft) wrongDay() string {
	some := ""
	for _, day := range days {
		times := d.timesOf(day)
		if times == "" {
			continue
		}
		if _, err := ParseHours(day + " " + times); err != nil {
			return "hours." + day
		}
		if some == "" {
			some = "hours." + day
		}
	}
	return some
}

var inList = regexp.MustCompile(`^([a-z_]+)\[(\d+)\]`)

func (d Draft) fieldOf(path string, sources []string) string {
	if m := inList.FindStringSubmatch(path); m != nil {
		if i, _ := strconv.Atoi(m[2]); m[1] == "social" && i < len(sources) {
			return sources[i]
		}
		return m[1]
	}
	field, _, _ := strings.Cut(path, ".")
	switch field {
	case "location", "logo", "cover":
		return field
	}
	return path
}
