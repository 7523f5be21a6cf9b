package host_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// ld returns a plumber in JSON-LD with further properties.
func ld(properties string) []byte {
	const plumber = `{"@context": "https://schema.org", "@type": "Plumber", "name": "Example Plumbing", "telephone": "415-555-0132",
		"address": {"@type": "PostalAddress", "streetAddress": "12 Example Street", "addressLocality": "San Francisco",
		"addressRegion": "California", "postalCode": "94103", "addressCountry": {"@type": "Country", "name": "USA"}}`
	if properties != "" {
		properties = ", " + properties
	}
	return []byte(plumber + properties + "}")
}

func TestJSONLDProperties(t *testing.T) {
	for _, c := range []struct {
		name       string
		properties string
		get        func(host.Business) any
		want       any
		note       string // part of a note; empty for no notes at all
	}{
		{"type", ``, func(b host.Business) any { return b.Categories }, []string{"Plumber"}, ""},
		{"additional type", `"additionalType": ["https://schema.org/HVACBusiness", "Boiler service", "https://www.wikidata.org/wiki/Q1"]`,
			func(b host.Business) any { return b.Categories }, []string{"Plumber", "HVAC business", "Boiler service"}, "wiki/Q1"},
		{"hours text", `"openingHours": ["Mo-Fr 09:00-12:00", "Mo-Th 13:00-17:00"]`,
			func(b host.Business) any { return b.Hours }, "Mo-Th 09:00-12:00,13:00-17:00; Fr 09:00-12:00", ""},
		{"hours nobody can read", `"openingHours": "Mo-Fr 9am-5pm"`, func(b host.Business) any { return b.Hours }, "", "openingHours: left out"},
		{"all day", `"openingHoursSpecification": {"dayOfWeek": ["Mo","Tu"], "opens": "00:00", "closes": "23:59"}`,
			func(b host.Business) any { return b.Hours }, "Mo-Tu 00:00-24:00", ""},
		{"hours with offset", `"openingHoursSpecification": [{"dayOfWeek": "schema:Monday", "opens": "9:00:00+01:00", "closes": "T17:00:00"}]`,
			func(b host.Business) any { return b.Hours }, "Mo 09:00-17:00", ""},
		{"hours by half days", `"openingHoursSpecification": [{"dayOfWeek": "Monday", "opens": "9:00 AM", "closes": "5:00 PM"}]`,
			func(b host.Business) any { return b.Hours }, "", "times such as 09:00"},
		{"three ranges", `"openingHoursSpecification": [{"dayOfWeek":"Monday","opens":"08:00","closes":"09:00"},{"dayOfWeek":"Monday","opens":"10:00","closes":"11:00"},{"dayOfWeek":"Monday","opens":"12:00","closes":"13:00"}]`,
			func(b host.Business) any { return b.Hours }, "", "3 ranges"},
		{"holidays", `"openingHoursSpecification": [{"dayOfWeek": ["Monday", "PublicHolidays"], "opens": "09:00", "closes": "17:00"}]`,
			func(b host.Business) any { return b.Hours }, "Mo 09:00-17:00", "PublicHolidays"},
		{"WhatsApp link", `"sameAs": "https://wa.me/14155550135"`, func(b host.Business) any { return b.WhatsApp }, "+14155550135", ""},
		{"networks", `"sameAs": ["https://twitter.com/example", "https://www.wikidata.org/wiki/Q1"]`,
			func(b host.Business) any { return b.Social }, []sdk.Social{{Network: "x", URL: "https://twitter.com/example"}}, "wikidata"},
		{"images", `"logo": "https://example.com/l.svg", "image": [{"@type":"ImageObject","contentUrl":"https://example.com/c.webp"}, "https://example.com/l.svg"], "photo": "/relative.png"`,
			func(b host.Business) any {
				return []string{b.Logo.MediaType, b.Cover.Name, string(rune('0' + len(b.Photos)))}
			},
			[]string{"image/svg+xml", "c.webp", "0"}, "/relative.png"},
		{"geo as text", `"geo": {"latitude": "37.77", "longitude": "-122.41"}`, func(b host.Business) any { return *b.Location }, sdk.Point{Latitude: 37.77, Longitude: -122.41}, ""},
		{"geo off the earth", `"geo": {"latitude": 137.77, "longitude": 0}`, func(b host.Business) any { return b.Location == nil }, true, "not a place on earth"},
		{"price range", `"priceRange": "$10 - $50"`, func(b host.Business) any { return b.PriceRange }, "", "priceRange"},
		{"offers", `"hasOfferCatalog": {"@type":"OfferCatalog","name":"Services","itemListElement":[{"@type":"Offer","itemOffered":{"@type":"Service","name":"Leak repair"}},{"@type":"OfferCatalog","name":"Drains","itemListElement":[{"@type":"Offer","name":"Drain cleaning"}]}]}`,
			func(b host.Business) any { return b.Services }, []string{"Leak repair", "Drain cleaning"}, ""},
		{"area", `"areaServed": ["San Francisco", {"@type":"City","name":"Daly City"}, {"@type":"GeoCircle","geoRadius":"5"}]`,
			func(b host.Business) any { return b.ServiceArea }, "San Francisco, Daly City", "area without a name"},
		{"employee", `"employee": [{"@type":"Person","name":"Dana Copper","jobTitle":"Manager"},{"@type":"Person","name":"Al"}]`,
			func(b host.Business) any { return b.Contact }, host.Contact{Name: "Dana Copper", Role: "Manager"}, "only the first person"},
		{"founder as text", `"founder": "Dana Copper"`, func(b host.Business) any { return b.Contact }, host.Contact{Name: "Dana Copper", Role: "Founder"}, ""},
		{"contact point", `"contactPoint": {"telephone": "+1 415-555-0137", "email": "desk@example.com", "contactType": "WhatsApp support"}`,
			func(b host.Business) any { return []string{b.WhatsApp, b.Email} }, []string{"+14155550137", "desk@example.com"}, ""},
		{"payment", `"paymentAccepted": ["Cash, Visa", "Check"]`, func(b host.Business) any { return b.PaymentMethods }, []string{"Cash", "Visa", "Check"}, ""},
		{"keywords", `"keywords": "leaks; drains|heaters, "`, func(b host.Business) any { return b.Tags }, []string{"leaks", "drains", "heaters"}, ""},
		{"employees", `"numberOfEmployees": {"@type":"QuantitativeValue","minValue":"500"}`, func(b host.Business) any { return b.EmployeeCount }, "500+", ""},
		{"founding date", `"foundingDate": "1998"`, func(b host.Business) any { return b.YearFounded }, 1998, ""},
		{"founding words", `"foundingDate": "long ago"`, func(b host.Business) any { return b.YearFounded }, 0, "has no year"},
		{"language value", `"description": {"@value": "Good &amp; fast", "@language": "en"}`, func(b host.Business) any { return b.Description }, "Good & fast", ""},
		{"prefixed keys", `"http://schema.org/slogan": "Dry feet"`, func(b host.Business) any { return b.Tagline }, "Dry feet", ""},
		{"unused", `"aggregateRating": {"ratingValue": 5}`, func(b host.Business) any { return b.Name }, "Example Plumbing", "aggregateRating: a profile has no place"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, notes, err := host.BusinessFromJSONLD(ld(c.properties))
			if err != nil {
				t.Fatal(err)
			}
			if got := c.get(b); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %#v, want %#v (notes %q)", got, c.want, notes)
			}
			noted := slices.ContainsFunc(notes, func(n string) bool { return strings.Contains(n, c.note) })
			if c.note == "" && len(notes) > 0 || c.note != "" && !noted {
				t.Errorf("got notes %q, want one with %q", notes, c.note)
			}
		})
	}
}

