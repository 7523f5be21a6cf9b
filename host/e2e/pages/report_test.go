package pages

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// rerunner is the worker's part in trying again, without a queue.
type rerunner struct{ db *postgres.DB }

func (r rerunner) Rerun(ctx context.Context, customer, job, only uuid.UUID, shown int) (host.Rerun, error) {
	return r.db.Rerun(ctx, customer, job, only, shown, anyKey, func(context.Context, pgx.Tx, []uuid.UUID) error { return nil })
}

func anyKey(job uuid.UUID, slug string, _ json.RawMessage) (string, error) {
	return job.String() + slug + uuid.NewString(), nil
}

// printer prints with the tests' own browser.
type printer struct{}

func (printer) PDF(_ context.Context, html string) ([]byte, error) {
	page, err := chromium.NewPage(playwright.BrowserNewPageOptions{JavaScriptEnabled: playwright.Bool(false), Offline: playwright.Bool(true)})
	if err != nil {
		return nil, err
	}
	defer page.Close()
	if err := page.SetContent(html); err != nil {
		return nil, err
	}
	return page.PDF(playwright.PagePdfOptions{Format: playwright.String("A4"), PrintBackground: playwright.Bool(true)})
}

// ordered gives a customer an order of n directories that is done: of each five two are live, one was listed before, one is in review, one failed.
func (s *site) ordered(c host.Customer, n int) host.Job {
	s.t.Helper()
	ctx := s.t.Context()
	var all []host.Directory
	for i := range n {
		slug := fmt.Sprintf("finder%03d", i)
		all = append(all, host.Directory{
			Slug: slug, Name: fmt.Sprintf("Town Finder %d", i), Website: "https://" + slug + ".example", DAScore: 90 - i%70, PriorityTier: 1, IsActive: true,
			Policy: host.PolicyAllowed, Adapter: "generic", Hosts: []string{slug + ".example"}, Start: "https://" + slug + ".example/add",
		})
	}
	fatal(s.t, s.db.PutDirectories(ctx, all))
	job, err := s.db.CreateJob(ctx, c.ID, host.Enterprise)
	fatal(s.t, err)
	_, err = s.db.Pool().Exec(ctx, "UPDATE jobs SET dirs_paid = $1", n)
	fatal(s.t, err)
	fatal(s.t, s.db.AnnounceJob(ctx, job.ID, c.ProfileVersion, func(context.Context, pgx.Tx) error { return nil }))
	job, err = s.db.StartJob(ctx, job.ID, func(_ json.RawMessage, slug string) (string, error) { return job.ID.String() + slug, nil })
	fatal(s.t, err)
	postgrestest.Admit(s.t, s.db)
	rows, err := s.db.Submissions(ctx, job.ID)
	fatal(s.t, err)
	shot := s.put(snapshot(s.t))
	text := s.put([]byte(c.CompanyName + ", 12 Main Street"))
	for i, row := range rows {
		sub, err := s.db.Claim(ctx, row.Submission.ID, time.Hour)
		fatal(s.t, err)
		change := host.Change{To: host.Submitted, Listing: host.Live, ListingURL: row.Website + "/listing/42", Verdict: host.Verdict{Answer: host.AnswerYes, Quote: "Your listing <b>is live</b>"}}
		switch i % 5 {
		case 2:
			change.To, change.Listing = host.Skipped, host.Duplicate
		case 3:
			change = host.Change{To: host.Submitted, Listing: host.UnderReview, Verdict: host.Verdict{Answer: host.AnswerYes, Quote: "We look at every entry by hand"}}
		case 4:
			change = host.Change{To: host.Failed, Note: "The form has changed, so nothing was sent."}
		}
		if change.To == host.Submitted {
			sub, err = s.db.Intend(ctx, sub, 0)
			fatal(s.t, err)
		}
		if change.ListingURL != "" {
			fatal(s.t, s.db.AddEvidence(ctx, sub, host.Evidence{Kind: "listing", MediaType: "image/jpeg", Digest: shot}))
			fatal(s.t, s.db.AddEvidence(ctx, sub, host.Evidence{Kind: "listing", MediaType: "text/plain; charset=utf-8", Digest: text}))
		}
		_, err = s.db.Move(ctx, sub, change)
		fatal(s.t, err)
	}
	return job
}

