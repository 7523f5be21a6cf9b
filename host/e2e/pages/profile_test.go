package pages

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/fetch"
)

const plumbersData = `{"@context":"https://schema.org","@type":"Plumber","name":"Copper & Sons","telephone":"(415) 555-0132","url":"https://www.example.com",
	"address":{"@type":"PostalAddress","streetAddress":"12 Example Street","addressLocality":"San Francisco","addressRegion":"CA","postalCode":"94103","addressCountry":"US"},
	"openingHours":"Mo-Fr 08:00-17:00","numberOfSpoons":7}`

// plumbersSite is every website: a plumber's.
type plumbersSite struct{ fetch.Client }

func (*plumbersSite) Page(_ context.Context, address string) ([]byte, error) {
	if address != "https://www.example.com" {
		return nil, host.Errorf(host.Invalid, "There is no site of that name. Look for a typing mistake.")
	}
	return []byte(`<title>Copper &amp; Sons</title><script type="application/ld+json">` + plumbersData + `</script>`), nil
}

// try fails the test if what was done in the browser failed.
func try(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// shows waits until the text is on the page.
func tells(t *testing.T, page playwright.Page, text string) {
	t.Helper()
	if err := page.GetByText(text).First().WaitFor(); err != nil {
		body, _ := page.Locator("main").InnerText()
		t.Fatalf("%q is not on the page %s: %v\n%.500s", text, page.URL(), err, body)
	}
}

func valueOf(t *testing.T, page playwright.Page, id string) string {
	t.Helper()
	v, err := page.Locator("#" + id).InputValue()
	try(t, err)
	return v
}

func bitmap(t *testing.T, w, h int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = uint8(i * 7)
	}
	img.Set(0, 0, color.NRGBA{})
	var b bytes.Buffer
	try(t, png.Encode(&b, img))
	return b.Bytes()
}

// shot keeps a picture of the page in the folder that SHOTS names.
func shot(t *testing.T, page playwright.Page, name string) {
	t.Helper()
	if dir := os.Getenv("SHOTS"); dir != "" {
		_, err := page.Screenshot(playwright.PageScreenshotOptions{Path: playwright.String(dir + "/" + name + ".png"), FullPage: playwright.Bool(true)})
		try(t, err)
	}
}

// A visitor types before paying, leaves, and finds everything again.
func TestProfileIsKept(t *testing.T) {
	t.Parallel()
	s := serve(t)
	page := open(t, desktop, s.url+"/profile?package=growth")
	_, err := page.Locator("#address-country").SelectOption(playwright.SelectOptionValues{Values: &[]string{"US"}})
	try(t, err, page.Locator("#name").Fill("Harbor Dental"), page.Locator("#phone").Fill("555"), page.Locator("#phone").Blur())
	tells(t, page, "Phone is not a phone number")
	if invalid, err := page.Locator("#phone").GetAttribute("aria-invalid"); err != nil || invalid != "true" {
		t.Errorf("the phone is not marked: %q %v", invalid, err)
	}
	try(t, page.Locator(`input[name="hours.Mo"]`).Nth(0).Fill("08:30"), page.Locator(`input[name="hours.Mo"]`).Nth(1).Fill("17:00"),
		page.GetByText("Copy Monday to all weekdays").Click())
	for day, want := range map[string]string{"Fr": "17:00", "Sa": ""} {
		if got, err := page.Locator(`input[name="hours.` + day + `"]`).Nth(1).InputValue(); err != nil || got != want {
			t.Errorf("%s closes at %q, want %q: %v", day, got, want, err)
		}
	}
	tells(t, page, "Saved") // by itself
	tells(t, page, "Mo-Fr 08:30-17:00")
	tells(t, page, "2 of 7")
	shot(t, page, "profile-typing")
	_, err = page.Goto(s.url)
	try(t, err)
	_, err = page.Goto(s.url + "/profile")
	try(t, err)
	if got := valueOf(t, page, "name"); got != "Harbor Dental" {
		t.Errorf("came back to %q", got)
	}
	n := 0
	try(t, s.db.Pool().QueryRow(t.Context(), "SELECT count(*) FROM drafts WHERE package_type = 'growth' AND company_name = 'Harbor Dental'").Scan(&n))
	if n != 1 {
		t.Errorf("%d drafts keep the package and the name", n)
	}
}

