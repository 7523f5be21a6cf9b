package browser

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

func newTestEgress(t *testing.T, reach host.Reach, local map[string]netip.AddrPort) *egress {
	t.Helper()
	p, err := newEgress(reach, local)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.close)
	p.resolve = func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	return p
}

func TestEgressReachesOnlyItsHosts(t *testing.T) {
	p := newTestEgress(t, host.Reach{Hosts: []string{"dir.example", "Other.example:8080"}, AssetHosts: []string{"cdn.example"}}, nil)
	// Every name leads to loopback here: what is within reach fails for its address, what is not fails for its name.
	for hostport, reach := range map[string]bool{
		"dir.example:80": true, "dir.example:443": true, "DIR.example.:443": true, "cdn.example:443": true, "other.example:8080": true,
		"dir.example:22": false, "other.example:80": false, "evil.example:80": false, "xdir.example:80": false, "dir.example.evil.example:80": false,
		"localhost:80": false, "127.0.0.1:80": false, "[::1]:80": false, "2130706433:80": false, "sub.dir.example:80": false, "dir.example": false,
	} {
		c, err := p.dial(t.Context(), hostport)
		if c != nil {
			c.Close()
		}
		if !errors.Is(err, errRefused) {
			t.Errorf("%s: got %v, want it refused", hostport, err)
			continue
		}
		if got := strings.Contains(err.Error(), "no public address"); got != reach {
			t.Errorf("%s: %v; within reach: want %v", hostport, err, reach)
		}
	}
}

// A name that answers with a public address once and with a private one the next time gets neither checked with one and dialled
// with the other, nor dialled at all with the second.
func TestEgressIsNotRebound(t *testing.T) {
	secret, hits := secretServer(t)
	_, port, err := net.SplitHostPort(secret)
	if err != nil {
		t.Fatal(err)
	}
	p := newTestEgress(t, host.Reach{Hosts: []string{"rebind.example:" + port}}, nil)
	answers := []netip.Addr{netip.MustParseAddr("93.184.216.34"), netip.MustParseAddr("127.0.0.1")}
	lookups := 0
	p.resolve = func(context.Context, string) ([]netip.Addr, error) {
		a := answers[min(lookups, 1)]
		lookups++
		return []netip.Addr{a}, nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // the public address must not really be dialled
	if _, err := p.dial(ctx, "rebind.example:"+port); err == nil || errors.Is(err, errRefused) || lookups != 1 {
		t.Errorf("first dial: %v after %d lookups, want one lookup and an attempt", err, lookups)
	}
	if _, err := p.dial(t.Context(), "rebind.example:"+port); !errors.Is(err, errRefused) {
		t.Errorf("second dial: %v, want it refused", err)
	}
	if got := hits(); len(got) != 0 {
		t.Errorf("the loopback server was reached: %v", got)
	}
}

func TestLocalDirectoriesNeedTheAllowance(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	u, _ := url.Parse(server.URL)
	reach := host.Reach{Hosts: []string{"dir.localhost:" + u.Port(), "dir.example:" + u.Port()}}
	allowed := newTestEgress(t, reach, map[string]netip.AddrPort{".localhost": netip.MustParseAddrPort("127.0.0.1:0")})
	never := newTestEgress(t, reach, nil)
	c, err := allowed.dial(t.Context(), "dir.localhost:"+u.Port())
	if err != nil {
		t.Fatalf("with the allowance: %v", err)
	}
	c.Close()
	if _, err := allowed.dial(t.Context(), "dir.example:"+u.Port()); !errors.Is(err, errRefused) {
		t.Errorf("the allowance reaches other names: %v", err)
	}
	if _, err := never.dial(t.Context(), "dir.localhost:"+u.Port()); !errors.Is(err, errRefused) {
		t.Errorf("without the allowance: %v, want it refused", err)
	}
	if _, err := Open(t.Context(), Config{DriverDir: driverDir, AllowLocal: map[string]netip.AddrPort{".example": netip.MustParseAddrPort("10.0.0.1:80")}}); host.KindOf(err) != host.Invalid {
		t.Errorf("an allowance beyond loopback: %v, want it refused", err)
	}
}

func TestEgressHasABound(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, 4096)) }))
	defer server.Close()
	u, _ := url.Parse(server.URL)
	p := newTestEgress(t, host.Reach{Hosts: []string{"dir.localhost:" + u.Port()}}, map[string]netip.AddrPort{".localhost": netip.MustParseAddrPort("127.0.0.1:0")})
	p.moved.Store(egressLimit - 1024)
	c, err := p.dial(t.Context(), "dir.localhost:"+u.Port())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := fmt.Fprintf(c, "GET / HTTP/1.0\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = c.Read(make([]byte, 1024))
	}
	if !errors.Is(err, errSpent) {
		t.Errorf("read past the bound: %v, want %v", err, errSpent)
	}
}

