package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// Posted is what came of a [Client.Post]. What the other side wrote is not kept.
type Posted struct {
	Status     int           // that was answered
	RetryAfter time.Duration // that it asks for; 0 if it asks for nothing
}

// readBack bounds what is read of an answer, so that its connection ends in good order.
const readBack = 16 << 10

// Post sends a body to an address that a stranger gave, within limit: over TLS, to the public internet only, and to nowhere that it is sent on to. An
// error says in plain words why nothing was answered.
func (c *Client) Post(ctx context.Context, address string, header http.Header, body []byte, limit time.Duration) (Posted, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return Posted{}, host.Errorf(host.Invalid, "not an https address")
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return Posted{}, host.Errorf(host.Invalid, "not an https address")
	}
	r.Header = header.Clone()
	r.Header.Set("User-Agent", "DirectoryBolt/1 (webhooks; "+c.Contact+")")
	// A transport of its own: no connection outlives the call, and no proxy of the environment is asked.
	transport := &http.Transport{
		DialContext: c.dial, TLSClientConfig: c.tls, DisableKeepAlives: true, TLSHandshakeTimeout: limit, MaxResponseHeaderBytes: 64 << 10,
	}
	client := http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		return Posted{}, unanswered(err, limit)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, readBack)) // the status is all that counts
	p := Posted{Status: resp.StatusCode}
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds > 0 {
		p.RetryAfter = time.Duration(min(seconds, 24*60*60)) * time.Second
	}
	return p, nil
}

// unanswered says what happened without what our network looks like from inside.
func unanswered(err error, limit time.Duration) error {
	var unknown *net.DNSError
	switch {
	case errors.Is(err, errRefused):
		return host.Errorf(host.Invalid, "the address is not on the public internet")
	case errors.As(err, &unknown):
		return host.Errorf(host.Unavailable, "the host name does not resolve")
	case errors.Is(err, context.DeadlineExceeded):
		return host.Errorf(host.Unavailable, "no answer within %s", limit)
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("interrupted: %w", err)
	}
	return host.Errorf(host.Unavailable, "no connection, or none that TLS trusts")
}
