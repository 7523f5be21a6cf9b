package sdk

// BestOption returns the label of the option that comes nearest in meaning to one of wanted, which is in order of preference: the categories of the
// business. The same words come first, then all the words of one in the other, a word in common ("Plumbing contractors" for "Plumber"), and last the
// trade that a directory files the business under: "Home Services" for "Plumber". Endings, accents and case do not matter.
//
// It returns an empty string where nothing fits, rather than a guess; [OtherOption] is for that.
func BestOption(options []Option, wanted []string) string {
	offered := make([][]string, len(options))
	for i, o := range options {
		if !isPrompt(o) {
			offered[i] = stems(o.name())
		}
	}
	wants := make([][]string, len(wanted))
	for i, w := range wanted {
		wants[i] = stems(w)
	}
	for _, near := range []func(option, want []string) int{sameWords, allWords, sharedWords} {
		for _, want := range wants {
			best, top := -1, 0
			for i := range options {
				if n := near(offered[i], want); n > top {
					best, top = i, n
				}
			}
			if best >= 0 {
				return options[best].name()
			}
		}
	}
	for _, want := range wants {
		if i := tradeOption(offered, want); i >= 0 {
			return options[i].name()
		}
	}
	return ""
}

// BestOrOther is [BestOption] where that finds one, else [OtherOption].
func BestOrOther(options []Option, wanted []string) string {
	if best := BestOption(options, wanted); best != "" {
		return best
	}
	return OtherOption(options)
}

// OptionsNamed makes options of labels, for lists that the page does not show before they are opened.
func OptionsNamed(labels ...string) []Option {
	options := make([]Option, len(labels))
	for i, l := range labels {
		options[i] = Option{Label: l, Value: l}
	}
	return options
}

// OtherOption returns the label of the option for what fits nowhere, "Other" in the languages that the package knows; empty if there is none.
func OtherOption(options []Option) string {
	const others = "other others misc miscellaneous sonstige sonstiges andere autre autres otro otra otros outro outros altro altri overig overige"
	for _, o := range options {
		if w := words(o.name()); len(w) > 0 && len(w) <= 3 && hasWord(others, w[0]) {
			return o.name()
		}
	}
	return ""
}

// CountryOption returns the label of the option that is the address's country, by code or name; empty if there is none.
func CountryOption(options []Option, a Address) string {
	return placeOption(options, append([]string{a.Country, a.CountryName}, countryNames(a.Country)...)...)
}

// RegionOption returns the label of the option that is the address's state or province, by code or name: "California", "CA" or "California (CA)".
func RegionOption(options []Option, a Address) string {
	return placeOption(options, a.RegionCode, a.Region)
}

// CityOption returns the label of the option that is the address's city: "Springfield" or "Springfield, Illinois", but never "Springfield, Ohio".
func CityOption(options []Option, a Address) string {
	if a.City == "" {
		return ""
	}
	return placeOption(options, a.City, a.City+" "+a.Region, a.City+" "+a.RegionCode)
}

// PriceOption returns the label of the option that is the price range "$" to "$$$$": "€€", "$$ - Moderate" or "Moderate" for "$$". Four levels in
// words are recognised in the languages that the package knows.
func PriceOption(options []Option, price string) string {
	levels := [...]string{
		"inexpensive cheap budget low economy gunstig economico barato", "moderate medium mid average mittel moyen medio",
		"pricey expensive high upscale gehoben caro cher", "ultra luxury very premium exclusive luxus luxe lujo",
	}
	for _, o := range options {
		if n := len(signs(o.Label)) + len(signs(o.Value)); n > 0 {
			if price != "" && (len(signs(o.Label)) == len(price) || len(signs(o.Value)) == len(price)) {
				return o.name()
			}
			continue
		}
		level := 0
		for _, w := range words(o.name()) {
			for i, list := range levels {
				if hasWord(list, w) {
					level = max(level, i+1) // "very expensive" is the fourth level, not the third
				}
			}
		}
		if level > 0 && level == len(price) {
			return o.name()
		}
	}
	return ""
}

// signs are the currency signs of a text, one byte each.
func signs(s string) []byte {
	var all []byte
	for _, r := range s {
		if r == '$' || r == '€' || r == '£' || r == '¥' {
			all = append(all, '$')
		}
	}
	return all
}

// CountOption returns the label of the option whose range holds a count of people: "5 to 9" for "6-10", "50+" for "120". Of a range wanted the
// smaller end counts.
func CountOption(options []Option, count string) string {
	wanted := numbers(count)
	if len(wanted) == 0 {
		return ""
	}
	for _, o := range options {
		if from, to := bounds(o.name()); from <= wanted[0] && wanted[0] <= to {
			return o.name()
		}
	}
	return ""
}

