package localdirectories

import (
	"strings"
	"unicode"
)

// sameBusiness reports whether two sets of values mean the same business: the same name, or the same phone however it is written.
func sameBusiness(a, b map[string]string) bool {
	if fold(a["name"]) != "" && fold(a["name"]) == fold(b["name"]) {
		return true
	}
	return samePhone(a["phone"], b["phone"])
}

// matches reports whether a search for q finds the listing: every word in its name, category or city, or its phone number.
func matches(l Listing, q string) bool {
	if samePhone(l.Values["phone"], q) {
		return true
	}
	words := strings.Fields(fold(q))
	text := fold(l.Values["name"] + " " + l.Values["category"] + " " + l.Values["city"] + " " + l.Values["website"])
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return len(words) > 0
}

// samePhone compares two numbers by their last digits, so that calling codes and trunk zeros do not matter. Fewer than
// seven digits are no phone number.
func samePhone(a, b string) bool {
	a, b = phoneDigits(a), phoneDigits(b)
	if len(a) < len(b) {
		a, b = b, a
	}
	return len(b) >= 7 && strings.HasSuffix(a, b)
}

func phoneDigits(s string) string {
	return strings.TrimLeft(digits(s), "0")
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// plain writes the letters of our languages without their accents.
var plain = strings.NewReplacer("ä", "a", "à", "a", "á", "a", "â", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "í", "i", "î", "i", "ï", "i",
	"ñ", "n", "ö", "o", "ó", "o", "ô", "o", "ß", "ss", "ü", "u", "ú", "u", "ù", "u", "û", "u")

// fold is a text as searches compare it: lower case, no accents, letters and digits only, single spaces.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(plain.Replace(strings.ToLower(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// slugOf is a text as it appears in an address: letters of other scripts are left out.
func slugOf(s string) string {
	return strings.Join(strings.FieldsFunc(fold(s), func(r rune) bool { return r == ' ' || r > unicode.MaxASCII }), "-")
}
