package workbench

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// site is a directory of two pages: each click leads to the second.
type site struct {
	pages  []*sdk.Page
	at     int
	ran    []sdk.Step
	opened []string // hosts of each session
	closed int
}

func (s *site) Observe(context.Context) (*sdk.Page, error) { return s.pages[s.at], nil }

func (s *site) Run(_ context.Context, steps []sdk.Step) (results []sdk.StepResult, err error) {
	for _, step := range steps {
		s.ran = append(s.ran, step)
		if step.Kind == sdk.StepSubmit {
			panic("the workbench pressed submit")
		}
		if step.Kind == sdk.StepClick {
			s.at = len(s.pages) - 1
		}
		results = append(results, sdk.StepResult{Ok: true, Value: step.Value})
	}
	return results, nil
}

func (s *site) Picture(context.Context) (Picture, error) {
	return Picture{JPEG: []byte("picture"), Width: 800, Height: 600, Places: map[string]sdk.Box{"c1": {X: 10, Y: 20, Width: 100, Height: 30}, "b1": {X: 10, Y: 90, Width: 50, Height: 30}}}, nil
}

func (s *site) Close() error { s.closed++; return nil }

// desk is a bench at work on a site and an adapter that a test changes by saving.
type desk struct {
	*Bench
	t       *testing.T
	site    *site
	saving  sync.Mutex
	hosts   []string
	plan    func(sdk.Turn) (*sdk.Answer, error)
	broken  error
	version string
}

func sit(t *testing.T, s *site, plan func(sdk.Turn) (*sdk.Answer, error)) *desk {
	d := &desk{t: t, site: s, plan: plan, hosts: []string{"x.example"}, version: "1"}
	d.Bench = New(Config{
		URL: "https://x.example/add", Business: sdk.Business{Name: "Acme"},
		Directory: func(m sdk.Manifest) sdk.Directory { return sdk.Directory{Slug: m.Name} },
		Changed: func() string {
			d.saving.Lock()
			defer d.saving.Unlock()
			return d.version
		},
		Build: func(context.Context) (*Adapter, error) {
			d.saving.Lock()
			defer d.saving.Unlock()
			if d.broken != nil {
				return nil, d.broken
			}
			ask := d.plan
			return &Adapter{
				Manifest: sdk.Manifest{Name: "x", Version: d.version, Hosts: d.hosts, Functions: []string{"plan", "verify"}},
				Call: func(_ context.Context, op sdk.Op, turn *sdk.Turn) (*sdk.Answer, string, error) {
					if op == sdk.OpVerify {
						return &sdk.Answer{Move: new(sdk.Live("https://x.example/1", "It is live."))}, "", nil
					}
					answer, err := ask(*turn)
					return answer, "printed", err
				},
				Cases: func(context.Context) ([]Case, error) {
					return []Case{{"plan-form", true, ""}, {"plan-bad", false, "step 1\n    was  a"}}, nil
				},
				Close: func() error { return nil },
			}, nil
		},
		Open: func(_ context.Context, m sdk.Manifest) (Session, error) {
			s.opened = append(s.opened, strings.Join(m.Hosts, " "))
			s.at = 0
			return s, nil
		},
		Keep: func(name string, _ sdk.Op, page *sdk.Page) (string, error) {
			if name == "taken" {
				return "", host.Errorf(host.Conflict, "taken is there already")
			}
			return "Kept as " + name, nil
		},
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if len(s.opened) != s.closed {
			t.Errorf("%d sessions opened, %d closed", len(s.opened), s.closed)
		}
	})
	return d
}

// save changes the adapter.
func (d *desk) save(version string, change func()) {
	d.saving.Lock()
	defer d.saving.Unlock()
	change()
	d.version = version
}

// until waits for a view that fits.
func (d *desk) until(fits func(v *view) bool) *view {
	d.t.Helper()
	late := time.After(time.Minute)
	for {
		v, _, changed := d.snapshot()
		if v.Busy == "" && fits(v) {
			return v
		}
		select {
		case <-changed:
		case <-late:
			d.t.Fatalf("the page does not come to show it: %+v", v)
		}
	}
}

func settled(*view) bool { return true }

// get fetches the page.
func (d *desk) get() string {
	answer := httptest.NewRecorder()
	d.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "http://127.0.0.1/", nil))
	return answer.Body.String()
}

