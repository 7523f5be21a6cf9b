package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/browser"
	"github.com/directorybolt/directorybolt/host/capture"
	"github.com/directorybolt/directorybolt/sdk"
)

// AdapterCaptureCmd keeps a page of a directory as a test case.
type AdapterCaptureCmd struct {
	Sight
	URL     string `arg:"" name:"url" help:"Address of the page."`
	Output  string `short:"o" placeholder:"FILE" help:"Where to keep it, testdata/pages/NAME.json; named after the address if not given."`
	Op      string `enum:"plan,verify,lookup" default:"plan" help:"Function the case asks: plan, verify or lookup (${default})."`
	HTML    bool   `name:"html" help:"Keep the source, too: people read it, and lint tries CSS selectors on it."`
	Replace bool   `help:"Replace a page of the same name; cases stay as they are."`
	JSON    bool   `name:"json" help:"Print one JSON object instead of text; --help says which."`
}

// Help says what is kept and what not.
func (AdapterCaptureCmd) Help() string {
	return `Opens the page in the browser, keeps what an adapter would be shown in testdata/pages/NAME.json, and starts a
case testdata/OP-NAME.json about it. Nothing is filled in or pressed.

Scripts, what somebody typed, hidden values and tokens are left out. Mail addresses become someone@mail.example unless they
are the directory's, and the data of the business given with --business becomes that of the sample. Read what is kept
before you publish it all the same.

Examples:
  directorybolt adapter capture https://hello.example/add
  directorybolt adapter capture https://hello.example/search?q=Bayside --op lookup -o testdata/pages/found.json
  directorybolt adapter capture http://townbook.localhost:7071/submit-your-business --local-directories 7071

With --json: {"url", "status", "page", "html", "case", "controls", "buttons", "refused": hosts it asked for and was not given}.

Exit codes: 0 kept; 2 the command line is wrong; 1 the page could not be opened, or a page of this name is there.`
}

// captureReport is what --json prints.
type captureReport struct {
	URL    string `json:"url"`
	Status uint32 `json:"status"`
	capture.Kept
	Controls int      `json:"controls"`
	Buttons  int      `json:"buttons"`
	Refused  []string `json:"refused,omitempty"`
}

// Run keeps the page and says what comes next.
func (c *AdapterCaptureCmd) Run(ctx context.Context) (err error) {
	u, err := c.check(c.URL)
	if err != nil {
		return err
	}
	dir, name, err := c.place()
	if err != nil {
		return err
	}
	out := stdout()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	b, _, err := c.business(ctx, out)
	if err != nil {
		return err
	}
	done := out.during("opening " + u.Host)
	defer done()
	br, err := c.browser(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, br.Close()) }()
	session, err := br.Session(ctx, browser.SessionConfig{Reach: c.reach(u, sdk.Manifest{})})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	page, err := visit(ctx, session, c.URL)
	if err != nil {
		return err
	}
	scrubber := capture.NewScrubber(b)
	one := capture.Case{Dir: dir, Name: name, Op: opNamed(c.Op), Page: scrubber.Page(page), Replace: c.Replace}
	if c.HTML {
		source, err := session.HTML(ctx)
		if err != nil {
			return err
		}
		if one.HTML, err = scrubber.HTML(source, page.URL); err != nil {
			return err
		}
	}
	kept, err := one.Keep()
	if host.KindOf(err) == host.Conflict {
		return host.Errorf(host.Conflict, "%s is there already: add --replace, or name another file with -o", kept.Page)
	}
	if err != nil {
		return err
	}
	done()
	report := captureReport{
		URL: one.Page.URL, Status: page.Status, Kept: kept, Controls: len(page.Controls), Buttons: len(page.Buttons), Refused: session.Denied(),
	}
	if c.JSON {
		printJSON(out, report)
		return nil
	}
	report.tell(out, dir)
	return nil
}

// place is the adapter's folder and the page's name in it.
func (c *AdapterCaptureCmd) place() (dir, name string, err error) {
	if c.Output == "" {
		return ".", capture.NameFor(c.URL), nil
	}
	pages := filepath.Dir(filepath.Clean(c.Output))
	testdata := filepath.Dir(pages)
	if filepath.Base(pages) != "pages" || filepath.Base(testdata) != "testdata" || filepath.Ext(c.Output) != ".json" {
		return "", "", host.Errorf(host.Invalid, "pages are kept as testdata/pages/NAME.json in the adapter's folder, not as %s: cases find them there", c.Output)
	}
	return filepath.Dir(testdata), strings.TrimSuffix(filepath.Base(c.Output), ".json"), nil
}

// visit opens a page and observes it.
func visit(ctx context.Context, s *browser.Session, address string) (*sdk.Page, error) {
	if err := s.Goto(ctx, address); err != nil {
		return nil, err
	}
	return s.Observe(ctx)
}

func opNamed(name string) sdk.Op {
	for _, op := range []sdk.Op{sdk.OpVerify, sdk.OpLookup} {
		if op.String() == name {
			return op
		}
	}
	return sdk.OpPlan
}

func (r captureReport) tell(out terminal, dir string) {
	out.line("%s  %s, %d controls, %d buttons", out.paint(good, "kept"), r.Page, r.Controls, r.Buttons)
	if r.HTML != "" {
		out.line("%s  %s", out.paint(good, "kept"), r.HTML)
	}
	if r.Case != "" {
		out.line("%s  %s, a case that expects nothing yet", out.paint(good, "kept"), r.Case)
	}
	if r.Status >= 400 {
		out.line("%s  the directory answered %d: is this the page you mean?", out.paint(wait, "note"), r.Status)
	}
	if len(r.Refused) > 0 {
		out.line("%s  the page also asked for %s, which was not let through; where it needs them, add --asset-host here and AssetHosts in the adapter",
			out.paint(wait, "note"), strings.Join(r.Refused, ", "))
	}
	in := ""
	if dir != "." {
		in = " " + dir
	}
	out.line("Next:\n  read %s: nothing private may be left in it\n  directorybolt adapter test --update%s   writes what your adapter answers into the case; read that, too",
		r.Page, in)
}
