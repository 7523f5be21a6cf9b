package host

import (
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// Match says whether a listing shows something as the profile has it.
type Match string

// Matches. Unchecked: the listing was not read, or the profile does not have it.
const (
	Unchecked Match = ""
	Same      Match = "same"
	NotSeen   Match = "not seen"
)

// Consistency compares name, address and phone number of a listing with the profile.
type Consistency struct{ Name, Address, Phone Match }

// Compare says what of the profile stands in the text of a listing. Case, spacing and punctuation do not matter, abbreviations do: what is written in
// another way counts as not seen.
func (b Business) Compare(listing string) Consistency {
	text := spaced(listing)
	address := []string{b.Address.Street}
	if b.Address.Street != "" {
		address = append(address, b.Address.PostalCode)
	} else if b.Address.PostalCode == "" {
		address[0] = b.Address.City
	} else {
		address[0] = b.Address.PostalCode
	}
	return Consistency{Name: holdsAll(text, b.Name), Address: holdsAll(text, address...), Phone: holdsNumber(listing, b.Phone)}
}

// holdsAll reports whether the text has all the phrases that are not empty.
func holdsAll(text string, phrases ...string) Match {
	found := Unchecked
	for _, phrase := range phrases {
		p := spaced(phrase)
		if p == "  " {
			continue
		}
		if !strings.Contains(text, p) {
			return NotSeen
		}
		found = Same
	}
	return found
}

// holdsNumber looks for a phone number without its country prefix, however it is written.
func holdsNumber(text, e164 string) Match {
	number, err := phonenumbers.Parse(e164, "")
	if err != nil {
		return Unchecked
	}
	digits := strings.Map(func(r rune) rune {
		switch {
		case '0' <= r && r <= '9':
			return r
		case strings.ContainsRune(" ()-./+\u00a0", r):
			return -1
		}
		return ' '
	}, text)
	if strings.Contains(digits, phonenumbers.GetNationalSignificantNumber(number)) {
		return Same
	}
	return NotSeen
}

// spaced is a text as it is compared: lower case, its words each between single spaces.
func spaced(s string) string {
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), " ") + " "
}
