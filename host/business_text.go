package host

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// foldLine puts s into NFC with single spaces, none at the ends, and without invisible breaks.
func foldLine(s string) string {
	s = norm.NFC.String(strings.Map(dropInvisible, s))
	return strings.Join(strings.Fields(s), " ")
}

// foldText is [foldLine] for texts with paragraphs: lines are kept, at most one empty line between them.
func foldText(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n").Replace(s)
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		line = foldLine(line)
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n")
}

// dropInvisible removes what word processors leave behind: soft hyphens, zero-width spaces, word joiners, byte order marks.
func dropInvisible(r rune) rune {
	switch r {
	case '\u00ad', '\u200b', '\u2060', '\ufeff':
		return -1
	}
	return r
}

// badRune says why s cannot be published as it is, or returns "".
func badRune(s string) string {
	for _, r := range s {
		switch {
		case r == utf8.RuneError:
			return "has a broken character"
		case unicode.IsControl(r):
			return "has a control character"
		case '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
			return "has a character that changes the direction of writing"
		}
	}
	return ""
}

// line cleans a text of one line and refuses it over limit characters.
func (p *Problems) line(field, s string, limit int, example string) string {
	return p.text(field, foldLine(s), limit, example)
}

// paragraphs cleans a text that may have several.
func (p *Problems) paragraphs(field, s string, limit int, example string) string {
	s = foldText(s)
	for part := range strings.SplitSeq(s, "\n") {
		if bad := badRune(part); bad != "" {
			p.add(field, example, "%s", bad)
			return s
		}
	}
	p.length(field, s, limit, example)
	return s
}

func (p *Problems) text(field, s string, limit int, example string) string {
	if bad := badRune(s); bad != "" {
		p.add(field, example, "%s", bad)
		return s
	}
	p.length(field, s, limit, example)
	return s
}

func (p *Problems) length(field, s string, limit int, example string) {
	if n := utf8.RuneCountInString(s); n > limit {
		p.add(field, example, "has %d characters; at most %d are taken", n, limit)
	}
}

// lines cleans a list: empty entries and repetitions go, order stays.
func (p *Problems) lines(field string, list []string, count, limit int, example string) []string {
	var out []string
	seen := map[string]bool{}
	for i, s := range list {
		s = p.line(index(field, i), s, limit, example)
		if key := strings.ToLower(s); s != "" && !seen[key] {
			seen[key] = true
			out = append(out, s)
		}
	}
	if len(out) > count {
		p.add(field, example, "has %d entries; at most %d are taken", len(out), count)
	}
	return out
}

// shorten cuts s to at most limit characters, after a sentence if one ends in the second half, else after a word.
func shorten(s string, limit int) string {
	s = foldLine(s)
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	for i := limit - 1; i >= limit/2; i-- {
		if endsSentence(runes, i) {
			return string(runes[:i+1])
		}
		if strings.ContainsRune("。！？", runes[i]) {
			return string(runes[:i+1])
		}
	}
	for i := limit - 1; i >= limit/2; i-- {
		if unicode.IsSpace(runes[i]) {
			return strings.TrimRight(string(runes[:i]), " ,;:–-(") + "…"
		}
	}
	return string(runes[:limit-1]) + "…"
}

// endsSentence reports whether the mark at i ends a sentence rather than an abbreviation: "Dr.", "St. 5", "a.m. or".
func endsSentence(runes []rune, i int) bool {
	if !strings.ContainsRune(".!?", runes[i]) || i < 3 || i+2 >= len(runes) || runes[i+1] != ' ' {
		return false
	}
	for _, r := range runes[i-3 : i] {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return !unicode.IsLower(runes[i+2]) && !unicode.IsDigit(runes[i+2])
}
