package pages

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
)

// press presses the button with the words and waits for the page that follows.
func press(t *testing.T, p playwright.Page, words string) {
	t.Helper()
	button := p.GetByRole("button", playwright.PageGetByRoleOptions{Name: words, Exact: playwright.Bool(true)})
	if err := button.First().Click(); err != nil {
		t.Fatalf("press %q on %s: %v", words, p.URL(), err)
	}
}

func fill(t *testing.T, p playwright.Page, label, value string) {
	t.Helper()
	if err := p.GetByLabel(label).Fill(value); err != nil {
		t.Fatalf("fill %q: %v", label, err)
	}
}

// reaches waits until the page is at the path.
func reaches(t *testing.T, p playwright.Page, path string) {
	t.Helper()
	if err := p.WaitForURL("**" + path); err != nil {
		t.Fatalf("at %s, want %s: %v", p.URL(), path, err)
	}
}

// shows waits until the page holds the text.
func shows(t *testing.T, p playwright.Page, text string) {
	t.Helper()
	if err := p.Locator("main").GetByText(text).First().WaitFor(); err != nil {
		body, _ := p.Locator("main").InnerText()
		t.Fatalf("%s does not show %q: %v\n%s", p.URL(), text, err, body)
	}
}

// follow goes to the link in the newest mail of the outbox.
func (s *site) follow(t *testing.T, p playwright.Page, subject string) {
	t.Helper()
	if _, err := p.Goto(s.url + "/dev/outbox"); err != nil {
		t.Fatal(err)
	}
	mail := p.GetByRole("article", playwright.PageGetByRoleOptions{Name: subject}).First()
	if err := mail.GetByRole("link").First().Click(); err != nil {
		t.Fatal(err)
	}
}

// both runs a test with and without JavaScript.
func both(t *testing.T, test func(t *testing.T, v view)) {
	t.Parallel()
	t.Run("with script", func(t *testing.T) { t.Parallel(); test(t, desktop) })
	t.Run("without", func(t *testing.T) {
		t.Parallel()
		test(t, view{width: phone.width, height: phone.height, noScript: true})
	})
}

func TestSignInByMailedLink(t *testing.T) {
	both(t, func(t *testing.T, v view) {
		s := serve(t)
		s.customer("ada@example.com", "Ada's Bakery")
		p := open(t, v, s.url+"/portal/account")
		reaches(t, p, "/sign-in?to=%2Fportal%2Faccount")
		fill(t, p, "E-mail address", "ada at example")
		press(t, p, "Mail me a link")
		shows(t, p, "Write an e-mail address, like name@example.com.")
		if typed, err := p.GetByLabel("E-mail address").InputValue(); typed != "ada at example" {
			t.Errorf("what was typed became %q, %v", typed, err)
		}
		fill(t, p, "E-mail address", "Ada@Example.com")
		press(t, p, "Mail me a link")
		shows(t, p, "If there is an account with Ada@Example.com")
		s.follow(t, p, "Your link to sign in")
		shows(t, p, "You sign in as Ada@Example.com in this browser.")
		link := p.URL()
		press(t, p, "Sign in")
		reaches(t, p, "/portal/account")
		shows(t, p, "You sign in with ada@example.com.")

		if _, err := p.Goto(link); err != nil {
			t.Fatal(err)
		}
		shows(t, p, "This link has been used")
	})
}

func TestAddressWithTwoAccountsChooses(t *testing.T) {
	both(t, func(t *testing.T, v view) {
		s := serve(t)
		s.customer("ada@example.com", "Ada's Bakery")
		s.customer("ada@example.com", "Ada's Garage")
		p := open(t, v, s.url+"/sign-in")
		fill(t, p, "E-mail address", "ada@example.com")
		press(t, p, "Mail me a link")
		s.follow(t, p, "Your link to sign in")
		press(t, p, "Sign in")
		reaches(t, p, "/sign-in/choose?to=")
		press(t, p, "Ada's Bakery")
		if _, err := p.Goto(s.url + "/portal/account"); err != nil {
			t.Fatal(err)
		}
		heading, err := p.Locator(".heading").InnerText()
		if err != nil || !strings.Contains(heading, "Ada's Bakery") {
			t.Errorf("heading %q, %v", heading, err)
		}
		press(t, p, "Ada's Garage")
		if _, err := p.Goto(s.url + "/portal/account"); err != nil {
			t.Fatal(err)
		}
		if heading, err = p.Locator(".heading").InnerText(); err != nil || !strings.Contains(heading, "Ada's Garage") {
			t.Errorf("after switching: heading %q, %v", heading, err)
		}
	})
}

