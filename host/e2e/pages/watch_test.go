package pages

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
)

var expect = playwright.NewPlaywrightAssertions(10_000)

// must stops the test with the first error.
func demand(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// goLive carries an admitted submission through to a live listing, as a worker does.
func (s *site) goLive(id uuid.UUID) {
	s.t.Helper()
	ctx := s.t.Context()
	sub, err := s.db.Claim(ctx, id, time.Minute)
	must(s.t, err)
	sub, err = s.db.Intend(ctx, sub, time.Minute)
	must(s.t, err)
	_, err = s.db.Move(ctx, sub, host.Change{
		To: host.Submitted, Listing: host.Live, ListingURL: "https://listed.example/1", Verdict: host.Verdict{Answer: host.AnswerYes, Quote: "Your listing is live"},
	})
	must(s.t, err)
}

// watching is a page of listings that has its stream.
func watching(t *testing.T, s *site, v view, path string) playwright.Page {
	t.Helper()
	page := open(t, v, s.url+path)
	demand(t, expect.Locator(page.Locator("#pill")).ToHaveAttribute("data-state", "live"))
	return page
}

func TestListingsChangeWhileTheyAreWatched(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("owner@example.com", "Harbor & Oak")
	_, rows := s.job(c, 32)
	v := desktop
	v.session = session
	page := watching(t, s, v, "/portal")
	_, err := page.Evaluate("window.same = true")
	demand(t, err)
	demand(t, expect.Locator(page.Locator("#progress-heading")).ToHaveText("6 of 32 directories live"))
	s.goLive(rows[3])
	row := page.Locator("#s-" + rows[3].String())
	demand(t, expect.Locator(row.Locator(".badge")).ToHaveText("Live"),
		expect.Locator(page.Locator("#progress-heading")).ToHaveText("7 of 32 directories live"),
		expect.Locator(page.Locator("#activity li").First()).ToContainText("Your listing is live"))
	if same, err := page.Evaluate("window.same"); err != nil || same != true {
		t.Errorf("the page was loaded anew: %v, %v", same, err)
	}

	// A row that is no longer among those chosen stays until it is asked for.
	demand(t, page.Locator("#filters a", playwright.PageLocatorOptions{HasText: "Still to do"}).Click())
	demand(t, expect.Page(page).ToHaveURL(regexp.MustCompile("show=todo$")))
	demand(t, expect.Locator(page.Locator("#s-"+rows[0].String())).ToHaveCount(0))
	s.goLive(rows[19])
	demand(t, expect.Locator(page.Locator("#s-"+rows[19].String()+" .badge")).ToHaveText("Live"),
		expect.Locator(page.Locator("#fresh")).ToHaveText("1 new. Show"))
	demand(t, page.Locator("#fresh").Click())
	demand(t, expect.Locator(page.Locator("#s-"+rows[19].String())).ToHaveCount(0))
	_, err = page.GoBack()
	demand(t, err)
	demand(t, expect.Page(page).ToHaveURL(regexp.MustCompile("/portal$")),
		expect.Locator(page.Locator("#rows .name")).ToHaveCount(32))
}

func TestListingsWorkWithoutScript(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("owner@example.com", "Harbor & Oak")
	_, rows := s.job(c, 32)
	page := open(t, view{width: 390, height: 844, noScript: true, session: session}, s.url+"/portal")
	demand(t, page.Locator("#filters a", playwright.PageLocatorOptions{HasText: "Problems"}).Click(),
		expect.Page(page).ToHaveURL(regexp.MustCompile("show=problems$")),
		page.Locator("#find").Fill("directory 00"), page.Locator("#find").Press("Enter"),
		expect.Locator(page.Locator("#rows .name")).ToHaveCount(2))
	if u := page.URL(); !strings.Contains(u, "show=problems") || !strings.Contains(u, "q=directory+00") {
		t.Errorf("the choice is not in the address: %s", u)
	}
	demand(t, page.Locator("#s-"+rows[5].String()+" .name").Press("Enter"), expect.Locator(page.Locator("h1")).ToHaveText("Directory 005"))
}

func TestTasksAreAnsweredAndSkipped(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("owner@example.com", "Harbor & Oak")
	_, rows := s.job(c, 16)
	v := phone
	v.session = session
	page := open(t, v, s.url+"/portal/needs")
	demand(t, expect.Locator(page.Locator(".task")).ToHaveCount(2),
		page.Locator(".task", playwright.PageLocatorOptions{HasText: "Directory 001"}).GetByText("I corrected it, go on").Click(),
		expect.Locator(page.Locator("main")).ToContainText("You answered this"))
	if got := s.status(rows[1]); got != host.Admitted {
		t.Errorf("after the answer the submission is %s", got)
	}
	var queued int
	s.row(&queued, "SELECT count(*) FROM river_job WHERE kind = 'submit_directory' AND args->>'submission_id' = $1", rows[1].String())
	if queued != 1 {
		t.Errorf("%d entries in the queue, want 1", queued)
	}
	_, err := page.Goto(s.url + "/portal/needs")
	demand(t, err, page.GetByText("Skip this directory").Click(), expect.Locator(page.Locator("main")).ToContainText("You left Directory 006 out"))
	if got := s.status(rows[6]); got != host.Skipped {
		t.Errorf("after skipping the submission is %s", got)
	}
	_, err = page.Goto(s.url + "/portal/needs")
	demand(t, err, expect.Locator(page.Locator("main")).ToContainText("We mail you if this changes."))

	_, err = page.Goto(s.url + "/portal/d/" + rows[3].String())
	demand(t, err, page.GetByText("Leave Directory 003 out").Click(), expect.Locator(page.Locator("main .badge")).ToHaveText("Skipped"))
	if n, err := page.GetByText("Leave Directory 003 out").Count(); n != 0 || err != nil {
		t.Errorf("what is skipped can be skipped again: %d, %v", n, err)
	}
}

func (s *site) status(id uuid.UUID) (status host.Status) {
	s.t.Helper()
	s.row(&status, "SELECT status FROM job_results WHERE id = $1", id)
	return status
}

func TestStreamsGoOnAfterARestart(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("owner@example.com", "Harbor & Oak")
	_, rows := s.job(c, 16)
	v := desktop
	v.session, v.breaks = session, true
	page := watching(t, s, v, "/portal")
	s.stop()
	s.goLive(rows[3])
	demand(t, expect.Locator(page.Locator("#pill")).Not().ToHaveAttribute("data-state", "live"),
		expect.Locator(page.Locator("#rows .name")).ToHaveCount(16))
	s.again()
	demand(t, expect.Locator(page.Locator("#s-"+rows[3].String()+" .badge")).ToHaveText("Live"),
		expect.Locator(page.Locator("#pill")).ToHaveAttribute("data-state", "live"))
}

func TestListingsAreAskedForWhereNoStreamCanBeHad(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("owner@example.com", "Harbor & Oak")
	_, rows := s.job(c, 16)
	v := desktop
	v.session, v.breaks = session, true
	page := open(t, v, s.url+"/portal/activity")
	streams := regexp.MustCompile(`/portal/events\?.*after=\d+$`)
	demand(t, page.Route(streams, func(r playwright.Route) { _ = r.Abort() }))
	_, err := page.Goto(s.url + "/portal")
	demand(t, err, expect.Locator(page.Locator("#pill")).ToHaveAttribute("data-state", "live"))
	s.goLive(rows[3])
	demand(t, expect.Locator(page.Locator("#s-"+rows[3].String()+" .badge")).ToHaveText("Live"))
}

func TestHiddenTabsLetGoOfTheirStreamAndCatchUp(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("owner@example.com", "Harbor & Oak")
	_, rows := s.job(c, 16)
	v := desktop
	v.session = session
	page := watching(t, s, v, "/portal")
	// A browser without windows hides none of its pages: the page is told that it is.
	hide := func(hidden bool) {
		_, err := page.Evaluate(`(hidden) => {
			Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
			document.dispatchEvent(new Event('visibilitychange'));
		}`, hidden)
		demand(t, err)
	}
	held := func(want int) {
		t.Helper()
		got, err := page.Evaluate(`async (want) => {
			const places = async () => (await navigator.locks.query()).held.filter((l) => l.name.startsWith('live-')).length;
			for (const until = Date.now() + 5000; await places() !== want && Date.now() < until;) await new Promise((r) => setTimeout(r, 20));
			return places();
		}`, want)
		demand(t, err)
		if got != want {
			t.Fatalf("the page holds %v places for streams, want %d", got, want)
		}
	}
	held(1)
	hide(true)
	held(0)
	s.goLive(rows[3])
	hide(false)
	demand(t, expect.Locator(page.Locator("#s-"+rows[3].String()+" .badge")).ToHaveText("Live"))
	held(1)
}

func TestStreamsEndWithTheSession(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("owner@example.com", "Harbor & Oak")
	_, rows := s.job(c, 16)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/portal/events?after=0&job="+s.jobOf(rows[0]).String(), nil)
	demand(t, err)
	r.AddCookie(&http.Cookie{Name: "session", Value: session})
	answer, err := http.DefaultClient.Do(r)
	demand(t, err)
	defer answer.Body.Close()
	demand(t, s.db.EndSession(t.Context(), session))
	s.goLive(rows[3])
	all, err := io.ReadAll(answer.Body)
	demand(t, err)
	if text := string(all); !strings.HasSuffix(text, "event: end\ndata: \n\n") || strings.Contains(text, "https://listed.example/1") {
		t.Errorf("the stream of a session that has ended says %q", text[max(0, len(text)-300):])
	}
}

func (s *site) jobOf(submission uuid.UUID) (job uuid.UUID) {
	s.t.Helper()
	s.row(&job, "SELECT job_id FROM job_results WHERE id = $1", submission)
	return job
}

// TestSixTabsStayUsable opens more tabs than HTTP/1.1 has connections for.
func TestSixTabsStayUsable(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("owner@example.com", "Harbor & Oak")
	_, rows := s.job(c, 16)
	v := desktop
	v.session = session
	first := watching(t, s, v, "/portal")
	tabs := []playwright.Page{first}
	for range 6 {
		tab, err := first.Context().NewPage()
		demand(t, err)
		_, err = tab.Goto(s.url + "/portal")
		demand(t, err, expect.Locator(tab.Locator("#pill")).ToHaveAttribute("data-state", "live"))
		tabs = append(tabs, tab)
	}
	s.goLive(rows[3])
	for i, tab := range tabs {
		if err := expect.Locator(tab.Locator("#s-" + rows[3].String() + " .badge")).ToHaveText("Live"); err != nil {
			t.Errorf("tab %d: %v", i, err)
		}
	}
	last := tabs[len(tabs)-1]
	demand(t, last.Locator("#s-"+rows[3].String()+" .name").Click(), expect.Locator(last.Locator("h1")).ToHaveText("Directory 003"))
}

func TestListingsAreUsedWithKeys(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c, session := s.customer("owner@example.com", "Harbor & Oak")
	s.job(c, 16)
	v := desktop
	v.session = session
	page := watching(t, s, v, "/portal")
	k := page.Keyboard()
	demand(t, k.Press("/"), k.Type("jk 01"), expect.Locator(page.Locator("#rows")).ToContainText("No directory matches"))
	demand(t, page.Locator("#find").Fill("directory 01"), expect.Locator(page.Locator("#rows .name")).ToHaveCount(6),
		expect.Page(page).ToHaveURL(regexp.MustCompile(`q=directory\+01`)))
	_, err := page.Evaluate("document.activeElement.blur()")
	demand(t, err, k.Press("j"), k.Press("j"), k.Press("k"), k.Press("j"), expect.Locator(page.Locator(".name:focus")).ToHaveText("Directory 011"))
	demand(t, k.Press("?"), expect.Locator(page.Locator("#keys")).ToBeVisible(), k.Press("Escape"), expect.Locator(page.Locator("#keys")).ToBeHidden())
	demand(t, k.Press("Enter"), expect.Locator(page.Locator("h1")).ToHaveText("Directory 011"))
}
