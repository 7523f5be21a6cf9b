// Package pages tests the pages as people see them: in a real browser, on a real database.
package pages

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host/browser"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// chromium is shared by all tests; each page has a context of its own.
var chromium playwright.Browser

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	stop, err := launch()
	if err != nil {
		fmt.Fprintln(os.Stderr, "no browser for the pages; .ci/install --test installs it:", err)
		return 1
	}
	defer stop()
	return postgrestest.Run(m)
}

// launch starts the browser without its sandbox, which refuses root: it sees our own pages only.
func launch() (stop func(), err error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	dir := filepath.Join("..", "..", "..", ".cache", "driver") // the program's own
	if err := browser.Install(ctx, dir); err != nil {
		return nil, err
	}
	if os.Getenv("PLAYWRIGHT_NODEJS_PATH") == "" {
		node, err := exec.LookPath("node")
		if err != nil {
			return nil, err
		}
		if err := os.Setenv("PLAYWRIGHT_NODEJS_PATH", node); err != nil {
			return nil, err
		}
	}
	driver, err := playwright.Run(&playwright.RunOptions{DriverDirectory: dir, SkipInstallBrowsers: true, Stdout: io.Discard, Stderr: io.Discard})
	if err != nil {
		return nil, err
	}
	chromium, err = driver.Chromium.Launch(playwright.BrowserTypeLaunchOptions{
		ExecutablePath: playwright.String("/usr/lib/chromium/chromium-headless-shell"), ChromiumSandbox: playwright.Bool(false),
	})
	if err != nil {
		_ = driver.Stop()
		return nil, err
	}
	return func() { _ = chromium.Close(); _ = driver.Stop() }, nil
}

// view is how a page is looked at.
type view struct {
	width, height int
	dark          bool
	noScript      bool
	session       string // cookie of who looks; empty for nobody
	breaks        bool   // the test breaks connections or answers, of which the browser complains
}

var (
	desktop = view{width: 1280, height: 900}
	phone   = view{width: 390, height: 844}
)

// open opens the address in a context of its own. What the page says to the console as an error fails the test: a broken policy shows there.
func open(t *testing.T, v view, address string) playwright.Page {
	t.Helper()
	scheme := playwright.ColorSchemeLight
	if v.dark {
		scheme = playwright.ColorSchemeDark
	}
	c, err := chromium.NewContext(playwright.BrowserNewContextOptions{
		Viewport: &playwright.Size{Width: v.width, Height: v.height}, ColorScheme: scheme, JavaScriptEnabled: playwright.Bool(!v.noScript),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	c.SetDefaultTimeout(10_000)
	if v.session != "" {
		at, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddCookies([]playwright.OptionalCookie{{
			Name: "session", Value: v.session, Domain: playwright.String(at.Hostname()), Path: playwright.String("/"),
		}}); err != nil {
			t.Fatal(err)
		}
	}
	page, err := c.NewPage()
	if err != nil {
		t.Fatal(err)
	}
	listen(t, page, v.breaks)
	if _, err := page.Goto(address); err != nil {
		t.Fatal(err)
	}
	return page
}

// listen fails the test for what the page says to the console as an error. breaks: that connections or answers break is meant.
func listen(t *testing.T, page playwright.Page, breaks bool) {
	t.Helper()
	complaints := make(chan string, 100)
	page.OnConsole(func(m playwright.ConsoleMessage) {
		// A page that tells of a mistake has the status of one, and Chromium remarks on it; on a file of ours it would be right to.
		if strings.HasPrefix(m.Text(), "Failed to load resource: the server responded with a status of 4") && !strings.Contains(m.Location().URL, "/static/") {
			return
		}
		if breaks && (strings.Contains(m.Text(), "net::ERR_") || strings.Contains(m.Text(), "a status of 5")) {
			return
		}
		if m.Type() == "error" || strings.Contains(m.Text(), "Content Security Policy") {
			select {
			case complaints <- m.Text():
			default:
			}
		}
	})
	page.OnPageError(func(err error) {
		select {
		case complaints <- err.Error():
		default:
		}
	})
	t.Cleanup(func() {
		for len(complaints) > 0 {
			t.Errorf("the page's console says: %s", <-complaints)
		}
	})
}