func (d *desk) post(path string, form url.Values) int {
	request := httptest.NewRequest(http.MethodPost, "http://127.0.0.1"+path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	d.Handler().ServeHTTP(answer, request)
	return answer.Code
}

func form() *sdk.Page {
	return &sdk.Page{
		URL: "https://x.example/add", Text: "It is live.", Controls: []sdk.Control{{Ref: "c1", Label: "Telephone", Type: "tel"}, {Ref: "c2", Label: "Name", Required: true}},
		Buttons: []sdk.PageButton{{Ref: "b1", Text: "Add", Type: "submit"}},
	}
}

func does(steps ...sdk.Step) func(sdk.Turn) (*sdk.Answer, error) {
	return func(sdk.Turn) (*sdk.Answer, error) { return &sdk.Answer{Move: new(sdk.Do(steps...))}, nil }
}

func TestThePlanIsShownAnewAtEachSave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, &site{pages: []*sdk.Page{form()}}, does(sdk.Fill(sdk.Label("Phone"), "555").Because("they call back"), sdk.Submit(sdk.Button("Add"))))
		v := d.until(func(v *view) bool { return len(v.Steps) == 2 })
		if v.Steps[0].State != "miss" || v.Steps[0].Note != "the page has no such control; nearest: Telephone" || v.Steps[1].Ref != "b1" || v.Missed != 1 || v.Left != 1 || v.Failed != 1 {
			t.Errorf("%+v", v)
		}
		for _, want := range []string{"they call back", "nearest: Telephone", "1 of which find nothing", "1 required control left empty", "plan-bad", "printed"} {
			if !strings.Contains(d.get(), want) {
				t.Errorf("the page does not show %q", want)
			}
		}

		d.save("2", func() { d.plan = does(sdk.Fill(sdk.Label("Telephone"), "555"), sdk.Submit(sdk.Button("Add"))) })
		v = d.until(func(v *view) bool { return v.Version == "2" && v.Missed == 0 })
		if v.Steps[0].Ref != "c1" || v.Bad {
			t.Errorf("%+v", v)
		}

		d.save("3", func() { d.broken = errors.New("main.go:7: undefined: nowhere") })
		v = d.until(func(v *view) bool { return v.BuildError != "" })
		if len(v.Steps) != 2 || v.Version != "2" {
			t.Errorf("what compiled last is gone: %+v", v)
		}
		if !strings.Contains(d.get(), "undefined: nowhere") {
			t.Error("the page does not show the compiler's words")
		}

		d.save("4", func() {
			d.broken = nil
			d.plan = func(sdk.Turn) (*sdk.Answer, error) { return nil, errors.New("the module trapped\nplan (main.go:9)") }
		})
		v = d.until(func(v *view) bool { return v.Version == "4" })
		if !v.Bad || v.Outcome != "the module trapped" || v.Detail != "plan (main.go:9)" || v.BuildError != "" {
			t.Errorf("%+v", v)
		}

		d.save("5", func() { d.hosts = []string{"y.example"} })
		d.until(func(v *view) bool { return v.Version == "5" })
		if want := []string{"x.example", "y.example"}; !slices.Equal(d.site.opened, want) {
			t.Errorf("sessions for %q, want %q", d.site.opened, want)
		}
	})
}

func TestATurnIsCarriedOnButNeverSubmitted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{pages: []*sdk.Page{form(), {Controls: []sdk.Control{{Ref: "c1", Label: "Fax"}}, Buttons: []sdk.PageButton{{Ref: "b1", Text: "Send"}}}}}
		var turns []sdk.Turn
		d := sit(t, s, func(turn sdk.Turn) (*sdk.Answer, error) {
			turns = append(turns, turn)
			if turn.Page.Control("Fax") == nil {
				return &sdk.Answer{Move: new(sdk.Do(sdk.Fill(sdk.Label("Name"), "Acme"), sdk.Click(sdk.Button("Add"))).With([]byte("two")))}, nil
			}
			return &sdk.Answer{Move: new(sdk.Do(sdk.Fill(sdk.Label("Fax"), "556"), sdk.Submit(sdk.Button("Send"))))}, nil
		})
		d.until(settled)
		if code := d.post("/carry-on", nil); code != http.StatusSeeOther {
			t.Fatalf("status %d", code)
		}
		v := d.until(func(v *view) bool { return v.Number == 2 })
		if last := turns[len(turns)-1]; string(last.State) != "two" || len(last.Results) != 2 || last.Page.Control("Fax") == nil {
			t.Errorf("second turn %+v", last)
		}
		if !v.CanRun || !v.Steps[1].Submit {
			t.Errorf("%+v", v)
		}
		d.post("/carry-on", nil)
		v = d.until(func(v *view) bool { return strings.Contains(v.Notice, "the workbench does not") })
		if v.CanRun || !v.Steps[0].Done || v.Steps[1].Done {
			t.Errorf("%+v", v)
		}
		if !slices.EqualFunc(s.ran, []string{"fill", "click", "fill"}, func(s sdk.Step, kind string) bool { return s.Kind == kind }) {
			t.Errorf("carried out %+v", s.ran)
		}
		d.post("/restart", nil)
		if v = d.until(settled); v.Number != 1 || s.at != 0 || len(s.opened) != 2 {
			t.Errorf("after beginning again: %+v", v)
		}
		d.post("/ask", url.Values{"op": {"verify"}})
		if v = d.until(settled); v.Outcome != "Verdict: yes, live" || v.Op != "verify" {
			t.Errorf("%+v", v)
		}
	})
}

