package browser

import (
	"bufio"
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
	local    map[string]netip.AddrPort
	resolve  func(ctx context.Context, host string) ([]netip.Addr, error)
	listener net.Listener
	server   http.Server
	onward   http.Transport
	serving  sync.WaitGroup

	moved  atomic.Int64
	unsure atomic.Int64 // requests that went out and got no whole answer

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
	p := &egress{hosts: map[string]bool{}, local: local, listener: listener, tunnels: map[net.Conn]string{}}
	p.resolve = func(ctx context.Context, name string) ([]netip.Addr, error) {
		return net.DefaultResolver.LookupNetIP(ctx, "ip", name)
	}
	for _, list := range [][]string{reach.Hosts, reach.AssetHosts} {
		for _, h := range list {
			for _, hp := range hostPorts(h) {
				p.hosts[hp] = true
			}
		}
	}
	p.onward.DialContext = func(ctx context.Context, _, addr string) (net.Conn, error) { return p.dial(ctx, addr) }
	p.onward.DisableCompression = true
	p.onward.MaxIdleConnsPerHost = 8
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

// hangUp closes the tunnels. Chromium repeats a request, even a POST, when a connection that it has used before ends without
// an answer; on a new connection it does not. So a form is only sent on new ones.
func (p *egress) hangUp() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.tunnels {
		c.Close()
	}
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
		if a = a.Unmap(); !isPublic(a) {
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

func (p *egress) tunnel(w http.ResponseWriter, r *http.Request) {
	out, err := p.dial(r.Context(), r.Host)
	if err != nil {
		p.refuse(w, r.Host, err)
		return
	}
	defer out.Close()
	in, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer in.Close()
	p.mu.Lock()
	p.tunnels[in] = r.Host
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		delete(p.tunnels, in)
		p.mu.Unlock()
	}()
	if _, err := io.WriteString(in, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
		return
	}
	join(in, buffered.Reader, out)
}

// join copies both ways until both sides have ended.
func join(in net.Conn, fromIn *bufio.Reader, out net.Conn) {
	var up sync.WaitGroup
	up.Go(func() {
		_, _ = io.Copy(out, fromIn)
		closeWrite(out)
	})
	_, _ = io.Copy(in, out)
	closeWrite(in)
	// Whoever has stopped answering must not be kept talking to for long.
	_ = in.SetReadDeadline(time.Now().Add(5 * time.Second))
	up.Wait()
}

func closeWrite(c net.Conn) {
	if half, ok := c.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
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
	resp, err := p.onward.RoundTrip(out)
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
	return &countedConn{Conn: c, moved: &p.moved}
}

type countedConn struct {
	net.Conn
	moved *atomic.Int64
}

var errSpent = fmt.Errorf("the session has moved more than %d bytes", egressLimit)

func (c *countedConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.moved.Add(int64(n)) > egressLimit {
		return n, errSpent
	}
	return n, err
}

func (c *countedConn) Write(b []byte) (int, error) {
	if c.moved.Add(int64(len(b))) > egressLimit {
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
