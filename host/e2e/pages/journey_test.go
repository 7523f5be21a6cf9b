package pages

import (
	"bufio"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host/localdirectories"
)

// shop is the compiled program with directories on this machine, as whoever runs it has it.
type shop struct {
	directories *localdirectories.Server
	port        string
	url         string
}

// sold are the directories of the shop: one that lists at once, one that refuses, and two that want a website, of which one reviews.
var sold = []string{"mainstreetlist", "reviewroom", "closedshop", "linkbarn"}

func openShop(t *testing.T) shop {
	t.Helper()
	var s shop
	var err error
	if s.directories, err = localdirectories.New(localdirectories.Config{Data: t.TempDir(), Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.directories)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		if err := s.directories.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, s.port, err = net.SplitHostPort(server.Listener.Addr().String()); err != nil {
		t.Fatal(err)
	}
	s.start(t)
	return s
}

// start runs the program until the test ends.
func (s *shop) start(t *testing.T) {
	t.Helper()
	program, err := filepath.Abs("../../../bin/directorybolt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("%s is not built: run `make test`, which builds it with the adapters", program)
	}
	data, err := os.MkdirTemp("", "directorybolt-journey-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(data, 0o755); err != nil { // the database's user gets through it
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(data); err != nil {
			t.Error(err)
		}
	})
	cmd := exec.Command(program, "serve", "--listen", "127.0.0.1:0", "--data", data, "--plugins", catalogue(t), "--local-directories", s.port,
		"--lease", "10s", "--press-window", "12s") // the directories answer within seconds, so nothing is under way to them for long
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = log
	// Nothing that the environment names is used.
	cmd.Env = slices.DeleteFunc(os.Environ(), func(pair string) bool {
		return slices.ContainsFunc([]string{"DATABASE_URL", "STRIPE_", "SQS_", "AWS_", "SMTP_", "MAIL_", "OIDC_", "PUBLIC_URL"}, func(prefix string) bool { return strings.HasPrefix(pair, prefix) })
	})
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err != nil || t.Failed() {
			said, _ := os.ReadFile(log.Name())
			t.Errorf("the program ended with %v; its log ends with\n%s", err, said[max(0, len(said)-4000):])
		}
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, rest, ok := strings.Cut(lines.Text(), "is up at "); ok {
			s.url, _, _ = strings.Cut(strings.TrimSpace(rest), ". ")
			go func() {
				for lines.Scan() { // or the program would wait for a reader
				}
			}()
			return
		}
	}
	t.Fatal("the program did not start")
}

// catalogue is a folder with the rows of what the shop sells.
func catalogue(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../../plugins/generic/directories.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]any
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	rows = slices.DeleteFunc(rows, func(r map[string]any) bool { return !slices.Contains(sold, r["slug"].(string)) })
	if len(rows) != len(sold) {
		t.Fatalf("%d of the %d directories of the shop are in the catalogue", len(rows), len(sold))
	}
	if data, err = json.Marshal(rows); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "generic"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "generic", "directories.json"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	return folder
}

// account is what a directory itself has recorded.
func (s *shop) account(t *testing.T, slug string) localdirectories.Account {
	t.Helper()
	answer, err := http.Get("http://127.0.0.1:" + s.port + "/_account.json")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var all []localdirectories.Account
	if err := json.NewDecoder(answer.Body).Decode(&all); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(a localdirectories.Account) bool { return a.Slug == slug })
	if i < 0 {
		t.Fatalf("there is no account of %s", slug)
	}
	return all[i]
}

// appears waits for the text for as long as work on a few directories may take.
func appears(t *testing.T, page playwright.Page, text string) {
	t.Helper()
	if err := page.Locator("main").GetByText(text).First().WaitFor(playwright.LocatorWaitForOptions{Timeout: playwright.Float(120_000)}); err != nil {
		body, _ := page.Locator("main").InnerText()
		t.Fatalf("%q does not appear at %s: %v\n%.3000s", text, page.URL(), err, body)
	}
}

