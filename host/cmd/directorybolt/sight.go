package main

import (
	"context"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/browser"
	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// Sight are the flags of the commands that look at a directory.
type Sight struct {
	Business   string   `placeholder:"FILE" help:"The business, JSON or JSON-LD; the sample of the tests if not given."`
	AssetHosts []string `name:"asset-host" placeholder:"NAME" help:"A further host the pages load from. Those of the adapter's AssetHosts need not be named."`
	Local      string   `name:"local-directories" placeholder:"PORT" help:"Development: reach directories at *.localhost on this port."`
}

// check refuses addresses that no session could reach, and says what to do.
func (s Sight) check(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, host.Errorf(host.Invalid, "%q is not the address of a page: give it as https://…; files and other schemes are not opened", address)
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && (!ip.IsGlobalUnicast() || ip.IsPrivate()) {
		return nil, host.Errorf(host.Denied, "%s is not a public address: only public ones are looked at, and with --local-directories names below localhost", ip)
	}
	if s.Local == "" && isLocal(u.Host) {
		return nil, host.Errorf(host.Denied, "%s is on this machine, which is not looked at unless you say so: add --local-directories %s", u.Host, portOf(u))
	}
	if s.Local != "" && isLocal(u.Host) && portOf(u) != s.Local {
		return nil, host.Errorf(host.Denied, "%s is not on port %s, which --local-directories names", u.Host, s.Local)
	}
	return u, nil
}

func portOf(u *url.URL) string {
	if port := u.Port(); port != "" {
		return port
	}
	return map[string]string{"http": "80", "https": "443"}[u.Scheme]
}

// business is who is shown to the adapter, with a source of the files to upload.
func (s Sight) business(ctx context.Context, out terminal) (sdk.Business, func(context.Context, string) (host.File, error), error) {
	if s.Business == "" {
		logo, err := sample.ReadFile("sample/logo.png")
		file := func(_ context.Context, handle string) (host.File, error) {
			return host.File{Handle: handle, Name: "bayside-" + handle + ".png", MediaType: "image/png", Data: logo}, nil
		}
		return sdktest.Business(), file, err
	}
	dir, err := os.MkdirTemp("", "directorybolt-images-*")
	if err != nil {
		return sdk.Business{}, nil, err
	}
	context.AfterFunc(ctx, func() { os.RemoveAll(dir) })
	store, err := blob.Open(filepath.Join(dir, "blobs"))
	if err != nil {
		return sdk.Business{}, nil, err
	}
	b, notes, err := readBusiness(ctx, s.Business, store)
	if err != nil {
		return sdk.Business{}, nil, tellProblems(out, s.Business, err)
	}
	for _, n := range notes {
		out.line("note: %s", n)
	}
	return b.Contract(), func(ctx context.Context, handle string) (host.File, error) { return fileOf(ctx, b, handle, store) }, nil
}

// browser starts the browser for what the flags allow.
func (s Sight) browser(ctx context.Context) (*browser.Browser, error) {
	c := systemConfig{headed: headed(), log: slog.New(slog.DiscardHandler)}
	if s.Local != "" {
		c.local = localAllowance()
	}
	return openBrowser(ctx, c)
}

// reach is where a session that looks at u may go: its host and what the adapter names.
func (s Sight) reach(u *url.URL, m sdk.Manifest) host.Reach {
	r := host.Reach{Hosts: slices.Clone(m.Hosts), AssetHosts: append(slices.Clone(m.AssetHosts), s.AssetHosts...)}
	if !slices.Contains(r.Hosts, u.Host) {
		r.Hosts = append(r.Hosts, u.Host)
	}
	return r
}
