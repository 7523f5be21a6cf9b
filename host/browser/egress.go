package browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// egressLimit is how many bytes a session may move in all, both ways.
const egressLimit = 256 << 20

// egress is the forward proxy of one session, its only way out. It resolves names itself and dials the very address it has
// checked, so that a name cannot mean one address when it is checked and another when it is dialled. It has a listener of its
// own: the port is the session, and no credentials have to be exchanged.
type egress struct {
	hosts    map[string]bool // "name:port" in lower case
	own      map[string]bool // those of hosts that are the directory's, where forms go
	local    map[string]netip.AddrPort
	resolve  func(ctx context.Context, host string) ([]netip.Addr, error)
	listener net.Listener
	server   http.Server
	onward   http.Transport
	once     http.Transport // a new connection for each request; see beginPress
	serving  sync.WaitGroup

	moved    atomic.Int64
	unsure   atomic.Int64 // requests that went out and got no whole answer
	pressed  atomic.Bool  // a form is sent, or has been
	pressing atomic.Bool  // until the press is judged
	frozen   atomic.Bool  // nothing may go out

	mu      sync.Mutex
	tunnels map[net.Conn]string // browser's side of each tunnel, and its host
	denied  []string            // "name:port" of what was refused, most recent last
}

var errRefused = errors.New("outside the session's reach")

// newEgress starts a proxy for what reach and local allow.
func newEgress(reach host.Reach, local map[string]netip.AddrPort) (*egress, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for a session's traffic: %w", err)
	}
	p := &egress{hosts: map[string]bool{}, own: map[string]bool{}, local: local, listener: listener, tunnels: map[net.Conn]string{}}
	p.resolve = func(ctx context.Context, name string) ([]netip.Addr, error) {
		return net.DefaultResolver.LookupNetIP(ctx, "ip", name)
	}
	for _, h := range reach.Hosts {
		for _, hp := range hostPorts(h) {
			p.hosts[hp], p.own[hp] = true, true
		}
	}
	for _, h := range reach.AssetHosts {
		for _, hp := range hostPorts(h) {
			p.hosts[hp] = true
		}
	}
	for _, t := range []*http.Transport{&p.onward, &p.once} {
		t.DialContext = func(ctx context.Context, _, addr string) (net.Conn, error) { return p.dial(ctx, addr) }
		t.DisableCompression = true
	}
	p.onward.MaxIdleConnsPerHost = 8
	p.once.DisableKeepAlives = true
	p.server.Handler = http.HandlerFunc(p.serve)
	p.server.ReadHeaderTimeout = 30 * time.Second
	p.server.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError) // a stranger's broken traffic is not our news
	p.serving.Go(func() { _ = p.server.Serve(listener) })                       // ends when close ends it
	return p, nil
}

// hostPorts returns "name:port" for a host name of a reach: both web ports where it names none.
func hostPorts(h string) []string {
	h = strings.ToLower(h)
	if name, port, err := net.SplitHostPort(h); err == nil {
		return []string{net.JoinHostPort(strings.TrimSuffix(name, "."), port)}
	}
	h = strings.TrimSuffix(strings.Trim(h, "[]"), ".")
	return []string{net.JoinHostPort(h, "80"), net.JoinHostPort(h, "443")}
}

func (p *egress) address() string { return "http://" + p.listener.Addr().String() }

// close ends the proxy and everything that runs through it.
func (p *egress) close() {
	p.server.Close()
	p.mu.Lock()
	for c := range p.tunnels {
		c.Close()
	}
	p.mu.Unlock()
	p.serving.Wait()
	p.onward.CloseIdleConnections()
}

// lastDenied returns the host and port refused most recently, or "".
func (p *egress) lastDenied() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.denied) == 0 {
		return ""
	}
	return p.denied[len(p.denied)-1]
}

func (p *egress) dial(ctx context.Context, hostport string) (net.Conn, error) {
	name, port, err := net.SplitHostPort(hostport)
	if err != nil {
		return nil, fmt.Errorf("%w: %q", errRefused, hostport)
	}
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	if !p.hosts[net.JoinHostPort(name, port)] {
		return nil, fmt.Errorf("%w: %s", errRefused, hostport)
	}
	if p.frozen.Load() {
		return nil, errFrozen
	}
	dialer := net.Dialer{Timeout: 10 * time.Second}
	if addr, ok := localAddress(p.local, name); ok {
		if addr.Port() != 0 {
			port = fmt.Sprint(addr.Port())
		}
		c, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(addr.Addr().String(), port))
		return p.counted(c), err
	}
	var addrs []netip.Addr
	if a, err := netip.ParseAddr(name); err == nil {
		addrs = []netip.Addr{a}
	} else if addrs, err = p.resolve(ctx, name); err != nil {
		return nil, fmt.Errorf("resolve %s: %w", name, err)
	}
	err = fmt.Errorf("%w: %s has no public address", errRefused, name)
	for _, a := range addrs {
		if a = a.Unmap(); !host.PublicAddress(a) {
			continue
		}
		var c net.Conn
		if c, err = dialer.DialContext(ctx, "tcp", net.JoinHostPort(a.String(), port)); err == nil {
			return p.counted(c), nil
		}
	}
	return nil, err
}

