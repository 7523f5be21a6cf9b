package localdirectories

import (
	"net/http"
	"time"
)

// kind is a way in which a directory behaves.
type kind struct {
	about  string // for the README and the list of directories
	expect Expect
	routes func(d *directory)                   // of the form; nil for the ordinary one
	form   string                               // template of the form; "form.html" if empty
	judge  func(d *directory, p *press) outcome // after tokens and required fields; nil accepts
	state  string                               // of an accepted listing; "live" if empty
	seed   string                               // state in which a seeded business is put here; empty for not at all
	delay  Delay
}

var expectLive = Expect{Status: "submitted", Listing: "live", Why: "the listing is public and can be opened"}

// kinds are all behaviours, by the name the sites use.
var kinds = map[string]kind{
	"plain":      {about: "One form on one page.", expect: expectLive},
	"checks":     {about: "Groups of checkboxes, a scripted select with a filter over a clipped native one, a terms box that must be ticked.", expect: expectLive},
	"unlabelled": {about: "Inputs in table rows, their names in the cell before, no labels.", expect: expectLive, form: "table.html"},
	"plan":       {about: "A choice of plans, one of them free. A paid one asks for payment and stores nothing.", expect: expectLive, judge: judgePlan},
	"react":      {about: "A React form with controlled inputs, upload and validation in the page; sent by fetch, answered in place.", expect: expectLive, routes: reactRoutes, judge: judgeReact},
	"chained":    {about: "A select whose options are fetched once another has been chosen (state and city, category and subcategory).", expect: expectLive, form: "chained.html", routes: chainedRoutes, judge: judgeChained},
	"rich":       {about: "A contenteditable description, a tag input, an editor of opening hours.", expect: expectLive},
	"listbox":    {about: "Choices by button and listbox, without a native select.", expect: expectLive},
	"wizard":     {about: "Three pages with conditional fields. Only the last page's button is the press.", expect: expectLive, routes: wizardRoutes},
	"preview":    {about: "A GET form leads to a preview; Publish there is the press.", expect: expectLive, routes: previewRoutes},
	"iframe":     {about: "The form and its answer live in an iframe of the same host.", expect: expectLive, routes: frameRoutes},
	"cookies":    {about: "A cookie banner covers the page until it is answered.", expect: expectLive},
	"existing": {about: "Knows the seeded business; its search finds it. Would take it a second time.", seed: "live",
		expect: Expect{Status: "skipped", Listing: "duplicate", Why: "the search before submitting finds the business: nothing is pressed"}},
	"duplicate": {about: "Knows the seeded business, but its search does not show it: the submit is refused as already listed, with a link.", seed: "unlisted", judge: judgeDuplicate,
		expect: Expect{Status: "submitted", Listing: "duplicate", Why: "the answer says the business is already listed"}},
	"moderation": {about: "Takes the listing for review, with a reference number; it is not public until approved (POST /_approve).", state: "pending",
		expect: Expect{Status: "submitted", Listing: "under_review", Why: "the answer says so and gives a reference"}},
	"refuses": {about: "Refuses every submission in words.", judge: judgeRefuses,
		expect: Expect{Status: "submitted", Listing: "rejected", Why: "the answer refuses in words; nothing is stored"}},
	"newsletter": {about: "A newsletter form stands before the real one.", expect: expectLive, form: "newsletter.html", routes: newsletterRoutes},
	"honeypot":   {about: "A field outside the screen. Filled, the submission is thanked for and thrown away.", expect: expectLive, form: "honeypot.html", judge: judgeHoneypot},
	"validation": {about: "A rule the form does not mention. Broken, the page says so beside the field and stores nothing; mended, it accepts.", expect: expectLive, judge: judgeRule},
	"changed": {about: "The form has changed: a required field that nobody can know the answer to.",
		expect: Expect{Status: "failed", Listing: "none", Why: "a required field cannot be filled from the profile: nothing may be pressed"}},
	"thankyou": {about: "Says thank you and stores nothing.", judge: func(*directory, *press) outcome { return outcome{dropped: true} },
		expect: Expect{Status: "unknown", Listing: "none", Why: "thanks are no proof, and there is no listing to be found"}},
	"captcha_image": {about: "Asks for the characters in an image.", form: "captcha.html", routes: captchaRoutes, judge: judgeCaptchaImage,
		expect: Expect{Status: "needs_attention", Listing: "none", Reason: "captcha", Why: "a captcha goes to a person: nothing is pressed"}},
	"captcha_widget": {about: "Has a reCAPTCHA widget.", form: "captcha.html", judge: judgeCaptchaWidget,
		expect: Expect{Status: "needs_attention", Listing: "none", Reason: "captcha", Why: "a captcha goes to a person: nothing is pressed"}},
	"slow": {about: "Stores after three seconds and answers after four.", expect: expectLive, delay: Delay{BeforeStore: 3 * time.Second, BeforeAnswer: time.Second}},
	"lost": {about: "Stores the listing and cuts the connection, the first time for each business. The search shows it afterwards.", routes: lostRoutes,
		expect: Expect{Status: "submitted", Listing: "live", Why: "the answer is lost, the look-up finds the listing: pressed once"}},
	"login": {about: "The form needs an account: the add page leads to the login.", routes: loginRoutes,
		expect: Expect{Status: "needs_attention", Listing: "none", Reason: "login", Why: "a login goes to a person"}},
	"flaky": {about: "The form answers with error 500 once before each submission; the second try works.", routes: flakyRoutes, expect: expectLive},
}

