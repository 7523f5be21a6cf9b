package mapper

import (
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// options returns what a control offers, without the entries that stand for no choice: "Select a category".
func options(page *sdk.Page, c *sdk.Control) []sdk.Option {
	var kept []sdk.Option
	for _, o := range page.Options(c) {
		if !blank(o) {
			kept = append(kept, o)
		}
	}
	return kept
}

func blank(o sdk.Option) bool {
	w := words(o.Label)
	if len(w) == 0 && o.Value == "" {
		return true
	}
	if strings.HasPrefix(strings.TrimSpace(o.Label), "--") || o.Value == "" && len(w) > 0 && strings.HasSuffix(o.Label, "...") {
		return true
	}
	if (o.Value == "" || o.Value == "0" || o.Value == "-1") && len(w) > 0 {
		switch w[0] {
		case "select", "choose", "please", "pick", "none", "any", "all", "bitte", "wahlen", "choisir", "choisissez", "selectionner", "selectionnez", "seleccione",
			"seleccionar", "elija", "selecione", "seleziona", "scegli", "kies", "selecteer":
			return true
		}
		return o.Value == ""
	}
	return false
}

func optionName(o sdk.Option) string {
	if o.Label != "" {
		return o.Label
	}
	return o.Value
}

// pick returns the options that mean one of the wanted values, best first, at most n. It returns none rather than a guess.
func pick(t Type, list []sdk.Option, wanted []string, n int) []string {
	var chosen []string
	for _, w := range wanted {
		if len(chosen) == n {
			break
		}
		if o, ok := bestOption(t, list, w); ok && !contains(chosen, optionName(o)) {
			chosen = append(chosen, optionName(o))
		}
	}
	return chosen
}

func bestOption(t Type, list []sdk.Option, want string) (sdk.Option, bool) {
	best, top := sdk.Option{}, 0.0
	for _, o := range list {
		if s := alike(t, o, want); s > top {
			best, top = o, s
		}
	}
	return best, top >= 0.5
}

// alike says from 0 to 1 how much an option means want.
func alike(t Type, o sdk.Option, want string) float64 {
	if strings.EqualFold(o.Label, want) || strings.EqualFold(o.Value, want) {
		return 1
	}
	a, b := words(o.Label), words(want)
	if len(a) > 0 && strings.Join(a, " ") == strings.Join(b, " ") {
		return 0.98
	}
	switch t {
	case Country, Region:
		return alikePlace(a, b)
	case PriceRange:
		return alikePrice(o, want)
	case EmployeeCount:
		return alikeNumber(o.Label, want)
	case YearFounded, PostalCode, HouseNumber:
		return 0
	}
	return alikeWords(a, b)
}

// alikePlace takes "California (CA)" and "United States of America", but never "New York" for "York".
func alikePlace(option, want []string) float64 {
	if len(want) == 0 || len(option) == 0 {
		return 0
	}
	if len(want) == 1 && len(want[0]) == 2 {
		return 0 // a code that is neither label nor value
	}
	if len(option) >= len(want) && equal(option, want) {
		return max(0.5, 0.9-0.02*float64(len(option)-len(want)))
	}
	return 0
}

var priceWords = [...][]string{{"inexpensive", "cheap", "budget", "low", "economy", "gunstig", "economico"}, {"moderate", "medium", "mid", "average", "mittel"},
	{"pricey", "expensive", "high", "upscale", "gehoben"}, {"ultra", "luxury", "very", "premium", "exclusive", "fine"}}

// alikePrice compares levels: "$$", "€€" and "Moderate" are the same.
func alikePrice(o sdk.Option, want string) float64 {
	level := len(want)
	for _, s := range []string{o.Value, o.Label} {
		signs := strings.Count(s, "$") + strings.Count(s, "€") + strings.Count(s, "£")
		if signs == level {
			return 0.9
		}
		if signs > 0 {
			return 0
		}
	}
	w := words(o.Label)
	for i := len(priceWords); i > 0; i-- { // "very expensive" is the fourth level, not the third
		for _, one := range priceWords[i-1] {
			if contains(w, one) {
				if i == level {
					return 0.8
				}
				return 0
			}
		}
	}
	return 0
}

// alikeNumber reports whether a range holds the number, or the first number of the range wanted: "11-50" for "20".
func alikeNumber(option, want string) float64 {
	ranges, n := numbers(option), numbers(want)
	switch {
	case len(n) == 0 || len(ranges) == 0:
		return 0
	case len(ranges) >= 2 && ranges[0] <= n[0] && n[0] <= ranges[1]:
		return 0.9
	case len(ranges) == 1 && (strings.Contains(option, "+") || hasAny(words(option), "more", "over", "above")) && n[0] >= ranges[0]:
		return 0.8
	case len(ranges) == 1 && ranges[0] == n[0]:
		return 0.9
	}
	return 0
}

func numbers(s string) []int {
	var all []int
	for _, w := range words(strings.ReplaceAll(s, ",", "")) {
		if n, err := strconv.Atoi(w); err == nil {
			all = append(all, n)
		}
	}
	return all
}

// common are words that make no two things alike.
var common = set("and or the of in for a to with all other general services service shop store company business und et y e de la")

// alikeWords compares by words without their endings, and then by kind: a plumber is a home service.
func alikeWords(option, want []string) float64 {
	a, b := stems(option), stems(want)
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	shared := 0
	for _, w := range b {
		if contains(a, w) {
			shared++
		}
	}
	if shared > 0 {
		return 0.5 + 0.4*float64(2*shared)/float64(len(a)+len(b))
	}
	for _, k := range kinds {
		if anyOf(b, k) && anyOf(a, k) {
			return 0.5
		}
	}
	return 0
}

func stems(w []string) []string {
	var out []string
	for _, one := range w {
		if !common[one] {
			out = append(out, stem(one))
		}
	}
	return out
}

// kinds are businesses that directories file together, by the stems of their words.
var kinds = stemSets(
	"plumber electrician handwerk artisan roofer roofing hvac heating contractor construction builder building carpenter painter handyman landscaping gardener trades trade home haus maison hogar repair renovation remodeling flooring locksmith cleaning improvement craft",
	"restaurant gastronomie restauration restauracion cafe coffee bar pub bakery pizza food dining catering eatery bistro diner drink drinks bakeries eat",
	"lawyer attorney law legal solicitor notary",
	"doctor dentist dental medical gesundheit sante salud health healthcare clinic physician pharmacy therapy therapist chiropractor hospital optician wellness",
	"salon hair barber beauty spa nail cosmetics massage",
	"software technik technologie tecnologia saas technology tech it computer web internet app hosting developer development digital ai",
	"marketing advertising seo agency media branding pr design",
	"accountant accounting bookkeeping tax finance financial bank insurance investment",
	"hotel motel hostel lodging accommodation travel tourism guesthouse",
	"car auto automotive automovil automobile garage mechanic vehicle tyre tire",
	"estate realtor property housing realty",
	"school education bildung educacion formation tutor training university college course",
	"gym fitness sport yoga sports recreation",
	"florist gift einzelhandel comercio commerce clothing fashion jewelry bookstore retail shopping boutique furniture store",
	"pet vet veterinary animal",
	"church charity nonprofit community organization religious",
	"consulting consultant professional b2b corporate",
)

func stemSets(lists ...string) []map[string]bool {
	var all []map[string]bool
	for _, l := range lists {
		m := map[string]bool{}
		for _, w := range strings.Fields(l) {
			m[stem(w)] = true
		}
		all = append(all, m)
	}
	return all
}

// rest returns the option for what fits nowhere: "Other".
func rest(list []sdk.Option) string {
	for _, o := range list {
		w := words(o.Label)
		if len(w) > 0 && len(w) <= 3 && anyOf(w[:1], set("other others miscellaneous misc general various sonstige sonstiges andere autre autres otro otros otra outros outro altro altri overig overige")) {
			return optionName(o)
		}
	}
	return ""
}

// offers says what a list of options is one of, by what is in it: countries, states, kinds of business. Empty where it is nothing the mapper knows.
func offers(list []sdk.Option) Type {
	countries, regions, businesses := 0, 0, 0
	seen := map[int]bool{}
	for _, o := range list {
		name := fold(o.Label)
		switch {
		case someCountries[name]:
			countries++
		case someRegions[name]:
			regions++
		}
		for i, k := range kinds {
			if !seen[i] && anyOf(stems(words(o.Label)), k) {
				seen[i] = true
				businesses++
				break
			}
		}
	}
	switch {
	case countries >= 3:
		return Country
	case regions >= 3:
		return Region
	case businesses >= 4:
		return Category
	}
	return ""
}

var (
	someCountries = phraseSet("united states,united kingdom,germany,deutschland,france,frankreich,spain,espana,italy,italia,canada,mexico,brazil,brasil,netherlands,nederland,australia,austria,osterreich,switzerland,schweiz,india,ireland,portugal,belgium,poland,japan")
	someRegions   = phraseSet("california,texas,florida,ohio,illinois,nevada,oregon,arizona,ontario,quebec,alberta,british columbia,bayern,hessen,sachsen,bretagne,andalucia,cataluna,lombardia,toscana,sicilia,noord holland,zuid holland,queensland,victoria,kent,essex,surrey")
)

func phraseSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, p := range split(list) {
		m[p] = true
	}
	return m
}