// TestJourney is a customer's whole way, with the program as it is run and directories that record what reached them: from the first page over
// payment and a task to the report, and to the end of the account.
func TestJourney(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	page := open(t, desktop, s.url)

	// The first page, the plans, the list before paying, the order.
	choose(t, page, "See the packages")
	try(t, page.GetByText("Choose Starter").Click())
	see(t, page, "4 directories")
	put(t, page, "#email", "dana@harbor.example")
	try(t, page.Locator("main a[href*='/profile']").First().Click())

	// The profile, without the website that one of the directories asks for.
	_, err := page.Locator("#address-country").SelectOption(playwright.SelectOptionValues{Values: &[]string{"US"}})
	try(t, err)
	for id, value := range map[string]string{
		"name": "Harbor Dental", "categories": "Dentist", "phone": "(415) 555-0132", "email": "office@harbor.example", "address-street": "12 Example Street",
		"address-city": "San Francisco", "address-region": "CA", "address-postal_code": "94103", "contact-name": "Dana Example",
		"description": "We mend teeth, gently, since 1998, and show every patient what we do and why.",
	} {
		put(t, page, "#"+id, value)
	}
	choose(t, page, "Review and approve")
	see(t, page, "I agree to this")
	put(t, page, "#who", "Dana Example")
	try(t, page.Locator("#agree").Check())
	choose(t, page, "Approve")
	see(t, page, "pproved")

	// Paying. Going back loses nothing.
	_, err = page.Goto(s.url + "/checkout?package=starter")
	try(t, err)
	see(t, page, "Harbor Dental")
	put(t, page, "#email", "dana@harbor.example")
	choose(t, page, "Pay $")
	choose(t, page, "Pay")
	see(t, page, "Paid. Thank you.")
	choose(t, page, "Open portal")

	// Watching: the page changes by itself.
	see(t, page, "of 4 directories live")
	_, err = page.Evaluate("window.kept = true")
	try(t, err)
	appears(t, page, "1 live")
	appears(t, page, "2 need")
	appears(t, page, "1 could not be done")
	if kept, err := page.Evaluate("window.kept"); err != nil || kept != true {
		t.Errorf("the page was loaded anew: %v, %v", kept, err)
	}

	// What waits for the customer: a website in the profile.
	_, err = page.Goto(s.url + "/portal/needs")
	try(t, err)
	see(t, page, "Link Barn")
	choose(t, page, "Open the field")
	put(t, page, "#website", "https://www.harbor.example/")
	choose(t, page, "Review and approve")
	see(t, page, "I agree to this")
	put(t, page, "#who", "Dana Example")
	try(t, page.Locator("#agree").Check())
	choose(t, page, "Approve")
	_, err = page.Goto(s.url + "/portal")
	try(t, err)
	appears(t, page, "2 live")
	appears(t, page, "1 in review")
	for _, slug := range []string{"mainstreetlist", "linkbarn"} {
		if a := s.account(t, slug); a.Accepted != 1 || a.Presses != 1 {
			t.Errorf("%s counts %d presses and %d entries, want one of each", slug, a.Presses, a.Accepted)
		}
	}

	// The report, in all its forms.
	_, err = page.Goto(s.url + "/portal/reports")
	try(t, err)
	try(t, page.Locator("main a[href^='/portal/reports/']").First().Click())
	see(t, page, "Harbor Dental")
	for form, begins := range map[string]string{"/pdf": "%PDF-", "/csv": "\xef\xbb\xbf", "/json": "{"} {
		file, err := page.ExpectDownload(func() error { return page.Locator("a[download][href$='" + form + "']").First().Click() })
		try(t, err)
		path, err := file.Path()
		try(t, err)
		data, err := os.ReadFile(path)
		try(t, err)
		if !strings.HasPrefix(string(data), begins) || len(data) < 200 {
			t.Errorf("the report as %s begins with %.20q and has %d bytes", form, data, len(data))
		}
	}

	// The mails are there: what was paid, that work began, what is needed, that it is done.
	outbox := open(t, desktop, s.url+"/dev/outbox")
	for _, text := range []string{"dana@harbor.example"} {
		appears(t, outbox, text)
	}

	s.leave(t, page)
}

// leave signs in by mail, as whoever paid has not proven the address yet, and ends the account.
func (s *shop) leave(t *testing.T, page playwright.Page) {
	t.Helper()
	try(t, page.Locator("form[action='/sign-out'] button").First().Click())
	_, err := page.Goto(s.url + "/sign-in")
	try(t, err)
	put(t, page, "input[name=email]", "dana@harbor.example")
	try(t, page.Locator("main form button").First().Click())
	link := s.mailed(t, "/sign-in/")
	_, err = page.Goto(link)
	try(t, err)
	try(t, page.Locator("main form button").First().Click())
	try(t, page.WaitForURL("**/portal"))
	_, err = page.Goto(s.url + "/portal/account/delete")
	try(t, err)
	put(t, page, "#company", "Harbor Dental")
	choose(t, page, "Delete the account")
	see(t, page, "DEL-")
	_, err = page.Goto(s.url + "/portal")
	try(t, err)
}

// mailed waits for a mail with a link to the path and returns the link.
func (s *shop) mailed(t *testing.T, path string) string {
	t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		answer, err := http.Get(s.url + "/dev/outbox")
		try(t, err)
		page := bufio.NewScanner(answer.Body)
		page.Buffer(nil, 1<<20)
		for page.Scan() {
			if _, rest, ok := strings.Cut(page.Text(), `href="`+s.url+path); ok {
				link, _, _ := strings.Cut(rest, `"`)
				try(t, answer.Body.Close())
				unescaped, err := url.PathUnescape(path + strings.ReplaceAll(link, "&amp;", "&"))
				try(t, err)
				return s.url + unescaped
			}
		}
		try(t, answer.Body.Close())
		select {
		case <-deadline:
			t.Fatalf("no mail has a link to %s", path)
		case <-time.After(200 * time.Millisecond):
		}
	}
}
