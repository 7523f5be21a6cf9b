package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"
)

func TestPost(t *testing.T) {
	var got string
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = r.Header.Get("Webhook-Id") + " " + string(body)
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/there", http.StatusTemporaryRedirect)
		case "/there":
			t.Error("a redirect was followed")
		case "/busy":
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusTooManyRequests)
		case "/slow":
			<-r.Context().Done()
		case "/endless":
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					return
				}
			}
		}
	}))
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	c := &Client{
		local: map[string]netip.AddrPort{"example.com": netip.MustParseAddrPort(server.Listener.Addr().String())},
		resolve: func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("10.0.0.1")}, nil
		},
		tls: &tls.Config{RootCAs: roots},
	}
	for address, want := range map[string]struct {
		status int
		retry  time.Duration
		err    string
	}{
		"https://example.com/":           {status: 200},
		"https://example.com/moved":      {status: 307},
		"https://example.com/busy":       {status: 429, retry: 2 * time.Minute},
		"https://example.com/endless":    {status: 200},
		"https://example.com/slow":       {err: "no answer within 1s"},
		"http://example.com/":            {err: "not an https address"},
		"https://user:pw@example.com/":   {err: "not an https address"},
		"https://inside.example/":        {err: "the address is not on the public internet"},
		"https://127.0.0.1/":             {err: "the address is not on the public internet"},
		"https://[::ffff:169.254.1.1]/":  {err: "the address is not on the public internet"},
		"https://93.184.216.34:8443/":    {err: "the address is not on the public internet"},
		"https://example.com.:443/other": {err: "the address is not on the public internet"},
	} {
		posted, err := c.Post(t.Context(), address, http.Header{"Webhook-Id": {"m1"}}, []byte("{}"), time.Second)
		said := ""
		if err != nil {
			said = err.Error()
		}
		if posted.Status != want.status || posted.RetryAfter != want.retry || said != want.err {
			t.Errorf("%s: %+v, %v", address, posted, err)
		}
	}
	if got != "m1 {}" {
		t.Errorf("sent %q", got)
	}
}
