package browser

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

// Over TLS the proxy cannot see requests. A field that is checked when it is left, or a script that asks something when the
// button goes down, makes a connection that the form follows on; when that one ends without an answer, Chromium sends the
// form again by itself.
func TestLostAnswerOverTLSIsAnErrorAndIsNotSentAgain(t *testing.T) {
	was := chromiumArgs
	chromiumArgs = append(slices.Clone(was), "--ignore-certificate-errors") // the test's own
	defer func() { chromiumArgs = was }()
	b := start(t, nil)
	const ask = `const r = new XMLHttpRequest(); r.open('GET', '/check', false); r.send()`
	for name, page := range map[string]string{
		"field checked when left":    strings.Replace(form, "<input", `<input id=n onblur="`+ask+`"`, 1),
		"asked when the button goes": strings.Replace(form, "<button", `<button onmousedown="`+ask+`"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			mux := http.NewServeMux()
			server := httptest.NewTLSServer(mux)
			t.Cleanup(server.Close)
			u, err := url.Parse(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			at := "dir.localhost:" + u.Port()
			s := &site{ServeMux: mux, base: "https://" + at, host: at}
			s.page("/", page)
			var checked atomic.Int32
			s.HandleFunc("/check", func(http.ResponseWriter, *http.Request) { checked.Add(1) })
			sent := s.counting(hangUp(t))
			session := open(t, b, s)
			if err := session.Goto(t.Context(), s.base+"/"); err != nil {
				t.Fatal(err)
			}
			if _, err := session.page.Evaluate("document.querySelector('input').focus()"); err != nil {
				t.Fatal(err)
			}
			if err := prepare(t, session)(t.Context()); err == nil {
				t.Error("the press reported an answer")
			}
			if checked.Load() == 0 {
				t.Error("the page asked nothing: the test proves nothing")
			}
			if n := sent.Load(); n != 1 {
				t.Errorf("the directory received %d submissions, want 1", n)
			}
		})
	}
}

// A tunnel of the directory that ends owing an answer while a press is under way stops everything until the press is judged.
func TestTunnelThatOwesAnAnswerFreezesTheProxy(t *testing.T) {
	for name, c := range map[string]struct {
		reply    string // what the far side says before it ends
		pressing bool
		asset    bool
		frozen   bool
	}{
		"no answer":                     {"", true, false, true},
		"only that it ends":             {"\x15\x03\x03\x00\x02\x01\x00", true, false, true},
		"answered":                      {strings.Repeat("x", 2*noAnswer), true, false, false},
		"no press":                      {"", false, false, false},
		"a host that forms never go to": {"", true, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			far, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { far.Close() })
			var heard atomic.Int32
			go func() {
				for {
					peer, err := far.Accept()
					if err != nil {
						return
					}
					if line, _ := bufio.NewReader(peer).ReadString('\n'); line != "" {
						heard.Add(1)
					}
					_, _ = io.WriteString(peer, c.reply)
					peer.Close()
				}
			}()
			_, port, _ := net.SplitHostPort(far.Addr().String())
			reach := host.Reach{Hosts: []string{"dir.localhost:" + port}, AssetHosts: []string{"cdn.localhost:" + port}}
			p := newTestEgress(t, reach, map[string]netip.AddrPort{".localhost": netip.MustParseAddrPort("127.0.0.1:0")})
			connect := func() (net.Conn, *bufio.Reader, int) {
				to := reach.Hosts[0]
				if c.asset {
					to = reach.AssetHosts[0]
				}
				in, err := net.Dial("tcp", p.listener.Addr().String())
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { in.Close() })
				fmt.Fprintf(in, "CONNECT %s HTTP/1.1\r\nHost: %[1]s\r\n\r\n", to)
				from := bufio.NewReader(in)
				resp, err := http.ReadResponse(from, &http.Request{Method: http.MethodConnect})
				if err != nil {
					t.Fatal(err)
				}
				return in, from, resp.StatusCode
			}
			if c.pressing {
				p.beginPress()
			}
			in, from, _ := connect()
			other, fromOther, _ := connect()
			fmt.Fprintln(in, "a form")
			if _, err := io.ReadAll(from); err != nil { // the browser sees the end
				t.Fatal(err)
			}
			if got := p.unsure.Load() != 0; got != c.frozen {
				t.Errorf("unsure %v, want %v", got, c.frozen)
			}
			if _, _, status := connect(); (status != http.StatusOK) != c.frozen {
				t.Errorf("a new connection: status %d, want it refused: %v", status, c.frozen)
			}
			if !c.frozen {
				return
			}
			fmt.Fprintln(other, "the form again")
			_, _ = io.Copy(io.Discard, fromOther)
			if n := heard.Load(); n != 1 {
				t.Errorf("%d forms went out, want 1", n)
			}
			p.endPress()
			if _, _, status := connect(); status != http.StatusOK {
				t.Errorf("a connection after the press: status %d", status)
			}
		})
	}
}
