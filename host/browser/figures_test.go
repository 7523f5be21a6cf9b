package browser

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

var figures = flag.Bool("figures", false, "measure: prints a table of interleaved pairs")

var pairs = flag.Int("pairs", 30, "how many pairs are measured")

// TestFigures compares our ways with the obvious ones, in pairs that take turns within one run. Both the wall clock and the CPU
// time of all processes taking part are taken; on a busy machine only the latter means something.
func TestFigures(t *testing.T) {
	if !*figures {
		t.Skip("measuring is asked for by -figures")
	}
	b := use(t)
	s := serve(t)
	s.page("/", testdata(t, "form40.html"))
	session, err := b.Session(t.Context(), SessionConfig{Reach: host.Reach{Hosts: []string{s.host}}})
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	if err := session.Goto(t.Context(), s.base+"/"); err != nil {
		t.Fatal(err)
	}
	seen := observe(t, session)
	text, _ := json.Marshal(seen)
	fmt.Printf("observation of %d controls: %d bytes of JSON\n", len(seen.Controls), len(text))
	fmt.Printf("%-42s %22s %22s %18s\n", "", "ours: ms wall / CPU", "other: ms wall / CPU", "ratio wall / CPU")

	steps := fillSteps(seen)
	fmt.Printf("%d fields, %d pairs\n", len(steps), *pairs)
	selectors := map[string]string{} // by ref, as someone who knows the page would write them
	for _, c := range seen.Controls {
		selectors[c.Ref] = fmt.Sprintf("[name=%q]", c.Name)
	}
	compare(t, b, "filling, batched : field by field", func() {
		run(t, session, steps...)
	}, func() {
		for _, step := range steps {
			var err error
			l := session.page.Locator(selectors[step.Target.Value])
			switch step.Kind {
			case sdk.StepFill:
				err = l.Fill(step.Value)
			case sdk.StepChoose:
				_, err = l.SelectOption(playwright.SelectOptionValues{Values: &[]string{step.Value}})
			case sdk.StepCheck:
				err = l.Check()
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	compare(t, b, "observation : aria snapshot + constraints", func() {
		o, err := session.look()
		if err != nil {
			t.Fatal(err)
		}
		session.drop(o)
	}, func() {
		if _, err := session.page.Locator("body").AriaSnapshot(); err != nil {
			t.Fatal(err)
		}
		const constraints = "(all) => all.map((el) => ({name: el.name, type: el.type, required: el.required, pattern: el.pattern, max: el.maxLength, options: [...(el.options || [])].map((o) => [o.value, o.label])}))"
		if _, err := session.page.Locator("input,select,textarea").EvaluateAll(constraints); err != nil {
			t.Fatal(err)
		}
	})
	proxy, err := newEgress(host.Reach{Hosts: []string{s.host}}, b.config.AllowLocal)
	if err != nil {
		t.Fatal(err)
	}
	defer proxy.close()
	flow := func(proxy *playwright.Proxy) func() {
		return func() {
			c, err := session.generation.browser.NewContext(playwright.BrowserNewContextOptions{Proxy: proxy})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			page, err := c.NewPage()
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if _, err := page.Goto(s.base + "/"); err != nil {
					t.Fatal(err)
				}
				if _, err := page.EvaluateHandle(observeScript, observeLimits); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := page.Screenshot(playwright.PageScreenshotOptions{Type: playwright.ScreenshotTypeJpeg}); err != nil {
				t.Fatal(err)
			}
		}
	}
	compare(t, b, "session through the proxy : without", flow(&playwright.Proxy{Server: proxy.address(), Bypass: playwright.String("<-loopback>")}), flow(nil))
}

// fillSteps fills every field of the page that can be filled without a file.
func fillSteps(p *sdk.Page) (steps []sdk.Step) {
	for _, c := range p.Controls {
		at := sdk.Ref(c.Ref)
		switch {
		case c.Type == "file" || c.Hidden != "" || len(c.Choices) > 0:
		case c.Type == "select":
			options := p.Options(&c)
			steps = append(steps, sdk.Choose(at, options[len(options)-1].Value))
		case c.Type == "checkbox":
			steps = append(steps, sdk.Check(at))
		case c.Type == "number":
			steps = append(steps, sdk.Fill(at, "1999"))
		default:
			steps = append(steps, sdk.Fill(at, "Something to fill in"))
		}
	}
	return steps
}

type cost struct{ wall, cpu float64 } // ms

func compare(t *testing.T, b *Browser, name string, ours, other func()) {
	t.Helper()
	measure := func(f func()) cost {
		cpu, at := cpuTime(t, b), time.Now()
		f()
		return cost{float64(time.Since(at).Microseconds()) / 1000, float64((cpuTime(t, b) - cpu).Microseconds()) / 1000}
	}
	ours() // both warm
	other()
	var x, y []cost
	for i := range *pairs {
		if i%2 == 0 {
			x = append(x, measure(ours))
			y = append(y, measure(other))
		} else {
			y = append(y, measure(other))
			x = append(x, measure(ours))
		}
	}
	wall := func(c cost) float64 { return c.wall }
	cpu := func(c cost) float64 { return c.cpu }
	ratio := func(of func(cost) float64) float64 { return median(x, of) / median(y, of) }
	fmt.Printf("%-42s %22s %22s %18s\n", name,
		fmt.Sprintf("%s / %s", spread(x, wall), spread(x, cpu)), fmt.Sprintf("%s / %s", spread(y, wall), spread(y, cpu)),
		fmt.Sprintf("%.2f / %.2f", ratio(wall), ratio(cpu)))
}

func sorted(c []cost, of func(cost) float64) []float64 {
	var v []float64
	for _, x := range c {
		v = append(v, of(x))
	}
	slices.Sort(v)
	return v
}

func median(c []cost, of func(cost) float64) float64 { return sorted(c, of)[len(c)/2] }

// spread is the median with the first and third quartile.
func spread(c []cost, of func(cost) float64) string {
	v := sorted(c, of)
	return fmt.Sprintf("%.0f (%.0f-%.0f)", v[len(v)/2], v[len(v)/4], v[3*len(v)/4])
}

// cpuTime is what this process, the driver and the browser have used so far. The processes' share is read from sched, whose
// nanoseconds show also what is shorter than a clock tick.
func cpuTime(t *testing.T, b *Browser) time.Duration {
	t.Helper()
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		t.Fatal(err)
	}
	total := time.Duration(own.Utime.Nano() + own.Stime.Nano())
	pids := []int{b.engine.driver.pid}
	for _, p := range processes(t, b) {
		pids = append(pids, p.pid)
	}
	for _, pid := range pids {
		tasks, _ := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
		for _, task := range tasks {
			line, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/schedstat", pid, task.Name()))
			if err != nil {
				continue // the thread has ended
			}
			if fields := strings.Fields(string(line)); len(fields) > 0 {
				ns, _ := strconv.ParseInt(fields[0], 10, 64)
				total += time.Duration(ns)
			}
		}
	}
	return total
}