func (s *site) put(data []byte) string {
	s.t.Helper()
	digest, err := s.blobs.Put(s.t.Context(), data)
	fatal(s.t, err)
	return digest
}

func snapshot(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	fatal(t, jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 320, 200)), nil))
	return b.Bytes()
}

func fatal(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *site) count(sql string, args ...any) (n int) {
	s.t.Helper()
	fatal(s.t, s.db.Pool().QueryRow(s.t.Context(), sql, args...).Scan(&n))
	return n
}

// says fails the test if the page lacks one of the words.
func says(t *testing.T, page playwright.Page, words ...string) {
	t.Helper()
	text, err := page.Locator("main").TextContent()
	fatal(t, err)
	text = strings.Join(strings.Fields(text), " ")
	for _, want := range words {
		if !strings.Contains(text, want) {
			t.Errorf("%s lacks %q:\n%s", page.URL(), want, text)
		}
	}
}

// pressButton presses the button with the name.
func pressButton(t *testing.T, page playwright.Page, name string) {
	t.Helper()
	fatal(t, page.GetByRole("button", playwright.PageGetByRoleOptions{Name: name}).Click())
}

// saved is what the link with the name downloads.
func saved(t *testing.T, page playwright.Page, name string) []byte {
	t.Helper()
	d, err := page.ExpectDownload(func() error {
		return page.GetByRole("link", playwright.PageGetByRoleOptions{Name: name, Exact: playwright.Bool(true)}).Click()
	})
	fatal(t, err)
	path, err := d.Path()
	fatal(t, err)
	data, err := os.ReadFile(path)
	fatal(t, err)
	return data
}

func status(t *testing.T, address, session string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	fatal(t, err)
	if session != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: session})
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	fatal(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	fatal(t, err)
	return answer.StatusCode, string(body)
}

func TestReportIsReadDownloadedAndTriedAgain(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("mary@acme.example", "Acme Plumbing")
	job := s.ordered(c, 15)
	page := open(t, view{width: 1280, height: 900, session: session}, s.url+"/portal/reports")
	says(t, page, "Final report", "9 of 15 directories live")
	fatal(t, page.GetByRole("link", playwright.PageGetByRoleOptions{Name: "Final report"}).Click())
	says(t, page, "Acme Plumbing", "9 of 15 directories live", "Live listings", "Listed before", "In review", "“Your listing <b>is live</b>”", "https://finder000.example/listing/42",
		"The form has changed, so nothing was sent.", "version 1 of the business profile", "are kept until", "Week by week")
	if same, err := page.Locator("th:has-text('Name of this order') + td").InnerText(); err != nil || same != "6" {
		t.Errorf("%q listings are said to have the name, %v", same, err)
	}

	if data := saved(t, page, "CSV"); !bytes.HasPrefix(data, []byte("\uFEFFDirectory,")) || bytes.Count(data, []byte("\r\n")) != 16 {
		t.Errorf("CSV: %.200s", data)
	}
	var file struct {
		Totals      struct{ Live, Paid int }
		Directories []any
	}
	if err := json.Unmarshal(saved(t, page, "JSON"), &file); err != nil || file.Totals.Live != 9 || file.Totals.Paid != 15 || len(file.Directories) != 15 {
		t.Errorf("JSON: %+v, %v", file, err)
	}
	if data := saved(t, page, "PDF"); !bytes.HasPrefix(data, []byte("%PDF-")) || !bytes.Contains(data, []byte("/Subtype /Image")) {
		t.Errorf("PDF: %d bytes, %.20q", len(data), data)
	}

	pressButton(t, page, "Try the 3 again")
	says(t, page, "3 are tried again.", "Report so far", "Still to do")
	if n, err := page.GetByText("Could not be done", playwright.PageGetByTextOptions{Exact: playwright.Bool(true)}).Count(); err != nil || n != 1 { // the column of the weeks
		t.Errorf("%d sections say that it could not be done, %v", n, err)
	}

	_, stranger := s.customer("eve@evil.example", "Evil")
	for _, path := range []string{"", "/csv", "/json", "/pdf"} {
		if code, body := status(t, s.url+"/portal/reports/"+job.ID.String()+path, stranger); code != http.StatusNotFound || strings.Contains(body, "Acme") {
			t.Errorf("a stranger gets %d at %s", code, path)
		}
	}
}

