package host

import (
	"regexp"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// address cleans a postal address. A service-area business may leave out the street and with it the postal code.
func (p *Problems) address(a Address, serviceArea bool) Address {
	a.Street = p.line("address.street", a.Street, 150, "12 Example Street")
	a.Line2 = p.line("address.line2", a.Line2, 100, "Suite 200")
	a.Neighbourhood = p.line("address.neighbourhood", a.Neighbourhood, 100, "Mission District")
	a.City = p.line("address.city", a.City, 100, "San Francisco")
	a.Region = p.line("address.region", a.Region, 100, "California")
	a.PostalCode = strings.ToUpper(p.line("address.postal_code", a.PostalCode, 20, "94103"))
	a.Country = p.line("address.country", a.Country, 60, "US")

	code := countryCode(a.Country)
	switch {
	case a.Country == "":
		p.add("address.country", "US", "is missing")
		return a
	case code == "":
		p.add("address.country", "US", "is not a country's two-letter code")
		return a
	}
	a.Country = code
	post := postals[code]

	if a.City == "" {
		if post.noCity {
			a.City = countryName(code)
		} else {
			p.add("address.city", "San Francisco", "is missing")
		}
	}
	if a.Street == "" && !serviceArea {
		p.add("address.street", "12 Example Street", "is missing; a business that comes to its customers gives service_area instead")
	}
	p.region(&a, post)
	switch {
	case a.PostalCode == "":
		if post.needsCode && !serviceArea {
			p.add("address.postal_code", post.example, "is missing; addresses in %s need it", countryName(code))
		}
	case post.code != nil:
		if written, ok := post.write(a.PostalCode); ok {
			a.PostalCode = written
		} else {
			p.add("address.postal_code", post.example, "is not a postal code of %s", countryName(code))
		}
	}
	return a
}

func (p *Problems) region(a *Address, post postal) {
	known := regions[a.Country]
	example := "the state or province"
	if len(known) > 0 {
		example = known[0].name
	}
	if a.Region == "" {
		if post.needsRegion {
			p.add("address.region", example, "is missing; addresses in %s need it", countryName(a.Country))
		}
		return
	}
	if len(known) == 0 {
		return
	}
	r, ok := findRegion(a.Country, a.Region)
	if !ok {
		p.add("address.region", example, "is not a state or province of %s", countryName(a.Country))
		return
	}
	a.Region = r.name
}

// write brings a postal code to the usual spelling of its country: with the space or dash of the example.
func (post postal) write(code string) (string, bool) {
	bare := strings.NewReplacer(" ", "", "-", "").Replace(code)
	for i, r := range post.example {
		if strings.ContainsRune(" -", r) {
			at := i
			if fromEnd := len(post.example) - i - 1; r == ' ' {
				at = len(bare) - fromEnd // British codes differ in length before the space
			}
			if at > 0 && at < len(bare) {
				if spaced := bare[:at] + string(r) + bare[at:]; post.code.MatchString(spaced) {
					return spaced, true
				}
			}
		}
	}
	return code, post.code.MatchString(code)
}

// contract returns the address as adapters see it.
func (a Address) contract() sdk.Address {
	post := postals[a.Country]
	out := sdk.Address{
		Street: a.Street, Line2: a.Line2, Neighbourhood: a.Neighbourhood, City: a.City, Region: a.Region,
		PostalCode: a.PostalCode, Country: a.Country, CountryName: countryName(a.Country),
	}
	if r, ok := findRegion(a.Country, a.Region); ok {
		out.Region, out.RegionCode = r.name, r.code
	}
	out.HouseNumber, out.StreetName = splitStreet(a.Street, post.numberFirst)
	out.Full = oneLine(out, post)
	return out
}

// oneLine writes an address in its country's order, with the country's English name at the end.
func oneLine(a sdk.Address, post postal) string {
	order := post.order
	if order == "" {
		order = defaultOrder
	}
	code := a.RegionCode
	if code == "" {
		code = a.Region
	}
	values := map[rune]string{'s': a.Street, '2': a.Line2, 'n': a.Neighbourhood, 'c': a.City, 'r': a.Region, 'R': code, 'p': a.PostalCode}
	var parts []string
	for part := range strings.SplitSeq(order, ", ") {
		var words []string
		for _, key := range part {
			if word := values[key]; word != "" {
				words = append(words, word)
			} else if key == '-' && len(words) > 0 {
				words = append(words, "-")
			}
		}
		if text := strings.TrimSuffix(strings.Join(words, " "), " -"); text != "" {
			parts = append(parts, text)
		}
	}
	if len(parts) == 0 || parts[len(parts)-1] != a.CountryName {
		parts = append(parts, a.CountryName)
	}
	return strings.Join(parts, ", ")
}

var (
	numberThenStreet = regexp.MustCompile(`^(\d+[A-Za-z]?(?: ?[-–/] ?\d+[A-Za-z]?| \d/\d| (?i:bis|ter))?),? ([^\d].*)$`)
	streetThenNumber = regexp.MustCompile(`^(.*\pL.*?),? (\d+ ?[A-Za-z]?(?: ?[-–/+] ?\d* ?[A-Za-z]?)?)$`)
)

// splitStreet tells the house number from the street where the street is written in its country's common order.
func splitStreet(street string, numberFirst bool) (number, name string) {
	if numberFirst {
		if m := numberThenStreet.FindStringSubmatch(street); m != nil {
			return m[1], m[2]
		}
		return "", street
	}
	if m := streetThenNumber.FindStringSubmatch(street); m != nil {
		return m[2], m[1]
	}
	return "", street
}
