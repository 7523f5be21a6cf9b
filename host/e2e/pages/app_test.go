package pages

import (
	"testing"

	"github.com/mxschmitt/playwright-go"
)

func TestCopyButton(t *testing.T) {
	t.Parallel()
	s := serve(t)
	page := open(t, desktop, s.url+"/components")
	if err := page.Context().GrantPermissions([]string{"clipboard-read", "clipboard-write"}); err != nil {
		t.Fatal(err)
	}
	button := page.Locator(".copy-button").First()
	if err := button.Click(); err != nil {
		t.Fatal(err)
	}
	if err := page.Locator(".copy-button.done", playwright.PageLocatorOptions{HasText: "Copied"}).WaitFor(); err != nil {
		t.Fatal(err)
	}
	if got, err := page.Evaluate(`() => navigator.clipboard.readText()`); err != nil || got != "a1b2c3d4" {
		t.Errorf("on the clipboard: %v, %v", got, err)
	}
}

func TestFormIsSentOnce(t *testing.T) {
	t.Parallel()
	s := serve(t)
	page := open(t, desktop, s.url+"/directories")
	got, err := page.Evaluate(`() => {
		let sent = 0;
		addEventListener("submit", (event) => {
			if (!event.defaultPrevented) sent++;
			event.preventDefault();
		});
		const button = document.querySelector("form.search button");
		button.click();
		button.click();
		return sent + " " + button.ariaBusy;
	}`)
	if err != nil || got != "1 true" {
		t.Errorf("sent and busy: %v, %v", got, err)
	}
}

// What is on a page stays there when the server is in trouble, and the page says so.
func TestTroubleLeavesThePage(t *testing.T) {
	t.Parallel()
	s, cookies, fill := furnished(t, 20)
	v := desktop
	v.session, v.breaks = cookies[asStaff], true
	page := open(t, v, s.url+fill.Replace("/staff/jobs/{job}"))
	// A call to the browser from within its handler would wait for itself.
	err := page.Route("**/staff/jobs/**", func(r playwright.Route) {
		go func() {
			_ = r.Fulfill(playwright.RouteFulfillOptions{Status: playwright.Int(500), ContentType: playwright.String("text/html"), Body: "<p>broken</p>"})
		}()
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := page.Locator(".toast").WaitFor(); err != nil {
		t.Fatal(err)
	}
	if n, err := page.Locator("#job tbody tr").Count(); err != nil || n != 17 {
		t.Errorf("%d rows are left, %v", n, err)
	}
}

// On a phone the navigation is at the lower edge, and what does not fit there is behind a button that needs no script.
func TestPhoneNavigation(t *testing.T) {
	t.Parallel()
	s, cookies, _ := furnished(t, 20)
	v := phone
	v.session, v.noScript = cookies[asStaff], true
	page := open(t, v, s.url+"/staff")
	more := page.Locator("button.tab-more")
	if box, err := more.BoundingBox(); err != nil || box.Y < 700 || box.Height < 44 {
		t.Errorf("the button is at %v, %v", box, err)
	}
	out := page.Locator("#more button", playwright.PageLocatorOptions{HasText: "Sign out"})
	if seen, err := out.IsVisible(); err != nil || seen {
		t.Errorf("shown before it was asked for: %t, %v", seen, err)
	}
	if err := more.Click(); err != nil {
		t.Fatal(err)
	}
	if err := out.WaitFor(); err != nil {
		t.Error(err)
	}
}
