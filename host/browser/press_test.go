package browser

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

const form = `<form method=post action=/send><label>Name <input name=name></label><button>Send it</button></form>`

var send = sdk.Submit(sdk.Button("Send it"))

// counting makes the site count what is sent to /send, and answer with f.
func (s *site) counting(f http.HandlerFunc) *atomic.Int32 {
	var n atomic.Int32
	s.HandleFunc("/send", func(w http.ResponseWriter, r *http.Request) {
		n.Add(1)
		f(w, r)
	})
	return &n
}

func prepare(t *testing.T, s *Session) func(context.Context) error {
	t.Helper()
	press, err := s.Prepare(t.Context(), send)
	if err != nil {
		t.Fatal(err)
	}
	return press
}

func TestPressSendsOnceAndWaitsForTheAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		body   string
		answer http.HandlerFunc
	}{
		"answer page": {form, func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte("<p>Received " + r.FormValue("name")))
		}},
		"redirect": {form, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/received?name="+r.FormValue("name"), http.StatusSeeOther)
		}},
		"slow answer": {form, func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(3 * time.Second):
			case <-r.Context().Done():
			}
			w.Write([]byte("<p>Received " + r.FormValue("name")))
		}},
		"form in a frame, far down": {`<p>Above</p><iframe src=/framed width=600 height=1500></iframe>`, func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte("<p>Received " + r.FormValue("name")))
		}},
		"answer by script": {`<label>Name <input id=n></label><button id=b onclick="send()">Send it</button><p id=out></p><script>
			async function send() { const r = await fetch('/send', {method: 'POST', body: new URLSearchParams({name: n.value})}); const t = await r.text(); setTimeout(() => { out.innerHTML = t }, 50) }</script>`,
			func(w http.ResponseWriter, r *http.Request) {
				select {
				case <-time.After(2 * time.Second):
				case <-r.Context().Done():
				}
				w.Write([]byte("Received " + r.FormValue("name")))
			}},
		"answer in a popup": {strings.Replace(form, "<form", "<form target=_blank", 1), func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte("<p>Received " + r.FormValue("name")))
		}},
		"confirm dialog": {strings.Replace(form, "<form", `<form onsubmit="return confirm('Send now?')"`, 1), func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte("<p>Received " + r.FormValue("name")))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t)
			s.page("/", c.body)
			s.page("/framed", `<p style="height:1200px"></p>`+form)
			s.HandleFunc("/received", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("<p>Received " + r.FormValue("name"))) })
			sent := s.counting(c.answer)
			session := visit(t, use(t), s, "/")
			observe(t, session)
			run(t, session, sdk.Fill(sdk.Label("Name"), "Acme"))
			press := prepare(t, session)
			if n := sent.Load(); n != 0 {
				t.Fatalf("preparing sent the form %d times", n)
			}
			if err := press(t.Context()); err != nil {
				t.Fatal(err)
			}
			p := observe(t, session)
			if !strings.Contains(p.Text, "Received Acme") {
				t.Errorf("the page says %q, want the answer", p.Text)
			}
			if err := press(t.Context()); host.KindOf(err) != host.Conflict {
				t.Errorf("second press: %v, want a conflict", err)
			}
			if n := sent.Load(); n != 1 {
				t.Errorf("the directory received %d submissions, want 1", n)
			}
			if name == "confirm dialog" && (len(p.Dialogs) != 1 || !strings.Contains(p.Dialogs[0], "Send now?")) {
				t.Errorf("dialogs %q, want the question", p.Dialogs)
			}
		})
	}
}

// hangUp takes a request and ends the connection without an answer.
func hangUp(t *testing.T) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		c.Close()
	}
}