func TestSharedReportIsForWhoeverHasTheLinkUntilItEnds(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("mary@acme.example", "Acme Plumbing")
	job := s.ordered(c, 5)
	page := open(t, view{width: 1280, height: 900, session: session, noScript: true}, s.url+"/portal/reports/"+job.ID.String())
	pressButton(t, page, "Make a link")
	link, err := page.Locator("#made").InputValue()
	fatal(t, err)
	if !strings.HasPrefix(link, s.url+"/r/") {
		t.Fatalf("the link is %q", link)
	}

	guest := open(t, phone, link)
	says(t, guest, "Acme Plumbing", "3 of 5 directories live")
	html, err := guest.Content()
	fatal(t, err)
	for _, secret := range []string{job.ID.String(), c.ID.String(), "mary@acme.example", "/portal/"} {
		if strings.Contains(html, secret) {
			t.Errorf("the shared page tells %s", secret)
		}
	}
	if wide, err := guest.Evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"); err != nil || wide != false {
		t.Errorf("the page scrolls sideways on a phone: %v, %v", wide, err)
	}
	src, err := guest.Locator("img.thumb").First().GetAttribute("src")
	fatal(t, err)
	if code, _ := status(t, s.url+src, ""); code != 200 {
		t.Errorf("the screenshot answers %d", code)
	}
	if code, _ := status(t, link+"/picture/"+s.put([]byte("somebody else's")), ""); code != http.StatusNotFound {
		t.Errorf("a blob that is not the report's answers %d", code)
	}

	fatal(t, page.GetByRole("button", playwright.PageGetByRoleOptions{Name: "Withdraw"}).Click())
	says(t, page, "withdrawn")
	for _, address := range []string{link, s.url + src} {
		if code, body := status(t, address, ""); code != http.StatusGone || !strings.Contains(body, "withdrawn") || strings.Contains(body, "Acme") {
			t.Errorf("a withdrawn link answers %d", code)
		}
	}
	if code, _ := status(t, s.url+"/r/guessed", ""); code != http.StatusNotFound {
		t.Errorf("a link that never was answers %d", code)
	}
}

func TestExportIsWhole(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("mary@acme.example", "Acme Plumbing")
	s.ordered(c, 5)
	page := open(t, view{width: 1280, height: 900, session: session}, s.url+"/portal/account/delete")
	data := saved(t, page, "Download my data")
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	fatal(t, err)
	pictures := 0
	for _, f := range archive.File {
		if strings.HasSuffix(f.Name, "-listing.jpg") {
			pictures++
		}
		r, err := f.Open()
		fatal(t, err)
		if content, err := io.ReadAll(r); err != nil || len(content) == 0 {
			t.Errorf("%s: %d bytes, %v", f.Name, len(content), err)
		}
	}
	if len(archive.File) < 20 || archive.File[0].Name != "README.txt" || pictures != 3 {
		t.Errorf("%d files, the first is %s, %d pictures", len(archive.File), archive.File[0].Name, pictures)
	}
	unproved := s.signIn(host.Session{Role: host.RoleCustomer, Email: c.Email, Customer: c.ID})
	if code, _ := status(t, s.url+"/portal/account/export", unproved); code != http.StatusForbidden {
		t.Errorf("whoever paid without proof of the address gets %d", code)
	}
}
