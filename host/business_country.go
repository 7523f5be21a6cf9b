package host

import (
	"regexp"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// isoCountries are the codes of ISO 3166-1 alpha-2, and XK, which post and phone use for Kosovo.
const isoCountries = " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ" +
	" CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR" +
	" GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP" +
	" KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ" +
	" NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW" +
	" SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ" +
	" UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK "

func isCountry(code string) bool {
	return len(code) == 2 && strings.Contains(isoCountries, " "+code+" ")
}

// plainNames replace names that directories' lists of countries do not use.
var plainNames = map[string]string{
	"HK": "Hong Kong", "MO": "Macao", "MM": "Myanmar", "PS": "Palestine", "CD": "Democratic Republic of the Congo", "CG": "Congo",
	"CI": "Ivory Coast", "BA": "Bosnia and Herzegovina", "AG": "Antigua and Barbuda", "KN": "Saint Kitts and Nevis",
	"TT": "Trinidad and Tobago", "VC": "Saint Vincent and the Grenadines", "LC": "Saint Lucia", "ST": "Sao Tome and Principe",
	"TR": "Turkey", "CZ": "Czech Republic",
}

// countryName returns the English name of a country.
func countryName(code string) string {
	if name, ok := plainNames[code]; ok {
		return name
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	return display.English.Regions().Name(region)
}

// countryCodes leads from English names in lower case to codes.
var countryCodes = sync.OnceValue(func() map[string]string {
	codes := map[string]string{
		"england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "great britain": "GB", "uk": "GB", "u.k.": "GB",
		"usa": "US", "u.s.": "US", "u.s.a.": "US", "united states of america": "US", "america": "US", "deutschland": "DE",
		"österreich": "AT", "schweiz": "CH", "suisse": "CH", "españa": "ES", "italia": "IT", "brasil": "BR", "méxico": "MX",
		"nederland": "NL", "the netherlands": "NL", "holland": "NL", "polska": "PL", "czechia": "CZ", "türkiye": "TR",
		"belgië": "BE", "belgique": "BE", "danmark": "DK", "sverige": "SE", "norge": "NO", "suomi": "FI", "uae": "AE",
	}
	for code := range strings.FieldsSeq(isoCountries) {
		codes[strings.ToLower(countryName(code))] = code
	}
	return codes
})

// countryCode reads a country from its alpha-2 or alpha-3 code or its English name; "" if it is none of them.
func countryCode(s string) string {
	upper := strings.ToUpper(s)
	if isCountry(upper) {
		return upper
	}
	if code, ok := countryCodes()[strings.ToLower(s)]; ok {
		return code
	}
	if len(s) == 3 {
		if region, err := language.ParseRegion(upper); err == nil && region.ISO3() == upper && isCountry(region.String()) {
			return region.String()
		}
	}
	return ""
}

// postal is how a country's post writes addresses.
type postal struct {
	// code is the whole postal code, in upper case; nil where the country has none or we do not know.
	code    *regexp.Regexp
	example string
	// needsCode and needsRegion: mail does not arrive without.
	needsCode, needsRegion bool
	// noCity: the country is the city.
	noCity bool
	// order of one line: s street, 2 second line, n neighbourhood, c city, r region, R its code, p postal code. Empty is
	// defaultOrder.
	order string
	// numberFirst: "12 High Street"; otherwise "Hauptstraße 12".
	numberFirst bool
}

const defaultOrder = "s, 2, p c, r"

const (
	needCode   = 1 << iota // needsCode
	needRegion             // needsRegion
	noCity
	numberFirst
)

func country(code, example, order string, flags int) postal {
	p := postal{
		example: example, order: order, needsCode: flags&needCode != 0, needsRegion: flags&needRegion != 0,
		noCity: flags&noCity != 0, numberFirst: flags&numberFirst != 0,
	}
	if code != "" {
		p.code = regexp.MustCompile("^(?:" + code + ")$")
	}
	return p
}

// postals holds the countries whose addresses we know. Others take any postal code, and need none.
var postals = map[string]postal{
	"AE": country("", "", "s, 2, n, c, r", needRegion),
	"AR": country(`[A-Z]?\d{4}(?:[A-Z]{3})?`, "C1425DKG", "s, 2, p c, r", 0),
	"AT": country(`\d{4}`, "1010", "", needCode),
	"AU": country(`\d{4}`, "2000", "s, 2, c R p", needCode|needRegion|numberFirst),
	"BE": country(`\d{4}`, "1000", "s, 2, p c", needCode),
	"BG": country(`\d{4}`, "1000", "s, 2, p c", needCode),
	"BR": country(`\d{5}-?\d{3}`, "01310-100", "s, 2, n, c - r, p", needCode|needRegion),
	"CA": country(`[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d`, "M5V 2T6", "s, 2, c, R p", needCode|needRegion|numberFirst),
	"CH": country(`[1-9]\d{3}`, "8001", "s, 2, p c", needCode),
	"CL": country(`\d{3}-?\d{4}`, "8320000", "s, 2, p c, r", 0),
	"CN": country(`\d{6}`, "100000", "s, 2, n, c, r p", needCode|needRegion|numberFirst),
	"CO": country(`\d{6}`, "110111", "s, 2, c, r, p", 0),
	"CZ": country(`\d{3} ?\d{2}`, "110 00", "s, 2, p c", needCode),
	"DE": country(`\d{5}`, "10115", "s, 2, p c", needCode),
	"DK": country(`\d{4}`, "1050", "s, 2, p c", needCode),
	"EE": country(`\d{5}`, "10111", "s, 2, p c", needCode),
	"ES": country(`(?:0[1-9]|[1-4]\d|5[0-2])\d{3}`, "28001", "s, 2, p c, r", needCode),
	"FI": country(`\d{5}`, "00100", "s, 2, p c", needCode),
	"FR": country(`\d{5}`, "75001", "s, 2, p c", needCode|numberFirst),
	"GB": country(`(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y]) ?\d[ABD-HJLNP-UW-Z]{2})`, "SW1A 1AA", "s, 2, n, c, p", needCode|numberFirst),
	"GR": country(`\d{3} ?\d{2}`, "105 57", "s, 2, p c", needCode),
	"HK": country("", "", "s, 2, n, c", noCity|numberFirst),
	"HR": country(`\d{5}`, "10000", "s, 2, p c", needCode),
	"HU": country(`\d{4}`, "1051", "c, s, 2, p", needCode),
	"ID": country(`\d{5}`, "10110", "s, 2, n, c, r p", 0),
	"IE": country(`[AC-FHKNPRTV-Y]\d[\dW] ?[0-9AC-FHKNPRTV-Y]{4}`, "D02 AF30", "s, 2, n, c, r, p", numberFirst),
	"IL": country(`\d{5}(?:\d{2})?`, "9614303", "s, 2, c p", numberFirst),
	"IN": country(`[1-9]\d{2} ?\d{3}`, "110001", "s, 2, n, c, r p", needCode|needRegion|numberFirst),
	"IS": country(`\d{3}`, "101", "s, 2, p c", needCode),
	"IT": country(`\d{5}`, "00184", "s, 2, p c, r", needCode),
	"JP": country(`\d{3}-?\d{4}`, "100-0001", "s, 2, n, c, r p", needCode|needRegion|numberFirst),
	"KR": country(`\d{5}`, "04524", "s, 2, n, c, r p", needCode|numberFirst),
	"LT": country(`(?:LT-)?\d{5}`, "01103", "s, 2, p c", needCode),
	"LU": country(`(?:L-)?\d{4}`, "1111", "s, 2, p c", needCode|numberFirst),
	"LV": country(`(?:LV-)?\d{4}`, "LV-1010", "s, 2, c, p", needCode),
	"MX": country(`\d{5}`, "06000", "s, 2, n, p c, r", needCode|needRegion),
	"MY": country(`\d{5}`, "50000", "s, 2, n, p c, r", needCode|numberFirst),
	"NG": country(`\d{6}`, "100001", "s, 2, n, c p, r", numberFirst),
	"NL": country(`[1-9]\d{3} ?[A-Z]{2}`, "1012 JS", "s, 2, p c", needCode),
	"NO": country(`\d{4}`, "0150", "s, 2, p c", needCode),
	"NZ": country(`\d{4}`, "6011", "s, 2, n, c p", needCode|numberFirst),
	"PE": country(`\d{5}`, "15001", "s, 2, n, c p, r", 0),
	"PH": country(`\d{4}`, "1000", "s, 2, n, p c, r", numberFirst),
	"PL": country(`\d{2}-\d{3}`, "00-001", "s, 2, p c", needCode),
	"PT": country(`\d{4}-\d{3}`, "1100-148", "s, 2, p c", needCode),
	"RO": country(`\d{6}`, "010011", "s, 2, p c, r", needCode),
	"RS": country(`\d{5}`, "11000", "s, 2, p c", 0),
	"RU": country(`\d{6}`, "101000", "s, 2, c, r, p", needCode),
	"SA": country(`\d{5}(?:-\d{4})?`, "12211", "s, 2, n, c p", numberFirst),
	"SE": country(`\d{3} ?\d{2}`, "111 29", "s, 2, p c", needCode),
	"SG": country(`\d{6}`, "018956", "s, 2, c p", needCode|noCity|numberFirst),
	"SI": country(`(?:SI-)?\d{4}`, "1000", "s, 2, p c", needCode),
	"SK": country(`\d{3} ?\d{2}`, "811 01", "s, 2, p c", needCode),
	"TH": country(`\d{5}`, "10200", "s, 2, n, c, r p", needCode|numberFirst),
	"TR": country(`\d{5}`, "34433", "s, 2, n, p c, r", needCode),
	"TW": country(`\d{3}(?:\d{2,3})?`, "100", "s, 2, n, c, r p", numberFirst),
	"UA": country(`\d{5}`, "01001", "s, 2, c, r, p", needCode),
	"US": country(`\d{5}(?:-\d{4})?`, "94103", "s, 2, c, R p", needCode|needRegion|numberFirst),
	"VN": country(`\d{5,6}`, "100000", "s, 2, n, c, r p", numberFirst),
	"ZA": country(`\d{4}`, "8001", "s, 2, n, c, r, p", needCode|numberFirst),
	"MC": country(`980\d{2}`, "98000", "s, 2, p c", needCode|noCity|numberFirst),
	"VA": country(`00120`, "00120", "s, 2, p c", noCity),
	"GI": country(`GX11 1AA`, "GX11 1AA", "s, 2, c, p", noCity|numberFirst),
}
