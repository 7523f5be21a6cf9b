package twin

import (
	"strconv"

	"github.com/nyaruka/phonenumbers"

	"github.com/directorybolt/directorybolt/sdk"
)

// subscriber returns other digits for a national significant number: valid, of the same kind in the same region, and written alike. Its first digits,
// which name an area or a network, stay. Without such a number it returns digits of the same length.
func (a *alphabet) subscriber(e164, digits string) string {
	number, err := phonenumbers.Parse(e164, "")
	if err != nil || phonenumbers.GetNationalSignificantNumber(number) != digits {
		return a.number(digits)
	}
	region, kind := phonenumbers.GetRegionCodeForNumber(number), phonenumbers.GetNumberType(number)
	national := phonenumbers.Format(number, phonenumbers.NATIONAL)
	chance := a.chance(digits)
	for _, changed := range []int{7, 6, 5, 4} {
		keep := max(len(digits)-changed, 1)
		for range 200 {
			candidate := []byte(digits)
			for i := keep; i < len(candidate); i++ {
				candidate[i] = '0' + byte(chance.IntN(10))
			}
			text := string(candidate)
			if text[keep:] == digits[keep:] {
				continue
			}
			n, err := phonenumbers.Parse("+"+strconv.Itoa(int(number.GetCountryCode()))+text, "")
			if err != nil || !phonenumbers.IsValidNumber(n) || phonenumbers.GetRegionCodeForNumber(n) != region || phonenumbers.GetNumberType(n) != kind {
				continue
			}
			if in := (numbers{{digits: digits, other: text}}); in.replace(national) == phonenumbers.Format(n, phonenumbers.NATIONAL) {
				return text
			}
		}
	}
	return a.number(digits)
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
