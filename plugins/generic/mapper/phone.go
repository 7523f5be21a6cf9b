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
		if f := p.Like(hint); f != "" && suits(c, f) {
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
	forms := some(p.International, p.National, p.E164, p.Dashed(), p.Digits)
	if p.CallingCode == "1" { // written within North America, where sites seldom expect a country code
		forms = some(p.National, p.International, p.E164, p.Dashed(), p.Digits)
	}
	return forms
}

func suits(c *sdk.Control, s string) bool {
	return (c.MaxLength == 0 || len(s) <= int(c.MaxLength)) && len(s) >= int(c.MinLength) && (c.Pattern == "" || fits(c.Pattern, s))
}

// afterRefusals puts the form first that the refusal asks for; a refusal that does not say moves on to the next.
func afterRefusals(p *sdk.Phone, forms, refusals []string) []string {
	text := refusals[len(refusals)-1]
	w := words(text)
	front := p.Like(text)
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
