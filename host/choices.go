package host

import (
	"slices"
	"strings"
)

// Categories are kinds of business to choose from, in plain words and in order: the types of schema.org's LocalBusiness.
func Categories() []string {
	var out []string
	for name := range localBusinesses {
		if !vague[name] {
			out = append(out, typeInPlainWords(name))
		}
	}
	slices.Sort(out)
	return out
}

// Country is one that a business can be in.
type Country struct{ Code, Name string }

// Countries are all, by name.
func Countries() []Country {
	var out []Country
	for code := range strings.FieldsSeq(isoCountries) {
		out = append(out, Country{code, countryName(code)})
	}
	slices.SortFunc(out, func(a, b Country) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Regions are the names of the states or provinces of a country whose addresses need one we can check; nil for others.
func Regions(country string) []string {
	var out []string
	for _, r := range regions[countryCode(country)] {
		out = append(out, r.name)
	}
	return out
}
