package mapper

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// phoneOf returns the number behind a type.
func phoneOf(t Type, b *sdk.Business) *sdk.Phone {
	switch t {
	case Phone:
		return either(&b.Phone, &b.Contact.Phone)
	case ContactPhone:
		return either(&b.Contact.Phone, &b.Phone)
	case PhoneSecondary:
		return &b.PhoneSecondary
	case Fax:
		return &b.Fax
	case WhatsApp:
		return &b.Whatsapp
	}
	return nil
}

func either(a, b *sdk.Phone) *sdk.Phone {
	if a.E164 == "" {
		return b
	}
	return a
}

// phone writes a number as the control wants it: by its pattern, its example, its length, its label, and by what the directory said
// when it refused an earlier attempt.
func phone(c *sdk.Control, p *sdk.Phone, refusals []string) string {
	forms := phoneForms(p)
	if len(refusals) > 0 {
		forms = afterRefusals(p, forms, refusals)
	}
	if c.Type == "number" {
		return p.Digits
	}
	for _, hint := range []string{c.Placeholder, c.Description, c.Title, c.Message, c.Label} {
		if len(refusals) > 0 {
			break // the hint was followed, and did not help
		}
		if f := byExample(p, forms, hint); f != "" && suits(c, f) {
			return f
		}
	}
	for _, f := range forms {
		if suits(c, f) {
			return f
		}
	}
	return forms[0]
}

// phoneForms are the ways to write a number, from the one that most sites take.
func phoneForms(p *sdk.Phone) []string {
	forms := some(p.International, p.National, p.E164, dashed(p.National), p.Digits)
	if p.CallingCode == "1" { // written within North America, where sites seldom expect a country code
		forms = some(p.National, p.International, p.E164, dashed(p.National), p.Digits)
	}
	return forms
}

// dashed is "(415) 555-0132" as "415-555-0132".
func dashed(national string) string {
	var out []byte
	for i := range len(national) {
		switch ch := national[i]; {
		case ch >= '0' && ch <= '9':
			out = append(out, ch)
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
	}
	return strings.Trim(string(out), "-")
}

func suits(c *sdk.Control, s string) bool {
	return (c.MaxLength == 0 || len(s) <= int(c.MaxLength)) && len(s) >= int(c.MinLength) && (c.Pattern == "" || fits(c.Pattern, s))
}

// byExample returns the form that looks like an example within the hint: "Format: 555-123-4567", "XXX-XXX-XXXX", "+1...".
func byExample(p *sdk.Phone, forms []string, hint string) string {
	want := shape(hint)
	if want == "" {
		return ""
	}
	for _, f := range forms {
		if shape(f) == want {
			return f
		}
	}
	if strings.HasPrefix(want, "+") {
		if strings.ContainsAny(want, " -.") {
			return p.International
		}
		return p.E164
	}
	if strings.Trim(want, "#") == "" && len(want) >= 7 {
		return p.Digits
	}
	return ""
}

// shape is the part of a text that is a telephone number, with # for each digit; empty if there is none.
func shape(s string) string {
	for from := 0; from < len(s); from++ {
		var out []byte
		digits := 0
		for i := from; i < len(s); i++ {
			ch := s[i]
			if ch >= '0' && ch <= '9' || ch == 'X' || ch == 'x' || ch == '_' || ch == '#' {
				out = append(out, '#')
				digits++
			} else if strings.IndexByte(" ()-+./", ch) >= 0 {
				out = append(out, ch)
			} else {
				break
			}
		}
		if digits >= 7 {
			return strings.Trim(string(out), " ./-")
		}
	}
	return ""
}

// afterRefusals puts the form first that the refusal asks for; a refusal that does not say moves on to the next.
func afterRefusals(p *sdk.Phone, forms, refusals []string) []string {
	text := refusals[len(refusals)-1]
	w := words(text)
	front := byExample(p, forms, text)
	switch {
	case front != "":
	case strings.Contains(text, "+") || hasAny(w, "country code", "international", "international format", "e 164", "landesvorwahl", "indicatif", "codigo de pais", "prefisso"):
		front = p.E164
	case hasAny(w, "digits only", "only digits", "numbers only", "only numbers", "digits", "numeric", "nur ziffern", "chiffres", "solo numeros", "cijfers"):
		front = p.Digits
	default:
		n := len(refusals) % len(forms)
		return append(append([]string(nil), forms[n:]...), forms[:n]...)
	}
	return append([]string{front}, forms...)
}
