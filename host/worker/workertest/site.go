// Package workertest is a directory in memory, with a browser session on it and an adapter for it, that works as a real one does and
// fails as told.
package workertest

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// Host is the site's only host name.
const Host = "site.example"

// Phone is the number of the business that is [Site.Listed]; [Site.Namesake] has another.
const Phone = "(415) 555-0132"

// Site is a directory. Set its fields before its first use.
type Site struct {
	Moderated   bool   // listings show only after a review that never comes
	Listed      string // name of a business that is there from the start
	Namesake    bool   // what is Listed is another business of the same name
	Unfindable  bool   // the search does not show what is Listed
	Waiting     string // name of a business that waits for review from the start; the search says so
	Refusals    int    // presses that are answered with a validation error
	Silent      bool   // answers "Thank you!" to everything
	Forgets     bool   // answers, but stores nothing
	Duplicate   bool   // says that the business is listed already, and where only if it is Unfindable
	LostAnswers int    // presses that are accepted, and whose answer is lost
	LostPresses int    // presses that never arrive
	Down        int    // visits that find the site unreachable
	Errors      int    // visits that are answered with status 500
	RetryAfter  time.Duration
	Gone        bool   // the page to add a business is not there any more
	NoButton    bool   // the form has no button to send it
	WrongName   bool   // listing pages show some other business
	SoftErrors  bool   // says with status 200, and with the address, that a page is not there
	Delivered   func() // called after a press has been accepted, before it is answered

	mu       sync.Mutex
	listings []listing
	pressed  int
	accepted int
}

type listing struct{ name, phone string }

// Directory is the site as the catalogue has it.
func (*Site) Directory() host.Directory {
	return host.Directory{
		Slug: "site", Name: "Site", Website: "https://" + Host, DAScore: 50, PriorityTier: 1, IsActive: true, Policy: host.PolicyAllowed,
		Adapter: "site", Hosts: []string{Host}, Start: "https://" + Host + "/add",
	}
}

// Pressed is how often Submit was pressed, and Accepted how many of the presses the site took.
func (s *Site) Pressed() int { s.mu.Lock(); defer s.mu.Unlock(); return s.pressed }

// Accepted is how many submissions the site has taken.
func (s *Site) Accepted() int { s.mu.Lock(); defer s.mu.Unlock(); return s.accepted }

// Session opens a browser session on the site.
func (s *Site) Session() *Session { return &Session{site: s, values: map[string]string{}} }

// Session is a browser session on a [Site].
type Session struct {
	site   *Site
	page   sdk.Page
	values map[string]string
}

// Goto opens a page of the site.
func (s *Session) Goto(ctx context.Context, address string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	u, err := url.Parse(address)
	if err != nil || u.Host != Host {
		return host.Errorf(host.Denied, "%s is not one of the directory's hosts", address)
	}
	site := s.site
	site.mu.Lock()
	defer site.mu.Unlock()
	if site.Down > 0 {
		site.Down--
		return host.Errorf(host.Unavailable, "%s %w", address, host.ErrNoAnswer)
	}
	s.page = site.get(u)
	s.page.URL = address
	return nil
}

func (s *Site) get(u *url.URL) sdk.Page {
	if s.Errors > 0 {
		s.Errors--
		return sdk.Page{Status: 500, Text: "Internal Server Error"}
	}
	switch {
	case u.Path == "/add" && !s.Gone:
		return form("")
	case u.Path == "/search":
		return s.search(u.Query().Get("q"))
	case strings.HasPrefix(u.Path, "/listing/"):
		name, err := url.PathUnescape(strings.TrimPrefix(u.Path, "/listing/"))
		if l, ok := s.listing(name); err == nil && ok {
			if s.WrongName {
				l.name = "Somebody Else Ltd"
			}
			return sdk.Page{Status: 200, Title: l.name, Text: l.name + "\nA business in our directory.\nPhone: " + l.phone}
		}
	}
	if asked, err := url.QueryUnescape(u.RequestURI()); s.SoftErrors && err == nil {
		return sdk.Page{Status: 200, Text: "There is no page " + asked}
	}
	return sdk.Page{Status: 404, Text: "Not found"}
}

func form(problem string) sdk.Page {
	p := sdk.Page{
		Status: 200, Title: "Add a business", Text: "Add a business\n" + problem,
		Controls: []sdk.Control{{Ref: "c1", Tag: "input", Type: "text", Label: "Business name"}, {Ref: "c2", Tag: "input", Type: "tel", Label: "Phone"}},
		Buttons:  []sdk.PageButton{{Ref: "b1", Text: "Add", Type: "submit"}},
	}
	if problem != "" {
		p.Errors = []sdk.PageError{{Text: problem, Control: "c2"}}
	}
	return p
}