// bounds reads a range of counts: "11-50", "50+", "more than 50", "fewer than 10", "up to 10", "1". Without a number nothing is within.
func bounds(text string) (from, to int) {
	const most = 1 << 30
	n := numbers(text)
	if len(n) == 0 {
		return 1, 0
	}
	from, to = n[0], n[len(n)-1]
	if len(n) > 1 {
		return from, to
	}
	text = " " + lowered(text)
	switch {
	case contains(text, "+") || contains(text, "or more") || contains(text, "at least"):
		return from, most
	case contains(text, " more") || contains(text, " over") || contains(text, " above") || contains(text, ">"):
		return from + 1, most
	case contains(text, "up to") || contains(text, "or fewer") || contains(text, "or less"):
		return 0, to
	case contains(text, " fewer") || contains(text, " less") || contains(text, " under") || contains(text, "<"):
		return 0, to - 1
	}
	return from, to
}

// numbers are the numbers of a text; a comma or point before three digits parts thousands.
func numbers(s string) []int {
	var all []int
	for i := 0; i < len(s); i++ {
		v, n := number(s[i:])
		if n == 0 {
			continue
		}
		for i += n; i+3 < len(s) && (s[i] == ',' || s[i] == '.'); i += 4 {
			more, m := number(s[i+1:])
			if m != 3 {
				break
			}
			v = v*1000 + more
		}
		all = append(all, v)
	}
	return all
}

// YesNo returns the label of the option that says yes, or no: "Yes, at my address", "Nein". Empty if there is none.
func YesNo(options []Option, yes bool) string {
	list := "no nein non nao nee false never"
	if yes {
		list = "yes ja oui si sim true"
	}
	for _, o := range options {
		for _, said := range []string{o.Label, o.Value} {
			if w := words(said); len(w) > 0 && hasWord(list, w[0]) {
				return o.name()
			}
		}
	}
	return ""
}

func (o Option) name() string {
	if o.Label != "" {
		return o.Label
	}
	return o.Value
}

// isPrompt reports whether an option stands for no choice: "Select a category", "--".
func isPrompt(o Option) bool {
	const prompts = "select choose please pick bitte wahlen choisir choisissez selectionnez seleccione elija selecione seleziona scegli kies selecteer"
	w := words(o.Label)
	return o.Value == "" && o.Label != "" && (len(w) == 0 || hasWord(prompts, w[0]))
}

// placeOption returns the option that is called one of names: as a whole, or before a code in brackets or a comma.
func placeOption(options []Option, names ...string) string {
	for _, whole := range []bool{true, false} {
		for _, o := range options {
			for _, name := range names {
				if name == "" {
					continue
				}
				want := join(words(name), " ")
				if whole && (join(words(o.Label), " ") == want || join(words(o.Value), " ") == want) {
					return o.name()
				}
				if !whole && len(want) > 2 && bracketed(o.Label, want) {
					return o.name()
				}
			}
		}
	}
	return ""
}

// bracketed reports whether a label is a name with something in brackets, or behind a dash, that only explains it: "California (CA)", "CA - California".
func bracketed(label, want string) bool {
	for _, part := range []string{" (", " - ", " – ", " [", ": "} {
		before, after, ok := cut(label, part)
		if ok && (join(words(before), " ") == want || join(words(after), " ") == want) {
			return true
		}
	}
	return false
}

// countryNames are further names that lists have for large countries, English first.
func countryNames(code string) []string {
	for _, c := range [...][]string{
		{"US", "USA", "United States of America", "Vereinigte Staaten", "États-Unis", "Estados Unidos", "Stati Uniti", "Verenigde Staten"},
		{"GB", "UK", "Great Britain", "Vereinigtes Königreich", "Royaume-Uni", "Reino Unido", "Regno Unito", "Verenigd Koninkrijk"},
		{"DE", "Deutschland", "Allemagne", "Alemania", "Alemanha", "Germania", "Duitsland"},
		{"FR", "Frankreich", "Francia", "França", "Frankrijk"},
		{"ES", "España", "Spanien", "Espagne", "Espanha", "Spagna", "Spanje"},
		{"IT", "Italia", "Italien", "Italie", "Itália", "Italië"},
		{"NL", "Nederland", "Holland", "The Netherlands", "Niederlande", "Pays-Bas", "Países Bajos", "Paesi Bassi"},
		{"AT", "Österreich", "Autriche", "Oostenrijk"},
		{"CH", "Schweiz", "Suisse", "Svizzera", "Suiza", "Zwitserland"},
		{"BE", "België", "Belgique", "Belgien"},
		{"BR", "Brasil", "Brasilien", "Brésil"},
		{"MX", "México", "Mexiko", "Mexique"},
		{"CA", "Kanada", "Canadá"},
		{"IE", "Republic of Ireland", "Irland", "Irlande"},
	} {
		if c[0] == code {
			return c[1:]
		}
	}
	return nil
}