func TestAccountSettingsAreKept(t *testing.T) {
	both(t, func(t *testing.T, v view) {
		s := serve(t)
		c, cookie := s.customer("ada@example.com", "Ada's Bakery")
		v.session = cookie
		p := open(t, v, s.url+"/portal/account")
		if err := p.GetByLabel("the report is ready").Uncheck(); err != nil {
			t.Fatal(err)
		}
		press(t, p, "Save")
		if err := p.Locator("#notifications").GetByText("Saved").WaitFor(); err != nil {
			t.Fatal(err)
		}
		if _, err := p.GetByLabel("Times are shown for").SelectOption(playwright.SelectOptionValues{Values: &[]string{"America/Chicago"}}); err != nil {
			t.Fatal(err)
		}
		if err := p.Locator("#zone").GetByRole("button").Click(); err != nil {
			t.Fatal(err)
		}
		if err := p.Locator("#zone").GetByText("Saved").WaitFor(); err != nil {
			t.Fatal(err)
		}
		a, err := s.db.Account(t.Context(), c.ID)
		if want := (host.Notifications{Start: true, Needs: true}); err != nil || a.Wanted != want || a.TimeZone != "America/Chicago" {
			t.Errorf("stored %+v, %v", a, err)
		}
	})
}

func TestChangeOfEmail(t *testing.T) {
	both(t, func(t *testing.T, v view) {
		s := serve(t)
		c, cookie := s.customer("ada@example.com", "Ada's Bakery")
		elsewhere := s.signIn(host.Session{Role: host.RoleCustomer, Email: "ada@example.com", Verified: true, Customer: c.ID})
		_, stranger := s.customer("eve@example.com", "Eve's Bar")
		v.session = cookie
		p := open(t, v, s.url+"/portal/account")
		fill(t, p, "New e-mail address", "nonsense")
		press(t, p, "Change")
		shows(t, p, "Write an e-mail address")
		fill(t, p, "New e-mail address", "ada@bakery.example")
		press(t, p, "Change")
		shows(t, p, "Open the link that we mailed to ada@bakery.example")
		if a, _ := s.db.Account(t.Context(), c.ID); a.Email != "ada@example.com" {
			t.Errorf("the address is %q before it was confirmed", a.Email)
		}
		s.follow(t, p, "Confirm your new e-mail address")
		shows(t, p, "signs in with ada@bakery.example instead of ada@example.com")

		// The link alone opens nothing, not even for another customer.
		link, err := url.Parse(p.URL())
		if err != nil {
			t.Fatal(err)
		}
		if got := s.do(http.MethodPost, link.Path, stranger, nil); got.code != http.StatusNotFound {
			t.Errorf("another customer uses the link: %d", got.code)
		}
		press(t, p, "Change it")
		reaches(t, p, "/portal/account")
		shows(t, p, "You sign in with ada@bakery.example.")
		if got := s.do(http.MethodGet, "/portal/account", elsewhere, nil); got.code != http.StatusSeeOther {
			t.Errorf("the other browser is still signed in: %d", got.code)
		}
		mails, err := s.db.Outbox(t.Context())
		if err != nil || len(mails) == 0 || mails[0].To != "ada@example.com" || mails[0].Subject != "Your e-mail address was changed" {
			t.Errorf("the old address is not told: %+v, %v", mails, err)
		}
	})
}

