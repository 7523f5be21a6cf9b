package lint

import (
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

var (
	hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]*$`)
	version  = regexp.MustCompile(`^\d+\.\d+\.\d+([-+][0-9A-Za-z.-]+)?$`)
)

// manifest judges what the adapter says of itself.
func (r *report) manifest() {
	m := r.adapter.Manifest
	for _, h := range m.Hosts {
		if why := badHost(h); why != "" {
			r.atText(strconv.Quote(h), Error, "bad-host", `write the bare name: "www.hello.example"`, "the host %q %s", h, why)
		}
	}
	for _, h := range m.AssetHosts {
		if why := badHost(h); why != "" {
			r.atText(strconv.Quote(h), Error, "bad-host", `write the bare name: "cdn.hello.example"`, "the asset host %q %s", h, why)
		}
	}
	r.start(m)
	if !version.MatchString(m.Version) {
		r.atText("Version:", Error, "bad-version", `number it as "1.0.0"`, "the version %q is not of the form major.minor.patch", m.Version)
	}
	for _, f := range []struct{ name, text, fix string }{
		{"Licence", m.Licence, `name it by its SPDX identifier: Licence: "MIT"`},
		{"Author", m.Author, "say who to ask about it"},
		{"Summary", m.Summary, "say in a sentence what it lists, and where"},
	} {
		if f.text == "" {
			r.atText("sdk.Adapter{", Warning, "no-"+strings.ToLower(f.name), f.fix, "the adapter has no %s", f.name)
		}
	}
}

func (r *report) start(m sdk.Manifest) {
	if len(m.Hosts) == 0 {
		if m.ConfigSchema == "" {
			r.atText("sdk.Adapter{", Error, "no-hosts", "name the directory's hosts, or give a ConfigSchema if it serves many directories", "the adapter has no Hosts: it could go nowhere")
		}
		return // hosts and start are the directory's
	}
	u, err := url.Parse(m.Start)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		r.atText("Start:", Error, "bad-start", "give the address of the page with the form, with https://", "Start is %q, which is no address", m.Start)
	case !slices.Contains(m.Hosts, u.Host):
		r.atText("Start:", Error, "start-off-hosts", "add "+u.Host+" to Hosts", "Start is on %s, which is not one of Hosts: the session would be refused", u.Host)
	case u.Scheme == "http" && !strings.HasSuffix(u.Hostname(), "localhost"):
		r.atText("Start:", Warning, "start-without-tls", "use https:// if the directory has it", "Start is fetched without encryption")
	}
}

// badHost says what is wrong with a host of a manifest, "" for nothing.
func badHost(h string) string {
	name, port, err := net.SplitHostPort(h)
	if err != nil {
		name, port = h, ""
	}
	n, err := strconv.Atoi(port)
	switch {
	case strings.Contains(h, "/"):
		return "has a scheme or a path"
	case strings.Contains(h, "*"):
		return "has a wildcard: each host is named"
	case net.ParseIP(strings.Trim(name, "[]")) != nil:
		return "is a number: directories have names"
	case port != "" && (err != nil || n < 1 || n > 65535):
		return "has a port that cannot be"
	case name != strings.ToLower(name):
		return "has capitals: names are compared in lower case"
	case !hostName.MatchString(name):
		return "is not a full host name"
	}
	return ""
}

// functions judges which functions there are, and whether each is tried.
func (r *report) functions() {
	if !r.can(sdk.OpVerify) {
		r.atText("sdk.Adapter{", Error, "no-verify", "write verify: read the page after the press, and answer sdk.Unknown() unless it proves something",
			"the adapter has no Verify: what comes of a submission could never be proven")
	}
	if !r.can(sdk.OpLookup) {
		r.atText("sdk.Adapter{", Warning, "no-lookup", "write lookup: search for the business by its phone number or name",
			"the adapter has no Lookup: duplicates are not avoided, and a lost answer waits for a person")
	}
	for _, f := range r.adapter.Manifest.Functions {
		tried := false
		for _, c := range r.adapter.Cases {
			tried = tried || c.Op.String() == f
		}
		if !tried {
			r.add(Error, "no-case", "testdata", 0, "directorybolt adapter capture URL --op "+f, "no case tries %s", f)
		}
	}
}
