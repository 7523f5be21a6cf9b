package host

import (
	"net/mail"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"github.com/directorybolt/directorybolt/sdk"
)

const maxURL = 2048

// url cleans a web address. It must lead to a public host by name: listings carry it to the whole world.
func (p *Problems) url(field, s, example string) string {
	s = foldLine(s)
	if s == "" {
		return ""
	}
	clean, reason := checkURL(s)
	if reason != "" {
		p.add(field, example, "%s", reason)
		return s
	}
	return clean
}

// checkURL returns s with its scheme and host in lower case, or why it is refused.
func checkURL(s string) (clean, reason string) {
	if len(s) > maxURL {
		return "", "is too long for a web address"
	}
	if bad := badRune(s); bad != "" {
		return "", bad
	}
	if strings.ContainsAny(s, " \\\"<>`") {
		return "", "has a character that web addresses cannot have"
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", "is not a web address"
	}
	u.Scheme = strings.ToLower(u.Scheme)
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return "", "must start with https:// or http://"
	case u.User != nil:
		return "", "must not carry a user name or password"
	case u.Hostname() == "":
		return "", "names no host"
	}
	if reason := checkHost(u.Hostname()); reason != "" {
		return "", reason
	}
	u.Host = strings.ToLower(u.Host)
	clean = u.String()
	if len(clean) > maxURL {
		return "", "is too long for a web address"
	}
	return clean, ""
}

// privateSuffixes are names that lead nowhere on the public internet.
var privateSuffixes = []string{".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".invalid", ".test", ".onion", ".arpa"}

func checkHost(name string) (reason string) {
	name = strings.ToLower(name)
	if _, err := netip.ParseAddr(name); err == nil {
		return "must name a public host, not a number"
	}
	ascii, err := idna.Lookup.ToASCII(name)
	if err != nil || len(ascii) > 253 {
		return "has a host name that cannot exist"
	}
	for _, suffix := range privateSuffixes {
		if strings.HasSuffix(ascii, suffix) {
			return "must name a public host"
		}
	}
	dot := strings.LastIndexByte(ascii, '.')
	if dot <= 0 || strings.Contains(ascii, "..") || strings.Trim(ascii[dot+1:], "0123456789") == "" {
		return "must name a public host" // single words, and spellings of numeric addresses such as 0x7f.1 or 127.1
	}
	if top := ascii[dot+1:]; top[0] >= '0' && top[0] <= '9' {
		return "must name a public host"
	}
	return ""
}

// email cleans an e-mail address.
func (p *Problems) email(field, s string) string {
	const example = "office@example.com"
	s = foldLine(s)
	if s == "" {
		return ""
	}
	if bad := badRune(s); bad != "" {
		p.add(field, example, "%s", bad)
		return s
	}
	if len(s) > 254 {
		p.add(field, example, "is too long for an e-mail address")
		return s
	}
	address, err := mail.ParseAddress(s)
	if err != nil {
		p.add(field, example, "is not an e-mail address")
		return s
	}
	if address.Name != "" || address.Address != s {
		p.add(field, example, "must be the bare address, without a name or brackets")
		return s
	}
	at := strings.LastIndexByte(s, '@')
	local, domain := s[:at], strings.ToLower(s[at+1:])
	if len(local) > 64 || strings.ContainsAny(local, `"\ `) {
		p.add(field, example, "has an unusual part before the @, which directories refuse")
		return s
	}
	if reason := checkHost(domain); reason != "" {
		p.add(field, example, "%s", "has a domain that takes no public mail")
		return s
	}
	return local + "@" + domain
}

// networks are the sites whose profiles count as social links, by the names the contract uses.
var networks = []struct {
	name    string
	domains []string
}{
	{"facebook", []string{"facebook.com", "fb.com", "fb.me"}},
	{"x", []string{"x.com", "twitter.com"}},
	{"instagram", []string{"instagram.com"}},
	{"linkedin", []string{"linkedin.com"}},
	{"youtube", []string{"youtube.com", "youtu.be"}},
	{"tiktok", []string{"tiktok.com"}},
	{"pinterest", []string{"pinterest.com", "pinterest.de", "pinterest.fr", "pinterest.es", "pinterest.it", "pinterest.ca", "pinterest.co.uk", "pinterest.com.au"}},
	{"threads", []string{"threads.net", "threads.com"}},
	{"bluesky", []string{"bsky.app"}},
	{"snapchat", []string{"snapchat.com"}},
	{"reddit", []string{"reddit.com"}},
	{"telegram", []string{"t.me", "telegram.me"}},
	{"whatsapp", []string{"wa.me", "whatsapp.com"}},
	{"discord", []string{"discord.gg", "discord.com"}},
	{"github", []string{"github.com"}},
	{"gitlab", []string{"gitlab.com"}},
	{"vimeo", []string{"vimeo.com"}},
	{"medium", []string{"medium.com"}},
	{"xing", []string{"xing.com"}},
	{"nextdoor", []string{"nextdoor.com"}},
	{"yelp", []string{"yelp.com", "yelp.de", "yelp.fr", "yelp.co.uk", "yelp.ca"}},
	{"tripadvisor", []string{"tripadvisor.com", "tripadvisor.de", "tripadvisor.co.uk"}},
}

// networkOf returns the network a host belongs to, or "".
func networkOf(host string) string {
	host = strings.ToLower(host)
	for _, n := range networks {
		for _, d := range n.domains {
			if host == d || strings.HasSuffix(host, "."+d) {
				return n.name
			}
		}
	}
	return ""
}

// domainOf returns the first domain of a network we know, or "".
func domainOf(network string) string {
	for _, n := range networks {
		if n.name == network {
			return n.domains[0]
		}
	}
	return ""
}

// social cleans the links to profiles elsewhere, filling in networks that the address gives away.
func (p *Problems) social(links []sdk.Social) []sdk.Social {
	var out []sdk.Social
	seen := map[string]bool{}
	for i, link := range links {
		field := index("social", i)
		network := strings.ToLower(p.line(field+".network", link.Network, 40, "facebook"))
		if network == "twitter" {
			network = "x"
		}
		example := "https://www.facebook.com/example"
		if d := domainOf(network); d != "" {
			example = "https://" + d + "/example"
		}
		if foldLine(link.URL) == "" {
			p.add(field+".url", example, "is missing")
			continue
		}
		address, reason := checkURL(foldLine(link.URL))
		if reason != "" {
			p.add(field+".url", example, "%s", reason)
			address = foldLine(link.URL)
		} else {
			u, _ := url.Parse(address)
			actual := networkOf(u.Hostname())
			switch {
			case network == "" && actual == "":
				p.add(field+".network", "mastodon", "is missing, and the address does not tell it")
			case network == "":
				network = actual
			case network != actual && (actual != "" || domainOf(network) != ""):
				p.add(field+".url", example, "is not an address on %s", network)
			}
			if actual != "" && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
				p.add(field+".url", example, "leads to the network's front page, not to a profile")
			}
		}
		if !seen[address] {
			seen[address] = true
			out = append(out, sdk.Social{Network: network, URL: address})
		}
	}
	if len(out) > 30 {
		p.add("social", "your 30 most important profiles", "has %d entries; at most 30 are taken", len(out))
	}
	return out
}
