package page

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/directorybolt/directorybolt/host"
)

// DirectoryChoice is what the address says is to be shown of the catalogue.
type DirectoryChoice struct {
	Words   string       // that occur in name or address
	Package host.Package // as an order of it would get; empty for all
	Show    string       // "open", "paused", or all
	Sort    string       // "name", or by authority
}

// with is the address of the choice with one part of it changed.
func (c DirectoryChoice) with(key, value string) templ.SafeURL {
	q := url.Values{}
	for k, v := range map[string]string{"q": c.Words, "package": string(c.Package), "show": c.Show, "sort": c.Sort} {
		if k == key {
			v = value
		}
		if v != "" {
			q.Set(k, v)
		}
	}
	if len(q) == 0 {
		return "/directories"
	}
	return templ.SafeURL("/directories?" + q.Encode())
}

// smallest is the smallest package that reaches the directory.
func smallest(d host.CatalogueEntry, offers []host.Offer) string {
	for _, o := range offers {
		if d.PriorityTier <= o.MaxPriority {
			return tierName(o.Package)
		}
	}
	return "None yet"
}

func paused(c host.Catalogue) int {
	n := 0
	for _, d := range c.Directories {
		if !d.IsActive {
			n++
		}
	}
	return n
}

var policies = map[host.Policy]string{
	host.PolicyAllowed:    "Its terms allow robots",
	host.PolicyUnknown:    "Its terms say nothing of robots",
	host.PolicyProhibited: "Its terms forbid robots: we skip it",
	host.PolicyAPIOnly:    "Takes entries by its own interface only",
}

var askedWords = map[string]string{
	"profile": "a detail missing from the profile", "captcha": "a captcha", "mail_code": "a code by mail", "phone_code": "a code by phone", "login": "an account of your own",
}

// asks says what owners had to do lately.
func asks(d host.CatalogueEntry) string {
	if len(d.Asks) == 0 {
		if d.Tried == 0 {
			return "Not known yet"
		}
		return "Nothing, lately"
	}
	words := make([]string, len(d.Asks))
	for i, reason := range d.Asks {
		if words[i] = askedWords[reason]; words[i] == "" {
			words[i] = strings.ReplaceAll(reason, "_", " ")
		}
	}
	return strings.Join(words, ", ")
}

func accepted(d host.CatalogueEntry) string {
	if d.Tried == 0 {
		return "No runs yet"
	}
	return fmt.Sprintf("%d of %d", d.Accepted, d.Tried)
}
