package localdirectories

import "time"

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
		expect: Expect{Status: "submitted", Listing: "live", Why: "the answer says the business is already listed, and where"}},
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
	"lost_reused": {about: "As lost, but the connection is one the browser has used before. Chromium then sends the form a second time by itself, unless what stands between answers an error instead of closing.", routes: lostReusedRoutes,
		expect: Expect{Status: "submitted", Listing: "live", Why: "the answer is lost, the look-up finds the listing: pressed once"}},
	"login": {about: "The form needs an account: the add page leads to the login. A person gets in with any email and the password \"welcome\".", routes: loginRoutes,
		expect: Expect{Status: "needs_attention", Listing: "none", Reason: "login", Why: "a login goes to a person"}},
	"flaky": {about: "The form answers with error 500 once before each submission; the second try works.", routes: flakyRoutes, expect: expectLive},
}
