package mail

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// server speaks as much SMTP as a client needs, and answers from a script where one is given.
type server struct {
	listener net.Listener

	mu       sync.Mutex
	answers  map[string][]string // next answers to a command instead of the usual; "drop" closes the connection
	received []string            // messages that were taken
}

func listen(t *testing.T) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{listener: l, answers: map[string][]string{}}
	var talks sync.WaitGroup
	talks.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			talks.Go(func() { s.talk(c) })
		}
	})
	t.Cleanup(func() { l.Close(); talks.Wait() })
	return s
}

func (s *server) answer(command, usual string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if next := s.answers[command]; len(next) > 0 {
		s.answers[command] = next[1:]
		return next[0]
	}
	return usual
}

func (s *server) talk(c net.Conn) {
	defer c.Close()
	fmt.Fprint(c, "220 post.example\r\n")
	lines := bufio.NewReader(c)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		command := strings.ToUpper(strings.Fields(line + " .")[0])
		reply := s.answer(command, map[string]string{"DATA": "354 go on", "QUIT": "221 bye"}[command])
		if reply == "" {
			reply = "250 ok"
		}
		if reply == "drop" {
			return
		}
		fmt.Fprint(c, reply+"\r\n")
		if command == "QUIT" {
			return
		}
		if command != "DATA" || !strings.HasPrefix(reply, "354") {
			continue
		}
		var text strings.Builder
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			if line == ".\r\n" {
				break
			}
			text.WriteString(strings.TrimPrefix(line, "."))
		}
		end := s.answer("END", "250 taken")
		if strings.HasPrefix(end, "250") || end == "take and drop" {
			s.mu.Lock()
			s.received = append(s.received, text.String())
			s.mu.Unlock()
		}
		if strings.HasSuffix(end, "drop") {
			return
		}
		fmt.Fprint(c, end+"\r\n")
	}
}

// taken are the messages that the server has accepted.
func (s *server) taken() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.received)
}

// queue is a store whose mails are due whenever they are asked for.
type queue struct {
	waiting []host.QueuedMail
	sent    []int64
	pauses  []time.Duration
	givenUp string
}

func (q *queue) ClaimMail(context.Context, time.Duration) (host.QueuedMail, error) {
	if len(q.waiting) == 0 {
		return host.QueuedMail{}, host.Errorf(host.NotFound, "no mail is due")
	}
	m := q.waiting[0]
	m.Attempts++
	q.waiting = q.waiting[1:]
	return m, nil
}

func (q *queue) MailSent(_ context.Context, id int64) error {
	q.sent = append(q.sent, id)
	return nil
}

func (q *queue) MailPostponed(_ context.Context, id int64, why string, pause time.Duration) error {
	q.pauses = append(q.pauses, pause)
	q.waiting = append(q.waiting, letter(id, len(q.pauses)))
	return nil
}

func (q *queue) MailGivenUp(_ context.Context, _ int64, why string) error {
	q.givenUp = why
	return nil
}

func letter(id int64, attempts int) host.QueuedMail {
	return host.QueuedMail{ID: id, Attempts: attempts, CreatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Mail: host.Mail{
		Kind: "sign_in", To: "ada@example.com", Subject: "Your link", Body: "Open this:\n\nhttp://127.0.0.1/sign-in/ABC?to=%2Fportal&x=1.\n\n.\nA <b>line</b> & a dot.\n",
	}}
}