// A directory that takes the form and then hangs up has taken it: the browser must not send it again, as Chromium does by
// itself on a connection it has used before, and nobody may believe that it did not arrive.
func TestLostAnswerIsAnErrorAndIsNotSentAgain(t *testing.T) {
	for name, c := range map[string]struct {
		body   string
		answer http.HandlerFunc
	}{
		"navigation": {form, hangUp(t)},
		"search":     {strings.Replace(form, "post", "get", 1), hangUp(t)},
		"script": {`<button onclick="fetch('/send', {method: 'POST', body: 'x'}).then((r) => r.ok ? r.text() : Promise.reject(), ).catch(() => { out.textContent = 'Network error' })">Send it</button><p id=out>`,
			hangUp(t)},
		"half an answer": {form, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "10000")
			w.Write([]byte("<p>Thank"))
			panic(http.ErrAbortHandler)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t)
			s.page("/", c.body)
			sent := s.counting(c.answer)
			session := visit(t, use(t), s, "/")
			// Connections that have been used are there to be used again.
			if _, err := session.page.Evaluate("Promise.all([1, 2, 3].map((i) => fetch('/?' + i).then((r) => r.text())))"); err != nil {
				t.Fatal(err)
			}
			if err := prepare(t, session)(t.Context()); err == nil {
				t.Error("the press reported an answer")
			}
			if n := sent.Load(); n != 1 {
				t.Errorf("the directory received %d submissions, want 1", n)
			}
		})
	}
}

// What Chromium does with a tunnel cannot be seen from here, but a tunnel that is closed before the press cannot be used again.
func TestTunnelsAreClosedBeforeThePress(t *testing.T) {
	s := serve(t)
	s.page("/", form)
	session := visit(t, use(t), s, "/")
	if _, err := session.page.Evaluate("new Promise((ok) => { window.w = new WebSocket('ws://' + location.host + '/'); w.onerror = ok })"); err != nil {
		t.Fatal(err)
	}
	session.egress.beginPress()
	session.egress.mu.Lock()
	defer session.egress.mu.Unlock()
	for c := range session.egress.tunnels {
		if _, err := c.Write(nil); err == nil {
			t.Error("a tunnel is still open")
		}
	}
}

func TestPressThatIsNotAnsweredInTimeIsAnError(t *testing.T) {
	s := serve(t)
	s.page("/", form)
	sent := s.counting(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm() // only then does the server notice that the browser has gone
		<-r.Context().Done()
	})
	session := visit(t, use(t), s, "/")
	press := prepare(t, session)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	if err := press(ctx); err == nil {
		t.Error("the press reported an answer")
	}
	if n := sent.Load(); n > 1 {
		t.Errorf("the directory received %d submissions", n)
	}
}

func TestPrepareRefusesWhatCannotBePressed(t *testing.T) {
	s := serve(t)
	s.page("/", `<form method=post action=/send><button disabled>Off</button> <button>Twice</button> <input type=button value=Twice><p style="height:3000px"></p><button style="visibility:hidden">Gone</button></form>`)
	sent := s.counting(func(http.ResponseWriter, *http.Request) {})
	session := visit(t, use(t), s, "/")
	for text, word := range map[string]string{"Off": "disabled", "Nothing": "not_found", "Gone": "not_found", "Twice": "ambiguous"} {
		press, err := session.Prepare(t.Context(), sdk.Submit(sdk.Button(text)))
		if err == nil || press != nil || !strings.Contains(err.Error(), word) {
			t.Errorf("Prepare(%q) = %v, want %s", text, err, word)
		}
	}
	if n := sent.Load(); n != 0 {
		t.Errorf("the directory received %d submissions, want none", n)
	}
}

func TestPressOfAnInvalidFormShowsThePagesOwnErrors(t *testing.T) {
	s := serve(t)
	s.page("/", `<form method=post action=/send><label>Name <input name=name required></label><button>Send it</button></form>`)
	sent := s.counting(func(http.ResponseWriter, *http.Request) {})
	session := visit(t, use(t), s, "/")
	if err := prepare(t, session)(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := observe(t, session)
	if len(p.Controls) != 1 || p.Controls[0].Message == "" {
		t.Errorf("controls %+v, want the browser's message on the field left empty", p.Controls)
	}
	if n := sent.Load(); n != 0 {
		t.Errorf("the directory received %d submissions, want none", n)
	}
}
