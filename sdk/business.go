package sdk

// SocialURL returns the address of the business's profile on a network: "facebook". Empty if there is none.
func (b *Business) SocialURL(network string) string {
	for _, s := range b.Social {
		if s.Network == network {
			return s.URL
		}
	}
	return ""
}

// SocialName returns the name of the business's profile on a network, for forms that ask for it without the address: "baysideplumbing".
func (b *Business) SocialName(network string) string {
	_, rest, _ := cut(b.SocialURL(network), "://")
	rest, _, _ = cut(rest, "?")
	rest, _, _ = cut(rest, "#")
	rest = trim(rest, "/")
	for i := len(rest) - 1; i >= 0; i-- {
		if rest[i] == '/' {
			return trim(rest[i:], "/@")
		}
	}
	return "" // the address of the network itself
}

// Founded returns the year in which the business began, as text: "1998". Empty if the profile does not say.
func (b *Business) Founded() string {
	if b.YearFounded == 0 {
		return ""
	}
	return digits(int(b.YearFounded), 4)
}

// StreetLine is the street with what follows it, for forms that have one line for both: "2150 Irving Street, Suite B".
func (a Address) StreetLine() string { return listed(a.Street, a.Line2) }

// Place is the city with its state or province: "San Francisco, California".
func (a Address) Place() string { return listed(a.City, a.Region) }

// RegionIn returns the state or province as the control wants it: "CA" where it takes no more characters than that, else "California".
func (a Address) RegionIn(c *Control) string {
	if a.RegionCode != "" && (a.Region == "" || c != nil && !c.holds(a.Region)) {
		return a.RegionCode
	}
	return a.Region
}

// listed joins two texts by a comma, where there are two.
func listed(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}
