package browser

import (
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// noAnswer is how many bytes of a tunnel say nothing yet: with fewer, TLS and HTTP/2 tell that a connection ends. The shortest
// answer of a directory, a redirect with its date, is longer.
const noAnswer = 100

// beginPress makes the next requests go out on connections of their own. Chromium repeats a request, even a POST, when a
// connection that it has used before ends without an answer, and so does our own transport with a GET; on a new connection
// neither does. Tunnels are closed here; one that is opened later and used twice may still be lost, which freezes the proxy.
func (p *egress) beginPress() {
	p.pressed.Store(true)
	p.pressing.Store(true)
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.tunnels {
		c.Close()
	}
}

// endPress lets traffic flow again once the press has been judged.
func (p *egress) endPress() {
	p.pressing.Store(false)
	p.frozen.Store(false)
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
	t := tunnel{in: in, out: out}
	var up sync.WaitGroup
	up.Go(func() { t.up(buffered.Reader) })
	t.down(func() {
		if p.pressing.Load() && p.own[strings.ToLower(r.Host)] {
			p.unsure.Add(1)
			p.frozen.Store(true)
		}
	})
	closeWrite(in)
	// Whoever has stopped answering must not be kept talking to for long.
	_ = in.SetReadDeadline(time.Now().Add(5 * time.Second))
	up.Wait()
}

// tunnel is a connection of the browser that the proxy only passes on: TLS, or a WebSocket.
type tunnel struct {
	in, out net.Conn // the browser's side and the far side

	mu    sync.Mutex
	asked bool // bytes went out that no answer has followed
	heard int  // bytes that came back since the last went out
	left  bool // the browser's side has ended
	ended bool // the far side has ended

	records records // of the far side
}

// up passes on what the browser says. What it says after the far side has ended goes nowhere: it will say it again elsewhere.
func (t *tunnel) up(from io.Reader) {
	defer closeWrite(t.out)
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		t.mu.Lock()
		t.left = t.left || err != nil
		ended := t.ended
		if n > 0 {
			t.asked, t.heard = true, 0
		}
		t.mu.Unlock()
		if n > 0 && !ended {
			if _, werr := t.out.Write(buf[:n]); werr != nil {
				return
			}
		}
		if err != nil || ended {
			return
		}
	}
}

// down passes on what the far side says, until it ends. It calls lost where that is by itself and owing an answer, and before
// the browser learns of it: the browser repeats its request at once.
func (t *tunnel) down(lost func()) {
	buf := make([]byte, 32<<10)
	for {
		n, err := t.out.Read(buf)
		t.mu.Lock()
		ends := t.records.alert(buf[:n]) || err != nil
		if t.heard += n; t.heard >= noAnswer {
			t.asked = false
		}
		owing := ends && t.asked && !t.left && !t.ended
		t.ended = t.ended || owing || err != nil
		t.mu.Unlock()
		if owing {
			lost()
		}
		if n > 0 {
			if _, werr := t.in.Write(buf[:n]); werr != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// records follows the records of a TLS stream.
type records struct {
	head []byte // of the record to come
	rest int    // bytes to come of the record under way
}

// alert reports whether a record that begins in b, the next bytes of the stream, is an alert: it ends the connection before
// its end is seen. TLS 1.3 disguises alerts as data, but no data of HTTP is as short.
func (r *records) alert(b []byte) (found bool) {
	const headSize, typeAlert, typeData, hiddenAlert = 5, 21, 23, 2 + 1 + 16
	for len(b) > 0 {
		if r.rest > 0 {
			n := min(r.rest, len(b))
			r.rest, b = r.rest-n, b[n:]
			continue
		}
		n := min(headSize-len(r.head), len(b))
		r.head, b = append(r.head, b[:n]...), b[n:]
		if len(r.head) == headSize {
			kind := r.head[0]
			r.rest = int(r.head[3])<<8 | int(r.head[4])
			r.head = r.head[:0]
			found = found || kind == typeAlert || kind == typeData && r.rest == hiddenAlert
		}
	}
	return found
}

func closeWrite(c net.Conn) {
	if half, ok := c.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
}