func sender(t *testing.T, s *server, q *queue) *Sender {
	t.Helper()
	out, err := New(Config{Store: q, Server: "smtp://" + s.listener.Addr().String(), From: "DirectoryBolt <hello@example.com>", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// parts returns the two bodies of a message, decoded.
func parts(t *testing.T, raw string) (message *netmail.Message, plain, html string) {
	t.Helper()
	message, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	reader := multipart.NewReader(message.Body, params["boundary"])
	for {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return message, plain, html
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			html = string(body)
		} else {
			plain = strings.ReplaceAll(string(body), "\r\n", "\n")
		}
	}
}

func TestMailArrivesAsTextAndAsTheSameInHTML(t *testing.T) {
	s, q := listen(t), &queue{waiting: []host.QueuedMail{letter(7, 0)}}
	sender(t, s, q).sendDue(t.Context())
	if len(q.sent) != 1 || len(s.taken()) != 1 {
		t.Fatalf("sent %v, received %d, pauses %v", q.sent, len(s.taken()), q.pauses)
	}
	message, plain, html := parts(t, s.taken()[0])
	if plain != letter(7, 0).Body {
		t.Errorf("text became %q", plain)
	}
	if !strings.Contains(html, `<a href="http://127.0.0.1/sign-in/ABC?to=%2Fportal&amp;x=1">`) || !strings.Contains(html, "A &lt;b&gt;line&lt;/b&gt; &amp; a dot.") {
		t.Errorf("HTML became %s", html)
	}
	for name, want := range map[string]string{
		"To": "<ada@example.com>", "From": `"DirectoryBolt" <hello@example.com>`, "Subject": "Your link",
		"Message-Id": "<mail-7-1767323045@example.com>", "Auto-Submitted": "auto-generated",
	} {
		if got := message.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestWhatTheServerSaysDecides says each fault once and looks what becomes of the mail.
func TestWhatTheServerSaysDecides(t *testing.T) {
	tests := []struct {
		name    string
		answers map[string][]string
		sent    int
		tries   int // postponed before
		givenUp string
		copies  int
	}{
		{"busy", map[string][]string{"MAIL": {"421 busy"}}, 1, 1, "", 1},
		{"greylisted", map[string][]string{"RCPT": {"451 later", "451 later"}}, 1, 2, "", 1},
		{"no such mailbox", map[string][]string{"RCPT": {"550 nobody here"}}, 0, 0, "nobody here", 0},
		{"not taken", map[string][]string{"END": {"554 spam"}}, 0, 0, "spam", 0},
		{"we may not send", map[string][]string{"MAIL": {"550 who are you"}}, 1, 1, "", 1}, // ours to mend, then it goes
		{"dropped before", map[string][]string{"DATA": {"drop"}}, 1, 1, "", 1},
		{"dropped after it was taken", map[string][]string{"END": {"take and drop"}}, 1, 1, "", 2}, // nobody can know: better twice than never
		{"fault after it was taken", map[string][]string{"RSET": {"421 closing"}}, 1, 0, "", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, q := listen(t), &queue{waiting: []host.QueuedMail{letter(1, 0)}}
			s.answers = tt.answers
			sender(t, s, q).sendDue(t.Context())
			if len(q.sent) != tt.sent || len(q.pauses) != tt.tries || len(s.taken()) != tt.copies {
				t.Errorf("sent %d times after %d tries, %d copies; want %d, %d, %d", len(q.sent), len(q.pauses), len(s.taken()), tt.sent, tt.tries, tt.copies)
			}
			if (q.givenUp == "") != (tt.givenUp == "") || !strings.Contains(q.givenUp, tt.givenUp) {
				t.Errorf("given up: %q, want %q", q.givenUp, tt.givenUp)
			}
			for _, copied := range s.taken() {
				if !strings.Contains(copied, "<mail-1-1767323045@example.com>") {
					t.Error("a repeat does not have the Message-ID of the first")
				}
			}
		})
	}
}

func TestMailIsGivenUpAtLast(t *testing.T) {
	s, q := listen(t), &queue{waiting: []host.QueuedMail{letter(1, 0)}}
	s.answers["RCPT"] = strings.Split(strings.Repeat("450 full|", 20), "|")[:20]
	sender(t, s, q).sendDue(t.Context())
	if len(q.pauses) != len(pauses) || !strings.Contains(q.givenUp, "450") {
		t.Errorf("given up after %d pauses: %q", len(q.pauses), q.givenUp)
	}
	for i := range q.pauses {
		if q.pauses[i] != pauses[i] {
			t.Errorf("pause %d is %v, want %v", i, q.pauses[i], pauses[i])
		}
	}
}

// TestServerThatIsAwayIsAskedOnce: a thousand mails must not each wait for it.
func TestServerThatIsAwayIsAskedOnce(t *testing.T) {
	s, q := listen(t), &queue{waiting: []host.QueuedMail{letter(1, 0), letter(2, 0), letter(3, 0)}}
	out := sender(t, s, q)
	s.listener.Close()
	out.sendDue(t.Context())
	if len(q.pauses) != 1 || len(q.waiting) != 3 || len(q.sent) != 0 {
		t.Errorf("postponed %d, waiting %d, sent %d", len(q.pauses), len(q.waiting), len(q.sent))
	}
}

// TestNothingInAMailBecomesAHeader sends what a stranger could have typed.
func TestNothingInAMailBecomesAHeader(t *testing.T) {
	evil := []string{"\r\nBcc: eve@example.com", "\nBcc: eve@example.com", "\r\n\r\nBcc: eve@example.com\r\n", "\rBcc: eve@example.com", "\u2028Bcc: eve@example.com", "\x85Bcc: eve@example.com"}
	for _, e := range evil {
		s, q := listen(t), &queue{}
		m := letter(1, 0)
		m.Subject += e
		m.Body += e
		bad := letter(2, 0)
		bad.To += e
		q.waiting = []host.QueuedMail{m, bad}
		sender(t, s, q).sendDue(t.Context())
		for _, raw := range s.taken() {
			message, _, _ := parts(t, raw)
			if message.Header.Get("Bcc") != "" || strings.Contains(message.Header.Get("To"), "eve@") {
				t.Errorf("%q became a header:\n%s", e, raw)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
			if err != nil || strings.ContainsAny(subject, "\r\n") {
				t.Errorf("%q: subject %q, %v", e, subject, err)
			}
		}
		if len(s.taken()) == 0 {
			t.Errorf("%q: nothing was sent", e)
		}
	}
}

func TestConfigurationIsChecked(t *testing.T) {
	for _, c := range []Config{
		{Server: "smtps://user:hunter2@", From: "a@example.com"},
		{Server: "https://user:hunter2@example.com", From: "a@example.com"},
		{Server: "smtp://user:hunter2@example.com:port", From: "a@example.com"},
		{Server: "smtps://user:hunter2@example.com", From: "nobody"},
	} {
		_, err := New(c)
		if host.KindOf(err) != host.Invalid || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// TestOnlyThisMachineIsTrustedInTheClear: another server that offers no TLS gets nothing.
func TestOnlyThisMachineIsTrustedInTheClear(t *testing.T) {
	for server, want := range map[string]string{
		"smtp://127.0.0.1:25": "TLSOpportunistic", "smtp://localhost": "TLSOpportunistic", "smtp://post.example.com": "TLSMandatory", "smtp://10.0.0.1:25": "TLSMandatory",
	} {
		client, err := dial(server)
		if err != nil || client.TLSPolicy() != want {
			t.Errorf("%s: %v, want %s", server, err, want)
		}
	}
}

func TestRunEndsWhenItIsTold(t *testing.T) {
	s, q := listen(t), &queue{}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { sender(t, s, q).Run(ctx); close(ended) }()
	cancel()
	<-ended
}

func FuzzHTMLShowsTextOnly(f *testing.F) {
	f.Add("see http://a.example/?a=1&b=2. <script>alert(1)</script>")
	f.Add("https://\"onclick=x javascript:alert(1)\n\n\nx")
	f.Fuzz(func(t *testing.T, text string) {
		html, err := htmlOf(text)
		if err != nil {
			t.Fatal(err)
		}
		if lower := strings.ToLower(html); strings.Contains(lower, "<script") || strings.Contains(lower, `href="javascript`) {
			t.Errorf("%q became %s", text, html)
		}
	})
}