func TestSessionsAreShownAndEnded(t *testing.T) {
	both(t, func(t *testing.T, v view) {
		s := serve(t)
		c, cookie := s.customer("ada@example.com", "Ada's Bakery")
		const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
		var others []string
		for range 2 {
			others = append(others, s.signIn(host.Session{Role: host.RoleCustomer, Email: "ada@example.com", Verified: true, Customer: c.ID, UserAgent: firefox}))
		}
		v.session = cookie
		p := open(t, v, s.url+"/portal/account")
		ended := func() (n int) {
			for _, token := range others {
				if got := s.do(http.MethodGet, "/portal/account", token, nil); got.code == http.StatusSeeOther {
					n++
				}
			}
			return n
		}
		press(t, p, "Sign out Firefox on Windows")
		if err := p.Locator("#sessions li").Nth(2).WaitFor(playwright.LocatorWaitForOptions{State: playwright.WaitForSelectorStateDetached}); err != nil {
			t.Fatal(err)
		}
		if n := ended(); n != 1 {
			t.Errorf("%d sessions ended, want 1", n)
		}
		press(t, p, "Sign out everywhere")
		reaches(t, p, "/sign-in")
		if n := ended(); n != 2 {
			t.Errorf("%d sessions ended, want 2", n)
		}
		if _, err := p.Goto(s.url + "/portal/account"); err != nil {
			t.Fatal(err)
		}
		reaches(t, p, "/sign-in?to=%2Fportal%2Faccount")
	})
}

// TestWhoeverPaidIsNotYetTheOwner: a buyer is let in at once, but only the owner of the address may take the account further.
func TestWhoeverPaidIsNotYetTheOwner(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, _ := s.customer("ada@example.com", "Ada's Bakery")
	s.customer("ada@example.com", "Ada's Garage")
	v := desktop
	v.session = s.signIn(host.Session{Role: host.RoleCustomer, Email: "ada@example.com", Customer: c.ID})
	p := open(t, v, s.url+"/portal/account")
	shows(t, p, "Please confirm your e-mail address")
	if text, err := p.Locator("main").InnerText(); err != nil || strings.Contains(text, "Garage") {
		t.Errorf("shows the other account of the address, or %v:\n%s", err, text)
	}
	for path, form := range map[string]url.Values{
		"/portal/account/email": {"email": {"eve@example.com"}},
		"/sign-in/choose":       {"as": {c.ID.String()}},
	} {
		if got := s.do(http.MethodPost, path, v.session, form); got.code != http.StatusForbidden && got.code != http.StatusNotFound {
			t.Errorf("POST %s: %d", path, got.code)
		}
	}
	press(t, p, "Mail me the link")
	shows(t, p, "Look into your mailbox")
	s.follow(t, p, "Your link to sign in")
	press(t, p, "Sign in")
	reaches(t, p, "/sign-in/choose?to=%2Fportal%2Faccount")
	press(t, p, "Ada's Bakery")
	reaches(t, p, "/portal/account")
	shows(t, p, "New e-mail address")
}

// TestUnknownAddressLooksLikeAKnownOne holds the answers against each other, and asks what is left to send.
func TestUnknownAddressLooksLikeAKnownOne(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.customer("known@example.com", "Known")
	known := s.do(http.MethodPost, "/sign-in", "", url.Values{"email": {"known@example.com"}})
	stranger := s.do(http.MethodPost, "/sign-in", "", url.Values{"email": {"other@example.com"}})
	if known.code != http.StatusOK || known.code != stranger.code || strings.ReplaceAll(known.body, "known@", "other@") != stranger.body {
		t.Errorf("answers differ: %d and %d\n%s\n%s", known.code, stranger.code, known.body, stranger.body)
	}
	m, err := s.db.ClaimMail(t.Context(), time.Minute)
	if err != nil || m.To != "known@example.com" {
		t.Errorf("first mail %+v, %v", m, err)
	}
	if m, err := s.db.ClaimMail(t.Context(), time.Minute); host.KindOf(err) != host.NotFound {
		t.Errorf("a mail to a stranger would be sent: %+v, %v", m, err)
	}
}
