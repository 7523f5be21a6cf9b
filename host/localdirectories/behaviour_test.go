package localdirectories

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// Wrong moves, and what the directory makes of them.
func TestWrongMovesStoreNothing(t *testing.T) {
	cases := []struct {
		name, slug string
		spoil      func(url.Values)
		status     int
		says       string
		dropped    bool
	}{
		{"required field empty", "mainstreetlist", func(f url.Values) { f.Set("business_name", " ") }, 422, "This field is required.", false},
		{"option nobody offered", "mainstreetlist", func(f url.Values) { f.Set("category", "Submarines") }, 422, "This field is required.", false},
		{"option by label where values are numbers", "biztable", func(f url.Values) { f.Set("CATEGORY_ID", "Business") }, 422, "This field is required.", false},
		{"token missing", "townbook", func(f url.Values) { f.Del("form_token") }, 422, "This form has expired.", false},
		{"token made up", "townbook", func(f url.Values) { f.Set("form_token", "1.ffff") }, 422, "This form has expired.", false},
		{"terms not ticked", "valleychamber", func(f url.Values) { f.Del("consent") }, 422, "This field is required.", false},
		{"paid plan", "plansandpages", func(f url.Values) { f.Set("package", "Premium – $49 a year") }, 422, "paid for first", false},
		{"city of another state", "statebystate", func(f url.Values) { f.Set("city", "Boston") }, 422, "one of the offered values", false},
		{"phone with punctuation", "registerone", func(f url.Values) { f.Set("phone", "(415) 555-0132") }, 422, "digits only", false},
		{"phone without country code", "strictlylocal", func(f url.Values) { f.Set("telephone", "4155550132") }, 422, "country code", false},
		{"phone as digits", "parentheses", func(f url.Values) { f.Set("phone", "4155550132") }, 422, "(555) 555-0123", false},
		{"description of 201 characters", "shortandsweet", func(f url.Values) { f.Set("description", strings.Repeat("é", 201)) }, 422, "too long", false},
		{"wrong captcha", "letterboxdirectory", func(f url.Values) { f.Set("captcha", "12345") }, 422, "do not match", false},
		{"robot box not ticked", "humansfirst", func(f url.Values) { f.Del("g-recaptcha-response") }, 422, "not a robot", false},
		{"trap filled", "honeyhall", func(f url.Values) { f.Set(trap, "https://acme.example") }, 200, "Thank you", true},
		{"trap filled on a site that redirects", "beeline", func(f url.Values) { f.Set(trap, "x") }, 200, "Thank you", true},
	}
	town := newTown(t)
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			c := town.in(t)
			c.lever("/_reset", "")
			site := siteBySlug(k.slug)
			form := filled(site)
			k.spoil(form)
			sent := c.send(site, form)
			if sent.status != k.status || !strings.Contains(sent.body, k.says) {
				t.Errorf("status %d, want %d and %q on the page", sent.status, k.status, k.says)
			}
			a := c.account(k.slug)
			if a.Presses != 1 || a.Accepted != 0 || len(a.Listings) != 0 || (a.Dropped == 1) != k.dropped || (a.Refused == 1) == k.dropped {
				t.Errorf("account %+v", a)
			}
			if k.dropped != (a.HoneypotHits == 1) {
				t.Errorf("honeypot hits %d", a.HoneypotHits)
			}
			if k.dropped {
				return
			}
			form = filled(site)
			form.Set("captcha", (&directory{Site: site}).captchaCode())
			form.Set("g-recaptcha-response", "ticked")
			c.send(site, form)
			if a := c.account(k.slug); a.Accepted != 1 || a.Presses != 2 {
				t.Errorf("the corrected form: accepted %d of %d presses, want 1 of 2", a.Accepted, a.Presses)
			}
		})
	}
}

