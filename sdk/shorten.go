package sdk

// Shorten cuts a text to at most limit characters, as browsers count them for maxlength: after a sentence where that keeps half of what fits, else
// after a word. A limit of 0 is none.
func Shorten(text string, limit int) string {
	end := fitting(text, limit)
	if end == len(text) {
		return text
	}
	kept := text[:end]
	if text[end] == ' ' || text[end] == '\n' {
		return trimEnd(kept, " \n,;:-")
	}
	for i := len(kept) - 2; i >= len(kept)/2; i-- {
		if kept[i+1] == ' ' && index(".!?", kept[i:i+1]) >= 0 {
			return kept[:i+1]
		}
	}
	for i := len(kept) - 1; i > 0; i-- {
		if kept[i] == ' ' || kept[i] == '\n' {
			return trimEnd(kept[:i], " \n,;:-")
		}
	}
	return kept
}

// Ellipsis is [Shorten] with "…" behind what it cut, within the limit.
func Ellipsis(text string, limit int) string {
	if fitting(text, limit) == len(text) {
		return text
	}
	return Shorten(text, max(1, limit-1)) + "…"
}

// Fit shortens a text to what the control takes. A control that is not there, or says no length, takes all.
func (c *Control) Fit(text string) string {
	if c == nil {
		return text
	}
	return Shorten(text, int(c.MaxLength))
}

// holds reports whether a text is within the lengths that the control takes.
func (c *Control) holds(text string) bool {
	return fitting(text, int(c.MaxLength)) == len(text) && (c.MinLength == 0 || fitting(text, int(c.MinLength)-1) < len(text) || c.MinLength == 1 && text != "")
}

// fitting is how many bytes of a text are its first limit characters, counted as browsers do, in units of UTF-16: a character beyond U+FFFF is two.
func fitting(text string, limit int) int {
	if limit <= 0 {
		return len(text)
	}
	for i, r := range text {
		if limit--; r > 0xffff {
			limit--
		}
		if limit < 0 {
			return i
		}
	}
	return len(text)
}

// FirstTags returns the first tags, at most count of them, without doubles, empty ones and those over length characters. A count or length of 0 is no
// limit.
func FirstTags(tags []string, count, length int) []string {
	var kept, seen []string
	for _, t := range tags {
		t = fold(t)
		if t == "" || fitting(t, length) < len(t) || has(seen, lowered(t)) {
			continue
		}
		if kept, seen = append(kept, t), append(seen, lowered(t)); len(kept) == count {
			break
		}
	}
	return kept
}

// JoinTags writes tags into one text, as many whole ones as fit into limit characters: "plumbing, water heater". A limit of 0 is none.
func JoinTags(tags []string, separator string, limit int) string {
	text := ""
	for i, t := range FirstTags(tags, 0, 0) {
		longer := text + separator + t
		if i == 0 {
			longer = t
		}
		if fitting(longer, limit) < len(longer) {
			break
		}
		text = longer
	}
	return text
}