func TestAClickThatWouldSubmitIsRefused(t *testing.T) {
	for name, click := range map[string]sdk.Step{
		"by the same name": sdk.Click(sdk.Button("Add")), "by its ref": sdk.Click(sdk.Ref("b1")), "by a key in it": sdk.Press(sdk.Text("Add"), "Enter"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &site{pages: []*sdk.Page{form()}}
				d := sit(t, s, does(sdk.Fill(sdk.Label("Name"), "Acme"), click, sdk.Submit(sdk.Button("Add"))))
				d.until(settled)
				d.post("/carry-on", nil)
				if v := d.until(settled); !strings.Contains(v.Notice, "step 2 would press") || len(s.ran) > 0 {
					t.Errorf("%q, carried out %+v", v.Notice, s.ran)
				}
			})
		})
	}
}

// TestWhatAHostilePageSays: nothing of it becomes part of the page's own code.
func TestWhatAHostilePageSays(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>'{{.}}javascript:alert(3)</svg></style>`
	synctest.Test(t, func(t *testing.T) {
		p := &sdk.Page{
			URL: evil, Title: evil, Text: evil, Errors: []sdk.PageError{{Text: evil, Control: evil}}, Captchas: []sdk.Captcha{{Vendor: evil, Kind: evil}},
			Controls: []sdk.Control{{
				Ref: "c1", Label: evil, Name: evil, Type: evil, Section: evil, Placeholder: evil, Pattern: evil, Message: evil, Hidden: evil, Choices: []sdk.Choice{{Ref: "c1.1", Label: evil}},
			}},
			Buttons: []sdk.PageButton{{Ref: "b1", Text: evil, Name: evil, Type: evil}},
		}
		d := sit(t, &site{pages: []*sdk.Page{p}}, func(sdk.Turn) (*sdk.Answer, error) {
			return &sdk.Answer{Move: new(sdk.Do(sdk.Fill(sdk.Label(evil), evil).For(evil).Because(evil), sdk.Fill(sdk.Label("x"), ""), sdk.Submit(sdk.Button(evil))))}, nil
		})
		d.until(func(v *view) bool { return len(v.Steps) == 3 })
		shown := d.get()
		if n := strings.Count(shown, "<script"); n != 1 {
			t.Errorf("%d scripts", n)
		}
		if found := regexp.MustCompile(`(?i)<[a-z][^>"']*("[^"]*"|'[^']*'|[^>"'])*\s(on[a-z]+|style)=`).FindString(shown); found != "" {
			t.Errorf("inline code: %q", found)
		}
		for _, bad := range []string{"<img", "<style", "ZgotmplZ"} {
			if strings.Contains(shown, bad) {
				t.Errorf("%q is on the page", bad)
			}
		}
	})
}

func TestOnlyItsOwnPageGivesOrders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{pages: []*sdk.Page{form()}}
		d := sit(t, s, does(sdk.Fill(sdk.Label("Name"), "Acme")))
		d.until(settled)
		for name, c := range map[string]struct {
			host, origin string
			want         int
		}{
			"another site":             {"127.0.0.1:8080", "https://evil.example", http.StatusForbidden},
			"another port":             {"127.0.0.1:8080", "http://127.0.0.1:9090", http.StatusForbidden},
			"a name that leads to us":  {"evil.example", "http://evil.example", http.StatusForbidden},
			"an address of the net":    {"192.168.1.7:8080", "", http.StatusForbidden},
			"its own":                  {"127.0.0.1:8080", "http://127.0.0.1:8080", http.StatusSeeOther},
			"its own by another name":  {"localhost:8080", "http://localhost:8080", http.StatusSeeOther},
			"its own on another stack": {"[::1]:8080", "http://[::1]:8080", http.StatusSeeOther},
		} {
			request := httptest.NewRequest(http.MethodPost, "http://"+c.host+"/restart", nil)
			request.Header.Set("Origin", c.origin)
			answer := httptest.NewRecorder()
			d.Handler().ServeHTTP(answer, request)
			if answer.Code != c.want {
				t.Errorf("%s: %d, want %d", name, answer.Code, c.want)
			}
		}
		answer := httptest.NewRecorder()
		d.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "http://localhost/", nil))
		if got := answer.Header().Get("Content-Security-Policy"); got != policy || strings.Contains(got, "unsafe") {
			t.Errorf("policy %q", got)
		}
	})
}

func TestAPageIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, &site{pages: []*sdk.Page{form()}}, does(sdk.Fill(sdk.Label("Name"), "Acme")))
		d.until(settled)
		for name, want := range map[string]string{"add": "Kept as add", "taken": "taken is there already"} {
			d.post("/keep", url.Values{"name": {name}, "op": {"plan"}})
			if v := d.until(settled); v.Notice != want {
				t.Errorf("%s: %q, want %q", name, v.Notice, want)
			}
		}
	})
}
