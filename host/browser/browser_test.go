package browser

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// driverDir is shared with the program's own, so that tests fetch nothing on a machine that has run it.
var driverDir = filepath.Join("..", "..", ".cache", "driver")

var shared *Browser // for tests that do it no harm

func TestMain(m *testing.M) {
	code := m.Run()
	if shared != nil {
		if err := shared.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "close the browser:", err)
			code = 1
		}
	}
	os.Exit(code)
}

// use returns the browser that tests share, with room for several sessions.
func use(t testing.TB) *Browser {
	t.Helper()
	if shared == nil {
		shared = launch(t, func(c *Config) { c.Sessions = 8 })
	}
	return shared
}

// start opens a browser of the test's own.
func start(t testing.TB, change func(*Config)) *Browser {
	t.Helper()
	b := launch(t, change)
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Errorf("close the browser: %v", err)
		}
	})
	return b
}

// launch opens a browser. A machine without one fails the test: a promise that was not tried was not kept.
func launch(t testing.TB, change func(*Config)) *Browser {
	t.Helper()
	if err := Install(t.Context(), driverDir); err != nil {
		t.Fatal(err)
	}
	c := Config{DriverDir: driverDir, Contact: "https://directorybolt.example/bot", AllowLocal: map[string]netip.AddrPort{".localhost": netip.MustParseAddrPort("127.0.0.1:0")}}
	if path := os.Getenv("DIRECTORYBOLT_CHROMIUM"); path != "" {
		c.Executable = path
	}
	if change != nil {
		change(&c)
	}
	b, err := Open(t.Context(), c)
	if err != nil {
		t.Fatalf("these tests need a browser: apt-get install chromium-headless-shell util-linux nodejs\n%v", err)
	}
	return b
}

// site is a directory of a test, at http://dir.localhost:PORT.
type site struct {
	*http.ServeMux
	base string // "http://dir.localhost:1234"
	host string // "dir.localhost:1234"
}

func serve(t testing.TB) *site {
	t.Helper()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	h := "dir.localhost:" + u.Port()
	return &site{ServeMux: mux, base: "http://" + h, host: h}
}

func (s *site) page(path, body string) {
	s.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte("<!doctype html><html lang=en><title>Test</title><body>" + body))
	})
}

// visit opens a session of the browser on a path of the site.
func visit(t testing.TB, b *Browser, s *site, path string) *Session {
	t.Helper()
	session := open(t, b, s)
	if err := session.Goto(t.Context(), s.base+path); err != nil {
		t.Fatal(err)
	}
	return session
}

func open(t testing.TB, b *Browser, s *site, assets ...string) *Session {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	session, err := b.Session(ctx, SessionConfig{
		Reach: host.Reach{Hosts: []string{s.host}, AssetHosts: assets},
		File: func(_ context.Context, handle string) (host.File, error) {
			return host.File{Handle: handle, Name: handle + ".png", MediaType: "image/png", Data: []byte("not really a picture")}, nil
		},
		Secret: func(_ context.Context, name string) (string, error) { return "s3cret-" + name, nil },
	})
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	t.Cleanup(func() {
		session.Close()
		cancel()
	})
	return session
}

func observe(t testing.TB, s *Session) *sdk.Page {
	t.Helper()
	p, err := s.Observe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// run carries out steps that must all succeed.
func run(t testing.TB, s *Session, steps ...sdk.Step) []sdk.StepResult {
	t.Helper()
	results, err := s.Run(t.Context(), steps)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		if !r.Ok {
			t.Fatalf("step %d (%s): %s, holds %q", i+1, steps[i].Kind, r.Error, r.Value)
		}
	}
	if len(results) != len(steps) {
		t.Fatalf("%d results for %d steps", len(results), len(steps))
	}
	return results
}
