package e2e

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/browser"
	"github.com/directorybolt/directorybolt/host/trace"
	"github.com/directorybolt/directorybolt/host/worker"
	"github.com/directorybolt/directorybolt/host/worker/workertest"
	"github.com/directorybolt/directorybolt/sdk"
)

// password has characters that are escaped in addresses.
const password = "p4ss wörd&more"

// leaky is a directory that shows a password wherever a page can, before and after the press.
const leaky = `<!doctype html><title>Join</title><h1>Join</h1><form action="/joined">
<label>Name <input name="name"></label> <label>Password <input type="password" name="password"></label> <label>Again <input name="again"></label>
<button type="button" onclick="show()">Preview</button> <button>Join now</button></form><p id="said"></p><a id="more" href="/">More</a>
<script>function show() {
	const p = document.querySelector("[name=password]").value;
	document.title = "Hello " + p;
	said.textContent = "Your password is " + p + ".";
	document.querySelector("[name=again]").value = p;
	more.href = "/more?p=" + encodeURIComponent(p);
	more.textContent = p;
	history.replaceState(null, "", "/join?p=" + encodeURIComponent(p));
}</script>`

// chatty fills the form of leaky and prints all it is told.
type chatty struct{ sdk.Adapter }

func (c chatty) Call(_ context.Context, op sdk.Op, turn *sdk.Turn) (*sdk.Answer, host.Call, error) {
	a := c.Adapter.Call(op, turn)
	return a, host.Call{Op: op, Request: turn.Append(nil), Answer: a.Append(nil), Log: fmt.Sprintf("%+v %+v", turn.Page, turn.Results)}, nil
}

var joiner = chatty{sdk.Adapter{
	Name: "joiner", Version: "1.0.0",
	Plan: func(t sdk.Turn) (sdk.Move, error) {
		if t.Number == 1 {
			return sdk.Do(
				sdk.Fill(sdk.Label("Name"), t.Business.Name), sdk.FillSecret(sdk.Label("Password"), "account.password"), sdk.Click(sdk.Button("Preview")),
				sdk.Extract(sdk.CSS("#said"), ""), sdk.Extract(sdk.CSS("#more"), "href"),
			), nil
		}
		return sdk.Do(sdk.Submit(sdk.Button("Join now"))).With([]byte(t.Page.Text + t.Results[3].Value)), nil
	},
	Verify: func(t sdk.Turn) (sdk.Move, error) { return sdk.UnderReview(t.Page.Find("pending")), nil },
}}

// calls is a journal that keeps nothing but the calls.
type calls []host.TracedCall

func (c *calls) Trace(_ context.Context, call host.Call) error {
	*c = append(*c, host.TracedCall{Call: call, Attempt: 1})
	return nil
}

func (*calls) Evidence(context.Context, string, string, string, []byte) {}

func (*calls) Keep(context.Context) error { return nil }

func (*calls) Intend(context.Context) (worker.Intent, error) {
	return worker.Intent{Number: 1, Deadline: time.Now().Add(time.Minute)}, nil
}

// TestSecretsNeverEnterATrace lets a site show the password it was given in every way a page has.
func TestSecretsNeverEnterATrace(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	t.Parallel()
	given := ""
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path != "/joined" {
			fmt.Fprint(w, leaky)
			return
		}
		given = r.FormValue("password")
		fmt.Fprintf(w, "<title>%[1]s</title><p>Thank you, your account %[1]s is pending review.</p><a href='/?p=%[2]s'>%[1]s</a>", given, url.QueryEscape(given))
	}))
	defer site.Close()
	port := site.Listener.Addr().(interface{ AddrPort() netip.AddrPort }).AddrPort().Port()
	address := fmt.Sprintf("leaky.localhost:%d", port)

	driver := filepath.Join("..", "..", ".cache", "driver")
	if err := browser.Install(t.Context(), driver); err != nil {
		t.Fatal(err)
	}
	b, err := browser.Open(t.Context(), browser.Config{
		DriverDir: driver, Contact: "https://directorybolt.example/bot", Log: slog.New(slog.DiscardHandler),
		AllowLocal: map[string]netip.AddrPort{".localhost": netip.MustParseAddrPort("127.0.0.1:0")},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	session, err := b.Session(t.Context(), browser.SessionConfig{
		Reach:  host.Reach{Hosts: []string{address}},
		Secret: func(context.Context, string) (string, error) { return password, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	var kept calls
	attempt := worker.Attempt{
		Directory: host.Directory{Slug: "leaky", Hosts: []string{address}, Start: "http://" + address + "/join", Policy: host.PolicyAllowed},
		Business:  sdk.Business{Name: "Acme Plumbing"}, Number: 1, Adapter: joiner, Session: session, Journal: &kept,
	}
	outcome, err := attempt.Submit(t.Context())
	if err != nil || outcome.Change.To != host.Submitted {
		t.Fatalf("%+v, %v", outcome, err)
	}
	if given != password {
		t.Fatalf("the site was given %q, so nothing is proved", given)
	}

	var file bytes.Buffer
	if err := trace.New("id", "leaky", kept).Write(&file); err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "[secret]"); n < 10 {
		t.Errorf("the pages showed the password at %d places only:\n%s", n, text)
	}
	for _, c := range kept {
		text = append(append(text, c.Request...), c.Answer...) // also within state
	}
	for _, form := range []string{password, url.QueryEscape(password), url.PathEscape(password), base64.StdEncoding.EncodeToString([]byte(password))} {
		if at := strings.Index(string(text), form); at >= 0 {
			t.Errorf("the trace holds the password as %q: …%s", form, text[max(0, at-80):at])
		}
	}
}

// TestOldTracesAreRemoved: the worker itself keeps records no longer than it is told.
func TestOldTracesAreRemoved(t *testing.T) {
	t.Parallel()
	o := newOrder(t, map[string]*workertest.Site{"site": {}})
	c := o.config()
	c.TraceAge = time.Nanosecond
	w := startWorker(t, c)
	if err := w.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	submission := o.settled(t)["site"].ID
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		left, err := o.db.Trace(ctx, submission)
		if err != nil {
			t.Fatalf("the trace was never removed: %v", err)
		}
		if len(left) == 0 {
			return
		}
		<-tick.C
	}
}

// TestTraceIsWhatWasCalled: each call of a submission is on record, with what it ran under.
func TestTraceIsWhatWasCalled(t *testing.T) {
	t.Parallel()
	o := newOrder(t, map[string]*workertest.Site{"site": {}})
	c := o.config()
	c.Conditions = host.Conditions{Contract: 1, Wazero: "v1.12.0", Clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Seed: 7}
	w := startWorker(t, c)
	if err := w.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	got, err := o.db.Trace(t.Context(), o.settled(t)["site"].ID)
	if err != nil {
		t.Fatal(err)
	}
	var ops []string
	for _, call := range got {
		ops = append(ops, call.Op.String())
		if call.Conditions != c.Conditions || call.Adapter != "site" || call.Version != "1.0.0" || call.Attempt != 1 || len(call.Request) == 0 || len(call.Answer) == 0 {
			t.Errorf("%+v", call)
		}
	}
	if want := "lookup plan verify"; !strings.HasPrefix(strings.Join(ops, " "), "lookup") || !strings.Contains(strings.Join(ops, " "), "plan") || !strings.HasSuffix(strings.Join(ops, " "), "verify") {
		t.Errorf("calls %v, want %s", ops, want)
	}
}
