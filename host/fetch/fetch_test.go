package fetch

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

// site serves on this machine under the name www.example.com; every other name resolves to what elsewhere says.
func site(t *testing.T, elsewhere string, serve http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(serve)
	t.Cleanup(server.Close)
	return &Client{
		Contact: "https://directorybolt.example/bot",
		local:   map[string]netip.AddrPort{"www.example.com": netip.MustParseAddrPort(server.Listener.Addr().String())},
		resolve: func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr(elsewhere)}, nil
		},
	}
}

func TestPageIsRead(t *testing.T) {
	var agent string
	c := site(t, "10.0.0.1", func(w http.ResponseWriter, r *http.Request) {
		agent = r.UserAgent()
		if r.URL.Path == "/" {
			http.Redirect(w, r, "/start", http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
		_, _ = w.Write([]byte("<p>Caf\xe9</p>"))
	})
	page, err := c.Page(t.Context(), "http://www.example.com/")
	if err != nil || string(page) != "<p>Café</p>" {
		t.Errorf("got %q, %v", page, err)
	}
	if !strings.Contains(agent, "DirectoryBolt") || !strings.Contains(agent, c.Contact) {
		t.Errorf("the site is told %q", agent)
	}
}

func TestGuard(t *testing.T) {
	for name, c := range map[string]struct {
		address, elsewhere string
		serve              http.HandlerFunc
		kind               host.Kind
	}{
		"private address":      {address: "http://192.168.1.1/"},
		"metadata service":     {address: "http://169.254.169.254/latest/"},
		"IPv6 loopback":        {address: "http://[::1]/"},
		"IPv4 in IPv6":         {address: "http://[::ffff:127.0.0.1]/"},
		"name that leads home": {address: "http://rebind.example/", elsewhere: "127.0.0.1"},
		"odd number":           {address: "http://0x7f000001/", elsewhere: "127.0.0.1"},
		"other port":           {address: "http://8.8.8.8:22/"},
		"file":                 {address: "file:///etc/passwd"},
		"credentials":          {address: "http://user:secret@www.example.com/"},
		"no address":           {address: "www"},
		"redirect home": {serve: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:6060/", http.StatusFound)
		}},
		"redirect by name": {elsewhere: "10.0.0.1", serve: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://inside.example/", http.StatusFound)
		}},
		"redirect to a file": {serve: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		}},
		"endless redirects": {serve: func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) }},
		"no page":           {serve: func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "application/pdf") }},
		"too large": {serve: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			for range 3 {
				_, _ = w.Write(make([]byte, 1<<20))
			}
		}},
		"broken": {kind: host.Unavailable, serve: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }},
	} {
		t.Run(name, func(t *testing.T) {
			if c.address == "" {
				c.address = "http://www.example.com/"
			}
			if c.elsewhere == "" {
				c.elsewhere = "10.0.0.1"
			}
			if c.kind == "" {
				c.kind = host.Invalid
			}
			if c.serve == nil {
				c.serve = func(http.ResponseWriter, *http.Request) { t.Error("was asked") }
			}
			page, err := site(t, c.elsewhere, c.serve).Page(t.Context(), c.address)
			if err == nil || host.KindOf(err) != c.kind {
				t.Fatalf("got %d bytes, %v; want an error of kind %s", len(page), err, c.kind)
			}
			for _, inside := range []string{"127.0.0.1", "10.0.0.1", "6060", "dial"} {
				if strings.Contains(err.Error(), inside) {
					t.Errorf("the error tells of our network: %v", err)
				}
			}
		})
	}
}

func TestJSONLD(t *testing.T) {
	const one = `{"@type":"Plumber","name":"Acme"}`
	for page, want := range map[string]string{
		"":  "",
		one: one,
		`<script type="application/ld+json">` + one + `</script>`:                                       one,
		`<SCRIPT TYPE=' Application/LD+JSON; charset=utf-8'> ` + one + ` </SCRIPT>`:                     one,
		`<script>var a = ` + one + `</script>`:                                                          "",
		`<!-- <script type="application/ld+json">` + one + `</script> -->`:                              "",
		`<script type="application/ld+json">{broken</script>`:                                           "",
		`<script type="application/ld+json"><!-- ` + one + ` --></script>`:                              one,
		`<script type="application/ld+json">//<![CDATA[` + "\n" + one + "\n" + `//]]></script>`:         one,
		`<script type="application/ld+json">1</script><script type="application/ld+json">2</script>`:    "[1,2]",
		`<script type="application/ld+json">{x</script><script type="application/ld+json">2</script><p`: "2",
	} {
		if got := string((*Client)(nil).JSONLD([]byte(page))); got != want {
			t.Errorf("%s: got %q, want %q", page, got, want)
		}
	}
}

func FuzzJSONLD(f *testing.F) {
	f.Add([]byte(`<html><script type="application/ld+json">{"@type":"Plumber","name":"Acme"}</script>`))
	f.Add([]byte(`<script type="application/ld+json"><!-- {} --></script><script type="application/ld+json">[]</script>`))
	f.Fuzz(func(t *testing.T, page []byte) {
		data := (*Client)(nil).JSONLD(page)
		if data == nil {
			return
		}
		if _, _, err := host.BusinessFromJSONLD(data); err != nil && host.KindOf(err) != host.Invalid {
			t.Fatalf("error of kind %s: %v", host.KindOf(err), err)
		}
	})
}
