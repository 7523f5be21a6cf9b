package host

import (
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"github.com/directorybolt/directorybolt/sdk"
)

// phone brings a number to E.164. A number without a country prefix is read as one of the country.
func (p *Problems) phone(field, s, country string) string {
	s = strings.TrimPrefix(foldLine(s), "tel:")
	if s == "" {
		return ""
	}
	example := examplePhone(country)
	if bad := badRune(s); bad != "" {
		p.add(field, example, "%s", bad)
		return s
	}
	if country == "" && !strings.HasPrefix(s, "+") {
		return s // the address is refused for its country; with that mended the number can be read
	}
	number, err := phonenumbers.Parse(s, country)
	if err != nil {
		p.add(field, example, "is not a phone number")
		return s
	}
	if number.GetExtension() != "" {
		p.add(field, example, "has an extension, which listings cannot carry")
		return s
	}
	if !phonenumbers.IsValidNumber(number) {
		p.add(field, example, "is not a phone number of %s", numberPlace(number, country))
		return s
	}
	return phonenumbers.Format(number, phonenumbers.E164)
}

func numberPlace(number *phonenumbers.PhoneNumber, country string) string {
	region := phonenumbers.GetRegionCodeForCountryCode(int(number.GetCountryCode()))
	if phonenumbers.GetCountryCodeForRegion(country) == int(number.GetCountryCode()) {
		region = country
	}
	if isCountry(region) {
		return countryName(region)
	}
	return "its country"
}

// examplePhone returns a number of the country that shows the shape; for some countries one set aside for fiction.
func examplePhone(country string) string {
	switch country {
	case "US", "":
		return "+1 415-555-0132"
	case "GB":
		return "+44 20 7946 0018"
	case "DE":
		return "+49 30 23125042"
	}
	if n := phonenumbers.GetExampleNumber(country); n != nil {
		return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
	}
	return "+1 415-555-0132"
}

// contractPhone returns the forms of a number in E.164; the zero value for "" and for what is none.
func contractPhone(e164 string) sdk.Phone {
	if e164 == "" {
		return sdk.Phone{}
	}
	number, err := phonenumbers.Parse(e164, "")
	if err != nil {
		return sdk.Phone{}
	}
	return sdk.Phone{
		E164:          e164,
		National:      phonenumbers.Format(number, phonenumbers.NATIONAL),
		International: phonenumbers.Format(number, phonenumbers.INTERNATIONAL),
		CallingCode:   strconv.Itoa(int(number.GetCountryCode())),
		Region:        phonenumbers.GetRegionCodeForNumber(number),
		Digits:        phonenumbers.GetNationalSignificantNumber(number),
	}
}
