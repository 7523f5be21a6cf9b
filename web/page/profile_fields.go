package page

import (
	"slices"
	"strings"

	"github.com/directorybolt/directorybolt/host"
)

// kind is how a field is filled in.
type kind int

const (
	line       kind = iota
	paragraphs      // several lines of text
	entries         // an entry a line
	category        // several lines, with a list to choose from
	checks          // boxes, and a line for others
	choice          // one of few
	country
	box // to tick
	hours
	picture
	pictures
)

// Field is one of the profile form.
type Field struct {
	Name, Label, Hint string
	Required          bool // no listing without it

	kind         kind
	inputType    string // "text" if empty
	autocomplete string // what browsers may fill in
	inputMode    string // which keyboard a phone shows
	options      []string
}

// Group is a part of the form.
type Group struct {
	ID, Title, Hint string
	Fields          []Field
}

var (
	payments  = []string{"Cash", "Credit card", "Debit card", "Bank transfer", "PayPal", "Apple Pay", "Google Pay", "Check", "Invoice"}
	languages = []string{"English", "Spanish", "French", "German", "Italian", "Portuguese", "Dutch", "Polish", "Chinese", "Arabic", "Hindi", "Turkish"}
	prices    = []string{"$", "$$", "$$$", "$$$$"}
)

// ProfileGroups are the profile form in the order it is filled in. Names are those of [host.Draft.Check].
var ProfileGroups = []Group{
	{"basics", "Basics", "Who you are. Directories refuse names with advertising in them.", []Field{
		{Name: "name", Label: "Business name", Hint: "Exactly as on your storefront, for example Example Plumbing.", Required: true, autocomplete: "organization"},
		{Name: "address.country", Label: "Country", Hint: "It decides how phone numbers and addresses are written.", Required: true, kind: country, autocomplete: "country"},
		{Name: "categories", Label: "Categories", Hint: "What you are, the most specific first. Type to search the list, or use words of your own.", kind: category},
		{Name: "legal_name", Label: "Legal name", Hint: "If it differs from the name above, for example Example Plumbing LLC.", autocomplete: "off"},
		{Name: "business_type", Label: "Legal form", Hint: "For example Limited company or Sole trader.", autocomplete: "off"},
		{Name: "year_founded", Label: "Year founded", Hint: "Four digits, for example 1998.", inputMode: "numeric", autocomplete: "off"},
		{Name: "employee_count", Label: "Employees", Hint: "A number or a range, for example 8 or 11-50.", autocomplete: "off"},
	}},
	{"contact", "Contact", "At least a phone number, an e-mail address or a website. Use the same everywhere: it is how search engines know you.", []Field{
		{Name: "phone", Label: "Phone", Hint: "With area code, for example (512) 555-0148. Some directories call or text it.", inputType: "tel", inputMode: "tel", autocomplete: "tel"},
		{Name: "email", Label: "E-mail", Hint: "Directories send their confirmations there, for example office@example.com.", inputType: "email", inputMode: "email", autocomplete: "email"},
		{Name: "website", Label: "Website", Hint: "For example https://www.example.com.", inputType: "url", inputMode: "url", autocomplete: "url"},
		{Name: "phone_secondary", Label: "Second phone", inputType: "tel", inputMode: "tel", autocomplete: "off"},
		{Name: "whatsapp", Label: "WhatsApp", Hint: "A phone number.", inputType: "tel", inputMode: "tel", autocomplete: "off"},
		{Name: "fax", Label: "Fax", inputType: "tel", inputMode: "tel", autocomplete: "off"},
		{Name: "contact.name", Label: "Contact person", Hint: "Who answers for the listings. Some directories show it.", autocomplete: "name"},
		{Name: "contact.role", Label: "Role", Hint: "For example Owner.", autocomplete: "organization-title"},
		{Name: "contact.email", Label: "Their e-mail", inputType: "email", inputMode: "email", autocomplete: "off"},
		{Name: "contact.phone", Label: "Their phone", inputType: "tel", inputMode: "tel", autocomplete: "off"},
	}},
	{"place", "Place", "Where customers find you, or where you come to them.", []Field{
		{Name: host.HiddenStreet, Label: "We go to our customers, and our street is not public", Hint: "The street is then in no listing; name the area you serve below.", kind: box},
		{Name: "address.street", Label: "Street and number", Hint: "For example 12 Example Street.", autocomplete: "address-line1"},
		{Name: "address.line2", Label: "Suite, floor or building", autocomplete: "address-line2"},
		{Name: "address.neighbourhood", Label: "Neighbourhood", autocomplete: "address-level3"},
		{Name: "address.city", Label: "City", Required: true, autocomplete: "address-level2"},
		{Name: "address.region", Label: "State or province", Hint: "Where addresses have one, for example California or CA.", autocomplete: "address-level1"},
		{Name: "address.postal_code", Label: "Postal code", autocomplete: "postal-code"},
		{Name: "service_area", Label: "Area you serve", Hint: "In words, for example Berlin and Potsdam.", autocomplete: "off"},
		{Name: "location", Label: "Position on the map", Hint: "Latitude and longitude, for example 52.52, 13.405. Leave it empty if you do not know it.", autocomplete: "off"},
		{Name: "map_url", Label: "Link to a map", inputType: "url", inputMode: "url", autocomplete: "off"},
	}},
	{"hours", "Hours", "When customers reach you. Leave a day empty to say nothing about it.", []Field{
		{Name: "hours", Label: "Opening hours", kind: hours},
		{Name: "price_range", Label: "Prices", Hint: "From $ for low to $$$$ for high, compared to others in your trade.", kind: choice, options: prices},
		{Name: "payment_methods", Label: "Payment", kind: checks, options: payments},
		{Name: "languages", Label: "Languages spoken", kind: checks, options: languages},
		{Name: "amenities", Label: "Good to know", Hint: "One a line, for example Wheelchair accessible or Free estimates.", kind: entries},
	}},
	{"descriptions", "Descriptions", "In your own words. Directories cut what is longer than they show.", []Field{
		{Name: "tagline", Label: "Tagline", Hint: "A few words, for example Pipes that keep quiet.", autocomplete: "off"},
		{Name: "description_short", Label: "Short description", Hint: "One plain sentence, up to 200 characters. Made from the long one if empty.", autocomplete: "off"},
		{Name: "description", Label: "Description", Hint: "A few paragraphs, up to 5,000 characters: what you do, for whom, since when.", kind: paragraphs},
		{Name: "services", Label: "Services", Hint: "One a line, for example Drain cleaning.", kind: entries},
		{Name: "tags", Label: "Search words", Hint: "One a line, for example emergency plumber.", kind: entries},
	}},
	{"media", "Media and socials", "Pictures are PNG, JPEG or WebP of up to 5 MB each. What cameras note in them, such as the place, is removed.", []Field{
		{Name: "logo", Label: "Logo", Hint: "Square, at least 500 pixels a side.", kind: picture},
		{Name: "cover", Label: "Cover picture", Hint: "Wide, at least 1200 pixels.", kind: picture},
		{Name: "photos", Label: "Photos", Hint: "Up to 20.", kind: pictures},
		{Name: "video_url", Label: "Video", Hint: "A web address.", inputType: "url", inputMode: "url", autocomplete: "off"},
		{Name: "social.facebook", Label: "Facebook", Hint: "For example https://www.facebook.com/example.", inputType: "url", inputMode: "url", autocomplete: "off"},
		{Name: "social.instagram", Label: "Instagram", inputType: "url", inputMode: "url", autocomplete: "off"},
		{Name: "social.linkedin", Label: "LinkedIn", inputType: "url", inputMode: "url", autocomplete: "off"},
		{Name: "social.x", Label: "X", inputType: "url", inputMode: "url", autocomplete: "off"},
		{Name: "social.youtube", Label: "YouTube", inputType: "url", inputMode: "url", autocomplete: "off"},
		{Name: "social.tiktok", Label: "TikTok", inputType: "url", inputMode: "url", autocomplete: "off"},
		{Name: "social", Label: "Other profiles", Hint: "One web address a line. Put the network's name before it where the address does not tell it.", kind: entries},
		{Name: "repository_url", Label: "Source code", Hint: "For software only: a web address.", inputType: "url", inputMode: "url", autocomplete: "off"},
		{Name: "pricing_model", Label: "Pricing model", Hint: "For software only, for example Subscription.", autocomplete: "off"},
	}},
}

