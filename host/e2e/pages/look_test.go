package pages

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
)

var screenshots = flag.String("screenshots", "", "folder for a picture of every page")

// who looks at a page.
type who string

const (
	asNobody   who = ""
	asCustomer who = "customer"
	asStaff    who = "staff"
)

// looked are the pages that are looked at: by axe, for screenshots, for their width. A page that is added to the site goes in here.
var looked = []struct {
	name, path string
	who        who
}{
	{"landing", "/", asNobody},
	{"pricing", "/pricing", asNobody},
	{"directories", "/directories", asNobody},
	{"directories-package", "/directories?package=starter", asNobody},
	{"directories-none", "/directories?q=zzz", asNobody},
	{"sample-report", "/sample-report", asNobody},
	{"faq", "/faq", asNobody},
	{"terms", "/terms", asNobody},
	{"privacy", "/privacy", asNobody},
	{"bot", "/bot", asNobody},
	{"components", "/components", asNobody},
	{"not-found", "/nothing", asNobody},
	{"staff-jobs", "/staff", asStaff},
	{"staff-job", "/staff/jobs/{job}", asStaff},
	{"staff-submission", "/staff/submissions/{submission}", asStaff},
}

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

// furnished is a site with a catalogue of n directories, and an order of most of them whose submissions stand in different ways.
func furnished(t *testing.T, n int) (s *site, cookies map[who]string, fill *strings.Replacer) {
	t.Helper()
	s = serve(t)
	var directories []host.Directory
	for i := range n {
		slug := fmt.Sprintf("example-%03d", i)
		directories = append(directories, host.Directory{
			Slug: slug, Name: fmt.Sprintf("Example Directory %03d", i), Website: "https://" + slug + ".example", DAScore: 95 - i*90/n, PriorityTier: 1 + i%5, IsActive: i%9 != 0,
			Policy: []host.Policy{host.PolicyAllowed, host.PolicyUnknown, host.PolicyProhibited}[i%3], Adapter: "generic", Hosts: []string{slug + ".example"}, Start: "https://" + slug + ".example/add",
		})
	}
	if err := s.db.PutDirectories(t.Context(), directories); err != nil {
		t.Fatal(err)
	}
	c, cookie := s.customer("owner@juniper.example", "Juniper & Pine Dental")
	job, submission := s.sampleOrder(c)
	var member uuid.UUID
	if err := s.db.Pool().QueryRow(t.Context(), `INSERT INTO members (email, role) VALUES ('staff@example.com', 'staff') RETURNING id`).Scan(&member); err != nil {
		t.Fatal(err)
	}
	cookies = map[who]string{
		asCustomer: cookie, asStaff: s.signIn(host.Session{Role: host.RoleStaff, Email: "staff@example.com", Verified: true, Member: member}),
	}
	return s, cookies, strings.NewReplacer("{job}", job.String(), "{submission}", submission.String())
}

// sampleOrder is an order under way. How its submissions came to stand as they do is not told: these tests look at pages only.
func (s *site) sampleOrder(c host.Customer) (job, submission uuid.UUID) {
	s.t.Helper()
	created, err := s.db.CreateJob(s.t.Context(), c.ID, host.Enterprise)
	if err != nil {
		s.t.Fatal(err)
	}
	err = s.db.AnnounceJob(s.t.Context(), created.ID, c.ProfileVersion, func(context.Context, pgx.Tx) error { return nil })
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = s.db.StartJob(s.t.Context(), created.ID, func(_ json.RawMessage, slug string) (string, error) { return created.ID.String() + slug, nil },
		func(context.Context, pgx.Tx, []uuid.UUID) error { return nil })
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = s.db.Pool().Exec(s.t.Context(), `
		UPDATE job_results r SET status = v.status, listing = v.listing, listing_url = v.url, verdict = v.verdict, quote = v.quote, result_data = jsonb_build_object('note', v.note),
			intents = CASE WHEN v.status IN ('submitted', 'unknown') THEN 1 ELSE 0 END
		FROM (SELECT id, row_number() OVER (ORDER BY directory) % 8 AS n FROM job_results WHERE job_id = $1) o
		JOIN (VALUES
			(0, 'submitted', 'live', 'https://example.com/listing', 'yes', 'Your listing is published.', ''),
			(1, 'submitted', 'live', 'https://example.com/listing', 'yes', 'Thank you, your entry is online.', ''),
			(2, 'submitted', 'under_review', '', 'yes', 'We review new entries within 5 days.', ''),
			(3, 'needs_attention', 'none', '', '', '', 'A code was sent to your phone'),
			(4, 'failed', 'none', '', '', '', 'The form has changed'),
			(5, 'skipped', 'none', '', '', '', 'Lists restaurants only'),
			(6, 'admitted', 'none', '', '', '', ''),
			(7, 'filling', 'none', '', '', '', '')
		) v (n, status, listing, url, verdict, quote, note) ON v.n = o.n
		WHERE r.id = o.id`, created.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	err = s.db.Pool().QueryRow(s.t.Context(), `SELECT id FROM job_results WHERE job_id = $1 AND listing = 'live' ORDER BY directory LIMIT 1`, created.ID).Scan(&submission)
	if err != nil {
		s.t.Fatal(err)
	}
	return created.ID, submission
}

// openLooked opens a page in a context that lets axe in: the policy of the pages keeps out all scripts but ours.
func openLooked(t *testing.T, address, cookie string) playwright.Page {
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
	if _, err := page.Goto(address); err != nil {
		t.Fatal(err)
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
	s, cookies, fill := furnished(t, 60)
	for _, p := range looked {
		t.Run(p.name, func(t *testing.T) {
			page := openLooked(t, s.url+fill.Replace(p.path), cookies[p.who])
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
	s, cookies, fill := furnished(t, 60)
	for _, p := range looked {
		page := openLooked(t, s.url+fill.Replace(p.path), cookies[p.who])
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
	s, cookies, fill := furnished(t, 60)
	for _, p := range looked {
		t.Run(p.name, func(t *testing.T) {
			page := openLooked(t, s.url+fill.Replace(p.path), cookies[p.who])
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
