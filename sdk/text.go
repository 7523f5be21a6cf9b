package sdk

import "unicode/utf8"

// What the package needs of packages strings and unicode. Those two would add 67 KB to every adapter, a third of what an adapter may add to Go's runtime.

// index returns where part stands in s, -1 if it does not.
//
//go:noinline // 4 KB of every adapter otherwise
func index(s, part string) int {
	if part == "" {
		return 0
	}
	for i := 0; i+len(part) <= len(s); i++ {
		if s[i] == part[0] && s[i:i+len(part)] == part {
			return i
		}
	}
	return -1
}

func contains(s, part string) bool { return index(s, part) >= 0 }

// cut splits s at the first sep; all of s stands before where there is none.
func cut(s, sep string) (before, after string, ok bool) {
	if i := index(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// trim takes the ASCII characters in set off both ends of s.
func trim(s, set string) string {
	for s != "" && index(set, s[:1]) >= 0 {
		s = s[1:]
	}
	return trimEnd(s, set)
}

func trimEnd(s, set string) string {
	for s != "" && index(set, s[len(s)-1:]) >= 0 {
		s = s[:len(s)-1]
	}
	return s
}

// hasWord reports whether a list of words between single spaces has w.
func hasWord(list, w string) bool {
	for more := true; more; {
		var one string
		if one, list, more = cut(list, " "); one == w {
			return true
		}
	}
	return false
}

func join(list []string, sep string) string {
	var out []byte
	for i, s := range list {
		if i > 0 {
			out = append(out, sep...)
		}
		out = append(out, s...)
	}
	return string(out)
}

// has reports whether a list has s.
func has(list []string, s string) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}

func isSpace(r rune) bool {
	switch {
	case r == ' ' || r >= '\t' && r <= '\r':
		return true
	case r < 0x85:
		return false
	}
	return r == 0x85 || r == 0xa0 || r == 0x1680 || r >= 0x2000 && r <= 0x200a || r == 0x2028 || r == 0x2029 || r == 0x202f || r == 0x205f || r == 0x3000
}

// fold makes all runs of white space one space, and takes it off both ends.
func fold(s string) string {
	if s = trim(s, " \n"); folded(s) {
		return s
	}
	out := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case !isSpace(r):
			out = utf8.AppendRune(out, r)
		case len(out) > 0 && out[len(out)-1] != ' ':
			out = append(out, ' ')
		}
	}
	if n := len(out); n > 0 && out[n-1] == ' ' {
		out = out[:n-1]
	}
	return string(out)
}

// folded reports whether a text is as fold would leave it.
func folded(s string) bool {
	after := ' ' // what stands before the first character counts as space
	for _, r := range s {
		if isSpace(r) && (r != ' ' || after == ' ') {
			return false
		}
		after = r
	}
	return after != ' ' || s == ""
}

// lower returns the lower case of a letter of the Latin, Greek and Cyrillic scripts, as far as business and street names use them.
func lower(r rune) rune {
	switch {
	case r < 0x80:
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
	case r >= 0xc0 && r <= 0xde && r != 0xd7, r >= 0x391 && r <= 0x3ab && r != 0x3a2, r >= 0x410 && r <= 0x42f:
		r += 0x20
	case r >= 0x400 && r <= 0x40f:
		r += 0x50
	case r == 0x130: // the Turkish I with its dot
		r = 'i'
	case r == 0x178:
		r = 0xff
	case r >= 0x139 && r <= 0x148, r >= 0x179 && r <= 0x17e: // pairs that begin odd
		r += r & 1
	case r >= 0x100 && r <= 0x137, r >= 0x14a && r <= 0x177, r >= 0x200 && r <= 0x21f, r >= 0x460 && r <= 0x481, r >= 0x48a && r <= 0x4bf, r >= 0x1ea0 && r <= 0x1eff:
		r |= 1
	case r == 0x386:
		r = 0x3ac
	case r >= 0x388 && r <= 0x38a:
		r += 0x25
	case r == 0x38c:
		r = 0x3cc
	case r == 0x38e || r == 0x38f:
		r += 0x3f
	}
	return r
}

