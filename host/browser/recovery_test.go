package browser

import (
	"context"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// The processes that a session needs are killed under it, for real: the session fails as something that time heals, and the
// next one works.
func TestSessionsAfterAKill(t *testing.T) {
	b := start(t, func(c *Config) { c.Sessions = 3 })
	s := serve(t)
	s.page("/", "<h1>Here</h1>")
	kill := func(kind string) func() {
		return func() {
			for _, p := range processes(t, b) {
				isRenderer := strings.Contains(p.command, "--type=renderer")
				if kind == "renderer" && isRenderer || kind == "browser" && !strings.Contains(p.command, "--type=") && strings.Contains(p.command, "--remote-debugging") {
					syscall.Kill(p.pid, syscall.SIGKILL)
				}
			}
		}
	}
	for _, c := range []struct {
		name string
		kill func()
	}{
		{"renderer", kill("renderer")},
		{"browser", kill("browser")},
		{"driver", func() { b.engine.driver.kill() }},
		{"driver again", func() { b.engine.driver.kill() }},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := visit(t, b, s, "/")
			hanging := make(chan error, 1)
			busy := visit(t, b, s, "/")
			go func() {
				hanging <- busy.bounded(context.Background(), time.Minute, "wait for ever", func() error {
					_, err := busy.page.Evaluate("new Promise(() => {})")
					return err
				})
			}()
			c.kill()
			if err := <-hanging; host.KindOf(err) != host.Unavailable {
				t.Errorf("a call under way: %v, want it unavailable", err)
			}
			if _, err := before.Observe(t.Context()); host.KindOf(err) != host.Unavailable {
				t.Errorf("the next call of a session: %v, want it unavailable", err)
			}
			busy.Close()
			before.Close()
			after := visit(t, b, s, "/")
			if p := observe(t, after); !strings.Contains(p.Text, "Here") {
				t.Errorf("a new session sees %q", p.Text)
			}
			after.Close()
		})
	}
}

// A page that never gives its process back is ended with its session at the limit of the call.
func TestPageThatHangsEndsAtTheLimit(t *testing.T) {
	b := use(t)
	s := serve(t)
	s.page("/", "<h1>Here</h1><button onclick='for (;;) {}'>Hang</button>")
	session := visit(t, b, s, "/")
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	if _, err := session.Run(ctx, []sdk.Step{sdk.Click(sdk.Button("Hang"))}); host.KindOf(err) != host.Unavailable {
		t.Errorf("a hanging step: %v, want it unavailable", err)
	}
	session.Close()
	if p := observe(t, visit(t, b, s, "/")); !strings.Contains(p.Text, "Here") {
		t.Errorf("the next session sees %q", p.Text)
	}
}

func TestContextEndsTheWholeSession(t *testing.T) {
	b := use(t)
	s := serve(t)
	s.page("/", "<h1>Here</h1>")
	s.HandleFunc("/never", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithCancel(t.Context())
	session, err := b.Session(ctx, SessionConfig{Reach: host.Reach{Hosts: []string{s.host}}})
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	ended := make(chan error, 1)
	go func() { ended <- session.Goto(context.Background(), s.base+"/never") }()
	cancel()
	if err := <-ended; host.KindOf(err) != host.Unavailable {
		t.Errorf("Goto under way: %v, want it unavailable", err)
	}
}

func TestSessionsWaitInLine(t *testing.T) {
	b := start(t, func(c *Config) { c.Sessions = 1 })
	s := serve(t)
	s.page("/", "<h1>Here</h1>")
	first := visit(t, b, s, "/")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Session(ctx, SessionConfig{}); host.KindOf(err) != host.Unavailable {
		t.Errorf("a session beyond the bound: %v, want it unavailable", err)
	}
	opened := make(chan error, 1)
	go func() {
		second, err := b.Session(t.Context(), SessionConfig{Reach: host.Reach{Hosts: []string{s.host}}})
		if err == nil {
			second.Close()
		}
		opened <- err
	}()
	first.Close()
	if err := <-opened; err != nil {
		t.Errorf("the session in line: %v", err)
	}
}

func TestBrowserIsRecycledWithoutTouchingRunningSessions(t *testing.T) {
	b := start(t, func(c *Config) { c.Sessions = 3 })
	b.engine.mu.Lock()
	b.engine.recycleAfter = 2 // Open has counted as one
	b.engine.mu.Unlock()
	s := serve(t)
	s.page("/", "<h1>Here</h1>")
	old := visit(t, b, s, "/")
	young := visit(t, b, s, "/")
	if old.generation == young.generation {
		t.Fatal("the browser was not recycled")
	}
	if p := observe(t, old); !strings.Contains(p.Text, "Here") {
		t.Errorf("the session on the old browser sees %q", p.Text)
	}
	if p := observe(t, young); !strings.Contains(p.Text, "Here") {
		t.Errorf("the session on the new browser sees %q", p.Text)
	}
	old.Close()
	if old.generation.browser.IsConnected() {
		t.Error("the old browser still runs after its last session")
	}
}

// A browser that dies while nobody uses it is nobody's to give back: the watch itself closes and forgets it.
func TestBrowserLostWhileIdleIsForgotten(t *testing.T) {
	b := start(t, nil)
	g := b.engine.last
	for _, p := range processes(t, b) {
		syscall.Kill(p.pid, syscall.SIGKILL)
	}
	b.engine.check(g)
	b.engine.mu.Lock()
	defer b.engine.mu.Unlock()
	if len(b.engine.all) != 0 || b.engine.last != nil || !g.lost {
		t.Errorf("%d browsers are kept, want the lost one forgotten", len(b.engine.all))
	}
}
