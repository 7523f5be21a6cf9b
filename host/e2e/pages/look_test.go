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
		if err := c.AddCookies([]playwright.OptionalCookie{{Name: "session", Value: cookie, URL: playwright.String(address)}}); err != nil {
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

func TestPagesAreAccessible(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile(filepath.Join("..", "..", "..", ".cache", "node", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("axe-core is not here; .ci/install --test fetches it: %v", err)
	}
	s, cookies, fill := inhabited(t, 60)
	for _, p := range looked {
		t.Run(p.name, func(t *testing.T) {
			page := openLooked(t, s.url+fill.Replace(p.path), cookies[p.who], p.act)
			if _, err := page.Evaluate(string(axe)); err != nil {
				t.Fatal(err)
			}
			// The rows of a table are alike: the first ones stand for all, and spare axe seconds.
			if _, err := page.Evaluate(`() => document.querySelectorAll("tbody tr:nth-child(n+20)").forEach((row) => row.remove())`); err != nil {
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

// At 320 px, which is also 1280 px at a zoom of 400 %, and at 390 px, a page is read without scrolling sideways.
func TestPagesFitNarrowWindows(t *testing.T) {
	t.Parallel()
	s, cookies, fill := inhabited(t, 60)
	for _, p := range looked {
		page := openLooked(t, s.url+fill.Replace(p.path), cookies[p.who], p.act)
		for _, width := range []int{320, 390, 640, 800, 1280} {
			turn(t, page, width, 800, playwright.ColorSchemeLight)
			over, err := page.Evaluate(`() => {
				const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
				if (wide <= 0) return "";
				const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !e.closest(".scroll"));
				return wide + " px: " + out.slice(-3).map((e) => e.outerHTML.slice(0, 120)).join(" | ");
			}`)
			if err != nil || over != "" {
				t.Errorf("%s at %d px scrolls sideways: %v, %v", p.name, width, over, err)
			}
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
				if _, err := page.Screenshot(playwright.PageScreenshotOptions{
					Path: playwright.String(filepath.Join(*screenshots, p.name+"-"+l.name+".png")), FullPage: playwright.Bool(true), Animations: playwright.ScreenshotAnimationsDisabled,
				}); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
