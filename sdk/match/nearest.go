package match

import (
	"slices"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// Nearest returns up to three names on the page that come nearest to the one a target missed, best first: of controls for a label, of buttons for
// a button. They are texts of the page, for people.
func Nearest(p *sdk.Page, t *sdk.Target) []string {
	if p == nil || t == nil {
		return nil
	}
	type name struct {
		text string
		far  int
	}
	var all []name
	for _, text := range names(p, t) {
		if text == "" || slices.ContainsFunc(all, func(n name) bool { return n.text == text }) {
			continue
		}
		a, b := plain(text), plain(t.Value)
		far := distance(a, b) * 12 / max(len([]rune(a)), len([]rune(b)), 1)
		if strings.Contains(a, b) || strings.Contains(b, a) {
			far = min(far, 3)
		} else if shareWord(a, b) {
			far = min(far, 5)
		}
		if far <= 6 {
			all = append(all, name{text, far})
		}
	}
	slices.SortStableFunc(all, func(a, b name) int { return a.far - b.far })
	var best []string
	for _, n := range all[:min(3, len(all))] {
		best = append(best, n.text)
	}
	return best
}

// names are the texts that a target of this sort could have meant.
func names(p *sdk.Page, t *sdk.Target) (all []string) {
	button := t.By == sdk.ByText || t.By == sdk.ByRole && (t.Role == "button" || t.Role == "link")
	if button {
		for _, b := range p.Buttons {
			all = append(all, b.Text)
		}
		for _, l := range p.Links {
			all = append(all, l.Text)
		}
		return all
	}
	for i := range p.Controls {
		switch c := &p.Controls[i]; t.By {
		case sdk.ByName:
			all = append(all, c.Name)
		case sdk.ByPlaceholder:
			all = append(all, c.Placeholder)
		default:
			all = append(all, c.Label)
		}
	}
	return all
}

func shareWord(a, b string) bool {
	for _, w := range strings.Fields(a) {
		if len(w) > 3 && slices.Contains(strings.Fields(b), w) {
			return true
		}
	}
	return false
}

// distance is how many letters must be put in, taken out or changed to make a into b.
func distance(a, b string) int {
	to := []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, c := range []rune(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range to {
			cost := diagonal
			if c != to[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(to)]
}
