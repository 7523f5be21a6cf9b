package main

import (
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// searching is the state of lookup while a search is open; behind opening stand the listings that were opened to tell namesakes apart, the last one now.
const (
	searching = "searching"
	opening   = "opening "
	atMost    = 3 // listings are opened
)

// lookup searches the directory for the business. A name alone is no proof: where the results show nothing else of a listing, it is opened. Finding
// nothing proves absence only where the configuration says that the search finds everything.
func lookup(t sdk.Turn) (sdk.Move, error) {
	c, err := readConfig(t.Directory.Config)
	if err != nil {
		return sdk.Move{}, err
	}
	if c.search == "" || closed(t.Refusals, &c) {
		return sdk.Unknown(), nil
	}
	p, state := t.Page, string(t.State)
	if state != searching && !strings.HasPrefix(state, opening) {
		return sdk.Do(sdk.Goto(searchURL(&t, &c))).With([]byte(searching)), nil
	}
	if p == nil || p.Status >= 400 {
		return sdk.Unknown(), nil
	}
	if rest, ok := strings.CutPrefix(state, opening); ok {
		return opened(&t, &c, strings.Fields(rest)), nil
	}
	url, quote, unsure := listed(&t, &c)
	switch {
	case url != "":
		return sdk.Live(url, quote), nil
	case len(unsure) > 0:
		return open(unsure), nil
	}
	if quote := read(p, &t.Business).find(c.absent, absentPhrases); quote != "" && c.complete && exact(&t, &c, quote) {
		return sdk.Absent(quote), nil
	}
	return sdk.Unknown(), nil
}

// open has the first of the listings opened.
func open(listings []string) sdk.Move {
	return sdk.Do(sdk.Goto(listings[0]).Because("the results do not tell the business from others of its name")).With([]byte(opening + strings.Join(listings, " ")))
}

// opened decides about the listing that was opened, the first of those that are left.
func opened(t *sdk.Turn, c *config, left []string) sdk.Move {
	if p := t.Page; names(p.Title+"\n"+strings.Join(p.Headings, "\n"), &t.Business) && compare(p.Text, &t.Business) == ours && entry(p.URL, t, c) {
		if quote := p.Find(t.Business.Name); quote != "" {
			return sdk.Live(p.URL, quote)
		}
	}
	if len(left) < 2 {
		return sdk.Unknown()
	}
	return open(left[1:])
}

// exact reports whether the page answers a search for the business's name and nothing else. The name is always sent as it is; numbers and addresses
// are written the way a form asks for them, so that a search for them may miss what was sent.
func exact(t *sdk.Turn, c *config, quote string) bool {
	if strings.Count(c.search, "{") != 1 || !strings.Contains(c.search, "{name}") {
		return false
	}
	return t.Page.URL == searchURL(t, c) || strings.Contains(fold(quote), fold(t.Business.Name))
}

// closed reports whether the directory's last refusal was of the business, not of how the form was filled. Absence would be an invitation to press again.
func closed(refusals []sdk.Refusal, c *config) bool {
	if len(refusals) == 0 {
		return false
	}
	lower := strings.ToLower(refusals[len(refusals)-1].Quote)
	return says(lower, finalPhrases) || says(lower, lowered(c.refused))
}

func lowered(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, strings.ToLower(s))
	}
	return out
}

// listed returns the address of the business's listing on a page of results and the words that name it, or the listings of its name that have to be opened.
func listed(t *sdk.Turn, c *config) (url, quote string, unsure []string) {
	all := entries(t, c)
	for i := range all {
		l := &all[i]
		if !names(l.Text, &t.Business) || !t.Page.Says(l.Text) {
			continue
		}
		switch compare(beside(t.Page, all, i), &t.Business) {
		case ours:
			return l.URL, l.Text, nil
		case nothingElse:
			if len(unsure) < atMost && !has(unsure, l.URL) && !strings.Contains(l.URL, " ") {
				unsure = append(unsure, l.URL)
			}
		}
	}
	return "", "", unsure
}

// searchURL fills the template of the search in.
func searchURL(t *sdk.Turn, c *config) string {
	b := &t.Business
	path := strings.NewReplacer("{name}", escape(b.Name), "{phone}", escape(b.Phone.National), "{city}", escape(b.Address.City), "{website}", escape(b.Website)).Replace(c.search)
	if strings.Contains(path, "://") {
		return path
	}
	return t.Directory.URL(path)
}

// escape writes a text as the value of a query.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var out []byte
	for i := range len(s) {
		switch ch := s[i]; {
		case ch|0x20 >= 'a' && ch|0x20 <= 'z', ch >= '0' && ch <= '9', strings.IndexByte("-_.~", ch) >= 0:
			out = append(out, ch)
		case ch == ' ':
			out = append(out, '+')
		default:
			out = append(out, '%', hex[ch>>4], hex[ch&15])
		}
	}
	return string(out)
}

// unescape reads the value of a query.
func unescape(s string) string {
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(n))
				i += 2
				continue
			}
		}
		if s[i] == '+' {
			out = append(out, ' ')
			continue
		}
		out = append(out, s[i])
	}
	return string(out)
}