func TestProfileErrorsAreLinkedAndFocused(t *testing.T) {
	t.Parallel()
	s := serve(t)
	for _, v := range []view{desktop, {width: 390, height: 844, noScript: true}} {
		page := open(t, v, s.url+"/profile")
		_, err := page.Locator("#address-country").SelectOption(playwright.SelectOptionValues{Values: &[]string{"US"}})
		try(t, err, page.Locator("#name").Fill("Harbor Dental"), page.Locator("#phone").Fill("555"))
		try(t, page.GetByText("Review and approve").Click())
		tells(t, page, "things to fix")
		if focused, err := page.Locator("#problems:focus").Count(); err != nil || focused != 1 {
			t.Errorf("the summary has no focus: %d %v", focused, err)
		}
		if got := valueOf(t, page, "name"); got != "Harbor Dental" {
			t.Errorf("the name is %q", got)
		}
		try(t, page.Locator("#problems a[href='#address-city']").Click())
		if focused, err := page.Locator("#address-city:focus").Count(); !v.noScript && (err != nil || focused != 1) {
			t.Errorf("the link leads nowhere: %v", err)
		}
		for _, lost := range []string{"aria-invalid", "aria-describedby"} {
			if got, err := page.Locator("#phone").GetAttribute(lost); err != nil || got == "" {
				t.Errorf("the phone has no %s: %v", lost, err)
			}
		}
		shot(t, page, "profile-errors-"+map[bool]string{true: "phone", false: "desktop"}[v.noScript])
	}
}

func TestProfileInTwoTabs(t *testing.T) {
	t.Parallel()
	s := serve(t)
	_, session := s.customer("owner@example.com", "Acme")
	v := desktop
	v.session = session
	one := open(t, v, s.url+"/portal/profile")
	two := open(t, v, s.url+"/portal/profile")
	try(t, one.Locator("#tagline").Fill("From the first tab"), one.GetByText("Save", playwright.PageGetByTextOptions{Exact: playwright.Bool(true)}).Click())
	tells(t, one, "Saved.")
	try(t, two.Locator("#tagline").Fill("From the second tab"), two.Locator("#legal_name").Fill("Acme Ltd"))
	tells(t, two, "Changed elsewhere.")
	try(t, two.Locator("#saved button").Click())
	tells(t, two, "Changed in two places")
	tells(t, two, "From the first tab")
	shot(t, two, "profile-conflict")
	try(t, two.Locator(`input[name="take tagline"][value=theirs]`).Check(), two.GetByText("Keep what is chosen below").Click())
	tells(t, two, "Saved.")
	if tagline, legal := valueOf(t, two, "tagline"), valueOf(t, two, "legal_name"); tagline != "From the first tab" || legal != "Acme Ltd" {
		t.Errorf("kept %q and %q", tagline, legal)
	}
}