// flakyRoutes fail the first GET of the form after the start and after each press.
func flakyRoutes(d *directory) {
	d.mux.HandleFunc("GET "+d.Add, func(w http.ResponseWriter, _ *http.Request) {
		if d.failed.CompareAndSwap(false, true) {
			d.message(w, http.StatusInternalServerError, "Something went wrong on our side.", "Please try again in a moment.")
			return
		}
		d.showForm(w, http.StatusOK, form{})
	})
	d.mux.HandleFunc("POST "+d.Add, d.submit)
}

// lostRoutes cut the connection after storing. Connections are not kept open: a browser sends a POST again by itself if a
// connection it had used before dies under it, and then the second press would be the browser's.
func lostRoutes(d *directory) {
	d.mux.HandleFunc("GET "+d.Add, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		d.showForm(w, http.StatusOK, form{})
	})
	d.mux.HandleFunc("POST "+d.Add, func(w http.ResponseWriter, r *http.Request) {
		p, out, err := d.receive(w, r)
		if err == nil && out.accepted != nil && d.store.presses(p.values) == 1 {
			panic(http.ErrAbortHandler)
		}
		if err != nil {
			d.message(w, http.StatusInternalServerError, err.Error(), "")
			return
		}
		d.answer(w, r, p, out)
	})
}

// loginRoutes show a login where the form would be. No account opens it.
func loginRoutes(d *directory) {
	d.mux.HandleFunc("GET "+d.Add, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/login?next="+d.Add, http.StatusSeeOther)
	})
	d.mux.HandleFunc("GET /login", func(w http.ResponseWriter, _ *http.Request) {
		d.page(w, http.StatusOK, "login.html", "Log in", "")
	})
	d.mux.HandleFunc("POST /login", func(w http.ResponseWriter, _ *http.Request) {
		d.page(w, http.StatusUnauthorized, "login.html", "Log in", "Wrong email or password.")
	})
}

func newsletterRoutes(d *directory) {
	d.formRoutes()
	d.mux.HandleFunc("POST /newsletter", func(w http.ResponseWriter, _ *http.Request) {
		if err := d.store.record(event{Type: "newsletter"}); err != nil {
			d.message(w, http.StatusInternalServerError, err.Error(), "")
			return
		}
		d.message(w, http.StatusOK, "Thank you for subscribing!", "")
	})
}

// frameRoutes serve the form at an address of its own and show it in a frame.
func frameRoutes(d *directory) {
	frame := d.Add + "/frame"
	d.mux.HandleFunc("GET "+d.Add, func(w http.ResponseWriter, _ *http.Request) {
		d.page(w, http.StatusOK, "framed.html", d.Heading, frame)
	})
	d.mux.HandleFunc("GET "+frame, func(w http.ResponseWriter, _ *http.Request) { d.showForm(w, http.StatusOK, form{Action: frame}) })
	d.mux.HandleFunc("POST "+frame, d.submit)
}
