package twin

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"
)

// alphabet gives each word another one of the same length, letters for letters and digits for digits. The same word always gets the same, and a
// word that is put together from known ones gets theirs.
type alphabet struct {
	seed  [32]byte
	known map[string]bool
}

// word replaces a word. Case is that of the original, letter by letter.
func (a *alphabet) word(text string) string { return inCase(text, a.lower(strings.ToLower(text))) }

// least is the length in bytes from which a known word is looked for inside another.
const least = 4

func (a *alphabet) lower(text string) string {
	if !a.known[text] {
		best := ""
		for w := range a.known {
			if len(w) >= least && len(w) < len(text) && strings.Contains(text, w) && (len(w) > len(best) || len(w) == len(best) && w < best) {
				best = w
			}
		}
		if best != "" {
			before, after, _ := strings.Cut(text, best)
			return a.lower(before) + a.letters(best) + a.lower(after)
		}
	}
	return a.letters(text)
}

func (a *alphabet) letters(text string) string {
	if text == "" {
		return ""
	}
	chance := a.chance(text)
	if isYear(text) {
		// Years stay years, of the same century, and none to come.
		last := text[2:]
		for last == text[2:] {
			n := chance.IntN(90)
			if text[:2] == "20" {
				n %= 25
			}
			last = string([]byte{'0' + byte(n/10), '0' + byte(n%10)})
		}
		return text[:2] + last
	}
	out := []rune(text)
	for i, r := range out {
		out[i] = other(chance, r, i == 0)
	}
	if digits := string(out); isLuhn(text) {
		return withLuhn(digits)
	}
	return string(out)
}

func (a *alphabet) chance(text string) *rand.Rand {
	return rand.New(rand.NewChaCha8(sha256.Sum256(append(a.seed[:], text...))))
}

func isYear(text string) bool {
	return len(text) == 4 && (strings.HasPrefix(text, "19") || strings.HasPrefix(text, "20")) && isDigits(text)
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// groups of letters that stand for each other: words stay pronounceable, and accents stay accents.
var groups = []string{"aeiou", "bcdfghjklmnpqrstvwxz", "àáâãäèéêëìíîïòóôõöùúûü", "çñ"}

// other is another letter or digit of the same sort and length. A leading digit does not become 0.
func other(chance *rand.Rand, r rune, first bool) rune {
	pool := ""
	switch {
	case '0' <= r && r <= '9':
		pool = "0123456789"
		if first {
			pool = "123456789"
		}
	case r == 'y':
		pool = groups[1]
	default:
		for _, g := range groups {
			if strings.ContainsRune(g, r) {
				pool = g
			}
		}
	}
	if pool != "" {
		letters := []rune(pool)
		for {
			if c := letters[chance.IntN(len(letters))]; c != r {
				return c
			}
		}
	}
	// Of other scripts, a neighbour.
	for step := rune(1 + chance.IntN(9)); step < 40; step++ {
		if c := r + step; unicode.IsLetter(c) == unicode.IsLetter(r) && unicode.IsLower(c) == unicode.IsLower(r) && utf8.RuneLen(c) == utf8.RuneLen(r) && isWordRune(c) {
			return c
		}
	}
	return r
}

// inCase gives text the case of like, letter by letter where they have as many.
func inCase(like, text string) string {
	l, t := []rune(like), []rune(text)
	if len(l) != len(t) {
		if strings.ToUpper(like) == like && strings.ToLower(like) != like {
			return strings.ToUpper(text)
		}
		return text
	}
	for i := range t {
		if unicode.IsUpper(l[i]) {
			t[i] = unicode.ToUpper(t[i])
		}
	}
	return string(t)
}

// longNumber is the number of digits from which a number can be an account, a registration or a telephone number.
const longNumber = 7

// isLuhn reports whether a text is a long number whose last digit checks the others, as on cards and in many registers.
func isLuhn(text string) bool { return len(text) >= longNumber && isDigits(text) && luhn(text) == 0 }

func luhn(digits string) int {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum % 10
}

// withLuhn makes the last digit check the others.
func withLuhn(digits string) string {
	body := digits[:len(digits)-1]
	return body + string('0'+byte((10-luhn(body+"0"))%10))
}

// number replaces the digits of a long number.
func (a *alphabet) number(digits string) string { return a.letters(digits) }

// seedOf makes the words of a twin depend on its original and nothing else.
func seedOf(original []byte, round int) [32]byte {
	return sha256.Sum256(binary.BigEndian.AppendUint32(append([]byte("twin"), original...), uint32(round)))
}