// A form that comes back keeps what was entered and says what is wrong beside the field.
func TestRefusedFormKeepsValuesAndMarksTheField(t *testing.T) {
	c := newTown(t)
	form := filled(siteBySlug("registerone"))
	form.Set("phone", "(415) 555-0132")
	body := c.post("registerone", "/form", form).body
	for _, want := range []string{`value="Acme &amp; Söhne &lt;b&gt;Plumbing&lt;/b&gt;"`, `aria-describedby="f-phone-error" value="(415) 555-0132"`, `role="alert" id="f-phone-error">Please enter the phone number as digits only`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestReactAnswersInJSON(t *testing.T) {
	c := newTown(t)
	site := siteBySlug("nearly")
	form := filled(site)
	form.Set("description", "Too short.")
	if sent := c.send(site, form); sent.status != 422 || !strings.Contains(sent.body, `"description": "At least 30 characters."`) {
		t.Errorf("status %d, body %s", sent.status, sent.body)
	}
	if sent := c.post("nearly", "/api/listings", filled(site)); sent.status != 422 || !strings.Contains(sent.body, `"logo"`) {
		t.Errorf("without the required logo: status %d, body %s", sent.status, sent.body)
	}
	c.send(site, filled(site))
	a := c.account("nearly")
	sum := sha256.Sum256([]byte("\x89PNG logo"))
	want := Upload{Field: "logo", Name: "logo.png", Size: 9, SHA256: hex.EncodeToString(sum[:])}
	if len(a.Uploads) != 1 || a.Uploads[0] != want {
		t.Errorf("uploads %+v, want %+v", a.Uploads, want)
	}
	if got := c.get("nearly", "/uploads/"+want.SHA256); got.body != "\x89PNG logo" {
		t.Errorf("the upload reads back as %q", got.body)
	}
}

// Only the last page of a wizard is a press, and fields that do not apply are neither asked nor stored.
func TestWizardCountsOnlyTheLastPage(t *testing.T) {
	c := newTown(t)
	one := url.Values{"step": {"1"}, "name": {"Acme"}, "category": {"Other"}, "premises": {"No"}}
	two := c.post("threesteps", "/start", one)
	if !strings.Contains(two.body, `name="area"`) || strings.Contains(two.body, `name="street"`) {
		t.Error("page two does not follow the answer of page one")
	}
	if !strings.Contains(two.body, `<input type="hidden" name="name" value="Acme">`) {
		t.Error("page two does not carry page one's values")
	}
	incomplete := c.post("threesteps", "/start", url.Values{"step": {"1"}, "name": {"Acme"}})
	if incomplete.status != 422 || !strings.Contains(incomplete.body, "This field is required.") {
		t.Errorf("incomplete page one: status %d", incomplete.status)
	}
	if a := c.account("threesteps"); a.Presses != 0 {
		t.Fatalf("pages before the last counted as %d presses", a.Presses)
	}
	last := url.Values{"step": {"3"}, "name": {"Acme"}, "category": {"Other"}, "premises": {"No"}, "area": {"Bay Area"}, "street": {"left over"}, "city": {"Oakland"}, "state": {"California"}, "phone": {"5550132000"}, "description": {"We."}, "your_name": {"Ada"}, "your_email": {"a@b.example"}}
	c.post("threesteps", "/start", last)
	a := c.account("threesteps")
	if a.Presses != 1 || a.Accepted != 1 || a.Listings[0].Values["area"] != "Bay Area" || a.Listings[0].Values["street"] != "" {
		t.Errorf("account %+v", a)
	}
}

func TestPreviewIsNoPress(t *testing.T) {
	c := newTown(t)
	site := siteBySlug("secondlook")
	page := c.get("secondlook", "/post/preview?"+filled(site).Encode())
	if page.status != 200 || !strings.Contains(page.body, "Publish") || !strings.Contains(page.body, `name="phone" value="(415) 555-0132"`) {
		t.Errorf("preview: status %d", page.status)
	}
	if a := c.account("secondlook"); a.Presses != 0 {
		t.Errorf("a preview counted as %d presses", a.Presses)
	}
	if empty := c.get("secondlook", "/post/preview"); empty.status != 422 {
		t.Errorf("empty preview: status %d, want 422", empty.status)
	}
}

func TestNewsletterIsCountedApart(t *testing.T) {
	c := newTown(t)
	c.post("inboxed", "/newsletter", url.Values{"email": {"a@b.example"}})
	if a := c.account("inboxed"); a.NewsletterSignups != 1 || a.Presses != 0 || len(a.Listings) != 0 {
		t.Errorf("account %+v", a)
	}
}

// The connection is cut once for each business; a second press is answered, and seen as the duplicate it is.
func TestLostAnswerOncePerBusiness(t *testing.T) {
	c := newTown(t)
	site := siteBySlug("cutline")
	other := filled(site)
	other.Set("name", "Bravo")
	other.Set("phone", "5105550111")
	if a := c.send(site, filled(site)); a.err == nil {
		t.Error("the first answer was not lost")
	}
	if a := c.send(site, other); a.err == nil {
		t.Error("the first answer for the second business was not lost")
	}
	if a := c.send(site, filled(site)); a.err != nil || a.status != 200 {
		t.Errorf("the second press for the same business: status %d, %v", a.status, a.err)
	}
	if a := c.account("cutline"); a.Presses != 3 || a.Accepted != 3 {
		t.Errorf("presses %d, accepted %d, want 3 and 3", a.Presses, a.Accepted)
	}
}

// The slow kind stores after three seconds and answers after four, whatever becomes of the client.
func TestSlowStoresBeforeItAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := New(Config{Data: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		var answered atomic.Bool
		go func() {
			r := httptest.NewRequest("POST", "http://slowpost.localhost/add", strings.NewReader(filled(siteBySlug("slowpost")).Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			s.ServeHTTP(httptest.NewRecorder(), r)
			answered.Store(true)
		}()
		for _, want := range []struct {
			after   time.Duration
			stored  int
			replied bool
		}{{0, 0, false}, {2900 * time.Millisecond, 0, false}, {200 * time.Millisecond, 1, false}, {time.Second, 1, true}} {
			time.Sleep(want.after) // the bubble's clock, not the wall's
			synctest.Wait()
			a := s.directories["slowpost"].store.account()
			if a.Presses != 1 || a.Accepted != want.stored || answered.Load() != want.replied {
				t.Errorf("presses %d, accepted %d, answered %v; want %+v", a.Presses, a.Accepted, answered.Load(), want)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// A business that is known but not shown is refused with a link that opens; seeding twice changes nothing, and a reset forgets it.
func TestDuplicateKnowsTheSeed(t *testing.T) {
	c := newTown(t)
	c.lever("/_seed", acmeSeed)
	c.lever("/_seed", acmeSeed)
	site := siteBySlug("onceonly")
	if strings.Contains(c.get("onceonly", "/search?q=acme").body, "Acme") {
		t.Error("the search shows the unlisted business")
	}
	sent := c.send(site, filled(site))
	if !strings.Contains(sent.body, `href="/e/1001"`) || c.get("onceonly", "/e/1001").status != 200 {
		t.Errorf("the refusal does not link to a page that opens: %d", sent.status)
	}
	if a := c.account("onceonly"); len(a.Seeded) != 1 || len(a.Listings) != 0 {
		t.Errorf("seeded %d, listings %d, want 1 and 0", len(a.Seeded), len(a.Listings))
	}
	c.lever("/_reset", "")
	if a := c.account("onceonly"); len(a.Seeded) != 0 || a.Presses != 0 {
		t.Errorf("after the reset: %+v", a)
	}
	c.send(site, filled(site))
	if a := c.account("onceonly"); a.Accepted != 1 {
		t.Error("an unknown business was not accepted")
	}
	if again := c.send(site, filled(site)); again.status != http.StatusConflict {
		t.Errorf("the same business again: status %d, want 409", again.status)
	}
}

// Only a person who has logged in gets to the form, and only then does a submit count.
func TestLoginOpensTheForm(t *testing.T) {
	c := newTown(t)
	site := siteBySlug("membersonly")
	if a := c.send(site, filled(site)); a.status != http.StatusSeeOther || c.account("membersonly").Presses != 0 {
		t.Errorf("a submit without login: status %d", a.status)
	}
	if a := c.post("membersonly", "/login", url.Values{"email": {"a@b.example"}, "password": {"guess"}}); a.status != http.StatusUnauthorized {
		t.Errorf("a wrong password: status %d, want 401", a.status)
	}
	if a := c.post("membersonly", "/login", url.Values{"email": {"a@b.example"}, "password": {password}}); a.location != site.Add {
		t.Errorf("the right password leads to %q, want %s", a.location, site.Add)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse("http://membersonly.localhost:7071/")
	if err != nil {
		t.Fatal(err)
	}
	jar.SetCookies(base, []*http.Cookie{{Name: "member", Value: (&directory{Site: site}).sign(password)}})
	c.client.Jar = jar
	if a := c.send(site, filled(site)); a.status != http.StatusOK || c.account("membersonly").Accepted != 1 {
		t.Errorf("a member's submit: status %d", a.status)
	}
}

func TestConcurrentPressesAreAllCounted(t *testing.T) {
	c := newTown(t)
	site := siteBySlug("hometownpages")
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { c.send(site, filled(site)) })
	}
	wg.Wait()
	a := c.account("hometownpages")
	ids := map[int]bool{}
	for _, l := range a.Listings {
		ids[l.ID] = true
	}
	if a.Presses != 20 || a.Accepted != 20 || len(ids) != 20 {
		t.Errorf("presses %d, accepted %d, distinct listings %d, want 20 each", a.Presses, a.Accepted, len(ids))
	}
}

func TestUnknownNames(t *testing.T) {
	c := newTown(t)
	if a := c.get("nosuchdirectory", "/"); a.status != http.StatusNotFound {
		t.Errorf("a host nobody has: status %d, want 404", a.status)
	}
	if _, err := New(Config{Data: t.TempDir(), Delays: map[string]Delay{"nosuchdirectory": {}}}); err == nil {
		t.Error("a delay for an unknown directory was accepted")
	}
	if a := c.get("nearly", "/uploads/..%2Fevents.jsonl"); a.status != http.StatusNotFound {
		t.Errorf("a path out of the uploads: status %d, want 404", a.status)
	}
}
