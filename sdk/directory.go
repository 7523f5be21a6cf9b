package sdk

// URL returns the address of path on the site of the directory's start page: "/search" becomes "https://hello.example/search".
func (d Directory) URL(path string) string {
	scheme, rest, ok := cut(d.Start, "://")
	if !ok {
		return path
	}
	host, _, _ := cut(rest, "/")
	return scheme + "://" + host + path
}