func (s *Site) search(name string) sdk.Page {
	if name == s.Waiting && name != "" {
		return sdk.Page{Status: 200, Text: "Search results\n" + name + " is waiting for review."}
	}
	if _, ok := s.listing(name); !ok || s.Unfindable && name == s.Listed {
		return sdk.Page{Status: 200, Text: "Search results\n0 results for your search."}
	}
	return sdk.Page{
		Status: 200, Text: "Search results\nFound " + name,
		Links: []sdk.Link{{Ref: "l1", Text: name, URL: address(name)}},
	}
}

func address(name string) string { return "https://" + Host + "/listing/" + url.PathEscape(name) }

// listing is the public listing under a name, the newest first.
func (s *Site) listing(name string) (listing, bool) {
	for _, l := range slices.Backward(s.listings) {
		if l.name == name && !s.Moderated {
			return l, true
		}
	}
	l := listing{name: s.Listed, phone: Phone}
	if s.Namesake {
		l.phone = "(212) 555-0100"
	}
	return l, name == s.Listed && name != ""
}

// Observe returns the page the session is on.
func (s *Session) Observe(ctx context.Context) (*sdk.Page, error) {
	p := s.page
	return &p, ctx.Err()
}

// Run carries out goto and fill steps.
func (s *Session) Run(ctx context.Context, steps []sdk.Step) ([]sdk.StepResult, error) {
	var results []sdk.StepResult
	for _, step := range steps {
		switch {
		case step.Kind == sdk.StepGoto:
			if err := s.Goto(ctx, step.Value); err != nil {
				return results, err
			}
		case step.Kind == sdk.StepFill && s.has(step.Target.Value):
			s.values[step.Target.Value] = step.Value
		default:
			return append(results, sdk.StepResult{Error: "not_found"}), nil
		}
		results = append(results, sdk.StepResult{Ok: true, Value: step.Value})
	}
	return results, ctx.Err()
}

func (s *Session) has(ref string) bool {
	for _, c := range s.page.Controls {
		if c.Ref == ref {
			return true
		}
	}
	return false
}

// Prepare finds the form's button.
func (s *Session) Prepare(_ context.Context, submit sdk.Step) (func(context.Context) error, error) {
	if s.site.NoButton || len(s.page.Buttons) == 0 || submit.Target.Value != s.page.Buttons[0].Ref {
		return nil, host.Errorf(host.NotFound, "there is no such button")
	}
	return s.press, nil
}

// press clicks even if ctx has ended: a browser that was told to click does not take it back.
func (s *Session) press(ctx context.Context) error {
	if _, bounded := ctx.Deadline(); !bounded {
		panic("a press without a deadline")
	}
	site := s.site
	site.mu.Lock()
	defer site.mu.Unlock()
	site.pressed++
	if site.LostPresses > 0 {
		site.LostPresses--
		return host.Errorf(host.Unavailable, "connection reset")
	}
	s.page = site.answer(listing{name: s.values["c1"], phone: s.values["c2"]})
	s.page.URL = "https://" + Host + "/added"
	if site.LostAnswers > 0 {
		site.LostAnswers--
		return host.Errorf(host.Unavailable, "connection reset")
	}
	return ctx.Err()
}

func (s *Site) answer(l listing) sdk.Page {
	link := []sdk.Link{{Ref: "l1", Text: "See the listing", URL: address(l.name)}}
	if s.Refusals > 0 {
		s.Refusals--
		return form("Please enter a valid phone number.")
	}
	if s.Duplicate {
		p := sdk.Page{Status: 200, Text: l.name + " is already listed with us."}
		if s.Unfindable {
			p.Links = link
		}
		return p
	}
	if !s.Forgets {
		s.accepted++
		s.listings = append(s.listings, l)
		if s.Delivered != nil {
			s.Delivered()
		}
	}
	switch {
	case s.Silent || s.Forgets:
		return sdk.Page{Status: 200, Text: "Thank you!\n" + l.name}
	case s.Moderated:
		return sdk.Page{Status: 200, Text: "Your submission is waiting for review."}
	}
	return sdk.Page{Status: 200, Text: l.name + " is now listed.", Links: link}
}

// Screenshot is a picture of nothing.
func (s *Session) Screenshot(ctx context.Context) ([]byte, error) {
	return []byte("\xff\xd8 " + s.page.Text), ctx.Err()
}

// RetryAfter is what the site asks for with its errors.
func (s *Session) RetryAfter() time.Duration { return s.site.RetryAfter }

// Close ends the session.
func (*Session) Close() error { return nil }
