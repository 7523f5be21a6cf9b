package mapper

// fits reports whether s matches the pattern of a control as a whole. It knows the part of regular expressions that forms use: classes,
// groups, alternatives, repetition. A pattern with anything else (look-around, back references), and one that takes too long, fits nothing
// it can tell, so every value passes: the browser and the directory still judge. Package regexp would add a third to a guest's size.
func fits(pattern, s string) bool {
	m := matcher{p: pattern, s: s, budget: 20000}
	if len(pattern) > 0 && pattern[0] == '^' {
		m.p = pattern[1:]
	}
	if n := len(m.p); n > 0 && m.p[n-1] == '$' && (n < 2 || m.p[n-2] != '\\') {
		m.p = m.p[:n-1]
	}
	ok := m.alternatives(0, len(m.p), 0, func(at int) bool { return at == len(s) })
	return ok || m.gaveUp || m.budget <= 0
}

type matcher struct {
	p, s   string
	budget int
	gaveUp bool
}

// alternatives matches p[from:to] at position at of s, and then what follows.
func (m *matcher) alternatives(from, to, at int, then func(int) bool) bool {
	start := from
	for i := from; i <= to; i++ {
		if i == to || m.p[i] == '|' {
			if m.sequence(start, i, at, then) {
				return true
			}
			start = i + 1
			continue
		}
		i = m.atomEnd(i, to) - 1
	}
	return false
}

// atomEnd returns where the atom that starts at i ends: a group, a class, an escape or one character.
func (m *matcher) atomEnd(i, to int) int {
	switch m.p[i] {
	case '\\':
		return min(i+2, to)
	case '[':
		for j := i + 1; j < to; j++ {
			if m.p[j] == '\\' {
				j++
			} else if m.p[j] == ']' {
				return j + 1
			}
		}
		m.gaveUp = true
		return to
	case '(':
		for j := i + 1; j < to; {
			if m.p[j] == ')' {
				return j + 1
			}
			j = m.atomEnd(j, to)
		}
		m.gaveUp = true
		return to
	}
	return i + 1
}

func (m *matcher) sequence(from, to, at int, then func(int) bool) bool {
	if m.budget--; m.budget <= 0 || m.gaveUp {
		return false
	}
	if from >= to {
		return then(at)
	}
	end := m.atomEnd(from, to)
	least, most, next := m.quantifier(end, to)
	return m.repeat(from, end, least, most, at, func(at int) bool { return m.sequence(next, to, at, then) })
}

// repeat matches the atom as often as it can, and gives back one at a time.
func (m *matcher) repeat(from, end, least, most, at int, then func(int) bool) bool {
	if m.budget--; m.budget <= 0 || m.gaveUp {
		return false
	}
	if most > 0 && m.atom(from, end, at, func(after int) bool {
		return (after > at || least > 0) && m.repeat(from, end, max(least-1, 0), most-1, after, then)
	}) {
		return true
	}
	return least == 0 && then(at)
}

func (m *matcher) quantifier(i, to int) (least, most, next int) {
	const many = 1 << 20
	if i >= to {
		return 1, 1, i
	}
	least, most, next = 1, 1, i
	switch m.p[i] {
	case '*':
		least, most, next = 0, many, i+1
	case '+':
		least, most, next = 1, many, i+1
	case '?':
		least, most, next = 0, 1, i+1
	case '{':
		least, i = number(m.p, i+1)
		most = least
		if i < to && m.p[i] == ',' {
			if most, next = number(m.p, i+1); next == i+1 {
				most = many
			}
			i = next
		}
		if i >= to || m.p[i] != '}' {
			m.gaveUp = true
			return 1, 1, to
		}
		next = i + 1
	}
	if next > i && next < to && m.p[next] == '?' { // lazy: the same for a match of the whole
		next++
	}
	return least, most, next
}

func number(s string, i int) (n, end int) {
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		n = min(n*10+int(s[i]-'0'), 1<<20)
	}
	return n, i
}

func (m *matcher) atom(from, end, at int, then func(int) bool) bool {
	if m.p[from] == '(' {
		inner := from + 1
		if inner < end && m.p[inner] == '?' {
			if inner+1 >= end || m.p[inner+1] != ':' {
				m.gaveUp = true
				return false
			}
			inner += 2
		}
		return m.alternatives(inner, end-1, at, then)
	}
	if at >= len(m.s) {
		return false
	}
	ok := false
	switch ch := m.p[from]; ch {
	case '.':
		ok = true
	case '[':
		ok = m.class(m.p[from+1:end-1], m.s[at])
	case '\\':
		ok = end-from == 2 && m.escape(m.p[from+1], m.s[at])
	default:
		ok = ch == m.s[at]
	}
	return ok && then(at+1)
}

func (m *matcher) escape(kind, ch byte) bool {
	digit := ch >= '0' && ch <= '9'
	letter := ch|0x20 >= 'a' && ch|0x20 <= 'z'
	space := ch == ' ' || ch >= '\t' && ch <= '\r'
	switch kind {
	case 'd':
		return digit
	case 'D':
		return !digit
	case 'w':
		return digit || letter || ch == '_'
	case 'W':
		return !(digit || letter || ch == '_')
	case 's':
		return space
	case 'S':
		return !space
	}
	if kind|0x20 >= 'a' && kind|0x20 <= 'z' || kind >= '0' && kind <= '9' {
		m.gaveUp = true // \b, \p{L}, \1
		return false
	}
	return kind == ch
}

func (m *matcher) class(set string, ch byte) bool {
	negated := len(set) > 0 && set[0] == '^'
	if negated {
		set = set[1:]
	}
	found := false
	for i := 0; i < len(set); i++ {
		switch {
		case set[i] == '\\' && i+1 < len(set):
			i++
			found = m.escape(set[i], ch) || found
		case i+2 < len(set) && set[i+1] == '-':
			found = ch >= set[i] && ch <= set[i+2] || found
			i += 2
		default:
			found = ch == set[i] || found
		}
	}
	return found != negated
}