func TestJSONLDFindsTheBusiness(t *testing.T) {
	plumber := string(ld(""))
	for name, data := range map[string]string{
		"object":         plumber,
		"list":           `[{"@context":"https://schema.org","@type":"BreadcrumbList","name":"Trail"}, ` + plumber + `]`,
		"graph":          `{"@context":"https://schema.org","@graph":[{"@type":"Organization","name":"Holding"}, ` + plumber + `]}`,
		"nested":         `{"@context":"https://schema.org","@type":"WebPage","name":"Home","mainEntity":` + plumber + `}`,
		"full type":      strings.Replace(plumber, `"Plumber"`, `["http://schema.org/Plumber"]`, 1),
		"prefixed type":  strings.Replace(plumber, `"Plumber"`, `"schema:Plumber"`, 1),
		"organization":   strings.Replace(plumber, `"Plumber"`, `"Organization"`, 1),
		"a type to come": strings.Replace(plumber, `"Plumber"`, `"RobotWorkshop"`, 1),
	} {
		b, _, err := host.ReadBusiness([]byte(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if b.Name != "Example Plumbing" || b.Phone != "+14155550132" || b.Address.Country != "US" {
			t.Errorf("%s: got %+v", name, b)
		}
	}
}

// A catalogue that contains itself many times over costs no more than its size.
func TestJSONLDCircles(t *testing.T) {
	self := strings.Repeat(`{"@id": "#c"},`, 5000)
	data := ld(`"hasOfferCatalog": {"@id": "#c", "itemListElement": [` + self + `{"name": "Leak repair"}]}`)
	if _, _, err := host.BusinessFromJSONLD(data); err != nil {
		t.Error(err)
	}
}

func TestJSONLDRefused(t *testing.T) {
	for _, c := range []struct{ name, data, field string }{
		{"no business", `{"@context":"https://schema.org","@type":"WebSite","name":"x"}`, "@type"},
		{"a person", `{"@context":"https://schema.org","@type":"Person","name":"x","address":{}}`, "@type"},
		{"wrong phone", strings.Replace(string(ld("")), "415-555-0132", "555", 1), "phone"},
		{"address in one line", `{"@type":"Plumber","name":"x","url":"https://example.com","address":"1 Example Street, Berlin"}`, "address.country"},
		{"website", string(ld(`"url": "javascript:alert(1)"`)), "website"},
	} {
		_, _, err := host.ReadBusiness([]byte(c.data))
		var problems host.Problems
		if !errors.As(err, &problems) || host.KindOf(err) != host.Invalid || problems[0].Field != c.field {
			t.Errorf("%s: got %v, want a problem of %s", c.name, err, c.field)
		}
	}
}

func FuzzBusinessFromJSONLD(f *testing.F) {
	f.Add(readSample(f, "restaurant.jsonld"))
	f.Add(ld(`"openingHours": "Mo-Fr 09:00-17:00", "sameAs": ["https://wa.me/14155550135"]`))
	f.Add([]byte(`[{"@graph":[{"@type":"Bakery","name":{"@value":"x"},"address":{"@id":"#a"}},{"@id":"#a","addressCountry":"DE"}]}]`))
	f.Add([]byte(`{"@type":"Hotel","name":"x","@id":"#x","makesOffer":{"@id":"#x"},"address":{"@id":"#x"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, _, err := host.BusinessFromJSONLD(data)
		if err != nil {
			if host.KindOf(err) != host.Invalid {
				t.Fatalf("error of kind %s: %v", host.KindOf(err), err)
			}
			return
		}
		checkStable(t, b)
	})
}
