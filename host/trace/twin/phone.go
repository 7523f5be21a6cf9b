package twin

import (
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"github.com/directorybolt/directorybolt/sdk"
)

// subscriber returns other digits for a national significant number: valid, of the same kind in the same region, written alike, and not taken. Its first
// digits, which name an area or a network, stay. Without such a number it returns digits of the same length.
func (a *alphabet) subscriber(e164, digits string, taken func(string) bool) string {
	number, err := phonenumbers.Parse(e164, "")
	if err != nil || phonenumbers.GetNationalSignificantNumber(number) != digits {
		return a.number(digits)
	}
	fits := likeness(number, digits)
	chance := a.chance(digits)
	for _, tail := range tails(number, digits) {
		keep := max(len(digits)-len(tail), 1)
		for range 200 {
			candidate := []byte(digits[:keep] + tail[len(tail)-len(digits)+keep:])
			for i, c := range candidate[keep:] {
				if c == '?' {
					candidate[keep+i] = '0' + byte(chance.IntN(10))
				}
			}
			if text := string(candidate); text != digits && !taken(text) && fits(text) {
				return text
			}
		}
	}
	return a.number(digits)
}

// tails are the ends that a number may get, "?" for any digit: in North America first one that is set aside for stories, elsewhere any.
func tails(number *phonenumbers.PhoneNumber, digits string) []string {
	anyEnd := []string{"???????", "??????", "?????", "????"}
	if number.GetCountryCode() == 1 && len(digits) == 10 {
		return append([]string{"55501??"}, anyEnd...)
	}
	return anyEnd
}

// likeness returns a test for other digits of a number.
func likeness(number *phonenumbers.PhoneNumber, digits string) func(string) bool {
	region, kind := phonenumbers.GetRegionCodeForNumber(number), phonenumbers.GetNumberType(number)
	national := phonenumbers.Format(number, phonenumbers.NATIONAL)
	alike := strings.Contains(onlyDigits(national), digits) // but for countries where people dial something else at home
	return func(text string) bool {
		n, err := phonenumbers.Parse("+"+strconv.Itoa(int(number.GetCountryCode()))+text, "")
		return err == nil && phonenumbers.IsValidNumber(n) && phonenumbers.GetRegionCodeForNumber(n) == region && phonenumbers.GetNumberType(n) == kind &&
			len(phonenumbers.Format(n, phonenumbers.NATIONAL)) == len(national) &&
			(!alike || numbers{{digits: digits, other: text}}.replace(national) == phonenumbers.Format(n, phonenumbers.NATIONAL))
	}
}

// phone replaces a number in all its forms.
func (s *source) phone(p *sdk.Phone) {
	was := p.Digits
	p.Digits = s.numbers.replace(p.Digits)
	if p.Digits == was {
		return
	}
	n, err := phonenumbers.Parse("+"+p.CallingCode+p.Digits, "")
	if err != nil {
		p.E164, p.National, p.International = s.numbers.replace(p.E164), s.numbers.replace(p.National), s.numbers.replace(p.International)
		return
	}
	p.E164 = phonenumbers.Format(n, phonenumbers.E164)
	p.National, p.International = phonenumbers.Format(n, phonenumbers.NATIONAL), phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
}
