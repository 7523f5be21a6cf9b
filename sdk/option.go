package sdk

import "strings"

// BestOption returns the label of the option that fits one of wanted best; wanted is in order of preference: the
// business's categories. It returns an empty string where nothing fits, rather than a guess.
func BestOption(options []Option, wanted []string) string {
	for _, same := range []func(option, want string) bool{equal, containsAll, shareWord} {
		for _, w := range wanted {
			for _, o := range options {
				name := o.Label
				if name == "" {
					name = o.Value
				}
				if o.Value == "" && o.Label != "" && strings.HasPrefix(plain(o.Label), "select") {
					continue // "Select a category"
				}
				if same(plain(name), plain(w)) {
					return name
				}
			}
		}
	}
	return ""
}

func equal(option, want string) bool { return option == want && want != "" }

// containsAll reports whether one has all words of the other: "Plumbers & Heating" has those of "Plumber".
func containsAll(option, want string) bool {
	a, b := words(option), words(want)
	return len(a) > 0 && len(b) > 0 && (subset(a, b) || subset(b, a))
}

func shareWord(option, want string) bool {
	for w := range words(want) {
		if words(option)[w] {
			return true
		}
	}
	return false
}

func subset(a, b map[string]bool) bool {
	for w := range a {
		if !b[w] {
			return false
		}
	}
	return true
}

// words are the words of s that mean something, without their usual endings.
func words(s string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(" /&,;-()", r) }) {
		switch w {
		case "and", "or", "the", "of", "in", "for", "service", "services", "shop", "store", "other":
			continue
		}
		for _, ending := range []string{"ies", "ing", "ers", "er", "es", "s", "y"} {
			if stem, ok := strings.CutSuffix(w, ending); ok && len(stem) > 3 {
				w = stem
				break
			}
		}
		all[w] = true
	}
	return all
}