func lowered(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		out = utf8.AppendRune(out, lower(r))
	}
	return string(out)
}

// prefixFold returns how many bytes of s are part regardless of case; 0 if s does not begin with it.
func prefixFold(s, part string) int {
	n := 0
	for _, want := range part {
		r, size := utf8.DecodeRuneInString(s[n:])
		if size == 0 || lower(r) != lower(want) {
			return 0
		}
		n += size
	}
	return n
}

// indexFold returns where in s part stands regardless of case, and how long it is there; -1 if it is not there.
func indexFold(s, part string) (at, size int) {
	if part == "" {
		return -1, 0
	}
	first := part[0] | 0x20
	for i := range len(s) {
		if c := s[i]; c < 0x80 && part[0] < 0x80 && c|0x20 != first || c&0xc0 == 0x80 {
			continue // another letter, or the middle of one
		}
		if n := prefixFold(s[i:], part); n > 0 {
			return i, n
		}
	}
	return -1, 0
}

// plain is s for comparing: folded, lower case, without the marks around labels.
func plain(s string) string { return lowered(trim(fold(s), " *:")) }

// afterPlain takes want, which is plain, off the beginning of s as if s were plain too. It spares making each label of a page plain.
func afterPlain(s, want string) (rest string, ok bool) {
	s = trimLabel(s)
	for _, w := range want {
		r, size := utf8.DecodeRuneInString(s)
		if w == ' ' {
			if !isSpace(r) || size == 0 {
				return s, false
			}
			for isSpace(r) && size > 0 {
				s = s[size:]
				r, size = utf8.DecodeRuneInString(s)
			}
			continue
		}
		if lower(r) != w || size == 0 {
			return s, false
		}
		s = s[size:]
	}
	return s, true
}

// isPlain reports whether s is want when made plain.
func isPlain(s, want string) bool {
	rest, ok := afterPlain(s, want)
	return ok && want != "" && trimLabel(rest) == ""
}

// trimLabel takes white space and the marks of a label off its beginning.
func trimLabel(s string) string {
	for i, r := range s {
		if r != '*' && r != ':' && !isSpace(r) {
			return s[i:]
		}
	}
	return ""
}

// accents are letters, each list behind what they are without their mark. Letters of other scripts stay as they are.
const accents = "aàáâãäåāăą cçćč dďđð eèéêëēėęě gğģ iìíîïīįı kķ lĺļľł nñńņň oòóôõöøō rŕř sśşšș tťțţ uùúûüūůűų yýÿ zźżž"

// base appends a lower-case letter without its mark.
func base(out []byte, r rune) []byte {
	switch r {
	case 'æ':
		return append(out, "ae"...)
	case 'œ':
		return append(out, "oe"...)
	case 'ß':
		return append(out, "ss"...)
	}
	plain := r
	if r >= 0x80 && r < 0x250 {
		first := ' '
		for _, one := range accents {
			if one < 0x80 {
				first = one
			} else if one == r {
				plain = first
			}
		}
	}
	return utf8.AppendRune(out, plain)
}

// isMark reports whether a character parts words: all but letters and digits.
func isMark(r rune) bool {
	if r < 0x80 {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}
	return r <= 0xbf || r == 0xd7 || r == 0xf7 || r >= 0x2000 && r <= 0x2bff || r >= 0x3000 && r <= 0x303f
}

// words are the words of s in lower case and without accents.
func words(s string) []string {
	var all []string
	var word []byte
	for _, r := range s + " " {
		if !isMark(r) {
			word = base(word, lower(r))
		} else if len(word) > 0 {
			all, word = append(all, string(word)), word[:0]
		}
	}
	return all
}

// number reads the digits at the start of s; n is 0 where there are none.
func number(s string) (value, n int) {
	for n < len(s) && n < 9 && s[n] >= '0' && s[n] <= '9' {
		value = value*10 + int(s[n]-'0')
		n++
	}
	return value, n
}

// digits writes n with at least width digits.
func digits(n, width int) string {
	var out []byte
	for ; n > 0 || len(out) < width; n /= 10 {
		out = append([]byte{byte('0' + n%10)}, out...)
	}
	return string(out)
}
