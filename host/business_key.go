package host

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
)

// Key identifies the business whoever orders and however the rest of the profile reads: SHA-256, in hex, of its phone number; else of its
// website without scheme, "www." and a closing slash; else of name, postcode and country, without regard to case and spacing. b must be clean.
func (b Business) Key() string {
	identity := "name\n" + foldCase(b.Name) + "\n" + strings.ReplaceAll(foldCase(b.Address.PostalCode), " ", "") + "\n" + foldCase(b.Address.Country)
	// Two businesses may have their pages on one host, so the path belongs to the website.
	if u, err := url.Parse(b.Website); err == nil && u.Host != "" {
		identity = "website\n" + strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimRight(u.Path, "/")
	}
	if b.Phone != "" {
		identity = "phone\n" + b.Phone
	}
	sum := sha256.Sum256([]byte(identity))
	return hex.EncodeToString(sum[:])
}

func foldCase(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
