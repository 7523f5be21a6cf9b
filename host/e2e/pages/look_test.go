package pages

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/mxschmitt/playwright-go"
)

var screenshots = flag.String("screenshots", "", "folder for a picture of every page")

// looks are the ways of looking: each page is opened once and turned through them.
var looks = []struct {
	name          string
	width, height int
	scheme        *playwright.ColorScheme
	rules         string // that axe goes by, as its runOnly; the dark scheme differs from the light one in colours only
}{
	{"light", 1280, 900, playwright.ColorSchemeLight, allRules},
	{"dark", 1280, 900, playwright.ColorSchemeDark, rulesOfColour},
	{"phone-dark", 390, 844, playwright.ColorSchemeDark, rulesOfColour},
	{"phone", 390, 844, playwright.ColorSchemeLight, allRules},
}

const (
	allRules      = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`
	rulesOfColour = `["color-contrast", "link-in-text-block"]`
)

// openLooked opens a page in a context that lets axe in: the policy of the pages keeps out all scripts but ours.
func openLooked(t *testing.T, address, cookie string, act func(playwright.Page) error) playwright.Page {
	t.Helper()
	c, err := chromium.NewContext(playwright.BrowserNewContextOptions{BypassCSP: playwright.Bool(true)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	c.SetDefaultTimeout(20_000)
	if cookie != "" {
		if err := c.AddCookies([]playwright.OptionalCookie{{Name: "session", Value: cookie, Domain: playwright.String("127.0.0.1"), Path: playwright.String("/")}}); err != nil {
			t.Fatal(err)
		}
	}
	page, err := c.NewPage()
	if err != nil {
		t.Fatal(err)
	}
	listen(t, page, false)
	if _, err := page.Goto(address); err != nil {
		t.Fatal(err)
	}
	if page.URL() != address {
		t.Errorf("%s leads to %s", address, page.URL())
	}
	if act != nil {
		if err := act(page); err != nil {
			t.Fatal(err)
		}
	}
	return page
}

func turn(t *testing.T, page playwright.Page, width, height int, scheme *playwright.ColorScheme) {
	t.Helper()
	if err := page.EmulateMedia(playwright.PageEmulateMediaOptions{ColorScheme: scheme}); err != nil {
		t.Fatal(err)
	}
	if err := page.SetViewportSize(width, height); err != nil {
		t.Fatal(err)
	}
}

// violation is what axe finds wrong.
type violation struct {
	ID    string
	Help  string
	Nodes []struct {
		Target         []any
		FailureSummary string
	}
}

// TestPagesLookRight opens every page, in a light and a dark scheme, wide and on a phone: axe finds nothing wrong, nothing reaches beyond the edge of
// a narrow window, and the console stays silent.
func TestPagesLookRight(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile(filepath.Join("..", "..", "..", ".cache", "node", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("axe-core is not here; .ci/install --test fetches it: %v", err)
	}
	s, cookies, fill := inhabited(t, 60)
	for _, p := range looked {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			page := openLooked(t, s.url+fill.Replace(p.path), cookies[p.who], p.act)
			// Rows of a table are alike, as are options: the first ones stand for all, and spare axe seconds.
			if _, err := page.Evaluate(`() => document.querySelectorAll("tbody tr:nth-child(n+12), .rows > [role=rowgroup]:nth-child(n+5), .feed li:nth-child(n+12), option:nth-child(n+4)").forEach((e) => e.remove())`); err != nil {
				t.Fatal(err)
			}
			fits(t, page)
			if _, err := page.Evaluate(string(axe)); err != nil {
				t.Fatal(err)
			}
			for _, l := range looks {
				turn(t, page, l.width, l.height, l.scheme)
				for _, v := range violations(t, page, l.rules) {
					t.Errorf("%s: %s: %s", l.name, v.ID, v.Help)
					for _, n := range v.Nodes[:min(3, len(v.Nodes))] {
						t.Errorf("    %v: %s", n.Target, n.FailureSummary)
					}
				}
			}
		})
	}
}

func violations(t *testing.T, page playwright.Page, rules string) []violation {
	t.Helper()
	found, err := page.Evaluate(`async () => JSON.stringify((await axe.run({resultTypes: ["violations"], runOnly: ` + rules + `})).violations)`)
	if err != nil {
		t.Fatal(err)
	}
	var out []violation
	if err := json.Unmarshal([]byte(found.(string)), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// fits says whether the page is read without scrolling sideways: at 320 px, which is also 1280 px at a zoom of 400 %, and at widths up to that. Columns
// of a table stand under their headings.
func fits(t *testing.T, page playwright.Page) {
	t.Helper()
	for _, width := range []int{320, 390, 700, 1280} {
		turn(t, page, width, 800, playwright.ColorSchemeLight)
		wrong, err := page.Evaluate(`() => {
			const labels = [...document.querySelectorAll(".rows > .labels > *")];
			for (const [i, label] of labels.entries()) {
				const cell = document.querySelector(".rows .row:not(.labels)").children[i];
				if (label.offsetParent && cell.offsetParent && label.offsetLeft !== cell.offsetLeft) return label.textContent + " does not stand above its column";
			}
			const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
			if (wide <= 0) return "";
			const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !e.closest(".scroll"));
			return wide + " px wider than the window: " + out.slice(-3).map((e) => e.outerHTML.slice(0, 120)).join(" | ");
		}`)
		if err != nil || wrong != "" {
			t.Errorf("at %d px: %v, %v", width, wrong, err)
		}
	}
}

func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		return
	}
	s, cookies, fill := inhabited(t, 60)
	for _, p := range looked {
		t.Run(p.name, func(t *testing.T) {
			page := openLooked(t, s.url+fill.Replace(p.path), cookies[p.who], p.act)
			for _, l := range looks {
				turn(t, page, l.width, l.height, l.scheme)
				// What is far below is drawn only when it comes into view.
				if height, err := page.Evaluate("document.documentElement.scrollHeight"); err != nil {
					t.Fatal(err)
				} else if h, ok := height.(int); ok {
					turn(t, page, l.width, max(h, l.height), l.scheme)
				}
				if _, err := page.Screenshot(playwright.PageScreenshotOptions{
					Path: playwright.String(filepath.Join(*screenshots, p.name+"-"+l.name+".png")), FullPage: playwright.Bool(true), Animations: playwright.ScreenshotAnimationsDisabled,
				}); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
