// Package fetch reads pages of sites that strangers name, and nothing that is not on the public internet.
package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"golang.org/x/net/html/charset"

	"github.com/directorybolt/directorybolt/host"
)

const (
	maxPage   = 2 << 20 // bytes of a page, once unpacked
	maxTime   = 10 * time.Second
	redirects = 4
)

// Client reads pages.
type Client struct {
	// Contact is where a site's owner learns who calls: an address in the User-Agent.
	Contact string

	// For tests; nil outside of them.
	local   map[string]netip.AddrPort // names that lead past the guard
	resolve func(ctx context.Context, name string) ([]netip.Addr, error)
	tls     *tls.Config
}

var errRefused = errors.New("not a public address")

// Page returns the HTML at the address as UTF-8. An error is of kind [host.Invalid] where whoever gave the address can mend it, and of kind
// [host.Unavailable] where the site did not answer well.
func (c *Client) Page(ctx context.Context, address string) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || !web(u) || u.User != nil {
		return nil, host.Errorf(host.Invalid, "That is not the address of a website. Write it like https://www.example.com.")
	}
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, host.Errorf(host.Invalid, "That is not the address of a website. Write it like https://www.example.com.")
	}
	r.Header.Set("User-Agent", "DirectoryBolt/1 (profile import for the site's owner; "+c.Contact+")")
	r.Header.Set("Accept", "text/html, application/ld+json;q=0.9")
	// A transport of its own: no connection outlives the call, and no proxy of the environment is asked.
	transport := &http.Transport{
		DialContext:            c.dial,
		DisableKeepAlives:      true,
		TLSHandshakeTimeout:    maxTime,
		MaxResponseHeaderBytes: 64 << 10,
	}
	client := http.Client{Transport: transport, CheckRedirect: follow}
	resp, err := client.Do(r)
	if err != nil {
		return nil, told(err)
	}
	defer resp.Body.Close()
	return read(resp)
}

func web(u *url.URL) bool { return u.Scheme == "http" || u.Scheme == "https" }

var errRedirect = errors.New("redirect that is not followed")

func follow(r *http.Request, via []*http.Request) error {
	if len(via) > redirects || !web(r.URL) || r.URL.User != nil {
		return errRedirect
	}
	return nil
}

// dial resolves the name itself and dials the very address it has checked, for each redirect anew: a name cannot mean one address when it is
// checked and another when it is dialled. Ports are those of the web.
func (c *Client) dial(ctx context.Context, network, hostport string) (net.Conn, error) {
	name, port, err := net.SplitHostPort(hostport)
	if err != nil {
		return nil, err
	}
	var dialer net.Dialer
	if local, ok := c.local[name]; ok {
		return dialer.DialContext(ctx, network, local.String())
	}
	if port != "80" && port != "443" {
		return nil, fmt.Errorf("port %s: %w", port, errRefused)
	}
	addrs, err := c.lookup(ctx, name)
	if err != nil {
		return nil, err
	}
	err = errRefused
	for _, a := range addrs {
		if a = a.Unmap(); !host.PublicAddress(a) {
			continue
		}
		var conn net.Conn
		if conn, err = dialer.DialContext(ctx, network, net.JoinHostPort(a.String(), port)); err == nil {
			return conn, nil
		}
	}
	return nil, err
}

func (c *Client) lookup(ctx context.Context, name string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(name); err == nil {
		return []netip.Addr{a}, nil
	}
	if c.resolve != nil {
		return c.resolve(ctx, name)
	}
	return net.DefaultResolver.LookupNetIP(ctx, "ip", name)
}

func read(resp *http.Response) ([]byte, error) {
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch {
	case resp.StatusCode != http.StatusOK:
		return nil, host.Errorf(host.Unavailable, "The site answers with %q. Try another page of it, or paste the data instead.", resp.Status)
	case kind != "text/html" && kind != "application/xhtml+xml" && kind != "application/ld+json" && kind != "application/json":
		return nil, host.Errorf(host.Invalid, "There is no web page at that address, but %q. Give the address of your start page.", kind)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxPage+1))
	if err != nil {
		return nil, told(err)
	}
	if len(body) > maxPage {
		return nil, host.Errorf(host.Invalid, "That page has more than %d MB. Give a smaller page of the site, or paste the data instead.", maxPage>>20)
	}
	if kind == "application/ld+json" || kind == "application/json" {
		return body, nil
	}
	encoding, _, _ := charset.DetermineEncoding(body[:min(len(body), 1024)], resp.Header.Get("Content-Type"))
	text, err := encoding.NewDecoder().Bytes(body)
	if err != nil {
		return nil, host.Errorf(host.Invalid, "That page is in no encoding that can be read. Paste the data instead.")
	}
	return text, nil
}

// told says what happened without what our network looks like from inside.
func told(err error) error {
	var unknown *net.DNSError
	switch {
	case errors.Is(err, errRefused):
		return host.Errorf(host.Invalid, "That address is not on the public internet. Give the address that your customers use.")
	case errors.Is(err, errRedirect):
		return host.Errorf(host.Invalid, "The site sends on too often, or to something that is no website. Give the address it ends at.")
	case errors.As(err, &unknown) && unknown.IsNotFound:
		return host.Errorf(host.Invalid, "There is no site of that name. Look for a typing mistake.")
	}
	return host.Errorf(host.Unavailable, "The site did not answer within %d seconds, or not well. Try again, or paste the data instead.", maxTime/time.Second)
}
