package twin

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/directorybolt/directorybolt/host/trace"
)

// How many letters and digits in a row, whatever stands between them, are taken for a trace of the original.
const (
	few  = 6  // of a short value, whole
	many = 15 // of a text, from five of its words
)

// mark is one thing that must not be found in a twin.
type mark struct {
	field  string
	joined string // its letters and digits in lower case
	word   bool   // it is one word, and only counts as a whole
	digits bool   // it is a number
}

// survivor names what of the original is still in a twin, and where; empty if there is nothing. It goes by the letters and digits alone, in every text of
// the file, also escaped or in base64, and so does not rely on how the replacement finds things.
func (s *source) survivor(t *trace.Trace) string {
	marks := s.marks()
	for i := range t.Calls {
		for _, text := range leaves(&t.Calls[i]) {
			for _, form := range forms(text) {
				if field := found(marks, form); field != "" {
					return fmt.Sprintf("%s (call %d, %s)", field, i+1, t.Calls[i].Title())
				}
			}
		}
	}
	return ""
}

func (s *source) marks() []mark {
	var all []mark
	for _, v := range s.values {
		old, other := pairOf(v)
		if old == nil { // they do not fall into the same words: all of it is looked for
			for _, w := range tokens(v.old) {
				old, other = append(old, w.lower), append(other, "")
			}
		}
		for len(old) > 0 && old[0] == other[0] { // what stays at either end is not the customer's
			old, other = old[1:], other[1:]
		}
		for n := len(old); n > 0 && old[n-1] == other[n-1]; n-- {
			old, other = old[:n-1], other[:n-1]
		}
		const window = 5
		switch joined := strings.Join(old, ""); {
		case len(old) > window:
			for i := range len(old) - window + 1 {
				if part := strings.Join(old[i:i+window], ""); utf8.RuneCountInString(part) >= many && part != strings.Join(other[i:i+window], "") {
					all = append(all, mark{field: v.field, joined: part})
				}
			}
		case len(old) > 1 && utf8.RuneCountInString(joined) >= few:
			all = append(all, mark{field: v.field, joined: joined})
		case len(old) == 1 && utf8.RuneCountInString(joined) >= least && !(isDigits(joined) && len(joined) == least):
			all = append(all, mark{field: v.field, joined: joined, word: true})
		}
	}
	for _, n := range s.numbers {
		all = append(all, mark{field: n.field, joined: n.digits, digits: true})
	}
	return all
}

func found(marks []mark, text string) string {
	joined := strings.ReplaceAll(spaced(text), " ", "")
	words := spaced(text)
	var numbers []string
	for _, r := range runs(text) {
		numbers = append(numbers, r.digits)
	}
	for _, m := range marks {
		switch {
		case m.digits:
			for _, n := range numbers {
				if strings.Contains(n, m.joined) {
					return m.field
				}
			}
		case m.word:
			if strings.Contains(words, " "+m.joined+" ") {
				return m.field
			}
		case strings.Contains(joined, m.joined):
			return m.field
		}
	}
	return ""
}

// leaves are all texts of a call.
func leaves(c *trace.Call) []string {
	all := []string{string(c.RequestBytes), string(c.AnswerBytes)}
	said := *c
	said.Work, said.Microseconds = 0, 0 // numbers of our own
	text, err := json.Marshal(said)
	if err != nil {
		return all
	}
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		return all
	}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			all = append(all, v)
		case float64:
			all = append(all, fmt.Sprint(v))
		case []any:
			for _, one := range v {
				walk(one)
			}
		case map[string]any:
			for _, one := range v {
				walk(one)
			}
		}
	}
	walk(document)
	return all
}

// forms are a text and what may be hidden in it.
func forms(text string) []string {
	all := []string{text}
	if clear, err := url.QueryUnescape(text); err == nil && clear != text {
		all = append(all, clear)
	}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		if hidden, err := encoding.DecodeString(text); err == nil && len(hidden) >= least {
			all = append(all, string(hidden))
		}
	}
	return all
}
