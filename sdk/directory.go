package sdk

import "strings"

// URL returns the address of path on the site of the directory's start page: "/search" becomes "https://hello.example/search".
func (d Directory) URL(path string) string {
	scheme, rest, ok := strings.Cut(d.Start, "://")
	if !ok {
		return path
	}
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host + path
}