// A customer fills the profile in from a website, uploads a logo and approves, with scripts and without: the job that waited starts.
func TestProfileIsImportedAndApproved(t *testing.T) {
	t.Parallel()
	for _, noScript := range []bool{false, true} {
		s := serve(t)
		var id uuid.UUID
		try(t, s.db.Pool().QueryRow(t.Context(), `INSERT INTO customers (email, company_name, business_data, profile_version, tier)
			VALUES ('owner@example.com', '', '{}', 0, 'starter') RETURNING id`).Scan(&id))
		job, err := s.db.CreateJob(t.Context(), id, host.Starter)
		try(t, err)
		v := phone
		v.noScript, v.session = noScript, s.signIn(host.Session{Role: host.RoleCustomer, Email: "owner@example.com", Verified: true, Customer: id})
		page := open(t, v, s.url+"/portal/profile")
		tells(t, page, "Nothing is sent before you approve")
		try(t, page.Locator("#name").Fill("Copper and Sons"), page.GetByText("Save", playwright.PageGetByTextOptions{Exact: playwright.Bool(true)}).Click())
		tells(t, page, "Saved.")

		try(t, page.GetByText("Fill in from my website").Click(), page.Locator("#address").Fill("www.example.com"), page.GetByText("Read the website").Click())
		tells(t, page, "What we found")
		tells(t, page, "instead of: Copper and Sons")
		shot(t, page, "profile-found")
		try(t, page.GetByText("Take over what is ticked").Click())
		tells(t, page, "Taken over.")
		if name, city := valueOf(t, page, "name"), valueOf(t, page, "address-city"); name != "Copper and Sons" || city != "San Francisco" {
			t.Errorf("took over %q in %q", name, city)
		}

		try(t, page.Locator("#tagline").Fill("Typed before the upload"))
		try(t, page.Locator("#logo").SetInputFiles([]playwright.InputFile{{Name: "our logo.png", MimeType: "image/png", Buffer: bitmap(t, 300, 300)}}))
		if noScript {
			try(t, page.Locator(`[data-upload=logo]`).Click())
		}
		tells(t, page, "Remove")
		if got := valueOf(t, page, "tagline"); got != "Typed before the upload" {
			t.Errorf("the upload cost the tagline: %q", got)
		}
		shot(t, page, "profile-filled-phone")

		try(t, page.GetByText("Review and approve").Click())
		tells(t, page, "12 Example Street, San Francisco, CA 94103")
		try(t, page.Locator("#who").Fill("Dana Copper"), page.GetByRole("button", playwright.PageGetByRoleOptions{Name: "Approve"}).Click())
		tells(t, page, "Tick that you agree")
		shot(t, page, "profile-approve")
		try(t, page.Locator("#agree").Check(), page.GetByRole("button", playwright.PageGetByRoleOptions{Name: "Approve"}).Click())
		tells(t, page, "Approved version 1")
		shot(t, page, "profile-approved")
		var queued int
		try(t, s.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE kind = 'announce' AND args->>'job_id' = $1`, job.ID).Scan(&queued))
		if queued != 1 {
			t.Errorf("the job that waited is in the queue %d times", queued)
		}
	}
}

// Looks at the form in the views that people have; it fails where something is wider than the screen.
func TestProfileFitsTheScreen(t *testing.T) {
	t.Parallel()
	s := serve(t)
	_, session := s.customer("owner@example.com", "Acme")
	v := desktop
	v.session = session
	page := open(t, v, s.url+"/portal/profile")
	for _, c := range []struct {
		name   string
		width  int
		scheme *playwright.ColorScheme
	}{
		{"light", 1280, playwright.ColorSchemeLight}, {"dark", 1000, playwright.ColorSchemeDark}, {"phone", 390, playwright.ColorSchemeLight}, {"narrow", 320, playwright.ColorSchemeDark},
	} {
		try(t, page.SetViewportSize(c.width, 844), page.EmulateMedia(playwright.PageEmulateMediaOptions{ColorScheme: c.scheme}))
		wide, err := page.Evaluate(`[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80)).slice(0, 3).join()`)
		try(t, err)
		if wide != "" {
			t.Errorf("%s: wider than the screen: %s", c.name, wide)
		}
		shot(t, page, "profile-"+c.name)
	}
}

func TestPictureOfAnotherProfile(t *testing.T) {
	t.Parallel()
	s := serve(t)
	_, session := s.customer("owner@example.com", "Acme")
	digest, err := s.blobs.Put(t.Context(), bitmap(t, 10, 10))
	try(t, err)
	v := desktop
	v.session = session
	page := open(t, v, s.url+"/portal/profile")
	// A form that claims a picture is the owner's.
	answer, err := page.Context().Request().Post(s.url+"/portal/profile", playwright.APIRequestContextPostOptions{
		Form: map[string]any{"revision": "0", "name": "Acme", "logo": host.ImageValue(host.Image{Name: "x.png", MediaType: "image/png", Digest: digest})},
	})
	try(t, err)
	if answer.Status() >= 500 {
		t.Fatalf("answered %d", answer.Status())
	}
	if answer, err = page.Context().Request().Get(s.url + "/portal/profile/images/" + digest); err != nil || answer.Status() != 404 {
		t.Errorf("the picture of another: %v %v", answer, err)
	}
	if !strings.Contains(answer.Headers()["cache-control"], "no-store") {
		t.Error("the answer may stay in caches")
	}
}