// localAddress returns what the development allowance says for a host name.
func localAddress(local map[string]netip.AddrPort, name string) (netip.AddrPort, bool) {
	for pattern, addr := range local {
		if name == pattern || strings.HasPrefix(pattern, ".") && strings.HasSuffix(name, pattern) {
			return addr, true
		}
	}
	return netip.AddrPort{}, false
}

func (p *egress) serve(w http.ResponseWriter, r *http.Request) {
	p.serving.Add(1) // on top of the accept loop's count, so never from zero
	defer p.serving.Done()
	switch {
	case p.frozen.Load():
		answer(w, http.StatusBadGateway, unreachable)
	case r.Method == http.MethodConnect:
		p.tunnel(w, r)
	case r.URL.IsAbs() && r.URL.Scheme == "http":
		p.forward(w, r)
	default:
		p.deny(w, r.URL.String())
	}
}

func (p *egress) deny(w http.ResponseWriter, what string) {
	p.mu.Lock()
	if len(p.denied) > 100 {
		p.denied = p.denied[50:]
	}
	p.denied = append(p.denied, what)
	p.mu.Unlock()
	answer(w, http.StatusForbidden, outOfReach)
}

// markHeader tells the session that an answer is the proxy's, not the site's, and what happened.
const markHeader = "X-Directorybolt-Egress"

const (
	outOfReach  = "refused"     // nothing was sent
	unreachable = "unreachable" // nothing was sent
	unanswered  = "unanswered"  // the request may have arrived
)

func answer(w http.ResponseWriter, status int, mark string) {
	w.Header().Set(markHeader, mark)
	http.Error(w, mark, status)
}

// refuse answers for a connection that could not be made: nothing was sent.
func (p *egress) refuse(w http.ResponseWriter, hostport string, err error) {
	if errors.Is(err, errRefused) {
		p.deny(w, hostport)
		return
	}
	answer(w, http.StatusBadGateway, unreachable)
}

var hopHeaders = []string{"Proxy-Authorization", "Proxy-Connection", "Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "Keep-Alive"}

func (p *egress) forward(w http.ResponseWriter, r *http.Request) {
	hostport := r.URL.Host
	if r.URL.Port() == "" {
		hostport = net.JoinHostPort(r.URL.Hostname(), "80")
	}
	if !p.hosts[strings.ToLower(hostport)] {
		p.deny(w, hostport)
		return
	}
	out := r.Clone(r.Context())
	out.RequestURI = ""
	for _, h := range hopHeaders {
		out.Header.Del(h)
	}
	onward := &p.onward
	if p.pressed.Load() {
		onward = &p.once
	}
	resp, err := onward.RoundTrip(out)
	if err != nil {
		var op *net.OpError
		if errors.Is(err, errRefused) || errors.As(err, &op) && op.Op == "dial" {
			p.refuse(w, hostport, err)
			return
		}
		// The request may have arrived. It is answered and not cut off, or Chromium would send it again by itself.
		p.unsure.Add(1)
		answer(w, http.StatusBadGateway, unanswered)
		return
	}
	defer resp.Body.Close()
	for _, h := range hopHeaders {
		resp.Header.Del(h)
	}
	resp.Header.Del(markHeader)
	for k, v := range resp.Header {
		w.Header()[k] = v
	}
	w.WriteHeader(resp.StatusCode)
	if _, err := copyFlushing(w, resp.Body); err != nil {
		p.unsure.Add(1)
		panic(http.ErrAbortHandler) // cut it off here as it was cut off there
	}
}

// copyFlushing copies as it comes, so that a page that is sent slowly is also seen slowly.
func copyFlushing(w http.ResponseWriter, body io.Reader) (int64, error) {
	flush := http.NewResponseController(w)
	buf := make([]byte, 32<<10)
	var total int64
	for {
		n, err := body.Read(buf)
		if n > 0 {
			total += int64(n)
			if _, werr := w.Write(buf[:n]); werr != nil {
				return total, nil // the browser no longer wants it
			}
			_ = flush.Flush()
		}
		if err == io.EOF {
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
}

// counted makes a connection end once the session has moved its share.
func (p *egress) counted(c net.Conn) net.Conn {
	if c == nil {
		return nil
	}
	return &countedConn{Conn: c, egress: p}
}

type countedConn struct {
	net.Conn
	egress *egress
}

var (
	errSpent  = fmt.Errorf("the session has moved more than %d bytes", egressLimit)
	errFrozen = errors.New("nothing may go out until the press is judged")
)

func (c *countedConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.egress.moved.Add(int64(n)) > egressLimit {
		return n, errSpent
	}
	return n, err
}

func (c *countedConn) Write(b []byte) (int, error) {
	if c.egress.frozen.Load() {
		return 0, errFrozen
	}
	if c.egress.moved.Add(int64(len(b))) > egressLimit {
		return 0, errSpent
	}
	return c.Conn.Write(b)
}

func (c *countedConn) CloseWrite() error {
	if half, ok := c.Conn.(*net.TCPConn); ok {
		return half.CloseWrite()
	}
	return nil
}
