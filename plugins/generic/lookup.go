package main

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// searching is the state of lookup while a search is open.
const searching = "searching"

// lookup searches the directory for the business. Finding nothing proves absence only where the configuration says that the search finds everything.
func lookup(t sdk.Turn) (sdk.Move, error) {
	c, err := readConfig(t.Directory.Config)
	if err != nil {
		return sdk.Move{}, err
	}
	if c.search == "" || closed(t.Refusals, &c) {
		return sdk.Unknown(), nil
	}
	if string(t.State) != searching {
		return sdk.Do(sdk.Goto(searchURL(&t, &c))).With([]byte(searching)), nil
	}
	p := t.Page
	if p == nil || p.Status >= 400 {
		return sdk.Unknown(), nil
	}
	if url, quote := listed(p, &t.Business, &c); url != "" {
		return sdk.Live(url, quote), nil
	}
	if quote := find(p, c.absent, absentPhrases); quote != "" && c.complete && exact(&t, &c, quote) {
		return sdk.Absent(quote), nil
	}
	return sdk.Unknown(), nil
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

// listed returns the address of the business's listing on a page of results, and the words that name it.
func listed(p *sdk.Page, b *sdk.Business, c *config) (url, quote string) {
	for _, l := range p.Links {
		if names(l.Text, b) && (c.listing == "" || strings.Contains(l.URL, c.listing)) && p.Says(l.Text) {
			return l.URL, l.Text
		}
	}
	return "", ""
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