// Inputs are the names of all fields that are typed or chosen: all but pictures, with a field a day for the hours.
func Inputs() []string {
	var out []string
	for _, g := range ProfileGroups {
		for _, f := range g.Fields {
			switch f.kind {
			case hours:
				for _, day := range host.Weekdays() {
					out = append(out, "hours."+day)
				}
			case picture, pictures:
			default:
				out = append(out, f.Name)
			}
		}
	}
	return out
}

// Others is the name of the input for entries of a field of boxes that has no box.
func Others(field string) string { return field + ".others" }

// FieldID is the id of a field's control on the form's page: "/portal/profile#address-city".
func FieldID(name string) string { return strings.ReplaceAll(name, ".", "-") }

var dayNames = map[string]string{"Mo": "Monday", "Tu": "Tuesday", "We": "Wednesday", "Th": "Thursday", "Fr": "Friday", "Sa": "Saturday", "Su": "Sunday"}

// FieldLabel is what a field is called: "Postal code", "Hours on Monday".
func FieldLabel(name string) string {
	if day, ok := strings.CutPrefix(name, "hours."); ok {
		return "Hours on " + dayNames[day]
	}
	for _, g := range ProfileGroups {
		for _, f := range g.Fields {
			if f.Name == name {
				return f.Label
			}
		}
	}
	return name
}

// ProblemWords says what is wrong with a field, and what would be right.
func ProblemWords(p host.Problem) string {
	reason := strings.ReplaceAll(p.Reason, "gives service_area instead", "names the area it serves instead")
	return strings.TrimSuffix(FieldLabel(p.Field)+" "+reason, ".") + ". For example: " + p.Example
}

// filled reports whether a draft has something in a field.
func filled(d host.Draft, f Field) bool {
	names := []string{f.Name}
	if f.kind == hours {
		names = nil
		for _, day := range host.Weekdays() {
			names = append(names, "hours."+day)
		}
	}
	return slices.ContainsFunc(names, func(name string) bool { return strings.Join(d.Fields[name], "") != "" })
}

// done is how many fields of a group have something in them. Whether the street is public is no field to fill.
func (g Group) done(d host.Draft) (n, of int) {
	for _, f := range g.Fields {
		if f.kind == box {
			continue
		}
		of++
		if filled(d, f) {
			n++
		}
	}
	return n, of
}

// ValueWords shows what is in a field, for people.
func ValueWords(name string, values []string) string {
	if !strings.HasPrefix(name, "hours.") {
		return strings.Join(values, ", ")
	}
	if len(values) == 0 {
		return ""
	}
	switch values[0] {
	case host.DayClosed:
		return "Closed"
	case host.DayAllDay:
		return "Open 24 hours"
	}
	var slots []string
	for pair := range slices.Chunk(values[1:], 2) {
		if text := strings.Join(pair, " to "); text != " to " {
			slots = append(slots, text)
		}
	}
	return strings.Join(slots, ", ")
}
