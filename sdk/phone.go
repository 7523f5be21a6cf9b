package sdk

// Dashed writes the number with dashes between its groups: "415-555-0132".
func (p Phone) Dashed() string { return join(p.groups(), "-") }

// Split returns the digits of the number for a form that has n boxes for it: the area code first, "415" and "5550132" for two, "415", "555" and
// "0132" for three. Where the number is written in fewer groups than there are boxes, the first boxes stay empty.
func (p Phone) Split(n int) []string {
	boxes, groups := make([]string, n), p.groups()
	for i, g := range groups {
		boxes[min(i+max(0, n-len(groups)), n-1)] += g
	}
	return boxes
}

// groups are the groups of digits in which the number is written in its country.
func (p Phone) groups() []string {
	if p.CallingCode == "1" && len(p.Digits) == 10 {
		return []string{p.Digits[:3], p.Digits[3:6], p.Digits[6:]}
	}
	var all []string
	within := false
	for _, r := range p.National {
		isDigit := r >= '0' && r <= '9'
		if isDigit && !within {
			all = append(all, "")
		}
		if isDigit {
			all[len(all)-1] += string(r)
		}
		within = isDigit
	}
	return all
}

// Like returns the number in the form of an example that a page gives: "415-555-0132" for "Format: XXX-XXX-XXXX", "+14155550132" for "+44...". It is
// empty where text has no example, or one of a form that the number does not have.
func (p Phone) Like(text string) string {
	want := phoneShape(text)
	if want == "" || p.E164 == "" {
		return ""
	}
	for _, form := range []string{p.International, p.National, p.E164, p.Dashed(), p.Digits} {
		if form != "" && phoneShape(form) == want {
			return form
		}
	}
	switch {
	case want[0] == '+' && (contains(want, " ") || contains(want, "-") || contains(want, ".")):
		return p.International
	case want[0] == '+':
		return p.E164
	case trim(want, "#") == "":
		return p.Digits
	}
	return ""
}

// In returns the number as the control wants it: digits only in a number input, like the example that the control shows, and within its length.
// Without a hint it is the national form, which people read.
func (p Phone) In(c *Control) string {
	if c == nil || p.E164 == "" {
		return p.National
	}
	if c.Type == "number" {
		return p.Digits
	}
	for _, hint := range []string{c.Placeholder, c.Description, c.Title, c.Label} {
		if form := p.Like(hint); form != "" && c.holds(form) {
			return form
		}
	}
	for _, form := range []string{p.National, p.Dashed(), p.E164, p.Digits} {
		if form != "" && c.holds(form) {
			return form
		}
	}
	return p.National
}

// phoneShape is the part of a text that is a telephone number or an example of one, with # for each digit; empty if there is none.
func phoneShape(text string) string {
	for from := range text {
		var out []byte
		count := 0
		for i := from; i < len(text); i++ {
			c := text[i]
			if index("0123456789Xx_#", text[i:i+1]) >= 0 {
				out = append(out, '#')
				count++
			} else if index(" ()-+./", text[i:i+1]) >= 0 {
				out = append(out, c)
			} else {
				break
			}
		}
		if count >= 7 {
			return trim(string(out), " ./-")
		}
	}
	return ""
}
