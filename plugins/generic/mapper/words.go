package mapper

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// words splits what people and programmers write into lower-case words without accents: "Zip/Postal code *",
// "tax_input[category][]", "businessName", "address2".
func words(s string) []string {
	var out []string
	var word []byte
	var prev rune // 0 between words
	flush := func() {
		if len(word) > 0 {
			out = append(out, string(word))
		}
		word = word[:0]
	}
	for i, r := range s {
		digit := r >= '0' && r <= '9'
		switch {
		case !digit && !unicode.IsLetter(r):
			flush()
			prev = 0
			continue
		case prev == 0:
		case digit != (prev >= '0' && prev <= '9'):
			flush()
		case unicode.IsUpper(r) && (unicode.IsLower(prev) || startsLower(s[i+utf8.RuneLen(r):])):
			flush() // "businessName", and the F of "URLField"
		}
		word = appendFolded(word, r)
		prev = r
	}
	flush()
	return out
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// folds pairs letters with what they become. Everything else stays as it is.
var folds = foldTable("a àáâãäåāăą c çćč d ďđð e èéêëēėęě g ğģ i ìíîïīįı k ķ l ĺļľł n ñńņň o òóôõöøō r ŕřţ s śşšș " +
	"t ťțţ u ùúûüūůűų y ýÿ z źżž ae æ oe œ ss ß th þ")

func foldTable(pairs string) map[rune]string {
	table := map[rune]string{}
	fields := strings.Fields(pairs)
	for i := 0; i+1 < len(fields); i += 2 {
		for _, r := range fields[i+1] {
			table[r] = fields[i]
		}
	}
	return table
}

func appendFolded(word []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return append(word, byte(unicode.ToLower(r)))
	}
	r = unicode.ToLower(r)
	if s, ok := folds[r]; ok {
		return append(word, s...)
	}
	return utf8.AppendRune(word, r)
}

// fold returns the words of s joined by single spaces, to compare texts by what they say.
func fold(s string) string { return strings.Join(words(s), " ") }

// singular takes the commonest plural endings off.
func singular(w string) string {
	switch {
	case len(w) > 4 && strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		return w[:len(w)-1]
	}
	return w
}

// stem cuts a word down so that "plumber", "plumbing" and "plumbers" meet.
func stem(w string) string {
	w = singular(w)
	for _, end := range [...]string{"ation", "ing", "ers", "er", "ors", "or", "ist", "ian", "ant", "al", "y", "e"} {
		if len(w)-len(end) >= 4 && strings.HasSuffix(w, end) {
			return w[:len(w)-len(end)]
		}
	}
	return w
}

func contains(list []string, w string) bool {
	for _, have := range list {
		if have == w {
			return true
		}
	}
	return false
}

// has reports whether the words of a phrase follow each other in list.
func has(list []string, phrase string) bool {
	for i := range list {
		if begins(list[i:], phrase) {
			return true
		}
	}
	return false
}

func begins(list []string, phrase string) bool {
	for _, w := range list {
		word, rest, more := strings.Cut(phrase, " ")
		if w != word {
			return false
		}
		if !more {
			return true
		}
		phrase = rest
	}
	return false
}

func hasAny(list []string, phrases ...string) bool {
	for _, p := range phrases {
		if has(list, p) {
			return true
		}
	}
	return false
}

func equal(a, b []string) bool {
	for i := range b {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
