// Package page holds the pages and their parts. It shows what it is given and decides nothing.
package page

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/directorybolt/directorybolt/host"
)

// home is where somebody who has signed in belongs.
func home(role host.Role) string {
	switch role {
	case host.RoleCustomer:
		return "/portal"
	case host.RoleStaff:
		return "/staff"
	}
	return "/"
}

func homeWords(role host.Role) string {
	switch role {
	case host.RoleCustomer:
		return "Your listings"
	case host.RoleStaff:
		return "Jobs"
	}
	return "Start page"
}

func packageName(p host.Package) string {
	if p == "" {
		return ""
	}
	return strings.ToUpper(string(p[:1])) + string(p[1:]) + " package"
}

func jobStatus(s host.JobStatus) string { return strings.ReplaceAll(string(s), "_", " ") }

func hostOf(website string) string {
	u, err := url.Parse(website)
	if err != nil || u.Host == "" {
		return website
	}
	return strings.TrimPrefix(u.Host, "www.")
}

func times(n int) string {
	switch n {
	case 0:
		return "never"
	case 1:
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func hasImage(evidence []host.Evidence) bool {
	for _, e := range evidence {
		if strings.HasPrefix(e.MediaType, "image/") {
			return true
		}
	}
	return false
}

// shots are the words for the pictures kept with a submission.
var shots = map[string]string{
	"before":  "Before Submit was pressed",
	"after":   "After Submit was pressed",
	"listing": "The listing",
}

func eventWords(event string) string {
	words := strings.ReplaceAll(event, "_", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

func evidenceURL(s host.Submission, e host.Evidence) templ.SafeURL {
	return templ.SafeURL("/staff/submissions/" + s.ID.String() + "/evidence/" + e.Digest)
}
