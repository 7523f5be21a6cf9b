package sdk

import (
	"strings"
	"testing"
	"unicode"
)

// The package does without strings and unicode; here it is held against them.

func TestLowerAgreesWithUnicode(t *testing.T) {
	for r := rune(0); r < 0x4c0; r++ {
		if r > 0x17f && r < 0x370 || r >= 0x370 && r < 0x386 || r > 0x3ab && r < 0x400 {
			continue // phonetic and archaic letters, which no name has
		}
		if got, want := lower(r), unicode.ToLower(r); got != want && unicode.IsLetter(r) {
			t.Errorf("lower(%c) = %c, want %c", r, got, want)
		}
	}
	for _, r := range "ȘȚẤẾỖỰỸαβωя日🙂" {
		if got, want := lower(r), unicode.ToLower(r); got != want {
			t.Errorf("lower(%c) = %c, want %c", r, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", " ", "a", " a\t\tb ", "a\u00a0b", "a \u2003 b", "\u3000", "Ö  ß\n\x00", "a "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		if got, want := fold(s), strings.Join(strings.Fields(s), " "); got != want {
			t.Errorf("fold(%q) = %q, want %q", s, got, want)
		}
	})
}

func FuzzIndexFold(f *testing.F) {
	f.Add("Your listing is now LIVE!", "is now live")
	f.Add("Öffnungszeiten: täglich", "öffnungszeiten")
	f.Add("x", "")
	f.Add("aab", "ab")
	f.Fuzz(func(t *testing.T, s, part string) {
		if s+part != strings.ToValidUTF8(s, "")+strings.ToValidUTF8(part, "") {
			return // texts are valid UTF-8: the codec sees to it
		}
		if at, size := indexFold(s, part); at >= 0 && lowered(s[at:at+size]) != lowered(part) {
			t.Errorf("indexFold(%q, %q) = %d, %d: %q", s, part, at, size, s[at:at+size])
		} else if at < 0 && part != "" && index(s, part) >= 0 {
			t.Errorf("indexFold(%q, %q) finds nothing", s, part)
		}
	})
}

func FuzzIsPlain(f *testing.F) {
	f.Add(" Phone\u00a0* :", "phone")
	f.Add("** ZIP  code (optional):", "ZIP code (optional)")
	f.Add("a b", "ab")
	f.Add("ab", "a b")
	f.Add("a", "a *b")
	f.Add("", "*")
	f.Fuzz(func(t *testing.T, s, other string) {
		s, want := strings.ToValidUTF8(s, "?"), plain(strings.ToValidUTF8(other, "?"))
		if got := isPlain(s, want); got != (want != "" && plain(s) == want) {
			t.Errorf("isPlain(%q, %q) = %t; made plain it is %q", s, want, got, plain(s))
		}
		if own := plain(s); own != "" && !isPlain(s, own) {
			t.Errorf("isPlain(%q, %q) is false", s, own)
		}
	})
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"Plumbers & Heating": "plumbers heating", "Cafés/Bistros": "cafes bistros", "Straße des 17. Juni": "strasse des 17 juni",
		"  ": "", "Łódź – Œuvre": "lodz oeuvre", "Кафе «Ёж»": "кафе ёж", "日本語": "日本語", "«x»": "x",
	} {
		if got := join(words(text), " "); got != want {
			t.Errorf("words(%q) = %q, want %q", text, got, want)
		}
	}
}
