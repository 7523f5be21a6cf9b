package twin

import (
	"strings"
	"unicode/utf8"
)

// number is one long number and what takes its place.
type number struct {
	field         string
	digits, other string
}

// numbers finds long numbers however they are written: "+1 (415) 555-0132", "415.555.0132".
type numbers []number

// marks are what people write between the digits of one number.
const marks = " ()-./+\u00a0\u2009\u2011\u202f"

// run is a stretch of digits with marks between them.
type run struct {
	digits string
	at     []int // place of each digit in the text
}

// runs returns the stretches of digits of a text.
func runs(text string) []run {
	var all []run
	var r run
	gap := 0
	end := func() {
		if len(r.at) > 0 {
			all = append(all, r)
		}
		r, gap = run{}, 0
	}
	var digits strings.Builder
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case '0' <= c && c <= '9':
			digits.WriteRune(c)
			r.at = append(r.at, i)
			gap = 0
		case len(r.at) > 0 && strings.ContainsRune(marks, c) && gap < 3:
			gap++
		default:
			r.digits = digits.String()
			digits.Reset()
			end()
		}
		i += size
	}
	r.digits = digits.String()
	end()
	return all
}

// find returns the places of digits to replace, and by which.
func (n numbers) find(text string) map[int]byte {
	var places map[int]byte
	for _, r := range runs(text) {
		taken := make([]bool, len(r.digits))
		for _, one := range n {
			for from := 0; ; {
				k := strings.Index(r.digits[from:], one.digits)
				if k < 0 {
					break
				}
				k += from
				from = k + 1
				if taken[k] || taken[k+len(one.digits)-1] {
					continue
				}
				for i := range len(one.digits) {
					if places == nil {
						places = map[int]byte{}
					}
					places[r.at[k+i]], taken[k+i] = one.other[i], true
				}
			}
		}
	}
	return places
}

func (n numbers) replace(text string) string {
	places := n.find(text)
	if places == nil {
		return text
	}
	out := []byte(text)
	for at, digit := range places {
		out[at] = digit
	}
	return string(out)
}