// secretServer is what a page must never reach: a server on loopback. hits returns what reached it.
func secretServer(t *testing.T) (address string, hits func() []string) {
	t.Helper()
	var mu sync.Mutex
	var seen []string
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen = append(seen, r.URL.Path)
		mu.Unlock()
		w.Header().Set("Access-Control-Allow-Origin", "*")
	}))
	server.Config.ConnState = func(c net.Conn, state http.ConnState) {
		if state == http.StateNew {
			mu.Lock()
			seen = append(seen, "connection")
			mu.Unlock()
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String(), func() []string {
		mu.Lock()
		defer mu.Unlock()
		return append([]string(nil), seen...)
	}
}

// The attack page tries every way out that a browser offers; the loopback servers count what arrives.
func TestPageCannotReachBeyondItsDirectory(t *testing.T) {
	secret, hits := secretServer(t)
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { packets.Close() })
	var datagrams sync.WaitGroup
	received := 0
	datagrams.Go(func() {
		for buf := make([]byte, 2048); ; received++ {
			if _, _, err := packets.ReadFrom(buf); err != nil {
				return
			}
		}
	})
	attack, err := os.ReadFile("testdata/attack.html")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(secret)
	fill := strings.NewReplacer("SECRET", secret, "PORT", port, "UDP", packets.LocalAddr().String()).Replace

	b := use(t)
	s := serve(t)
	s.page("/", fill(string(attack)))
	s.HandleFunc("/redirect", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+secret+"/redirect", http.StatusFound)
	})
	for path, script := range map[string]string{
		"/shared.js": `onconnect = (e) => fetch('http://SECRET/shared-worker', {mode: 'no-cors'}).then(() => e.ports[0].postMessage(1), () => e.ports[0].postMessage(0))`,
		"/service.js": `self.addEventListener('install', () => self.skipWaiting());
			self.addEventListener('activate', (e) => e.waitUntil(fetch('http://SECRET/service-worker', {mode: 'no-cors'})))`,
	} {
		s.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, fill(script))
		})
	}
	session := visit(t, b, s, "/")
	tried, err := session.page.Evaluate("window.tried")
	if err != nil {
		t.Fatal(err)
	}
	ways, _ := tried.([]any)
	if len(ways) < 20 {
		t.Errorf("the page tried %d ways out, want all of them: %v", len(ways), ways)
	}
	for _, to := range []string{"http://" + secret + "/goto", "file:///etc/passwd", "chrome://version", "view-source:http://" + secret + "/", "http://169.254.169.254/latest/meta-data", "data:text/html,x", "javascript:alert(1)", s.base + "/redirect"} {
		if err := session.Goto(t.Context(), to); host.KindOf(err) != host.Denied {
			t.Errorf("Goto(%q) = %v, want it denied", to, err)
		}
	}
	session.Close()
	packets.Close()
	datagrams.Wait()
	if got := hits(); len(got) != 0 {
		t.Errorf("the secret server was reached: %v\n%v", got, ways)
	}
	if received != 0 {
		t.Errorf("%d datagrams came out: %v", received, ways)
	}
}

// What the attack page uses must work where it is allowed, or the test above would prove nothing.
func TestAttackPageCanReachItsOwnHost(t *testing.T) {
	b := use(t)
	s := serve(t)
	s.page("/", "<h1>Here</h1>")
	reached := make(chan string, 10)
	s.HandleFunc("/own", func(w http.ResponseWriter, r *http.Request) { reached <- r.Method })
	session := visit(t, b, s, "/")
	if _, err := session.page.Evaluate("fetch('/own', {method: 'PUT'})"); err != nil {
		t.Fatal(err)
	}
	select {
	case method := <-reached:
		if method != "PUT" {
			t.Errorf("the directory received %s, want PUT", method)
		}
	case <-time.After(5 * time.Second):
		t.Error("the directory itself was not reached")
	}
}
