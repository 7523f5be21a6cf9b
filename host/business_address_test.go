package host_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

func TestAddressLine(t *testing.T) {
	for _, c := range []struct {
		in                 host.Address
		full, number, name string
		code               string // of the region
	}{
		{host.Address{Street: "221B Baker Street", City: "London", PostalCode: "nw16xe", Country: "UK"},
			"221B Baker Street, London, NW1 6XE, United Kingdom", "221B", "Baker Street", ""},
		{host.Address{Street: "Straße des 17. Juni 135", City: "Berlin", PostalCode: "10623", Country: "Germany"},
			"Straße des 17. Juni 135, 10623 Berlin, Germany", "135", "Straße des 17. Juni", ""},
		{host.Address{Street: "Calle Ejemplo, 12-14", City: "Madrid", PostalCode: "28001", Country: "ESP"},
			"Calle Ejemplo, 12-14, 28001 Madrid, Spain", "12-14", "Calle Ejemplo", ""},
		{host.Address{Street: "100-5 King St W", Line2: "Floor 3", City: "Toronto", Region: "on", PostalCode: "m5v2t6", Country: "ca"},
			"100-5 King St W, Floor 3, Toronto, ON M5V 2T6, Canada", "100-5", "King St W", "ON"},
		{host.Address{Street: "3 Example St", City: "Perth", Region: "Western Australia", PostalCode: "6000", Country: "AU"},
			"3 Example St, Perth WA 6000, Australia", "3", "Example St", "WA"},
		{host.Address{Street: "Dorpsstraat 7a", City: "Utrecht", PostalCode: "3511aa", Country: "NL"},
			"Dorpsstraat 7a, 3511 AA Utrecht, Netherlands", "7a", "Dorpsstraat", ""},
		{host.Address{Street: "Rua do Exemplo 8", City: "Lisboa", PostalCode: "1100-148", Country: "PT"},
			"Rua do Exemplo 8, 1100-148 Lisboa, Portugal", "8", "Rua do Exemplo", ""},
		{host.Address{Street: "Av. Exemplo, 1000", Neighbourhood: "Centro", City: "São Paulo", Region: "SP", PostalCode: "01310100", Country: "BR"},
			"Av. Exemplo, 1000, Centro, São Paulo - SP, 01310-100, Brazil", "1000", "Av. Exemplo", ""},
		{host.Address{Street: "Példa utca 5.", City: "Budapest", PostalCode: "1051", Country: "HU"},
			"Budapest, Példa utca 5., 1051, Hungary", "", "Példa utca 5.", ""},
		{host.Address{Street: "5th Avenue Plaza", City: "New York", Region: "US-NY", PostalCode: "10001-0001", Country: "USA"},
			"5th Avenue Plaza, New York, NY 10001-0001, United States", "", "5th Avenue Plaza", "NY"},
		{host.Address{Street: "7 Example Road", PostalCode: "018956", Country: "SG"},
			"7 Example Road, Singapore 018956, Singapore", "7", "Example Road", ""},
		{host.Address{Street: "1 Example Lane", City: "Nairobi", Country: "KE", PostalCode: "00100"},
			"1 Example Lane, 00100 Nairobi, Kenya", "", "1 Example Lane", ""},
	} {
		b, err := host.Business{Name: "Example", Website: "https://example.com", Address: c.in}.Clean()
		if err != nil {
			t.Errorf("%+v: %v", c.in, err)
			continue
		}
		got := b.Contract().Address
		if got.Full != c.full || got.HouseNumber != c.number || got.StreetName != c.name || got.RegionCode != c.code {
			t.Errorf("got  %q %q %q %q\nwant %q %q %q %q", got.Full, got.HouseNumber, got.StreetName, got.RegionCode, c.full, c.number, c.name, c.code)
		}
	}
}

// The example of a refused postal code is itself taken, in every country that has a pattern.
func TestPostalCodeExamples(t *testing.T) {
	seen := 0
	for a := 'A'; a <= 'Z'; a++ {
		for z := 'A'; z <= 'Z'; z++ {
			country := string(a) + string(z)
			b := host.Business{Name: "Example", Website: "https://example.com", Address: host.Address{
				Street: "1 Example", City: "Example", Country: country, PostalCode: "!",
			}}
			example, refused := problemOf(t, b, "address.postal_code")
			if !refused {
				continue
			}
			seen++
			b.Address.PostalCode = example
			if _, refused := problemOf(t, b, "address.postal_code"); refused {
				t.Errorf("%s: example %q is refused", country, example)
			}
		}
	}
	if seen < 30 {
		t.Errorf("postal codes of %d countries are checked, want at least 30", seen)
	}
}

func TestContactNames(t *testing.T) {
	for _, c := range []struct{ name, first, last string }{
		{"Dana Copper", "Dana", "Copper"},
		{"Dr. Jana von Beispiel", "Jana", "von Beispiel"},
		{"Mary Jane Example", "Mary Jane", "Example"},
		{"Example, Ada", "Ada", "Example"},
		{"Madonna", "Madonna", ""},
		{"Prof. Dr. Example", "Example", ""},
	} {
		got := host.Business{Contact: host.Contact{Name: c.name}}.Contract().Contact
		if got.FirstName != c.first || got.LastName != c.last || got.Name != c.name {
			t.Errorf("%s: got %q %q", c.name, got.FirstName, got.LastName)
		}
	}
	if got := (host.Business{Contact: host.Contact{FirstName: "Ada", LastName: "Example"}}).Contract().Contact.Name; got != "Ada Example" {
		t.Errorf("got %q for a name in two parts", got)
	}
}

func TestShortDescription(t *testing.T) {
	word := strings.Repeat("word ", 60)
	for _, c := range []struct{ name, short, long, want string }{
		{"given", "Given.", "Long.", "Given."},
		{"fits", "", "One line.\n\nAnd another.", "One line. And another."},
		{"sentence", "", strings.Repeat("word ", 30) + "ends here. Then " + word, strings.Repeat("word ", 30) + "ends here."},
		{"abbreviation", "", strings.Repeat("word ", 30) + "Dr. Example, from 8 a.m. on Sat. 5 " + word, strings.Repeat("word ", 30) + "Dr. Example, from 8 a.m. on Sat. 5 word word word…"},
		{"words", "", word, strings.TrimSpace(strings.Repeat("word ", 40)) + "…"},
		{"no spaces", "", strings.Repeat("ä", 300), strings.Repeat("ä", 199) + "…"},
		{"Japanese", "", strings.Repeat("あ", 150) + "。" + strings.Repeat("い", 150), strings.Repeat("あ", 150) + "。"},
	} {
		got := host.Business{DescriptionShort: c.short, Description: c.long}.Contract().DescriptionShort
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func problemOf(t *testing.T, b host.Business, field string) (example string, refused bool) {
	t.Helper()
	var problems host.Problems
	errors.As(b.Validate(), &problems)
	for _, p := range problems {
		if p.Field == field {
			return p.Example, true
		}
	}
	return "", false
}
